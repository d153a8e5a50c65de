"""How many words, messages and taps a talk costs, counted with the core alone (`make words`).

Words are what stands between white space, in the texts and on the buttons. A sending is a tap or a message of the
person. What a web page shows at its head all the time is not counted.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.channels import Shows
from bot.channels.render import render
from bot.channels.telegram.channel import Telegram
from bot.channels.web.channel import Web
from bot.dialogue.effects import Effect, Escalate, Say, Submit
from bot.dialogue.events import Began, Chose, Event, Said
from bot.dialogue.line import Channel, Line
from bot.dialogue.state import State
from bot.dialogue.step import step
from nlu import places
from nlu.meaning import Danger, Language, Meaning

NOW = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
CHANNELS: dict[str, tuple[Channel, Shows]] = {
    "web": (Web.about, Web.shows),
    "Telegram": (Telegram.about, Telegram.shows),
}
OPERATED = Line(
    operator="Đường dây bảo vệ trẻ em",
    answered_by="cán bộ trực",
    hours="7 giờ đến 22 giờ",
    promises=((0, "trong 5 phút"), (1, "trong 1 giờ"), (2, "trong ngày")),
    on_duty=True,
)
# What each question is answered with: a button, or words where there is none.
ANSWERS = {
    "what": "thầy dạy thêm hay đánh vào tay khi làm sai bài",
    "where": "xã Ea Kao",
    "child_now": "child_now:same",
    "danger": "danger:no",
    "who": "who:teacher",
    "access": "access:no",
    "contact": "contact:write",
    "age": "age:11-13",
    "role": "role:parent",
    "sex": "sex:girl",
    "whom": "whom:other",
    "review": "review:send",
}
CRY = Meaning(
    "report_physical_violence", 0.9, danger=Danger(True, frozenset({"violence_now"})), language=Language("vi", 0.9)
)


@dataclass
class Count:
    """A talk as it goes, and what it has cost so far."""

    line: Line
    shows: Shows
    state: State = field(default_factory=State)
    words: int = 0
    labels: int = 0  # words on buttons
    messages: int = 0
    sendings: int = 0
    most: int = 0  # messages of one answer

    def takes(self, event: Event) -> Count:
        before = self.state
        self.state, done = step(self.state, event, self.line, NOW)
        opened = any(isinstance(effect, Submit | Escalate) for effect in done)
        if opened and before.case.id is None:
            self.state = self.state.but(replace(self.state.case, id="case"))
        self.sendings += not isinstance(event, Began)
        self.hears(done)
        return self

    def hears(self, done: Sequence[Effect]) -> None:
        known = (("receipt", "482 015 937 264 801"), ("time", "15:00, 30/11/2026"))
        said = [effect for effect in done if isinstance(effect, Say)]
        for say in said:
            filled = replace(say, lines=tuple(replace(text, params=(*text.params, *known)) for text in say.lines))
            shown = render(filled, self.state.person.language, self.shows)
            self.words += len(shown.text.split())
            self.labels += sum(len(label.split()) for _, label in shown.choices)
        self.messages += len(said)
        self.most = max(self.most, len(said))

    def answers(self) -> Count:
        """One answer to whatever is open."""
        here = self.state.turn.question or str(self.state.stage)
        told = ANSWERS["review" if here == "review" else here]
        question, _, choice = told.partition(":")
        return self.takes(Chose(question, choice) if choice else Said(told, Meaning.unknown, places.find(told)))


def _of(channel: str) -> Count:
    about, shows = CHANNELS[channel]
    return Count(replace(OPERATED, channel=about), shows)


def first_screen(channel: str) -> Count:
    return _of(channel).takes(Began(None))


def to_the_first_question(channel: str, way: str) -> Count:
    return first_screen(channel).takes(Chose("start", way))


def whole_report(channel: str, way: str) -> Count:
    talk = to_the_first_question(channel, way)
    while not talk.state.case.sent:
        talk.answers()
    return talk


def danger(channel: str) -> Count:
    """A cry as the first words: what stands between it and the open question."""
    words = "ba đang cầm dao đuổi đánh em"
    return _of(channel).takes(Said(words, CRY, places.find(words)))


ROWS: dict[str, Callable[[str], Count]] = {
    "first screen": first_screen,
    "to the first question, about a child": lambda channel: to_the_first_question(channel, "child"),
    "to the first question, a child": lambda channel: to_the_first_question(channel, "self"),
    "a whole report, about a child": lambda channel: whole_report(channel, "child"),
    "a whole report, a child": lambda channel: whole_report(channel, "self"),
    "a cry as the first words": danger,
}


def table() -> str:
    """Markdown, a row a talk."""
    lines = ["| talk | channel | words | on buttons | messages | most in one answer | sendings |", "|" + " --- |" * 7]
    for name, play in ROWS.items():
        for channel in CHANNELS:
            talk = play(channel)
            counted = (talk.words, talk.labels, talk.messages, talk.most, talk.sendings)
            lines.append(f"| {name} | {channel} | " + " | ".join(map(str, counted)) + " |")
    return "\n".join(lines)


def main() -> int:
    print(table())
    return 0


if __name__ == "__main__":
    sys.exit(main())
