"""Attacks the line and prints a table: what was done, what came of it before, what comes of it now."""

from __future__ import annotations

import sys

from bench.adversary import attacks
from bench.adversary.house import open_house
from bench.attacks import main

if __name__ == "__main__":
    sys.exit(main("adversary", attacks, open_house, sys.argv[1:]))
