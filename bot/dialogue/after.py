"""After the receipt: adding to the report, a new one, the answers of staff, and coming back with a code."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import asking, following, urgent
from bot.dialogue.draft import has_content
from bot.dialogue.information import answer
from bot.dialogue.reading import read_choice
from bot.dialogue.vocabulary import (
    Agree,
    Choice,
    Effect,
    Given,
    Line,
    OpenedReply,
    OpenReplies,
    PlayReply,
    Relay,
    Returned,
    Said,
    Say,
    Stage,
    State,
    Text,
)
from locales import N_
from nlu.meaning import QUESTION_INTENTS

Step = tuple[State, tuple[Effect, ...]]

WHAT_FOR = (
    Choice("add", N_("Add it to my report"), ("them", "them vao", "bo sung", "bao tin cu", "them vao bao tin")),
    Choice("new", N_("It is a new report"), ("moi", "bao tin moi", "tre khac", "chuyen khac")),
    Choice("none", N_("Neither, forget it"), ("khong", "thoi", "bo di")),
)
OPEN = Choice("open", N_("Open it now"), ("mo", "mo di", "mo ra", "xem", "doc", "co"))

_SMALL_TALK = {
    "thanks": N_("You are welcome. You can write here at any time."),
    "goodbye": N_("Take care. You can write here at any time."),
    "greet": N_("Hello. You can write here what is new, or type your receipt code to see how far your report is."),
    "affirm": N_("All right. You can write here at any time."),
    "deny": N_("All right. You can write here at any time."),
    "dont_know": N_("That is all right. You can write here at any time."),
    "skip": N_("All right. You can write here at any time."),
    "back": N_("Your report has been sent. Write here what should be changed, and it is added."),
}
_STATUS = {
    "open": N_("It has been received. A person has not taken it up yet."),
    "claimed": N_("A person is looking at it."),
    "referred": N_("It has been passed on to a place that helps. A person still looks after it."),
    "closed:helped": N_(
        "It has been closed: the child has been helped or is safe. If something is new, write it here."
    ),
    "closed:referred": N_(
        "It has been closed here: another place goes on with it. If something is new, write it here."
    ),
    "closed:unreached": N_(
        "It has been closed: we could not find out more. If you can tell more, write it here and we go on."
    ),
    "closed:nothing_to_do": N_(
        "It has been closed: there was nothing for us to do, or we know of it already. "
        "If that is not right, write it here and we look again."
    ),
    "closed:": N_("It has been closed. If something is new, write it here."),
}


def said(state: State, said: Said, act: str | None, line: Line) -> Step:
    """Free text when a case is there: a dialogue act gets a short answer, words of substance are never lost."""
    if state.stage is Stage.ADDING:
        choice = read_choice(said.text, WHAT_FOR, state.language)
        if choice is not None:
            return chose(state, choice.key, line)
        state = replace(state, pending=f"{state.pending}\n{said.text}")
        return state, (ask_what_for(),)
    if state.question == "reply" and read_choice(said.text, (OPEN,), state.language):
        return replace(state, question="after"), (OpenReplies(),)
    if state.question == "safe":
        choice = read_choice(said.text, urgent.SAFE, state.language)
        if choice is not None and choice.key == "calm":
            return urgent.calm(state, line)
        if choice is not None and state.answers and not state.sent:
            return asking.go_on(replace(state, stage=Stage.ASKING), line)
    if state.question == "more":
        choice = read_choice(said.text, following.OFFER, state.language)
        if choice is not None:
            return chose(state, choice.key, line)
    if state.question in ("safe", "talk") and act in _SMALL_TALK:
        # In the middle of a talk with staff a "no" is an answer; thanks and goodbye are shown but reopen nothing.
        polite = act in ("thanks", "goodbye", "greet")
        return state, (Relay(said.text, remark=polite), Say((Text(N_("I have added it.")),)))
    if said.meaning.intent == "nuisance" and said.meaning.confidence >= 0.7:
        # Kept where staff see it, and it opens no closed case; answered once.
        state = replace(state, nuisance=state.nuisance + 1)
        kept = Say((Text(N_("I have added it.")),))
        return state, (Relay(said.text, remark=True), *((kept,) if state.nuisance == 1 else ()))
    if act in _SMALL_TALK:
        return state, (Say((Text(_SMALL_TALK[act]),)),)
    if act == "restart":
        return new_report(state, line)
    if said.meaning.intent in QUESTION_INTENTS and said.meaning.confidence >= 0.6:
        told, answered = answer(said.meaning.intent or "", line, said.text)
        if answered:
            return state, (told,)
    if state.question in ("safe", "talk"):
        # Someone who was told "whatever you write is added" is not asked what it is for.
        return state, (Relay(said.text), Say((Text(N_("I have added it.")),)))
    # What this message is about belongs to the new report, should it become one.
    intent = said.meaning.intent if said.meaning.is_report else None
    signals = tuple(sorted(said.meaning.danger.signals))
    state = replace(state, stage=Stage.ADDING, question="add", pending=said.text, intent=intent, signals=signals)
    return state, (ask_what_for(),)


def hello() -> Say:
    return Say((Text(_SMALL_TALK["greet"]),))


def ask_what_for() -> Say:
    return Say((Text(N_("Shall I add this to your report, or is it a new report?")),), "add", WHAT_FOR)


def chose(state: State, choice: str, line: Line) -> Step:
    match choice:
        case "add" if state.pending:
            added = Say((Text(N_("I have added it.")),))
            return replace(state, stage=Stage.AFTER, question="after", pending=""), (Relay(state.pending), added)
        case "more" if state.question == "more":
            return following.begin(state, line)
        case "later" if state.question == "more":
            return following.finish(state, line)
        case "more" if state.question == "safe":
            return state, (Say((Text(N_("Please write it here. It is added to your report.")),)),)
        case "new":
            return new_report(state, line)
        case "another" if state.question == "more":
            return new_report(state, line)
        case "none":
            return replace(state, stage=Stage.AFTER, question="after", pending=""), (
                Say((Text(N_("All right, I have not added it.")),)),
            )
        case _:
            return state, (ask_what_for(),) if state.stage is Stage.ADDING else ()


def new_report(state: State, line: Line) -> Step:
    """A second report, with its own clock; words that wait become its first answer."""
    fresh = State(
        stage=Stage.ASKING,
        language=state.language,
        noticed=True,
        cautioned=state.cautioned,
        about_self=state.about_self,
        first_message_at=state.first_message_at,
        intent=state.intent,
        signals=state.signals,
        follows=state.case,
        campaign=state.campaign,
        heard_language=state.heard_language,
        switch_offered=state.switch_offered,
        answers=state.of_reporter,
        of_reporter=state.of_reporter,
    )
    if state.pending:
        fresh = replace(fresh, answers=(*fresh.answers, ("what", Given("words", state.pending))), asked=("what",))
    return asking.go_on(fresh, line)


def reply_waits(state: State) -> Step:
    """Staff have written: a neutral notice, as a telephone may show it to anyone. The text comes after a tap."""
    if state.stage is Stage.AFTER:
        state = replace(state, question="reply")
    return replace(state, aside="reply"), (
        Say((Text(N_("There is a new message for you. Open it now?")),), "reply", (OPEN,)),
    )


def replies_opened(state: State, opened: OpenedReply) -> Step:
    """The staff's words, after the tap; what the person writes next goes to their case."""
    texts, case = opened.texts, opened.case
    if not texts:
        return state, (Say((Text(N_("There is no new answer.")),)),)
    says: list[Effect] = []
    for number, text in enumerate(texts):
        if text is None:
            says += [Say((Text(N_("The staff speak to you:")),)), PlayReply(number)]
        else:
            says.append(Say((Text(N_("The staff write:")), Text("{words}", (("words", text),)))))
    if state.stage is not Stage.AFTER and (state.stage not in (Stage.START, Stage.QUESTION) or has_content(state)):
        return state, tuple(says)  # another report is under way here: it is finished first
    here = [Text(N_("You can answer here. What you write is added to your report."))]
    if opened.takes_pictures:
        here.append(Text(N_("The staff also take a picture here, if they asked you for one.")))
    answer_here = Say(tuple(here))
    # What is written next answers these words, so it goes to the report that they are about.
    mine = case is None or case == state.case
    state = replace(
        state,
        stage=Stage.AFTER,
        question="talk",
        case=case or state.case,
        answers=state.answers if mine else (),
        sent=state.sent or not mine or not state.answers,
    )
    return state, (*says, answer_here)


