"""The one door of the core: step(state, event) gives the next state and what is to be done. Pure, never stuck.

A message is heard, the stage where the conversation stands answers it, and the stage one arrives at is shown.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bot.dialogue import arriving, asides, burst, effects, events
from bot.dialogue.effects import Effect, Say
from bot.dialogue.events import Event
from bot.dialogue.gathered import gathered
from bot.dialogue.heard import message
from bot.dialogue.heard.message import Heard, is_early
from bot.dialogue.heard.threats import tells_of_a_threat, threatens
from bot.dialogue.heard.voices import Voice
from bot.dialogue.heard.words import act_of, offers_identity
from bot.dialogue.line import Line
from bot.dialogue.next import Next, only, then
from bot.dialogue.report import around, asking, keeping
from bot.dialogue.report.draft import has_content, of_suicide, report_of, triaged
from bot.dialogue.report.understanding import with_meaning
from bot.dialogue.said import language
from bot.dialogue.said.information import PREVENTION, help_lines, near, tell
from bot.dialogue.said.screens import CAUTION, CAUTION_IN_TRIAL
from bot.dialogue.stages import (
    STAGES,
    accompanying,
    after,
    anywhere,
    doubting,
    following,
    leaving,
    open_choices,
    opening,
    reporting,
    returning,
    urgent,
    voices,
    wishes,
)
from bot.dialogue.state import AFTERWARDS, ASKS, Aside, Stage, State
from bot.dialogue.text import Text
from locales import N_
from nlu.marks import seen

_THANKED = Text(N_("Thank you too, for writing."))
_TOLD = (events.Said, events.Sent, events.Spoke, events.Showed, events.Located, events.Rushed)
_OF_THE_PERSON = (*_TOLD, events.Chose, events.Returned)
_BY_THEMSELVES = (events.ReplyWaits, events.WentQuiet)  # a preview on the screen must not tell who reads it


def step(state: State, event: Event, line: Line, now: datetime) -> tuple[State, tuple[Effect, ...]]:
    """Take one event. Raises nothing; every state reaches "stop"."""
    start, state = state, _dated(state, event, now)
    if isinstance(event, events.WentQuiet) and arriving.is_over(state):
        return arriving.ended(state)
    said = event = burst.dated(event, now)
    if isinstance(said, events.Said):
        said = message.listened(said)
        event = asides.answered(state, said)
    # Neither words that follow nor such as were written before it was put have answered what stands beside.
    quiet = isinstance(event, events.Enclosed) or (isinstance(event, events.Said) and is_early(state, event))
    before = state if quiet else state.but(replace(state.turn, aside=None))
    state, done = _shown(_heed(before, event, line), line)
    if isinstance(said, events.Said) and isinstance(event, events.NamedCommune):
        state, done = keeping.placed(state, said, done)
    state, done = asides.put(state, done, event)
    done = (*done, *_told_more(before, state, done))
    state, done = keeping.bounded(state, done)
    state = _opened(before, state, done, now)
    if state.case.sent and state.stage in AFTERWARDS:
        state = state.but(replace(state.draft, answers=(), notes=(), around=(), number=""))  # staff have it
    state, done = _offering_ede(state, done, line)
    done = gathered(done)
    if (before.person.is_child or state.person.is_child) and not _by_itself(event):
        done = tuple(replace(one, to_child=True) if isinstance(one, Say) else one for one in done)
    state = burst.shown(before, state, said, done, line, now)
    state, done = arriving.counted(start, state, done, now)
    minutes = arriving.minutes_of_quiet(state)
    return state, (*done, effects.RemindLater(minutes)) if minutes else done


def _by_itself(event: Event) -> bool:
    return isinstance(event, _BY_THEMSELVES) or (isinstance(event, events.LookedIn) and not event.opened)


def _dated(state: State, event: Event, now: datetime) -> State:
    """The clock of a report starts with its first message; what comes after one is the first of the next."""
    if isinstance(event, _OF_THE_PERSON):
        last = state.person.heard_at
        away = last is not None and now - last >= returning.AWAY
        state = state.but(replace(state.person, heard_at=now), replace(state.turn, back=away))
    first = state.draft.first_message_at is None or state.stage in AFTERWARDS
    if first and isinstance(event, events.Said | events.Sent | events.Located | events.Spoke | events.Chose):
        return state.but(replace(state.draft, first_message_at=now))
    return state


def _opened(before: State, state: State, done: tuple[Effect, ...], now: datetime) -> State:
    """The day of a case, so that whoever comes back in this chat hears which one it is."""
    opens = any(isinstance(one, effects.Submit | effects.Escalate) for one in done)
    gone = any(isinstance(one, effects.Forget) for one in done)
    return state.but(replace(state.case, since=now)) if opens and not gone and before.case.id is None else state


def _shown(answer: Next, line: Line) -> tuple[State, tuple[Effect, ...]]:
    """What the stage has answered, and the stage one arrives at."""
    state = wishes.with_hours(answer.state, answer.effects)
    if not answer.shows:
        return state, answer.effects
    *numbers, last = STAGES[state.stage].shows(state, line)
    above = last.above + (0 if asking.OF_THE_OPEN_ONE.intersection(answer.above) else len(answer.above))
    shown = (*numbers, replace(last, lines=(*answer.above, *last.lines), above=above))
    return (opening.noticed(state) if state.stage is Stage.START else state), (*answer.effects, *shown)


def _heed(state: State, event: Event, line: Line) -> Next:
    match event:
        case events.Sent() | events.Located() | events.Spoke() if not state.buttons:
            first = opening.begin(state, None, line)
            return _heed(first.state, event, line).after(*first.effects)
        case events.Began(came=came):
            return opening.begin(state, came, line)
        case events.Said():
            answer = _said(state, event, line)
            return answer.after(anywhere.not_taken(event.attached)) if event.attached else answer
        case events.Enclosed():
            return around.enclosed(state, event)
        case events.Chose():
            return _chose(state, event, line)
        case events.Sent(kind, _caption):
            return anywhere.attachment(state, kind)
        case events.Spoke():
            return anywhere.spoke(state, line)
        case events.Showed():
            return anywhere.showed(state)
        case events.Located():
            return anywhere.located(state, event, line)
        case events.Rushed():
            return anywhere.rushed(state, event)
        case events.Skipped():
            return reporting.skip(state, line)
        case events.WentBack():
            return reporting.back(state)
        case events.Cancelled():
            return leaving.cancel(state, line)
        case events.Exited():
            return leaving.exit_now(state)
        case events.Erased():
            return leaving.erase(state)
        case events.WentQuiet():
            return leaving.went_quiet(state)
        case events.Withdrew():
            return after.withdrew(state)
        case events.AskedForLanguage():
            return only(state, language.ask())
        case events.AskedForHelp():
            return then(state, Say(help_lines()))
        case events.NamedCommune(codes):
            return only(state, effects.LookUpServices(codes))
        case events.FoundServices():
            return then(state, near(event))
        case events.ReplyWaits():
            return returning.reply_waits(state, line)
        case events.OpenedReply():
            return returning.replies_opened(state, event)
        case events.Stands():
            return voices.stands(state, event, line) if event.voice else returning.stands(state, event, line)
        case events.LookedIn():
            return accompanying.looked_in(state, event, line)
        case events.Returned():
            return returning.returned(state, event, line).after(effects.EraseMessage())
        case _:
            assert_never(event)


def _said(state: State, said: events.Said, line: Line) -> Next:
    if not seen(said.text).strip():
        return then(state, Say((Text(N_("I received an empty message. Please write it again, in your own words.")),)))
    heard = message.read(state, said, open_choices(state, line), dies=of_suicide(state))
    if heard.act == "exit":
        return leaving.exit_now(state)
    return doubting.asked(state, heard, keeping.kept(state, heard, _answered(state, heard, line)))


def _answered(state: State, heard: Heard, line: Line) -> Next:
    if (code := language.named(heard.text)) is not None:
        return _chose(state, events.Chose(Aside.LANGUAGE, code), line)
    state = with_meaning(state, heard.said)
    if threatens(heard.text):
        return anywhere.threatened(state, heard, line)
    state, told = anywhere.told_of_a_threat(state, heard) if tells_of_a_threat(heard.text) else (state, ())
    state, comforted = anywhere.comfort(state, heard, line)
    return _told(state, heard, line).after(*told, *comforted, *voices.comfort(state, heard, line))


def _told(state: State, heard: Heard, line: Line) -> Next:
    if heard.danger:
        state, heeded = wishes.heeded(doubting.left(state), heard)
        return urgent.danger(state, heard, line).after(*heeded)
    if (obeyed := wishes.obeyed(state, heard, line)) is not None:
        return obeyed
    if heard.said.edited:
        return anywhere.edited(state, heard.said, line)
    if heard.leave and state.stage is Stage.DANGER:  # no courtesy, and no answer to what was asked
        return then(state, effects.Relay(heard.text))
    if state.stage is Stage.DOUBTING and act_of(heard.text) != "stop":
        return _answer(state, heard, line)
    if (asked := returning.how_far(state, heard)) is not None:
        return asked
    if (voiced := voices.heard_out(state, heard, line)) is not None:
        return voiced
    match heard.act:
        case "stop":
            return leaving.cancel(state, line)
        case "back" if state.stage in (*ASKS, Stage.REVIEW, Stage.CHANGING):
            return reporting.back(state)
        case "skip" if state.stage in ASKS:
            return reporting.skip(state, line)
        case "thanks" | "greet" if _is_a_courtesy(state):
            return Next(state, above=(_THANKED,) if heard.act == "thanks" else ())
        case "change_language":
            return only(state, language.ask())
        case "help" if act_of(heard.text) == "help":
            return then(state, Say(help_lines()))
        case "again" if state.buttons:
            return then(state)
        case _:
            state, caution = _cautioned(state, heard, line)
            state, refused = wishes.beside(state, heard)
            return opening.behind_the_notice(_answer(state, heard, line), line, *caution, *refused)


def _answer(state: State, heard: Heard, line: Line) -> Next:
    """The stage's answer. A choice in words is as a tap; only the questions read it themselves, for the words count."""
    stage = STAGES[state.stage]
    if anywhere.goes_on(state, heard):
        return anywhere.told_on(state, heard)
    if heard.choice is None or state.stage in ASKS or not state.buttons:
        return stage.said(state, heard, line)
    return stage.chose(state, heard.choice.key, line)


