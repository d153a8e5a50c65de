"""What an adversary does to a line of fresh processes, what came of it once, and what comes of it now. `make adversary`

Each module of `attacks` is one attack on a house of its own:

    NAME    what was done, in a few words
    BEFORE  what came of it when it was first tried
    run     async (house) -> what comes of it now; raises Fell where it still succeeds
"""
