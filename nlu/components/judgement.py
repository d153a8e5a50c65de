"""What is learnt about danger from judged messages, and its union with what the rules say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from nlu.components.counts import Counts, Cut
from nlu.components.danger import LONGEST_EVIDENCE, Danger, Reader
from nlu.components.gloss import in_vietnamese
from nlu.components.linear import Linear, learn_each, learn_whether
from nlu.components.text import Line
from nlu.meaning import SIGNALS

MOST_WORDS = 8  # of one piece of evidence
FEW = 3  # words, in which the learnt judgement must be sure; of one word alone it is never asked
WHATEVER_IS_LEARNT = frozenset({"suicide"})  # a wish to die that is said is one
LONG = 60  # words: in a longer message a cry drowns for what was learnt, which weighs all words, and not for the rules


@dataclass(frozen=True)
class Judgement:
    """Two linear models: whether it is danger now, and which signals there are."""

    now: Linear
    signals: Linear


def judging(
    rows: csr_matrix, now: Sequence[bool], signals: Sequence[frozenset[str]], softness: float, steps: int
) -> Judgement:
    """Learns from messages of which people said whether they are danger now, and by what."""
    return Judgement(
        learn_whether(rows, now, softness, steps),
        learn_each(rows, signals, sorted(SIGNALS), softness),
    )


@dataclass(frozen=True)
class Read:
    """One message as it was read: its words, its row of counts and the counting, and its urgency as a kind of case."""

    message: Cut
    row: csr_matrix
    counts: Counts
    urgency: float
    in_ede: bool  # whether there are Ê Đê words in it
    reports: bool  # whether it looks like a report most of all


@dataclass(frozen=True)
class Sureness:
    """From which chance on something is said; config.yml is where they are set."""

    now: float  # that it is danger now, where a signal is heard too
    alone: float  # that it is danger now, where nothing else says so
    otherwise: float  # the same of a message that looks like no report
    brief: float  # the same of a message of a few words, in which what was learnt weighs one word against nothing
    beside: float  # that the rules are right; of Vietnamese and English, in which the learnt judgement is at home
    maybe: float  # that it may be danger
    likely: float  # that there is a signal
    possible: float  # that it is the likeliest signal, of a message that is danger now and has no other


def heard(rules: Reader, line: Line) -> Danger:
    """What the rules say to the message as it is, and to its Ê Đê words put into Vietnamese."""
    found = rules.read(line)
    vietnamese = in_vietnamese(line.words)
    if not vietnamese:
        return found
    again = rules.read(Line(vietnamese))
    return Danger(found.now or again.now, found.signals | again.signals, found.evidence or again.evidence)


def united(ruled: Danger, learnt: Judgement, read: Read, sureness: Sureness) -> Danger:
    """Danger now if the rules say so and what was learnt does not find it absurd, or where that is sure by itself.

    Where one of them only leans to it, it may be danger, and the person is asked. What looks like no report and leans
    to no danger bears no learnt signal.
    """
    likely = learnt.signals.each(read.row)
    signals = {name for name, chance in zip(learnt.signals.classes, likely, strict=True) if chance >= sureness.likely}
    known = bool(read.row.nnz)
    # The geometric mean is little where one of the two judgements doubts.
    chance = float(np.sqrt(learnt.now.each(read.row)[0] * read.urgency)) if known else 0.0
    least = sureness.now if signals or ruled.signals else sureness.alone
    if not read.reports:
        least = max(least, sureness.otherwise)
    words = len(read.message.folded)
    if words <= FEW and not ruled.signals:
        least = max(least, sureness.brief)
    unjudged = read.in_ede or words > LONG or bool(ruled.signals & WHATEVER_IS_LEARNT)
    now = (chance >= least and words > 1) or (ruled.now and (unjudged or chance >= sureness.beside))
    maybe = not now and (ruled.now or chance >= sureness.maybe)
    if not (now or maybe or read.reports):
        signals = set()  # a request to stay is no wish to die, whatever words both have
    if now and not signals and not ruled.signals and likely.max() >= sureness.possible:
        signals = {learnt.signals.classes[int(likely.argmax())]}
    evidence = ruled.evidence if now else ()
    if now and not evidence:
        evidence = weightiest(read.message, read.counts.shares(read.message, read.row, learnt.now.weights[:, 0]))
    return Danger(now, ruled.signals | signals, evidence, maybe)


def weightiest(message: Cut, shares: np.ndarray) -> tuple[tuple[int, int], ...]:
    """The neighbouring words that weigh most, as one span of at most LONGEST_EVIDENCE code points."""
    best, span = -np.inf, (0, 0)
    for first, (start, _) in enumerate(message.spans):
        total = 0.0
        for last in range(first, min(first + MOST_WORDS, len(message.spans))):
            end = message.spans[last][1]
            if message.spans[last][0] < start:  # the Vietnamese of Ê Đê words begins anew
                break
            total += float(shares[last])
            if end - start > LONGEST_EVIDENCE:
                break
            if total > best:
                best, span = total, (start, end)
    if span == (0, 0) and message.spans:  # one endless word
        start = message.spans[int(shares.argmax())][0]
        span = (start, start + LONGEST_EVIDENCE)
    return (span,) if span[1] else ()