def _is_a_courtesy(state: State) -> bool:
    asked = state.stage in (*ASKS, Stage.CONFIRMING, Stage.CORRECTING)
    return asked and state.turn.question != "what"


def _cautioned(state: State, heard: Heard, line: Line) -> tuple[State, tuple[Effect, ...]]:
    """Whoever seems to give a name or a number hears once that it is their choice."""
    asked_for = state.turn.question in ("contact", "contact_how", "danger_contact")  # by the bot itself
    if heard.voice is Voice.KNOWN or (heard.asks() and heard.meaning.intent == "ask_confidentiality"):  # that says it
        return state.but(replace(state.person, cautioned=True)), ()
    if state.person.cautioned or asked_for or heard.said.passed_on or not offers_identity(heard.text):
        return state, ()
    caution = CAUTION if line.operator is not None else CAUTION_IN_TRIAL
    return state.but(replace(state.person, cautioned=True)), (Say((caution,)),)


def _chose(state: State, chose: events.Chose, line: Line) -> Next:
    match chose.question, chose.choice:
        case "reply", "open" if state.case.company.waits:
            return accompanying.open_words(state)
        case "reply", "open":  # these buttons count wherever one stands
            return returning.open_replies(state)
        case "language", code:
            return _chose_language(state, code, line)
        case Aside.CAMPAIGN, choice:
            return following.chose_campaign(state, choice)
        case Aside.ERASE, choice:
            return leaving.erase(state) if choice == "yes" else then(state)
        case "topic", key if key in PREVENTION:
            return then(state, tell(key, line))
        case "safe", "stay" if state.case.id is not None:
            return accompanying.stay(state, line)
        case "safe", "calm" if state.case.id is not None:
            return urgent.calm(state, line)
        case "safe", "unsafe" if state.case.id is not None:
            return urgent.not_safe_to_write(state)
        case "safe", "more" if state.stage in (*AFTERWARDS, Stage.DANGER) and after.is_unsent(state):
            return after.tell_more(state)
        case "more", choice if state.stage in AFTERWARDS and state.case.to_follow:
            return after.chose_of_offer(state, choice, line)
        case _, "stop" if state.stage in ASKS:
            return leaving.cancel(state, line)
        case question, choice if question == state.buttons:
            return STAGES[state.stage].chose(state, choice, line)
        case Stage.DOUBTING, choice if (late := doubting.chose_late(state, choice, line)) is not None:
            return late
        case "review", "send" if state.stage in (*AFTERWARDS, Stage.ADDING):
            return only(state, Say((Text(N_("Your report has already been sent. It was received once.")),)))
        case _:
            old = Say((Text(N_("That button belongs to an earlier question. Nothing was changed.")),))
            return then(state.but(Stage.REVIEW) if state.stage is Stage.CHANGING else state, old)


