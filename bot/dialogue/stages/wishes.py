"""What a person asks for is done at once, at any step: no contact, only at some hours, erase this, correct that."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue.effects import Agree, Effect, KeepSafeHours, Note, Relay, Say
from bot.dialogue.events import Said
from bot.dialogue.heard import reading
from bot.dialogue.heard.choices import RELATIONS
from bot.dialogue.heard.message import Heard
from bot.dialogue.heard.wishes import Wish, Wished, speaks_of_calls
from bot.dialogue.heard.words import fold
from bot.dialogue.line import Line
from bot.dialogue.next import Next, only, then
from bot.dialogue.report import asking, company
from bot.dialogue.report.draft import (
    NAMES,
    PLACES,
    answers,
    has_content,
    is_risky,
    still_answered,
    with_answer,
    with_note,
)
from bot.dialogue.report.questions import BY_KEY
from bot.dialogue.report.whom import put_right
from bot.dialogue.stages import confirming, following, reporting
from bot.dialogue.state import AFTERWARDS, ASKS, Aside, Given, Offer, Stage, State
from bot.dialogue.text import Choice, Text
from handlers.case import Remark
from handlers.contact import NEVER
from locales import N_
from nlu import places
from nlu.marks import nfc

REALLY_ERASE = (
    Choice("yes", N_("Yes, delete this chat"), ("co", "xoa", "xoa di", "xoa het", "xoa het di")),
    Choice("no", N_("No, go on")),
)
_CONTACTS = ("contact", "contact_how", "danger_contact")
_A_TIME = re.compile(r"\b(?:hom (?:qua|kia|nay|truoc)|(?:tuan|thang|nam) (?:truoc|roi|qua|ngoai)|toi qua|dem qua)\b")
# As written: "bạn em" is a friend, and "buồn quá" a feeling.
_A_HAMLET = re.compile(r"\b(?:thôn|thon|buôn|buon|ấp|ap|tổ dân phố|to dan pho|khối|khoi|bản) \w+")
# "không, mẹ đang ở nhà với em" answers a question; "không phải", "à không" and "em nhầm" put something right.
_NO = re.compile(r"(?:dạ |da )?(?:không|khong|ko|k|hông|hong)\b(?! (?:phải|phai|đúng|dung)\b)")
_AROUND = frozenset(
    "da a u oi la chinh phai cua em con chau toi tui minh no be ay do co chu anh chi bac thay nhe nha roi thoi dung ma "
    "ruot ho gai trai nam nu gioi".split()
)
_NO_CALLS = frozenset({Wish.NO_CONTACT, Wish.NO_CALLS})
_HOURS = {Wish.NO_CONTACT: NEVER, Wish.NO_WRITING: NEVER, Wish.WRITE: ""}
_DONE = {
    Wish.NO_CONTACT: N_("You will not be written to or called, unless you ask for it. You can write here at any time."),
    Wish.NO_WRITING: N_("We will not write to you. You can write at any time."),
    Wish.NO_CALLS: N_("You will not be called. You can still write here."),
    Wish.WRITE: N_("All right. The staff may write to you here."),
    Wish.CALL_HOURS: N_("I have noted for the staff when to call. They only call a number that you gave and allowed."),
}
_BY_CODE = N_("With your receipt code you can look here whether there is an answer.")


def obeyed(state: State, heard: Heard, line: Line) -> Next | None:
    """The answer to a request in words; None where there was none, or nothing that it could be about."""
    if (right := put_right(state, heard.text)) is not None:
        return _whom_corrected(right, heard)
    match heard.wished:
        case None:
            return None
        case wished if wished.beside or wished.wish is Wish.STOP:  # the rest is heard like any; to stop is an act
            return None
        case wished if wished.wish is Wish.ERASE:
            return only(state, really_erase(state, line))
        case wished if wished.wish is Wish.CORRECT:
            return _corrected(
                state, replace(heard.said, text=wished.detail, match=places.find(wished.detail)), heard, line
            )
        case wished:
            pass
    question = state.turn.question if state.stage in ASKS else ""
    if wished.wish is Wish.CALL_HOURS and question == "contact_how":  # that is just what was asked
        return None
    state, done = heeded(state, heard)
    told = _told(state, wished)
    if wished.wish is Wish.CALL_HOURS:
        pass  # the answer holds the words
    elif state.case.sent:
        done = (*done, Relay(heard.text, quietly=wished.wholly))
    elif state.case.id is not None or has_content(state) or not wished.wholly:
        state = with_note(state, heard.text)
    done = (*done, told)
    if question in _CONTACTS:
        value = {Wish.NO_CONTACT: "no", Wish.HOURS: "write", Wish.WRITE: "write"}.get(wished.wish, "words")
        return reporting.answered_with(state, Given(value, heard.text, heard.said.ref), line).after(*done)
    if question == "safe_to_write" and wished.wish not in (Wish.NO_CALLS, Wish.CALL_HOURS):
        hours = state.person.hours
        value = "never" if hours == NEVER else "hours" if hours else "any"
        state = with_answer(state, "safe_to_write", Given(value, heard.text, heard.said.ref))
        if value == "hours":
            state = with_answer(state, "safe_hours", Given(hours, heard.text, heard.said.ref))
        return reporting.moved_on(state, line, *done)
    return only(state, *done) if state.stage in AFTERWARDS else then(state, *done)


def beside(state: State, heard: Heard) -> tuple[State, tuple[Effect, ...]]:
    """A refusal that stands in a story: it is done and said, and the story is heard like any."""
    if heard.wished is None or not heard.wished.beside:
        return state, ()
    state, done = heeded(state, heard)
    return state, (*done, _told(state, heard.wished))


def _told(state: State, wished: Wished) -> Say:
    if wished.wish is Wish.HOURS:
        return Say((following.hours_told(wished.detail),))
    lines = [Text(_DONE[wished.wish])]
    if state.case.code_given and wished.wish in (Wish.NO_CONTACT, Wish.NO_WRITING):
        lines.append(Text(_BY_CODE))
    return Say(tuple(lines))


def heeded(state: State, heard: Heard) -> tuple[State, tuple[Effect, ...]]:
    """What a refusal, or its end, brings about whatever else is in the message, and wherever one stands."""
    done: tuple[Effect, ...] = ()
    wish = heard.wished.wish if heard.wished is not None else None
    if wish in _NO_CALLS:
        remark = (Note(Remark.WITHDREW_CALL_BACK),) if state.case.id is not None else ()
        done = (Agree("call_back", given=False), *remark)
        for key in _CONTACTS:
            if (given := answers(state).get(key)) is not None and given.value == "call":
                state = with_answer(state, key, Given("no" if wish is Wish.NO_CONTACT else "words", heard.text))
    if wish in (Wish.HOURS, Wish.CALL_HOURS) and speaks_of_calls(heard.text):
        state = with_answer(state, "call_hours", Given("words", heard.text))
    if wish is Wish.HOURS and heard.wished is not None:
        done = (*done, KeepSafeHours(heard.wished.detail))
    elif wish in _HOURS:
        done = (*done, KeepSafeHours(_HOURS[wish]))
    return with_hours(state, done), done


def with_hours(state: State, done: tuple[Effect, ...]) -> State:
    """When one may write holds for this chat, whatever is reported in it, until the person says otherwise."""
    for one in done:
        if isinstance(one, KeepSafeHours):
            state = state.but(replace(state.person, hours=one.hours))
            state = company.ended(state) if one.hours else state
    return state


def really_erase(state: State, line: Line) -> Say:
    """One tap, and what stays is said before it."""
    if state.case.id is not None:
        stays = N_(
            "Shall I delete this chat? Your report stays until its time is over; then it is deleted too. "
            "Nobody writes to you here any more."
        )
    elif is_risky(state) and line.operator is not None:
        stays = N_("Shall I delete this chat? What you told about a child in need goes to the staff and stays there.")
    elif is_risky(state):
        stays = N_("Shall I delete this chat? What you told about a child in need stays until its time is over.")
    else:
        stays = N_("Shall I delete this chat? Nothing of it is kept.")
    return Say((Text(stays),), Aside.ERASE, REALLY_ERASE)


def _corrected(state: State, right: Said, heard: Heard, line: Line) -> Next | None:
    """The answer that these words put right; all other words of a correction are heard like any."""
    found = _put_right(state, right, heard)
    if found is None:
        return _which_place(state, right, heard)
    key, given = found
    old = answers(state).get(key)
    if old is not None and old.words not in ("", old.value) and not _stands_elsewhere(state, key, old.words):
        given = replace(given, words=f"{old.words} / {given.words}")  # staff see what was said first, too
    if state.stage in ASKS and state.turn.question == key:
        return reporting.answered_with(state, given, line)
    state = with_answer(state, key, given)
    changed = Say((Text(N_("I have changed your answer: {name}."), (("name", Text(NAMES[key])),)),))
    if state.stage in (Stage.CONFIRMING, Stage.CORRECTING):
        understood = tuple(dict.fromkeys((*state.draft.understood, key)))
        return confirming.confirm(state.but(replace(state.draft, understood=understood)), changed)
    labelled = (Note(Remark.CORRECTED), Relay(heard.text)) if state.case.sent else ()
    return only(state, *labelled, changed) if state.stage in AFTERWARDS else then(state, *labelled, changed)


def _stands_elsewhere(state: State, key: str, words: str) -> bool:
    return any(words in given.words for name, given in state.draft.answers if name != key)


def _whom_corrected(state: State, heard: Heard) -> Next:
    changed = Say((Text(N_("I have changed your answer: {name}."), (("name", Text(NAMES["whom"])),)),))
    if state.case.sent:
        return only(state, Relay(heard.text), changed)
    state = with_note(state, heard.text)
    return only(state, changed) if state.stage in AFTERWARDS else then(state, changed)


def _put_right(state: State, right: Said, heard: Heard) -> tuple[str, Given] | None:
    told, here = answers(state), state.turn.question if state.stage in ASKS and not heard.early else ""
    no = _NO.match(nfc(heard.text).casefold()) is not None
    if no and here and reading.read_choice("không", BY_KEY[here].choices, state.person.language) is not None:
        return None
    known = state.case.sent  # what was told is with staff, and not here any more
    age = reading.age(right)
    if isinstance(age, Given) and "tuoi" in fold(right.text) and ("age" in told or here == "age" or known):
        return "age", Given(age.value, heard.text)
    if right.match is not None and right.match.certain:
        key = _place_told(state, heard)
        return (key, Given(right.match.candidates[0].code, heard.text)) if key else None
    spoken = _who(right.text, state.person.language, alone=no)
    if spoken is not None and ("who" in told or here == "who" or known):
        return "who", Given(spoken.key, heard.text)
    child = reading.sex(right)
    told_alone = not no or set(fold(right.text).split()) <= _AROUND
    if child is not None and told_alone and ("sex" in told or here == "sex" or known):
        return "sex", Given(child.value, heard.text)
    if _A_TIME.search(fold(right.text)):
        return "time", Given("words", heard.text)
    nearer = next((key for key in PLACES if key in told), "")
    elsewhere = right.match is not None and right.match.candidates  # "huyện Buôn Đôn"
    if nearer and not elsewhere and _A_HAMLET.search(nfc(right.text).casefold()):
        return nearer, Given(told[nearer].value, heard.text)  # the commune stays as it was
    return None


def _who(text: str, language: str, *, alone: bool) -> Choice | None:
    """The person that these few words name, with a courtesy or a word before or behind; `alone`: and nothing else."""
    words = text.split()
    for length in range(len(words), 0, -1):
        for first in range(len(words) - length + 1):
            found = reading.read_choice(" ".join(words[first : first + length]), RELATIONS, language)
            beside = fold(" ".join((*words[:first], *words[first + length :]))).split()
            if found is None or found.key == "unknown" or words[first].isdecimal():
                continue
            if not alone or set(beside) <= _AROUND:
                return found
    return None


def _place_told(state: State, heard: Heard) -> str:
    """Which answer a place puts right; empty where no place was told yet."""
    told, here = answers(state), state.turn.question if state.stage in ASKS and not heard.early else ""
    otherwise = here if here in PLACES else "where" if state.case.sent else ""
    return next((key for key in PLACES if key in told), otherwise)


def _which_place(state: State, right: Said, heard: Heard) -> Next | None:
    """The right place could be several: one tap settles it, as where it is asked for."""
    key, offer = _place_told(state, heard), reading.place(right)
    beside = places.find(heard.text.removesuffix(right.text))  # "không phải Ea Kao, là …": then it is about a place
    about_a_place = beside.candidates or (right.match is not None and right.match.district)
    if not key or state.turn.question == key or not isinstance(offer, Offer) or not about_a_place:
        return None
    words = Given("words", heard.text, heard.said.ref)
    state = with_answer(state, key, words)
    if not state.case.sent and state.stage in (Stage.DANGER, *AFTERWARDS):  # nobody in danger is led into the rest
        key = "danger_where"
        state = with_answer(state, key, words)
    state = state.but(replace(state.draft, asked=still_answered(state), understood=()))
    stage = Stage.FOLLOWING if state.case.sent else Stage.DANGER if key == "danger_where" else Stage.ASKING
    asked = asking.put(state, stage, BY_KEY[key])
    return then(asked.but(replace(asked.turn, offer=offer)))
