"""A talk with the core alone: what a person does goes in, what the core says and does is kept to look at."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.channels import Shows
from bot.channels.render import render
from bot.dialogue.effects import Effect, Escalate, Forget, Say, Submit
from bot.dialogue.events import Chose, Event, Said
from bot.dialogue.line import Channel, Line
from bot.dialogue.report import asking
from bot.dialogue.report.questions import BY_KEY
from bot.dialogue.state import AFTERWARDS, Person, Stage, State
from bot.dialogue.step import step
from nlu import places
from nlu.meaning import Danger, Entity, Language, Meaning

OPERATED = Line(
    operator="Đường dây thử",
    answered_by="cán bộ trực",
    hours="7 giờ đến 22 giờ",
    promises=((0, "trong 5 phút"), (1, "trong 1 giờ")),
    on_duty=True,
    channel=Channel(takes_voice=True),
)
TRIAL = Line()
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
FACTS = (("receipt", "123 456 789 012 345"), ("time", "15:00"))


class Talk:
    """`language` "en" shows the msgids, so that core tests do not depend on translations."""

    def __init__(self, line: Line = OPERATED, *, language: str = "en", shows: Shows | None = None) -> None:
        self.state = State(person=Person(language=language))
        self.line, self.now = line, NOW
        self.shows = shows or Shows(buttons=True, max_text=4000)
        self.effects: tuple[Effect, ...] = ()
        self.all_effects: list[Effect] = []

    def happens(self, event: Event) -> Talk:
        before = self.state
        self.state, self.effects = step(self.state, event, self.line, self.now)
        self.all_effects += self.effects
        opened = any(isinstance(effect, Submit | Escalate) for effect in self.effects)
        if opened and before.case.id is None and not any(isinstance(effect, Forget) for effect in self.effects):
            self.state = self.state.but(replace(self.state.case, id="case-1"))
        return self

    def says(
        self, text: str, meaning: Meaning = Meaning.unknown, *, ref: str | None = None, edited: bool = False
    ) -> Talk:
        return self.happens(Said(text, meaning, places.find(text), ref, edited))

    def taps(self, data: str) -> Talk:
        question, _, choice = data.partition(":")
        return self.happens(Chose(question, choice))

    def comes_to(self, key: str) -> Talk:
        """Skip on to this question; a spare one for which there is no room is put as where there is."""
        while self.state.buttons != key:
            assert self.state.stage not in AFTERWARDS, f"{key} was not asked"
            if self.state.stage is Stage.REVIEW:
                self.state = asking.put(self.state, Stage.ASKING, BY_KEY[key])
            elif self.state.stage is Stage.CONFIRMING:
                self.taps("understood:right")
            else:
                self.says("bỏ qua")
        return self

    @property
    def heard(self) -> str:
        """What the bot said in the last step."""
        says = [effect for effect in self.effects if isinstance(effect, Say)]
        filled = [
            replace(say, lines=tuple(replace(text, params=(*text.params, *FACTS)) for text in say.lines))
            for say in says
        ]
        return "\n\n".join(render(say, self.state.person.language, self.shows).text for say in filled)

    @property
    def buttons(self) -> list[str]:
        says = [effect for effect in self.effects if isinstance(effect, Say) and effect.choices]
        return [f"{say.question}:{choice.key}" for say in says[-1:] for choice in say.choices]

    def did(self, kind: type) -> list[Effect]:
        return [effect for effect in self.all_effects if isinstance(effect, kind)]


def meant(intent: str, confidence: float = 0.9, *, now: bool = False, signals: tuple[str, ...] = ()) -> Meaning:
    return Meaning(intent, confidence, danger=Danger(now, frozenset(signals)), language=Language("vi", 0.9))


def aged(meaning: Meaning, text: str, words: str, years: str) -> Meaning:
    start = text.index(words)
    return replace(meaning, entities=(Entity("age", start, start + len(words), years),))
