"""Stopping: what becomes of a draft when the person cancels, leaves at once, asks to be forgotten, or falls silent."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import asking, following, sending
from bot.dialogue.draft import has_content, is_risky, report_of, still_answered, triaged
from bot.dialogue.reading import read_choice
from bot.dialogue.screens import ways_in_again
from bot.dialogue.vocabulary import (
    Choice,
    DoNotWrite,
    Effect,
    EraseChat,
    Forget,
    Line,
    Relay,
    Said,
    Say,
    Stage,
    State,
    Submit,
    Text,
)
from locales import N_

Step = tuple[State, tuple[Effect, ...]]

_DELETE = Choice("delete", N_("Delete it"), ("xoa", "xoa di", "xoa het"))
_KEEP = Choice("keep", N_("Keep it for later"), ("giu", "giu lai", "de sau"))
_SEND = Choice("send", N_("Send it as it is"), ("gui", "gui di", "gui luon"))
_GO_ON = Choice("on", N_("Go on"), ("tiep tuc", "tiep", "viet tiep"))


def cancel(state: State, line: Line) -> Step:
    """Stop: nothing to keep, or a case that stays, or a draft that the person decides about."""
    if state.stage is Stage.FOLLOWING:
        return following.finish(state, line)
    if state.case is not None and state.stage is not Stage.ADDING:
        state = replace(state, stage=Stage.AFTER, question="after", offered=())
        stays = N_("I ask nothing more. Your report stays with the staff; you can write here at any time.")
        trial = N_("I ask nothing more. You can write here at any time.")
        return state, (Say((Text(stays if line.operator is not None else trial),)),)
    if state.stage is Stage.ADDING:
        from_here = replace(state, stage=Stage.AFTER, question="after", pending="")
        return from_here, (Say((Text(N_("All right, I have not added it.")),)),)
    if not has_content(state):
        return finished(state)
    came_from = state.returning_to if state.stage is Stage.LEAVING else str(state.stage)
    state = replace(state, stage=Stage.LEAVING, returning_to=came_from, question="leave")
    return state, (ask(state),)


def ask(state: State) -> Say:
    """The draft is the person's: delete, keep, and where it tells of a risk also: send as it is."""
    return Say(
        (Text(N_("What shall I do with what you have written so far?")),),
        "leave",
        _choices(state),
    )


def _choices(state: State) -> tuple[Choice, ...]:
    return (_DELETE, _SEND, _KEEP, _GO_ON) if is_risky(state) else (_DELETE, _KEEP, _GO_ON)


def said(state: State, said: Said, line: Line) -> Step:
    offered = (_GO_ON,) if state.question == "kept" else _choices(state)
    choice = read_choice(said.text, offered, state.language)
    if choice is not None:
        return chose(state, choice.key, line)
    # More words are more of the report: they are kept with the draft.
    state = replace(state, notes=(*state.notes, said.text))
    if state.question == "kept":
        return chose(state, "on", line)
    return state, (ask(state),)


def chose(state: State, choice: str, line: Line) -> Step:
    match choice:
        case "delete":
            state, effects = finished(state)
            return state, (Forget(), *effects)
        case "keep":
            kept = N_("It is kept. Write here when you want to go on.")
            return replace(state, question="kept"), (Say((Text(kept),), "kept", (_GO_ON,)),)
        case "send" if is_risky(state):
            return sending.send(state, line)
        case "on":
            came_from = state.returning_to
            state = replace(state, returning_to="", asked=still_answered(state))
            if came_from in (Stage.START, Stage.QUESTION):
                return replace(state, stage=Stage.START, question="start"), (ways_in_again(),)
            return asking.go_on(state, line)
        case _:
            return state, (ask(state),)


def finished(state: State) -> Step:
    """Nothing is kept; a kind end, with the number."""
    fresh = State(language=state.language, noticed=True, case=state.case, question="start", campaign=state.campaign)
    bye = N_("All right. Nothing was kept. If a child needs help: 111, free, day and night.")
    return fresh, (Say((Text(bye),)),)


def exit_now(state: State) -> Step:
    """Quick exit: nothing but one neutral line; a draft with risk reaches staff as "unfinished, do not write"."""
    effects: list[Effect] = [DoNotWrite()]  # about any report that was made from this chat
    if state.case is not None:
        if state.pending:
            effects.append(Relay(state.pending))
    elif is_risky(state):
        effects.append(Submit(report_of(state), triaged(state), unfinished=True, do_not_write=True))
    effects += [EraseChat(), Forget(), Say((Text(N_("Fine, see you another time.")),), exit_button=False)]
    # The next person at this screen must not be told that there is a report: the code leads back to it.
    return State(language=state.language), tuple(effects)


def erase(state: State) -> Step:
    """/xoa: as quick exit, then the chat itself is forgotten."""
    _, effects = exit_now(state)
    kept = tuple(effect for effect in effects if not isinstance(effect, Say | Forget))
    done = Say((Text(N_("Done. This chat has been deleted as far as the platform allows.")),), exit_button=False)
    return State(language=state.language), (*kept, done, Forget(everything=True))


def went_quiet(state: State) -> Step:
    """The silence that the table "what happens to a draft" speaks of."""
    if state.stage is Stage.ADDING:
        return replace(state, stage=Stage.AFTER, question="after", pending=""), (Relay(state.pending),)
    if state.case is not None or not has_content(state):
        return state, ()
    if state.question == "kept":
        return State(language=state.language, noticed=True, question="start"), (Forget(),)
    if is_risky(state) or state.nuisance:  # a person looks at jokes too, when there is time
        return state, (Submit(report_of(state), triaged(state), unfinished=True),)
    if not state.reminded:
        remind = Say((Text(N_("You can go on writing here whenever it suits you.")),))
        return replace(state, reminded=True), (remind,)
    return State(language=state.language, noticed=True, question="start"), (Forget(),)
