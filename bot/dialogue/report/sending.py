"""Handing the report over: the receipt, and what is offered after it."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.effects import Say, Submit
from bot.dialogue.line import Line
from bot.dialogue.next import Next, then
from bot.dialogue.report.draft import answers, of_blackmail, of_suicide, report_of, triaged
from bot.dialogue.report.questions import FOLLOW_UPS
from bot.dialogue.said.screens import receipt
from bot.dialogue.state import Case, Given, Stage, State
from bot.dialogue.text import Text
from locales import N_


def send(state: State, line: Line) -> Next:
    """Hand the report over and show the receipt. The case that danger opened is completed, with no second code."""
    triage = triaged(state)
    told = receipt(line, triage.level)
    if state.case.id is not None and state.case.code_given:
        told = Say((Text(N_("Thank you. What you told has been added to your report.")),))
    person = replace(state.person, noticed=True, answers=_about_the_person(state))
    case = Case(
        state.case.id,
        sent=True,
        code_given=True,
        to_follow=_left_to_ask(state),
        of_suicide=of_suicide(state),
        of_blackmail=of_blackmail(state),
    )
    return then(State(person=person, stage=Stage.OFFERED, case=case), Submit(report_of(state), triage), told)


def _about_the_person(state: State) -> tuple[tuple[str, Given], ...]:
    """Who reports and whether they may be written to. To be called is agreed to anew for each report."""
    told = {key: given.value for key, given in (*state.person.answers, *state.draft.answers)}
    kept = {key: told[key] for key in ("role", "contact") if key in told}
    if kept.get("contact") not in ("write", "no"):
        kept.pop("contact", None)
    return tuple((key, Given(value, "")) for key, value in kept.items())  # without words: nothing is told yet


def _left_to_ask(state: State) -> tuple[str, ...]:
    contact = answers(state).get("contact") or answers(state).get("danger_contact")
    closed = {"safe_to_write", "safe_hours"} if contact is not None and contact.value == "no" else set()
    if state.person.about_self:
        closed.add("role")
    settled = {*closed, *answers(state), *state.draft.asked}  # who has skipped a question is not asked it again
    return tuple(question.key for question in FOLLOW_UPS if question.key not in settled)
