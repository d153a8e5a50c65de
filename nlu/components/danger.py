"""Reads from a message whether a child or the writer is in danger now, by phrases; in doubt it says yes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlu.components import danger_phrases as phrases
from nlu.components.patterns import phrase
from nlu.components.text import Line

LONGEST_EVIDENCE = 60
# What a general question or an account of the past leaves standing: contract.md gives `suicide` to past attempts too.
OUTLASTS_THE_PAST = frozenset({"suicide"})
OUTLASTS_A_DAY = frozenset({"missing", "trafficking", "abandoned_infant"})
# Told as a habit it is still of this moment.
NEVER_HABIT = frozenset({"suicide", "serious_injury", "drowning", "missing"})
# Children write without a full stop: such a line is read in overlapping windows, which also bounds the time.
WINDOW, STEP = 60, 45
ENOUGH = 3  # pieces of evidence for one signal; the next windows are not searched for more of it
_SENTENCE = re.compile(r"[^.]+")
_CRY = re.compile(r"(?<!\S)(?:c[uư]u1?|help|sos)(?!\S)")


@dataclass(frozen=True)
class Danger:
    now: bool
    signals: frozenset[str]
    evidence: tuple[tuple[int, int], ...]


class Reader:
    """Holds the compiled phrases; `read` is pure."""

    def __init__(self) -> None:
        self.plain = {signal: phrase(written) for signal, written in phrases.PLAIN.items()}
        self.dated = {signal: phrase(written) for signal, written in phrases.DATED.items()}
        self.figures = phrase(phrases.FIGURES)
        self.negations = re.compile(phrase(phrases.NEGATIONS).pattern.removesuffix(r"(?!\S)") + r"\s*$")
        self.past = phrase(phrases.PAST)
        self.lately = phrase(phrases.LATELY)
        self.present = phrase(phrases.PRESENT)
        self.questions = phrase(phrases.QUESTIONS)
        self.anybody = phrase(phrases.ANYBODY)
        self.possible = phrase(phrases.POSSIBLE)
        self.habit = phrase(phrases.HABIT)

    def read(self, line: Line) -> Danger:
        # Figures of speech are blotted out letter for letter, so that places in the line stay what they are.
        text = self.figures.sub(lambda found: "_" * len(found.group()), line.text)
        cry = _CRY.search(text) is not None
        signals: set[str] = set()
        evidence: dict[str, set[tuple[int, int]]] = {}
        for start, end in _windows(text):
            for signal, pattern, dated in self._all():
                if len(evidence.get(signal, ())) >= ENOUGH:
                    continue
                for found in pattern.finditer(text, start, end):
                    verdict = self._judge(text, (start, end), found.span(), signal, dated, cry)
                    if verdict != "no" and signal:
                        signals.add(signal)
                    if verdict == "now":
                        evidence.setdefault(signal, set()).add(_short(line, *found.span()))
        kept = tuple(sorted(set().union(*evidence.values())))
        return Danger(bool(kept), frozenset(signals), kept)

    def _all(self) -> list[tuple[str, re.Pattern[str], bool]]:
        return [(signal, pattern, False) for signal, pattern in self.plain.items()] + [
            (signal, pattern, True) for signal, pattern in self.dated.items()
        ]

    def _judge(
        self, text: str, sentence: tuple[int, int], found: tuple[int, int], signal: str, dated: bool, cry: bool
    ) -> str:
        """ "now", "signal" (the harm is told, but not as of now) or "no" for one phrase in its sentence."""
        start, end = sentence
        first, last = found
        before = text[max(start, first - 40) : first]
        comma = text.find(",", last, end)
        clause = text[max(text.rfind(",", start, first), start) : end if comma < 0 else comma]
        whole = text[start:end]
        if self.negations.search(before):
            return "no"
        present = cry or self.present.search(whole) is not None
        told = "signal" if signal in OUTLASTS_THE_PAST else "no"
        general = signal != "suicide" or self.anybody.search(whole) is not None
        if general and not present and self.questions.search(whole):
            return told
        present_here = cry or self.present.search(clause) is not None
        if (self.past.search(clause) and not present_here) or (self.past.search(whole) and not present):
            return told
        if self.lately.search(clause) and not present_here and signal not in OUTLASTS_A_DAY:
            return "signal"
        if not present and (dated or self.possible.search(before)):
            return "signal"
        if not present and signal not in NEVER_HABIT and self.habit.search(clause):
            return "signal"
        return "now"


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Sentences as [start, end) of the line; a long one in pieces that overlap."""
    for sentence in _SENTENCE.finditer(text):
        starts = [word.start() for word in re.finditer(r"\S+", sentence.group())]
        for index in range(0, len(starts), STEP):
            stop = starts[index + WINDOW] if index + WINDOW < len(starts) else len(sentence.group())
            yield sentence.start() + starts[index], sentence.start() + stop
            if stop == len(sentence.group()):
                break


def _short(line: Line, first: int, last: int) -> tuple[int, int]:
    """The place of the phrase in the original text, cut at a word's end to what staff can read at a glance."""
    start, end = line.span(first, last)
    while end - start > LONGEST_EVIDENCE and " " in line.text[first:last]:
        last = line.text.rfind(" ", first, last)
        start, end = line.span(first, last)
    return start, min(end, start + LONGEST_EVIDENCE)
