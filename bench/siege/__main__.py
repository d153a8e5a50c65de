"""Lays siege to the line and prints a table: what was done, what honest people felt before, what they feel now."""

from __future__ import annotations

import sys

from bench.attacks import main
from bench.siege import attacks
from bench.siege.house import besieged

if __name__ == "__main__":
    sys.exit(main("siege", attacks, besieged, sys.argv[1:]))
