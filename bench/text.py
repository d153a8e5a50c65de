"""Measures every function that reads a person's whole text, on hostile texts and ordinary ones: `make bench-text`.

CPU time of one process, the best of several. Each function has a limit for the slowest of all texts, in milliseconds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import datetime, timezone

from bench.hostile import TEXTS
from bot.channels.render import pieces
from bot.dialogue.events import Said
from bot.dialogue.heard.danger import heard, says_little
from bot.dialogue.heard.needs import needs
from bot.dialogue.heard.person import harmed, is_grown_up
from bot.dialogue.heard.reading import age, hours, only_hours, read_choice, sex
from bot.dialogue.heard.safety import says_safe
from bot.dialogue.heard.taking_back import stands_by, takes_back
from bot.dialogue.heard.telling import says_something, tells
from bot.dialogue.heard.threats import tells_of_a_threat, threatens
from bot.dialogue.heard.voices import voice
from bot.dialogue.heard.words import act_of, fold, offers_identity, phone_in, takes_leave
from bot.dialogue.heard.worries import bids_silence, worry
from bot.dialogue.line import Line
from bot.dialogue.report.questions import BY_KEY
from bot.dialogue.state import Draft, Person, Stage, State, Turn
from bot.dialogue.step import step
from handlers.campaigns.codes import typed_code
from handlers.circumstances import told_in
from handlers.contact import masked
from handlers.receipt import receipt_digits, words_beside
from handlers.redaction import redact
from nlu import places
from nlu.meaning import Meaning

LENGTH = 10_000  # code points
_NOW = datetime(2026, 11, 29, tzinfo=timezone.utc)
_LINE = Line(operator="X", on_duty=True)


def _said(text: str) -> Said:
    return Said(text, Meaning.unknown)


def _first(text: str) -> None:
    step(State(), Said(text, Meaning.unknown, places.find(text)), _LINE, _NOW)


def _asked(question: str) -> Callable[[str], object]:
    state = State(Person(noticed=True), Draft(asked=("what", question)), Turn(question), Stage.ASKING)
    return lambda text: step(state, Said(text, Meaning.unknown, places.find(text)), _LINE, _NOW)


READ: dict[str, tuple[float, Callable[[str], object]]] = {
    "heard": (20, heard),
    "says_little": (20, lambda text: says_little(text, frozenset())),
    "says_safe": (5, says_safe),
    "takes_leave": (5, takes_leave),
    "fold": (5, fold),
    "told_in": (20, lambda text: told_in(fold(text), text)),
    "act_of": (5, act_of),
    "harmed": (20, harmed),
    "is_grown_up": (20, is_grown_up),
    "tells": (20, lambda text: tells(_said(text))),
    "says_something": (20, says_something),
    "takes_back": (5, takes_back),
    "needs": (5, needs),
    "stands_by": (5, stands_by),
    "worry": (10, worry),
    "bids_silence": (5, bids_silence),
    "voice": (10, voice),
    "threatens": (20, threatens),
    "tells_of_a_threat": (20, tells_of_a_threat),
    "offers_identity": (20, offers_identity),
    "phone_in": (20, phone_in),
    "read_choice": (10, lambda text: read_choice(text, BY_KEY["who"].choices, "vi")),
    "age": (10, lambda text: age(_said(text))),
    "sex": (10, lambda text: sex(_said(text))),
    "hours": (10, lambda text: hours(_said(text))),
    "only_hours": (20, only_hours),
    "receipt_digits": (10, receipt_digits),
    "words_beside": (10, words_beside),
    "masked": (20, masked),
    "typed_code": (1, typed_code),
    "places.find": (20, places.find),
    "pieces": (10, lambda text: pieces(text, 4096)),
    "redact": (40, redact),
    "a first message, one step": (60, _first),
    "an answer, one step": (80, _asked("what")),
    "who it is, one step": (80, _asked("who")),
    "hours, one step": (80, _asked("contact_how")),
}


def milliseconds(read: Callable[[str], object], text: str, patience: float) -> float:
    """CPU time of one reading, the best of three; of one where that takes long."""
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        read(text)
        best = min(best, 1000 * (time.process_time() - started))
        if best > 10 * patience:
            break
    return best


if __name__ == "__main__":
    sys.setrecursionlimit(10_000)
    texts = {name: text(LENGTH) for name, text in TEXTS.items()}
    print("| reads 10,000 code points | a story ms | slowest ms | which | limit ms | ratio |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, (limit, read) in READ.items():
        times = {which: milliseconds(read, text, limit) for which, text in texts.items()}
        worst = max(times, key=lambda which: times[which])
        ordinary = times["a story, again and again"]
        print(f"| {name} | {ordinary:.1f} | {times[worst]:.1f} | {worst} | {limit:g} | {times[worst] / limit:.2f} |")
        sys.stdout.flush()
