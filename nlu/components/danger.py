"""Reads from a message whether a child or the writer is in danger now, by phrases; it says so only where it is sure."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass, field

from nlu.components.gloss import has_ede
from nlu.components.patterns import phrase
from nlu.components.phrases import danger as told_as
from nlu.components.phrases import phrases
from nlu.components.text import Line

LONGEST_EVIDENCE = 60
# Letters of the line: between a phrase and a cue of its time, and a cue of one who stands by; before it, for a doubt.
NEAR, FAR, JUST_BEFORE, DENIED_BEFORE = 60, 100, 30, 40
REACH = 20 * LONGEST_EVIDENCE  # no code point is written with twenty letters in the line
MARKED = 0.45  # of the words with a diacritic: from here on a word without one is that word
ENOUGH = 3  # pieces of evidence for one signal; no more of it is searched for
MOST = 40  # places of one set of phrases that are judged: the bound on what a repeated message costs

NOW, UNDATED, PAST, NO = "now", "undated", "past", "no"
UNSAID = "unsaid"
# What an account of the past leaves standing, and what an account without a time does: the contract lets signals stand.
OUTLASTS = frozenset({"suicide", "trafficking", "drowning", "weapon"})
STANDS = frozenset({"weapon", "confined"})
# Yesterday's blow is over, yesterday's loss is not.
OUTLASTS_A_DAY = frozenset(
    ["missing", "trafficking", "abandoned_infant", "forced_marriage_now", "suicide", "fire_poison", "serious_injury"]
)
NEVER_HABIT = frozenset(["suicide", "serious_injury", "drowning", "missing", "fire_poison"])
# A signal that is but the consequence of another one told with it.
YIELDS = {
    "serious_injury": frozenset({"drowning", "fire_poison", "suicide", "abandoned_infant"}),
    "violence_now": frozenset({"drowning", "abandoned_infant", "sexual_assault_now", "forced_marriage_now"}),
    "confined": frozenset({"abandoned_infant", "forced_marriage_now", "sexual_assault_now"}),
    "fire_poison": frozenset({"suicide"}),
}
# The cues of time, and of doubt, that stand near a phrase; each a kind of cues.tsv.
CUES = ("going", "pressing", "just", "due", "soon", "past", "lately", "habit", "questions", "resolved", "unreal")
# A breve on ơ, ô, ư or ê is a mark of its own, which no pattern takes for part of a word; typed or not, it is the same.
BREVE = ("\u0306", "_?")
_EACH_WORD = re.compile(r"=?([^\W\d_]+)")


@dataclass(frozen=True)
class Danger:
    now: bool
    signals: frozenset[str]
    evidence: tuple[tuple[int, int], ...]
    maybe: bool = False  # never together with `now`


@dataclass
class Heard:
    """What the phrases found so far come to."""

    verdicts: dict[str, set[str]] = field(default_factory=dict)
    evidence: dict[str, set[tuple[int, int]]] = field(default_factory=dict)

    def danger(self) -> Danger:
        now, undated, past = (self.verdicts.get(verdict, set()) - {UNSAID} for verdict in (NOW, UNDATED, PAST))
        if self.evidence:
            told = now or undated
            signals = {signal for signal in told if not YIELDS.get(signal, frozenset()) & told}
        else:
            signals = (past & OUTLASTS) | (undated & STANDS)
        return Danger(bool(self.evidence), frozenset(signals), self._shown(signals))

    def _shown(self, signals: set[str]) -> tuple[tuple[int, int], ...]:
        """The evidence of these signals, or all of it if they have none; without what another piece already shows."""
        pieces = [self.evidence[signal] for signal in signals if signal in self.evidence] or self.evidence.values()
        kept: list[tuple[int, int]] = []
        for start, end in sorted(set().union(*pieces)):
            if not kept or start >= kept[-1][1]:
                kept.append((start, end))
        return tuple(kept)


class Tables:
    """All phrases, compiled for one way of typing, with diacritics or without, and with those of Ê Đê or without."""

    def __init__(self, marked: bool, with_ede: bool) -> None:
        def compiled(written: str) -> re.Pattern[str]:
            lines = unicodedata.normalize("NFC", written).replace(*BREVE)
            return phrase(_EACH_WORD.sub(r"=\1", lines) if marked else lines)

        languages = ("vi", "rad") if with_ede else ("vi",)
        cues = [phrases(language, "cues") for language in languages]

        def cue(kind: str) -> re.Pattern[str]:
            return compiled("\n".join(table.get(kind, "") for table in cues))

        told = [section for language in languages for section in told_as(language)]
        self.told = [(signal, needs, compiled(lines)) for signal, needs, lines in told]
        self.figures, self.untrue, self.anybody = cue("figures"), cue("untrue"), cue("anybody")
        self.denied = re.compile(cue("denials").pattern.removesuffix(r"(?!\S)") + r"\s*$")
        self.cues = {kind: cue(kind) for kind in CUES}


class Scene:
    """One message and the places of its cues; all places are those of its line."""

    def __init__(self, line: Line, tables: Tables) -> None:
        # Figures of speech are blotted out letter for letter, so that places in the line stay what they are.
        text = line.text.replace(BREVE[0], BREVE[1][0])
        self.text = tables.figures.sub(lambda found: "_" * len(found.group()), text)
        self.tables = tables
        self.untrue = _laughs(line) or tables.untrue.search(self.text) is not None
        self.cues = {kind: [found.start() for found in cue.finditer(self.text)] for kind, cue in tables.cues.items()}

    def has(self, kind: str, span: tuple[int, int]) -> bool:
        """Whether a cue of this kind begins in [start, end)."""
        places = self.cues[kind]
        return bisect_left(places, span[0]) < bisect_left(places, span[1])

    def last(self, kinds: str, before: int) -> int:
        """Where the last cue of any of these kinds begins; -1 if there is none."""
        places = (self.cues[kind][: bisect_left(self.cues[kind], before)][-1:] for kind in kinds.split())
        return max((place for found in places for place in found), default=-1)

    def between(self, marks: str, first: int, last: int) -> tuple[int, int]:
        """The stretch round [first, last) that none of these marks cuts."""
        start = max(self.text.rfind(mark, 0, first) for mark in marks) + 1
        ends = [end for end in (self.text.find(mark, last) for mark in marks) if end >= 0]
        return start, min(ends, default=len(self.text))

    def verdict(self, signal: str, needs: list[str], first: int, last: int) -> str:
        """NOW, PAST, UNDATED or NO for one phrase at [first, last)."""
        sentence, clause = self.between(".", first, last), self.between(",.", first, last)
        if self.untrue or self.tables.denied.search(self.text[max(sentence[0], first - DENIED_BEFORE) : first]):
            return NO
        near, across = _within(clause, first, last, NEAR), _within(sentence, first, last, NEAR)
        going = self.has("going", across) or self.has("pressing", _within(sentence, first, last, FAR))
        if not going and self._in_doubt(signal, sentence, (max(clause[0], first - JUST_BEFORE), first)):
            return NO
        if self._over(signal, going, sentence, clause, across, first):
            return PAST
        if "told" in needs:
            return PAST
        dated = going or self.has("due", across)
        if needs:
            met = ("going" in needs and going) or any(
                self.has(kind, across if kind in ("due", "soon") else near) for kind in needs
            )
            return NOW if met else UNDATED
        if signal not in NEVER_HABIT and not dated and self.has("habit", clause):
            return NO
        return NOW

    def _in_doubt(self, signal: str, sentence: tuple[int, int], before: tuple[int, int]) -> bool:
        """Only feared or imagined, or asked about in general; who asks about a wish to die may well mean himself."""
        if self.has("unreal", before):
            return True
        general = signal != "suicide" or self.tables.anybody.search(self.text, *sentence) is not None
        return general and self.has("questions", sentence)

    def _over(
        self,
        signal: str,
        going: bool,
        sentence: tuple[int, int],
        clause: tuple[int, int],
        across: tuple[int, int],
        first: int,
    ) -> bool:
        """Told of the past, by the nearest word of time before it too, or ended since."""
        present = going or self.has("due", across)
        if not present and self.has("past", sentence):
            return True
        if self.last("past", first) > self.last("going pressing due just", first):
            return True
        if not present and signal not in OUTLASTS_A_DAY and self.has("lately", clause):
            return True
        return not going and self.has("resolved", (sentence[0], len(self.text)))


class Reader:
    """Holds the compiled phrases; `read` is pure."""

    def __init__(self) -> None:
        self.tables = {
            (marked, with_ede): Tables(marked, with_ede) for marked in (True, False) for with_ede in (True, False)
        }

    def read(self, line: Line) -> Danger:
        scene = Scene(line, self.tables[_is_marked(line.text), has_ede(line.words)])
        heard = Heard()
        for signal, needs, pattern in scene.tables.told:
            for count, found in enumerate(pattern.finditer(scene.text)):
                if count > MOST or len(heard.evidence.get(signal, ())) >= ENOUGH:
                    break
                verdict = scene.verdict(signal, needs, *found.span())
                heard.verdicts.setdefault(verdict, set()).add(signal)
                if verdict == NOW:
                    heard.evidence.setdefault(signal, set()).add(_told(line, scene, *found.span()))
        return heard.danger()


def _within(bounds: tuple[int, int], first: int, last: int, distance: int) -> tuple[int, int]:
    return max(bounds[0], first - distance), min(bounds[1], last + distance)


def _laughs(line: Line) -> bool:
    """ "kkkk" and "=))", which the line no longer shows."""
    marks = "".join(word.marked for word in line.words if word.is_mark)
    return "=))" in marks or any(word.marked == "k" and word.end - word.start > 2 for word in line.words)


def _is_marked(text: str) -> bool:
    spelled = [word for word in text.split() if word.isalnum() and not word.isdigit()]
    return sum(not word.isascii() or word[-1].isdigit() for word in spelled) >= MARKED * len(spelled)


def _told(line: Line, scene: Scene, first: int, last: int) -> tuple[int, int]:
    """The place in the original text of the phrase with its clause, as much of it as staff can read at a glance."""
    clause = _within(scene.between(",.", first, last), first, last, REACH)
    words = [found.span() for found in re.finditer(r"\S+", line.text[clause[0] : clause[1]])]
    places = [line.span(clause[0] + start, clause[0] + end) for start, end in words]
    said = [index for index, (start, end) in enumerate(words) if clause[0] + end > first and clause[0] + start < last]
    left, right = said[0], said[-1]
    while right > left and places[right][1] - places[left][0] > LONGEST_EVIDENCE:
        right -= 1
    grew = True
    while grew:
        grew = False
        if left and places[right][1] - places[left - 1][0] <= LONGEST_EVIDENCE:
            left, grew = left - 1, True
        if right + 1 < len(places) and places[right + 1][1] - places[left][0] <= LONGEST_EVIDENCE:
            right, grew = right + 1, True
    start, end = places[left][0], places[right][1]
    return start, min(end, start + LONGEST_EVIDENCE)
