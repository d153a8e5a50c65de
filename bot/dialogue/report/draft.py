"""A draft and what can be made of it: its next question, its report, its urgency, its lines to look over."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue.heard.words import fold
from bot.dialogue.report import company
from bot.dialogue.report.questions import BY_KEY, MAX_QUESTIONS, QUESTIONS, Question
from bot.dialogue.state import Given, Stage, State
from bot.dialogue.text import Text
from handlers.case import AROUND, Answer, Report
from handlers.circumstances import told_in
from handlers.triage import THREAT, UNHEARD, UNSURE, Facts, Level, Triage, triage
from locales import N_, Translate, to_child, translator
from nlu import places
from nlu.meaning import REPORT_INTENTS
from nlu.places import SCHEME

PLACES = ("where", "danger_where", "child_now", "lives")


def answers(state: State) -> dict[str, Given]:
    return dict(state.draft.answers)


def with_answer(state: State, key: str, given: Given) -> State:
    """The answer put in, or in the place of an earlier one to the same question."""
    kept = tuple((name, old) for name, old in state.draft.answers if name != key)
    place = state.draft.place
    # Only a code from the gazetteer is all digits: words and coordinates stay words.
    found = (given.value, SCHEME) if given.value.isdecimal() else None
    if key == "where":
        place = found
    elif key == "danger_where":
        place = place or found
    return state.but(replace(state.draft, answers=(*kept, (key, given)), place=place))


def knows_the_village(state: State) -> bool:
    """Whether it was told where, down to the thôn or buôn: nobody in danger is asked for that again."""
    where = answers(state).get("where")
    return where is not None and where.value.isdecimal() and bool(places.find(where.words).rest)


def without_answers(state: State, keys: tuple[str, ...]) -> State:
    """These answers are taken back; the words that they came from are kept elsewhere in the draft."""
    kept = tuple((key, given) for key, given in state.draft.answers if key not in keys)
    return state.but(replace(state.draft, answers=kept, place=None if "where" in keys else state.draft.place))


def with_note(state: State, words: str) -> State:
    """Words that answer nothing, kept for staff."""
    return state.but(replace(state.draft, notes=(*state.draft.notes, words)))


def also_said(state: State) -> tuple[str, ...]:
    """What stands in a report beside the answers."""
    return (*state.draft.notes, *state.draft.answered)


def waiting(state: State, words: str) -> str:
    """The words that wait to be sorted, with these behind them."""
    return f"{state.draft.pending}\n{words}" if state.draft.pending else words


def next_question(state: State) -> Question | None:
    """The first question that is still missing, within six before the receipt; None when it is time to look over."""
    told = answers(state)
    open_ones = [
        question
        for question in QUESTIONS
        if question.key not in told
        and question.key not in state.draft.asked
        and question.when(told)
        and not (question.key == "role" and state.person.about_self)
        and not (question.key == "whom" and not _may_ask_whom(state))
        and not (question.key == "danger" and state.draft.danger_heard)
    ]
    left = MAX_QUESTIONS - sum(counts(key) for key in state.draft.asked)
    needed = [question for question in open_ones if not question.spare]
    # Whether that person is near is asked once it is said who: the place for it is kept.
    wanted = sum(counts(question.key) for question in needed) + any(question.key == "who" for question in needed)
    spare = [question for question in open_ones if question.spare][: max(left - wanted, 0)]
    return next((question for question in QUESTIONS if question in (*needed, *spare)), None)


def counts(key: str) -> bool:
    """Whether a question is one of the six: not what only makes an answer clear, nor what was asked in danger."""
    return key not in ("whom", "contact_how") and not key.startswith("danger_")


def _may_ask_whom(state: State) -> bool:
    """Before the rest, for its voice; in the middle of a report nobody is asked any more."""
    return state.person.about_self is None and not {*state.draft.asked} - {"what", "danger_where", "danger_contact"}


def still_answered(state: State) -> tuple[str, ...]:
    """What need not be put again: all that was asked but the open question, where it has no answer yet."""
    answered = dict(state.draft.answers)
    return state.draft.asked if not state.draft.asked or state.draft.asked[-1] in answered else state.draft.asked[:-1]


def has_content(state: State) -> bool:
    """Whether the person has told anything at all."""
    told = [
        key for key, given in state.draft.answers if given.words
    ]  # who writes is known from the first tap: no telling
    return bool(told or state.draft.notes or state.draft.around or state.draft.pending or state.draft.doubt)


def facts(state: State) -> Facts:
    """What triage looks at."""
    told = {key: given.value for key, given in state.draft.answers}
    tellings = [
        given.words for key, given in state.draft.answers if key in ("what", "time", "child_now", "danger_where")
    ]
    words = [*tellings, *also_said(state), state.draft.pending]
    return Facts(
        intent=state.draft.intent,
        danger_now=state.draft.danger_heard,
        signals=frozenset(state.draft.signals),
        danger=told.get("danger"),
        access=told.get("access"),
        harm_doer=told.get("who"),
        age=told.get("age"),
        language=state.person.heard_language or state.person.language,
        told=told_in(fold(" zz ".join(words)), " . ".join(words)),
    )


def triaged(state: State) -> Triage:
    """How urgent a draft is; whoever was asked whether they are safe, and does not say so, may be in danger."""
    found = triage(facts(state))
    if state.draft.doubt is None or state.draft.danger_heard:
        return found
    return Triage(min(found.level, Level.P1), found.group, (UNSURE, *found.reasons))


def unheard(state: State) -> Triage:
    """How urgent a draft is with a recording in it that nobody has listened to."""
    found = triaged(state)
    return Triage(min(found.level, Level.P1), found.group, (UNHEARD, *found.reasons))


def of_suicide(state: State) -> bool:
    """Whether the talk is about a wish to die, as far as it was told or in the case that is open."""
    draft = state.draft
    return draft.intent == "report_self_harm" or "suicide" in draft.signals or state.case.of_suicide


_PICTURES_HELD = re.compile(
    r"\b(?:tong tien|(?:tung|phat tan|doa dang|dang) (?:anh|hinh|clip|video)|(?:anh|clip|hinh) nong"
    r"|(?:gui|doi) them (?:anh|hinh|tien))\b"
)
_MOST_OF_AN_ANSWER = 2000  # code points


def of_blackmail(state: State) -> bool:
    """Whether what was told, here or in the case that is open, speaks of pictures that are held against somebody."""
    draft = state.draft
    told = (*(given.words for _, given in draft.answers), *draft.notes, draft.pending)
    held = any(_PICTURES_HELD.search(fold(words[:_MOST_OF_AN_ANSWER])) for words in told)
    return held or state.case.of_blackmail


def threatening(state: State) -> Triage:
    """How urgent it is that whoever reports is threatened: nobody knows yet who is meant."""
    found = triaged(state)
    return Triage(min(found.level, Level.P1), found.group, (THREAT, *found.reasons))


def is_risky(state: State) -> bool:
    """Whether a draft may not simply vanish: it tells something, and triage would put it within the day."""
    return has_content(state) and (triaged(state).level <= Level.P2 or state.draft.intent in REPORT_INTENTS)


def minutes_of_quiet(state: State) -> int:
    """After how many minutes of silence something is due for this draft; 0 when nothing is."""
    if state.stage is Stage.ADDING:
        return 10
    if state.case.id is not None:
        return company.minutes(state)
    if not has_content(state):
        return 0
    if state.stage is Stage.KEPT:
        return 30 * 24 * 60  # the person chose to keep it, and not to send it
    if state.draft.doubt is not None:
        return 3
    if is_risky(state) or state.draft.nuisance:
        return 30
    return 30 * 24 * 60 if state.draft.reminded else 10


def report_of(state: State) -> Report:
    """The draft as it stands, with each question in the words it was asked in."""
    translate = spoken_to(state)
    lines = [
        Answer(key, translate(asked_text(BY_KEY[key], state)), shown(key, given, state), given.value)
        for key, given in state.draft.answers
    ]
    lines += [Answer("note", translate(N_("Also said")), note, "words") for note in also_said(state)]
    lines += [Answer("around", translate(AROUND[kind]), text, "words") for kind, text in state.draft.around]
    if state.draft.pending:
        lines.append(Answer("note", translate(N_("Also said")), state.draft.pending, "words"))
    code, scheme = state.draft.place or (None, None)
    return Report(tuple(lines), facts(state), state.person.heard_language or state.person.language, code, scheme)


def spoken_to(state: State) -> Translate:
    """The reader's language, and a child's own where a child writes about themself."""
    return translator(to_child(state.person.language) if state.person.is_child else state.person.language)


def voiced(state: State, text: str, own: str) -> Text:
    """One of two texts: to a child about themself, or to somebody about a child."""
    return Text(own if state.person.about_self else text)


def asked_text(question: Question, state: State) -> str:
    """The question's msgid in the voice that fits: to a child about themself, or about a child."""
    return question.own_text if state.person.about_self and question.own_text else question.text


