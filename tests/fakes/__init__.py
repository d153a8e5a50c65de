"""Stand-ins for what is outside, at the seams only."""
