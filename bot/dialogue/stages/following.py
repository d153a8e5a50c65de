"""After the receipt: what helps to keep the person safe and the child found, offered and never demanded."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.effects import Agree, Effect, KeepArrival, KeepSafeHours, Say
from bot.dialogue.line import Line
from bot.dialogue.next import Next, only, then
from bot.dialogue.report import asking
from bot.dialogue.report.draft import answers, voiced
from bot.dialogue.report.questions import FOLLOW_UPS
from bot.dialogue.said.arrival import MAY_IT_STAND, MAY_STAND
from bot.dialogue.state import Aside, Given, Stage, State
from bot.dialogue.text import Choice, Text
from handlers.contact import NEVER
from locales import N_

MORE = Choice("more", N_("Answer them"), ("tra loi", "co", "duoc", "hoi di", "ok", "dong y"))
ANOTHER = Choice("another", N_("Report about another child"), ("be khac", "tre khac", "bao tin khac", "bao tin moi"))
LATER = Choice("later", N_("That is all"), ("thoi", "khong", "de sau", "xong", "khong can", "het roi"))


def show_offer(state: State, line: Line) -> tuple[Say, ...]:
    """What may be told beyond the six questions."""
    why = voiced(
        state,
        N_("A few more answers help to keep you and the child safe."),
        N_("A few more answers help to keep you safe."),
    )
    return (Say((why, Text(N_("You need not answer."))), Stage.OFFERED, (MORE, ANOTHER, LATER)),)


def begin(state: State, line: Line) -> Next:
    return go_on(state.but(Stage.FOLLOWING, replace(state.draft, answers=(), asked=())), line)


def go_on(state: State, line: Line, *first: Effect) -> Next:
    """The next of these questions; what was told goes to staff as it is given."""
    told = answers(state)
    for question in FOLLOW_UPS:
        wanted = question.key in state.case.to_follow or question.key == "safe_hours"
        if wanted and question.key not in told and question.key not in state.draft.asked and question.when(told):
            return then(asking.put(state, Stage.FOLLOWING, question), *first)
    return finish(state, line).after(*first)


def finish(state: State, line: Line, *, ask: bool = True) -> Next:
    """No more questions; what was answered is with staff already. Only now it is asked by what the person came."""
    told = bool(state.draft.answers or state.draft.notes)
    thanks = N_("Thank you. The staff will see this too. You can write here at any time.")
    plain = N_("All right. You can write here at any time.")
    state = state.but(Stage.AFTER, replace(state.draft, asked=()), replace(state.case, to_follow=()))
    said = Say((Text(thanks if told and line.operator is not None else plain),))
    arrival = state.person.arrival
    if not ask or arrival is None or arrival.asked or state.case.id is None or line.operator is None:
        return only(state, said)
    state = state.but(replace(state.person, arrival=replace(arrival, asked=True)))
    return only(state, said, Say((MAY_IT_STAND,), Aside.CAMPAIGN, MAY_STAND))


def chose_campaign(state: State, choice: str) -> Next:
    """Whether the report may say by what the person came. Nothing but a yes puts it there; a no takes it back."""
    arrival = state.person.arrival
    if arrival is None or state.case.id is None or choice not in {known.key for known in MAY_STAND}:
        return only(state, Say((Text(N_("That button belongs to an earlier question. Nothing was changed.")),)))
    yes = choice == "yes"
    said = Say((Text(N_("Thank you, it is noted.") if yes else N_("All right, it does not.")),))
    if yes == arrival.kept:
        return only(state, said)
    state = state.but(replace(state.person, arrival=replace(arrival, kept=yes)))
    return only(state, Agree("campaign", yes), KeepArrival(arrival.variant, yes), said)


def brings(key: str, given: Given) -> tuple[Effect, ...]:
    """What an answer to one of these questions brings about at once."""
    match key, given.value:
        case "safe_to_write", "any":
            return (KeepSafeHours(""),)
        case "safe_to_write", "never":
            told = Say((Text(N_("We will not write to you. You can write at any time.")),))
            return (KeepSafeHours(NEVER), told)
        case "contact" | "danger_contact", "no":
            return (KeepSafeHours(NEVER),)
        case "safe_to_write", _:
            return (KeepSafeHours("unknown"),)  # until the hours are told
        case "safe_hours", hours:
            return (KeepSafeHours(hours), Say((hours_told(hours),)))
        case _:
            return ()


def hours_told(hours: str) -> Text:
    """What follows from the hours that the person said."""
    if hours == "unknown":
        return Text(N_("The staff will read what you wrote about the hours. Until then nothing is sent to you."))
    shown = ", ".join(span.replace("-", "–") for span in hours.split(","))
    return Text(
        N_("A notice comes only at these hours: {hours}. It says nothing of what it is about."), (("hours", shown),)
    )
