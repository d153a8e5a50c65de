"""Before a report: the first screen, the ways in, and questions that the bot answers itself or passes on."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.effects import Effect, Say
from bot.dialogue.events import Said
from bot.dialogue.heard.danger import says_little
from bot.dialogue.heard.message import Heard
from bot.dialogue.heard.person import Harmed, Sure, harmed, says_toi
from bot.dialogue.heard.telling import tells
from bot.dialogue.heard.voices import Voice
from bot.dialogue.line import Line
from bot.dialogue.next import Next, only, then
from bot.dialogue.report import asking, sending
from bot.dialogue.report.draft import waiting, with_answer, with_note
from bot.dialogue.report.understanding import with_what_was_told
from bot.dialogue.report.whom import about, with_whom
from bot.dialogue.said import language
from bot.dialogue.said.arrival import topic_line
from bot.dialogue.said.information import answer, just_told
from bot.dialogue.said.screens import TRIAL, WAYS_IN, danger_first, first_screen, notice_in_full, ways_in_again
from bot.dialogue.stages import anywhere, confirming, leaving, voices
from bot.dialogue.state import AFTERWARDS, Arrival, Given, Stage, State
from bot.dialogue.text import Choice, Text
from handlers.campaigns.topics import Came, Step
from locales import N_
from nlu.meaning import QUESTION_INTENTS, Meaning

PASS_ON = (
    Choice("pass", N_("Pass my question to the staff"), ("gui", "gui di", "chuyen cau hoi", "co", "gui cau hoi")),
    Choice("report", N_("Report about a child"), ("bao tin", "bao cao")),
    Choice("done", N_("No, thank you"), ("khong", "thoi", "xong", "khong can")),
)
_BEGINS = frozenset({"greet", "restart", "affirm", "deny", "dont_know", "back", "skip"})  # said before anything else
# Of what may come of it: "em có bị đuổi không" tells of nothing that was done.
_ASKS = frozenset(
    {
        Voice.ARRESTED,
        Voice.PARENT_ARRESTED,
        Voice.FAMILY_KNOWS,
        Voice.REVENGE,
        Voice.HOME,
        Voice.THROWN_OUT,
        Voice.WHAT_HAPPENS,
    }
)
# They ask about the line, and wait for no tap.
_ASKED_OF_THE_LINE = frozenset(
    {Voice.READ, Voice.SLOW, Voice.THERE, Voice.REAL, Voice.TRUSTED, Voice.BOTHER, Voice.THANKS, Voice.NIGHT}
)
_COURTESIES = {"thanks": N_("You are welcome."), "goodbye": N_("Take care. You can write again at any time.")}


def begin(state: State, came: Came | None, line: Line) -> Next:
    """/start: the first screen, or for someone in the middle of something where they were."""
    if state.stage in AFTERWARDS:
        return then(state, *danger_first(line))
    if state.stage in (Stage.START, Stage.QUESTION, Stage.PASSING_ON):
        state = noticed(arrived(state, came)).but(Stage.START)
        topic = topic_line(state.person.arrival.topic) if state.person.arrival is not None else None
        return only(state, *first_screen(line, topic=topic))
    if state.stage is Stage.KEPT:
        state = state.but(Stage.LEAVING)
    return then(state, Say((Text(N_("We were in the middle of something. Let us go on.")),)))


def arrived(state: State, came: Came | None) -> State:
    """By what this talk began: the first counts. Whoever has a case came for that."""
    if came is None or state.person.arrival is not None or state.case.id is not None:
        return state
    counted = (Step.STARTED,) if came.again else ()
    return state.but(replace(state.person, arrival=Arrival(came.variant, came.topic, came.place, counted=counted)))


def noticed(state: State) -> State:
    return state.but(replace(state.person, noticed=True))


def show(state: State, line: Line) -> tuple[Say, ...]:
    return (ways_in_again(),) if state.person.noticed else first_screen(line)


def show_question(state: State, line: Line) -> tuple[Say, ...]:
    return (Say((Text(N_("What would you like to know?")),)),)


def show_passing_on(state: State, line: Line) -> tuple[Say, ...]:
    return (Say((Text(N_("Shall I pass your question to the staff?")),), Stage.PASSING_ON, PASS_ON),)


def said(state: State, heard: Heard, line: Line) -> Next:
    """Free text before anything was chosen. Whoever has not seen the notice sees it first."""
    if state.person.noticed:
        return _said(state, heard, line)
    if heard.act in _BEGINS:
        return then(state.but(Stage.START))
    state, first = noticed(state), first_screen(line, ask=False)
    answer = _said(state, heard, line) if heard.choice is None else chose(state, heard.choice.key, line)
    return answer.after(*first, *anywhere.comfort(state, heard, line)[1])


def behind_the_notice(answer: Next, line: Line, *said: Effect) -> Next:
    """The answer with this before all of it but the first screen."""
    screen = first_screen(line, ask=False)
    at = len(screen) if answer.effects[: len(screen)] == screen else 0
    return replace(answer, effects=(*answer.effects[:at], *said, *answer.effects[at:]))


def _said(state: State, heard: Heard, line: Line) -> Next:
    intent, waits = heard.meaning.intent, bool(state.draft.pending)
    act = None if waits and heard.act in ("affirm", "deny") else heard.act
    if act in _COURTESIES:
        return only(state.but(Stage.START), Say((Text(_COURTESIES[act]),)))
    if act in _BEGINS:
        return then(state.but(Stage.START))
    if heard.voice is not None and heard.is_whole and heard.choice is None:
        return _voiced(state, heard, heard.voice, line)
    if heard.is_nuisance and not waits:
        return _nuisance(state, heard)
    told, answered = answer(intent or "", line, heard.text, sourced=not tells(heard.said))
    if answered and heard.guess is not None and tells(heard.said):
        return _start_report(state.but(replace(state.draft, intent=None)), heard).after(just_told(told))
    if answered and heard.guess is not None:
        state = state.but(replace(state.draft, intent=None))
        return then(state, told) if state.stage is Stage.START and not told.question else only(state, told)
    guessed = heard.guess is None and not says_little(heard.text, frozenset())
    of_self = guessed and harmed(heard.text, Sure.FELT) is Harmed.WRITER
    if heard.meaning.is_report or of_self:
        return _start_report(state, heard)
    if intent in QUESTION_INTENTS or state.stage is not Stage.START or state.person.heard_language:
        return _offer_to_pass_on(state, heard.said, line)
    # Not understood: the words are kept, and a tap says what they are for.
    state = state.but(Stage.START, replace(state.draft, pending=waiting(state, heard.text)))
    kept = N_("Thank you, I keep what you wrote. So that it goes to the right place: what is it about?")
    return only(state, Say((Text(kept),), Stage.START, WAYS_IN[:-1]))


def chose(state: State, way: str, line: Line) -> Next:
    """One of the ways in. Words that were written before become the answer to the first question."""
    draft = state.draft
    match way:
        case "self" | "child":
            state = about(noticed(state), to_self=way == "self")
            if draft.pending:
                state = with_answer(state, "what", Given("words", draft.pending))
                state = state.but(replace(state.draft, pending=""))
            return then(asking.go_on(state))
        case "language":
            return only(state, language.ask())
        case "about":
            return then(state, notice_in_full(line))
        case "ask" if draft.pending:
            words = Said(draft.pending, Meaning.unknown)
            return _offer_to_pass_on(state.but(replace(draft, pending="")), words, line)
        case "ask":
            return then(state.but(Stage.QUESTION))
        case _:
            return then(state)


def chose_about_question(state: State, choice: str, line: Line) -> Next:
    """What becomes of a question that the bot could not answer."""
    match choice:
        case "pass" if state.draft.pending:
            return sending.send(state, line)
        case "report":
            state = with_note(state, state.draft.pending) if state.draft.pending else state
            return then(asking.go_on(state.but(replace(state.draft, pending=""))))
        case "done":
            return leaving.finished(state, line)
        case _:
            return then(state)


def _nuisance(state: State, heard: Heard) -> Next:
    """A joke or an insult is answered once and kept: behind some of them there is a child who tries the line out."""
    state = with_note(state, heard.text)
    state = state.but(Stage.START, replace(state.draft, nuisance=state.draft.nuisance + 1))
    if state.draft.nuisance > 1:
        return only(state)
    kind = Text(N_("I am here for children who need help. If you or somebody you know does, write to me any time."))
    return only(state, Say((kind,), Stage.START, WAYS_IN[:-1]))


def _voiced(state: State, heard: Heard, kind: Voice, line: Line) -> Next:
    """What frightened people say, before a report: it begins one where it tells of one, else it waits for a tap."""
    state, lines = voices.lines_for(state, kind, line)
    if state.stage is not Stage.START:
        return Next(state, above=lines)
    feels = kind not in _ASKS and heard.guess is None and harmed(heard.text, Sure.FELT) is Harmed.WRITER
    if kind is Voice.DIRTY and state.person.about_self is None and not says_toi(heard.text):  # only of oneself
        state, feels = about(state, to_self=True, words=heard.text), True
    if heard.meaning.is_report or feels:
        return _start_report(state, heard, Say((*lines, asking.ONLY_A_LITTLE)))
    if kind in _ASKED_OF_THE_LINE:
        return Next(state, above=lines)
    turn = state.turn
    state = state.but(replace(state.draft, pending=waiting(state, heard.text)), turn)
    of_what = Text(N_("So that it goes to the right place: what is it about?"))
    return only(state, Say((*lines, of_what), Stage.START, WAYS_IN[:-1], above=len(lines)))


def _start_report(state: State, heard: Heard, first: Say | None = None) -> Next:
    what = Given("words", waiting(state, heard.text), heard.said.ref)
    state = with_answer(with_whom(noticed(state), what.words), "what", what)
    state = with_what_was_told(state.but(replace(state.draft, pending="", asked=("what",))), heard.said)
    return confirming.confirm(state, first or asking.heard_you(state, heard))


def _offer_to_pass_on(state: State, said: Said, line: Line) -> Next:
    lines = answer(said.meaning.intent or "", line, said.text)[0].lines
    if line.operator is None:
        lines = (*lines, TRIAL)
    state = state.but(Stage.PASSING_ON, replace(state.draft, pending=waiting(state, said.text)))
    return Next(state, above=lines)
