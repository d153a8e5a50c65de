"""What may come at any stage: a picture, a voice, a place, an edited message, a flood. The open question stays open."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.effects import Effect, Escalate, KeepPicture, KeepRecording, Note, Relay, Say, Submit
from bot.dialogue.events import Located, Rushed, Said
from bot.dialogue.heard.message import Heard
from bot.dialogue.heard.voices import Voice
from bot.dialogue.line import Line
from bot.dialogue.next import Next, only, then
from bot.dialogue.report import asking, company
from bot.dialogue.report.draft import (
    NAMES,
    answers,
    report_of,
    still_answered,
    threatening,
    triaged,
    unheard,
    with_answer,
    with_note,
)
from bot.dialogue.report.questions import BY_KEY
from bot.dialogue.report.understanding import with_what_was_told
from bot.dialogue.report.whom import with_whom
from bot.dialogue.said.screens import number_lines, receipt
from bot.dialogue.said.voice import answered_again
from bot.dialogue.stages import confirming, reporting, urgent
from bot.dialogue.state import ASKS, Given, Stage, State, Turn
from bot.dialogue.text import Text
from handlers.case import Remark
from locales import N_, translator

NOT_TAKEN = {
    "voice": N_(
        "I could not take in your recording. Please send a shorter one, write a few words, or call 111 and speak."
    ),
    "voices": N_(
        "Many recordings came from here within an hour, and the staff have those that came before. This one I could "
        "not take in. Please write a few words, or call 111 and speak."
    ),
    "pictures": N_(
        "Many pictures came from here within an hour, and the staff have those that came before. Please send this one "
        "later, and to nobody else. You can always write."
    ),
    "contact": N_(
        "I keep this card with what you tell, as the card of somebody else. "
        "Please write whose it is and what has happened."
    ),
    "picture": N_(
        "I do not take in pictures or videos. Please keep it, do not send it to anyone. "
        "You can write here what it is about."
    ),
    "no_sound": N_(
        "That was no recording I can take in. Please record again, write a few words, or call 111 and speak."
    ),
    "video": N_(
        "That was a video. I take in a voice without pictures: please record your voice, write a few words, or call "
        "111 and speak. Keep the video, and send it to nobody."
    ),
    "no_picture": N_("That was no picture. Please choose a photo or a screenshot, and send it to nobody else."),
    "other_picture": N_(
        "I cannot open this kind of picture. A screenshot of it I can open. Please send it to nobody else."
    ),
    "large_picture": N_(
        "This picture is larger than I can open (at most 10 MB). Please send a screenshot of it, and to nobody else."
    ),
    "broken_picture": N_("This picture did not arrive whole. Please send it once more, and to nobody else."),
    "failed_picture": N_(
        "I could not open your picture just now; the fault is here, not yours. "
        "Please send it once more in a few minutes, and to nobody else."
    ),
    "file": N_(
        "I do not take in files. Please keep it, do not send it to anyone. You can write here what it is about."
    ),
}
_REMARKS = {
    "voice": Remark.SENT_VOICE,
    "voices": Remark.SENT_VOICE,
    "picture": Remark.SENT_PICTURE,
    "pictures": Remark.SENT_PICTURE,
    "video": Remark.SENT_PICTURE,
    "other_picture": Remark.SENT_BROKEN_PICTURE,
    "large_picture": Remark.SENT_BROKEN_PICTURE,
    "broken_picture": Remark.SENT_BROKEN_PICTURE,
    "failed_picture": Remark.SENT_BROKEN_PICTURE,
    "no_sound": Remark.SENT_FILE,
    "no_picture": Remark.SENT_FILE,
    "file": Remark.SENT_FILE,
}
_TO_A_THREAT = N_(
    "I can say nothing about anybody here. Whoever is angry, or does not know how to go on, can talk to a person:"
)
_NOBODY_READS = N_("In this trial nobody reads what you write, and nobody is sent. To be heard, call 111.")
# What is said at once to each worry, and in a trial. No promise, no blame, and no place to go but people.
_COMFORTS = {
    Voice.FAULT: (N_("No, it is not your fault. It is right that you tell it."),) * 2,
    Voice.POLICE: (
        N_(
            "First the staff read your report. When a child is in serious danger they must pass it on, and that may "
            "be to the police. Write what you are afraid of, and when nobody should come: the staff will see it."
        ),
        _NOBODY_READS,
    ),
    Voice.SECRET: (
        N_(
            "The staff will see whom you do not want told. When a child is in serious danger, "
            "they must still pass it on to those whose duty it is to help."
        ),
        _NOBODY_READS,
    ),
    Voice.KNOWN: (
        N_(
            "Only the staff on duty and those in charge of the line can read it; your name is not asked for "
            "(Decree 56/2017, article 24, keeps reports confidential). "
            "When a child is in serious danger they must pass it on. /xoa deletes this chat."
        ),
        N_("In this trial nobody reads what you write. /xoa deletes this chat. To be heard, call 111."),
    ),
    Voice.PERSON: (
        N_(
            "At 111 (free) somebody talks with you at any hour. The staff on duty here are people too: they read what "
            "you send, and may write to you here."
        ),
        N_("You can speak to a person at any hour: call 111 (free). In this trial nobody answers here."),
    ),
    Voice.PREGNANT: (
        N_(
            "I name no place and no medicine for that: without a doctor it can be very dangerous. It is not wrong to "
            "ask. A person can talk with you about it at any hour: 111 (free). You can also write here what has "
            "happened, and the age of whoever is pregnant."
        ),
    )
    * 2,
}
_MOST_NOTES = 40
_LESS_THAN_A_STORY = 2  # words
_ONLY_WORDS = N_("I can only read words. Please write it in a few words, or tap a button.")


def not_taken(kind: str) -> Say:
    """Why this kind of thing is not taken in, and what to do instead."""
    return Say((Text(NOT_TAKEN.get(kind, _ONLY_WORDS)),))


def attachment(state: State, kind: str) -> Next:
    """Nothing is downloaded; the person hears why and what to do, and staff see that something was sent."""
    remark = (Note(_REMARKS[kind]),) if kind in _REMARKS and state.case.id is not None else ()
    return then(state, *remark, not_taken(kind))


def spoke(state: State, line: Line) -> Next:
    """A recording goes to staff at once: until a person has listened, nobody knows how urgent it is."""
    kept = N_("I have kept your recording. A person will listen to it; no machine writes it down.")
    kept_in_trial = N_("I have kept your recording. In this trial nobody listens to it: call 111 to be heard.")
    told = Say((Text(kept if line.operator is not None else kept_in_trial),))
    if state.case.id is not None:
        return then(state, KeepRecording(), told)
    unasked = state.stage in (Stage.START, Stage.QUESTION, Stage.PASSING_ON)
    begins = unasked or (state.stage is Stage.ASKING and state.turn.question == "what")
    if begins:
        label = translator(state.person.language)(N_("recorded by voice"))
        state = with_answer(state, "what", Given("voice", label))
    triage = unheard(state)
    submit = Submit(report_of(state), triage, unfinished=True)
    state = state.but(replace(state.case, code_given=True))
    return then(asking.go_on(state) if begins else state, submit, KeepRecording(), told, receipt(line, triage.level))


def showed(state: State) -> Next:
    """A picture that staff allowed on a case of this chat."""
    kept = N_("The staff have the picture. What was hidden in it, such as place and time, has been taken out.")
    return then(state, KeepPicture(), Say((Text(kept), Text(N_("Please send it to nobody else.")))))


def threatened(state: State, heard: Heard, line: Line) -> Next:
    """Whoever reports is threatened: staff get it as urgent, and the answer tells nothing of any report."""
    state = company.ended(state)  # somebody else holds this telephone
    told = Say((Text(_TO_A_THREAT), *number_lines(line, ("child", "police"))))
    if heard.danger:
        signals = tuple(dict.fromkeys((*state.draft.signals, *sorted(heard.signals))))
        state = with_note(state.but(replace(state.draft, signals=signals, danger_heard=True)), heard.text)
        return only(state, Escalate(report_of(state), threatening(state)), told)
    if state.case.sent:
        return only(state, Relay(heard.text), Note(Remark.THREATENED), told)
    state = with_note(state, heard.text)
    return only(state, Submit(report_of(state), threatening(state), unfinished=True), told)


def told_of_a_threat(state: State, heard: Heard) -> tuple[State, tuple[Effect, ...]]:
    """Somebody threatens those who speak: the words are heard like any, and the report is urgent."""
    signals = tuple(dict.fromkeys((*state.draft.signals, "threat")))
    state = state.but(replace(state.draft, signals=signals))
    return state, (Note(Remark.TOLD_OF_A_THREAT),) if state.case.sent else ()


def comfort(state: State, heard: Heard, line: Line) -> tuple[State, tuple[Effect, ...]]:
    """Whoever worries, whether it is their own fault and the like, is answered at once, whatever is asked."""
    if heard.voice is None or (heard.danger and heard.voice is not Voice.FAULT):  # then the numbers come first
        return state, ()
    if heard.is_whole:
        return state, ()  # bot/dialogue/stages/voices.py
    first = state.stage is Stage.START and not state.person.noticed
    if first or (heard.voice is Voice.SECRET and state.turn.question == "not_to_know"):
        return state, ()  # a first message is answered behind the numbers; or it was just asked
    if heard.voice in state.turn.voiced:  # the same is not said twice in a row
        return state.but(replace(state.turn, voiced=())), (Say(answered_again(line)),)
    operated, trial = _COMFORTS[heard.voice]
    told = Say((Text(operated if line.operator is not None else trial),))
    return state.but(replace(state.turn, voiced=(heard.voice.value,))), (told,)


def located(state: State, event: Located, line: Line) -> Next:
    """A shared location answers a question about a place; anywhere else it is kept for staff."""
    words = f"{event.latitude:.5f}, {event.longitude:.5f}"
    if state.stage in ASKS and "location" in asking.opened(state).accepts:
        return reporting.answered_with(state, Given("location", words), line)
    if state.case.id is not None:
        return only(state, Relay(words), Say((Text(N_("I have added the place to your report.")),)))
    return then(with_note(state, words), Say((Text(N_("I keep the place with your report.")),)))


def edited(state: State, said: Said, line: Line) -> Next:
    """A message was edited: before sending it changes the answer it gave, afterwards it is added."""
    if state.case.id is not None:
        return only(state, Relay(said.text), Say((Text(N_("I have added the changed message to your report.")),)))
    key = next((key for key, given in state.draft.answers if given.ref is not None and given.ref == said.ref), None)
    if key is None:
        return then(with_note(state, said.text), Say((Text(N_("I keep the changed message with your report.")),)))
    found = BY_KEY[key].read(said, state.person.language)
    state = with_answer(state, key, found if isinstance(found, Given) else Given("words", said.text, said.ref))
    if key == "danger" and answers(state)[key].value == "yes":
        return urgent.answered_yes(state, line)
    changed = Say((Text(N_("I have changed your answer: {name}."), (("name", Text(NAMES[key])),)),))
    if key != "what" or state.stage not in (Stage.ASKING, Stage.AMENDING, Stage.CONFIRMING, Stage.CORRECTING):
        return then(state, changed)
    state = with_what_was_told(state, said)
    state = state.but(Turn(state.turn.question), replace(state.draft, asked=still_answered(state)))
    return confirming.confirm(state, changed)


def goes_on(state: State, heard: Heard) -> bool:
    """Whether words were written before the open question could be seen, and are no answer to it.

    To "what has happened?" a story is one all the same.
    """
    asked = state.stage in (*ASKS, Stage.CONFIRMING, Stage.CORRECTING)
    story = state.turn.question == "what" and len(heard.text.split()) > _LESS_THAN_A_STORY
    return heard.early and asked and not story


def told_on(state: State, heard: Heard) -> Next:
    """They go on with the story, if that is what was told last, and are understood with it; else they are a note."""
    asked, story = still_answered(state), answers(state).get("what")
    if story is None or asked[-1:] != ("what",) or state.case.sent:
        return then(with_note(state, heard.text))
    # Without the id of its first message: whoever edits that one takes nothing of the others away.
    words = f"{story.words}\n{heard.text}".strip()
    longer = {**answers(state), "what": Given(story.value, words)}
    state = with_whom(state.but(replace(state.draft, answers=tuple(longer.items()))), words)
    state = with_what_was_told(state, heard.said)
    if state.case.id is not None:
        return then(state)
    return confirming.confirm(state.but(replace(state.draft, asked=asked)))


def rushed(state: State, event: Rushed) -> Next:
    """One of very many messages in a short time: its words are kept, and the person hears that once."""
    slow = Say((Text(N_("Many messages came at once. I keep them all; please write a little slower.")),))
    said: tuple[Effect, ...] = (slow,) if event.tell else ()
    if state.case.id is not None:
        return only(state, Relay(event.text), *said)
    state = with_note(state, event.text)
    if len(state.draft.notes) < _MOST_NOTES:
        return only(state, *said)
    # A draft does not grow without end: a person gets it as it is.
    submit = Submit(report_of(state), triaged(state), unfinished=True)
    return only(state.but(replace(state.draft, notes=(), around=())), submit, *said)
