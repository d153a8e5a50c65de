"""Handing the report over: the receipt, and what is offered after it."""

from __future__ import annotations

from bot.dialogue import following
from bot.dialogue.draft import answers, report_of, triaged
from bot.dialogue.questions import FOLLOW_UPS
from bot.dialogue.screens import receipt
from bot.dialogue.vocabulary import Effect, Given, Line, Say, Stage, State, Submit, Text
from locales import N_

Step = tuple[State, tuple[Effect, ...]]


def send(state: State, line: Line) -> Step:
    """Hand the report over and show the receipt. The case that danger opened is completed, with no second code."""
    triage = triaged(state)
    submit = Submit(report_of(state), triage)
    # A new report starts from a clean sheet; the shell writes the case's id in.
    done = State(
        stage=Stage.AFTER,
        language=state.language,
        heard_language=state.heard_language,
        switch_offered=state.switch_offered,
        case=state.case,
        campaign=state.campaign,
        noticed=True,
        cautioned=state.cautioned,
        about_self=state.about_self,
        question="more",
        code_given=True,
        sent=True,
        to_follow=_left_to_ask(state),
        of_reporter=_of_reporter(state),
    )
    told = receipt(line, triage.level)
    if state.case is not None and state.code_given:
        told = Say((Text(N_("Thank you. What you told has been added to your report.")),))
    return done, (submit, told, following.offer(done, line))


def _of_reporter(state: State) -> tuple[tuple[str, Given], ...]:
    """Who reports and whether they may be written to. To be called is agreed to anew for each report."""
    told = {key: given.value for key, given in (*state.of_reporter, *state.answers)}
    kept = {key: told[key] for key in ("role", "contact") if key in told}
    if kept.get("contact") not in ("write", "no"):
        kept.pop("contact", None)
    return tuple((key, Given(value, "")) for key, value in kept.items())  # without words: nothing is told yet


def _left_to_ask(state: State) -> tuple[str, ...]:
    contact = answers(state).get("contact") or answers(state).get("danger_contact")
    closed = {"safe_to_write", "safe_hours"} if contact is not None and contact.value == "no" else set()
    return tuple(question.key for question in FOLLOW_UPS if question.key not in closed)