def _chose_language(state: State, code: str, line: Line) -> Next:
    if code not in {choice.key for choice in language.LANGUAGES}:
        return then(state, language.ask())
    person = replace(state.person, language=code, switch_offered=True)
    return then(state.but(person), language.chosen(code, line))


def _told_more(before: State, state: State, done: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """The case is open already: whatever was told reaches staff now, not when the questions are done."""
    if any(isinstance(effect, effects.Submit | effects.Escalate) for effect in done):
        return ()
    if state.case.id is None or state.case.id != before.case.id or not has_content(state):
        return ()
    if _for_staff(before) == _for_staff(state):
        return ()
    if state.case.sent:
        return (effects.Supplement(report_of(state)),)
    return (effects.Submit(report_of(state), triaged(state), unfinished=True),)


def _for_staff(state: State) -> tuple[object, ...]:
    """What staff get as it comes. Words that wait to be sorted are not, where the case may not be theirs."""
    draft = state.draft
    return (draft.answers, draft.notes, "" if state.stage is Stage.ADDING else draft.pending)


def _offering_ede(state: State, done: tuple[Effect, ...], line: Line) -> tuple[State, tuple[Effect, ...]]:
    """Ê Đê was heard: how to choose it is said once, and never in the middle of a cry."""
    person = state.person
    cries = any(isinstance(effect, effects.Escalate | effects.EraseChat) for effect in done)
    if person.heard_language != "rad" or person.language != "vi" or person.switch_offered or cries:
        return state, done
    # Behind the numbers, which come first, and before what is asked, which stays last.
    last = max((at for at, one in enumerate(done) if isinstance(one, Say)), default=0)
    offered = state.but(replace(person, switch_offered=True))
    return offered, (*done[:last], language.offer_switch(line), *done[last:])