def shown(key: str, given: Given, state: State) -> str:
    """An answer as people read it: the label of a choice, with the person's own words where they typed some."""
    translate = spoken_to(state)
    for choice in BY_KEY[key].choices:
        if choice.key == given.value:
            label = translate(choice.label if isinstance(choice.label, str) else choice.label.msgid)
            says_no_more = given.words in ("", choice.key) or fold(given.words) == fold(label)
            return label if says_no_more else f"{label} — {given.words}"
    commune = places.name_of(given.value) if key in PLACES and given.value.isdecimal() else None
    if commune is not None:
        says_no_more = given.words == given.value or fold(commune) == fold(given.words)
        return commune if says_no_more else f"{commune} — {given.words}"
    return given.words or translate(N_("no answer"))


def overview(state: State) -> tuple[Text, ...]:
    """All answers, a line each, and the unanswered ones by name, for the page before sending."""
    lines = []
    for question in BY_KEY.values():
        given = answers(state).get(question.key)
        if given is not None and (question.key, given.value, given.words) != ("role", "child", ""):  # they know it
            words = shown(question.key, given, state)
            words = words if len(words) <= 300 else words[:299] + "…"
            lines.append(Text(N_("• {name}: {words}"), (("name", Text(NAMES[question.key])), ("words", words))))
    for note in (*also_said(state), *((state.draft.pending,) if state.draft.pending else ())):
        short = note if len(note) <= 300 else note[:299] + "…"
        lines.append(Text(N_("• {name}: {words}"), (("name", Text(N_("Also said"))), ("words", short))))
    return tuple(lines)


NAMES = {
    "kind": N_("What it is about"),
    "what": N_("What happened"),
    "whom": N_("Whom it is about"),
    "danger": N_("Danger now"),
    "where": N_("Where it happened"),
    "child_now": N_("Where the child is now"),
    "who": N_("Who does it"),
    "access": N_("Whether they are near"),
    "contact": N_("Contact"),
    "contact_how": N_("Number and hours"),
    "age": N_("Age"),
    "role": N_("Who reports"),
    "sex": N_("Girl or boy"),
    "time": N_("When"),
    "call_hours": N_("When to call"),
    "danger_where": N_("Where the child is now"),
    "danger_contact": N_("Contact"),
    "safe_to_write": N_("Messages here"),
    "safe_hours": N_("Safe hours"),
    "not_to_know": N_("Who must not know"),
    "lives": N_("Where the child lives"),
}