def returned(state: State, event: Returned, line: Line) -> Step:
    """A receipt code was typed. It shows how far the report is, never what was reported."""
    if event.wait:
        slow = N_("Too many codes that were not right have been tried. Please try again in {seconds} seconds.")
        return state, (Say((Text(slow, (("seconds", str(event.wait)),)),)),)
    if event.case is None:
        wrong = N_(
            "I do not know this code. Please check the 15 digits. If you have lost it, write a new report or call 111."
        )
        return state, (Say((Text(wrong),)),)
    lines = [Text(N_("Your report:")), Text(_STATUS.get(event.status, _STATUS["open"]))]
    if line.operator is None:
        lines.append(Text(N_("This is a trial; nobody reads it. If a child needs help, call 111.")))
    say: tuple[Effect, ...]
    if event.number_of_unread:
        lines.append(Text(N_("There is an answer for you.")))
        say = (Say(tuple(lines), "reply", (OPEN,)),)
        question = "reply"
    else:
        lines.append(Text(N_("You can add to it: write here.")))
        say = (Say(tuple(lines)),)
        question = "talk"
    if state.case != event.case and (state.stage is Stage.DANGER or (state.case is None and has_content(state))):
        # A draft about something else is under way: it goes first, the shell keeps it for staff.
        return state, (*say, Say((Text(N_("You still have an unfinished report here. Finish it or stop it first.")),)))
    if state.case == event.case and state.stage in (Stage.ASKING, Stage.REVIEW, Stage.DANGER):
        return state, say
    pending: tuple[Effect, ...] = (Relay(state.pending),) if state.stage is Stage.ADDING else ()
    fresh = State(
        stage=Stage.AFTER,
        language=state.language,
        noticed=True,
        case=event.case,
        code_given=True,
        sent=True,
        question=question,
        aside="reply" if event.number_of_unread else "",
    )
    return fresh, (*pending, *say)


def withdrew(state: State) -> Step:
    """The consent to be called is taken back; staff see that."""
    told = Say((Text(N_("You will not be called. You can still write here.")),))
    remark = (Relay("withdrew_call_back", remark=True),) if state.case is not None else ()
    return state, (Agree("call_back", given=False), *remark, told)
