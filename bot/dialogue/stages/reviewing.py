"""The page before sending: every answer can be changed, more be added, and one press sends it."""

from __future__ import annotations

from bot.dialogue.effects import Say
from bot.dialogue.heard.message import Heard
from bot.dialogue.line import Line
from bot.dialogue.next import Next, then
from bot.dialogue.report import asking, sending
from bot.dialogue.report.draft import NAMES, answers, overview, with_note
from bot.dialogue.report.questions import BY_KEY, QUESTIONS
from bot.dialogue.stages import leaving
from bot.dialogue.state import Stage, State
from bot.dialogue.text import Choice, Text
from locales import N_


def show_changing(state: State, line: Line) -> tuple[Say, ...]:
    told = answers(state)
    asked = [question for question in QUESTIONS if question.when(told)]
    choices = tuple(Choice(question.key, NAMES[question.key]) for question in asked)
    return (Say((Text(N_("Which one would you like to change?")),), Stage.CHANGING, choices),)


def said(state: State, heard: Heard, line: Line) -> Next:
    """Words on the page before sending are something more to send along."""
    if heard.act == "affirm" and state.stage is Stage.REVIEW:
        return chose(state, "send", line)
    return then(with_note(state, heard.text).but(Stage.REVIEW), Say((Text(N_("I have put that in.")),)))


def chose(state: State, choice: str, line: Line) -> Next:
    match choice:
        case "send" if overview(state):
            return sending.send(state, line)
        case "change":
            return then(state.but(Stage.CHANGING))
        case "cancel":
            return leaving.cancel(state, line)
        case _:
            return then(state)


def chose_what_to_change(state: State, choice: str, line: Line) -> Next:
    if choice in BY_KEY:
        return then(asking.put(state, Stage.AMENDING, BY_KEY[choice]))
    return then(state.but(Stage.REVIEW))
