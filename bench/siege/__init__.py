"""What is done to a whole line under attack, and what the honest ones feel meanwhile. `make siege`

Each module of `attacks` is one attack on a house of its own:

    NAME    what was done, in a few words
    BEFORE  what the honest ones felt when it was first tried
    run     async (house) -> what they feel now; raises Fell where it is not what was promised
"""
