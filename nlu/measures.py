"""Measures of how right somebody's sayings are, each between 0 and 1; pure, standard library only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

BINS = 10  # of the calibration error


def share(found: Iterable[bool]) -> float:
    """How many of them are so; 0 of none."""
    found = list(found)
    return sum(found) / max(1, len(found))


def recall_precision(pairs: Sequence[tuple[bool, bool]]) -> tuple[float, float]:
    """Of pairs (is so, is said to be so): how many that are so are said, and how many that are said are so."""
    hits = sum(gold and said for gold, said in pairs)
    return hits / max(1, sum(gold for gold, _ in pairs)), hits / max(1, sum(said for _, said in pairs))


def macro_f1(pairs: Iterable[tuple[str, str | None]], labels: Iterable[str] | None = None) -> float:
    """The mean F1 of the labels that are in the gold; a label nobody gave is not counted."""
    pairs = list(pairs)
    gold, said, right = (
        Counter(g for g, _ in pairs),
        Counter(s for _, s in pairs),
        Counter(g for g, s in pairs if g == s),
    )
    present = [label for label in gold if labels is None or label in labels]
    return sum(2 * right[label] / (gold[label] + said[label]) for label in present) / max(1, len(present))


def interval(hits: int, total: int) -> tuple[float, float]:
    """Where the share lies with 95 in 100 (Wilson 1927)."""
    z, n = 1.96, max(1, total)
    part = hits / n
    middle = (part + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * (part * (1 - part) / n + z * z / (4 * n * n)) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)


def calibration_error(pairs: Iterable[tuple[float, bool]]) -> float:
    """Expected calibration error over BINS bins of equal width (Guo et al. 2017)."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    total = 0
    for confidence, right in pairs:
        bins[min(BINS - 1, int(confidence * BINS))].append((confidence, right))
        total += 1
    gaps = (abs(sum(c for c, _ in found) - sum(r for _, r in found)) for found in bins.values())
    return sum(gaps) / max(1, total)
