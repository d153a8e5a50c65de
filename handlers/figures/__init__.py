"""Figures: what is counted of cases and contacts, in coarse values only, and what may be published of it.

`coarse` says what is kept, `keeping` seals it to its case, `facts` makes the row that is counted of it, `counters`
counts contacts, `period` and `reading` read, `suppression` hides small numbers, `publishing` freezes what was shown.
"""
