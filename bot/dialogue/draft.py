"""A draft and what can be made of it: its next question, its report, its urgency, its lines to look over."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.questions import BY_KEY, MAX_QUESTIONS, QUESTIONS, Question
from bot.dialogue.vocabulary import Given, Stage, State, Text
from bot.dialogue.words import fold
from handlers.case import UNHEARD, Answer, Facts, Level, Report, Triage, triage
from locales import N_, Translate, to_child, translator
from nlu import places
from nlu.meaning import REPORT_INTENTS
from nlu.places import SCHEME

PLACES = ("where", "danger_where", "child_now", "lives")


def answers(state: State) -> dict[str, Given]:
    return dict(state.answers)


def tidied(state: State) -> State:
    """A state of another version: answers to questions that are no more become notes, and nobody is left at one."""
    gone = tuple(given.words for key, given in state.answers if key not in BY_KEY)
    kept = tuple((key, given) for key, given in state.answers if key in BY_KEY)
    state = replace(
        state, answers=kept, notes=(*state.notes, *gone), asked=tuple(k for k in state.asked if k in BY_KEY)
    )
    if state.stage in (Stage.ASKING, Stage.DANGER) and state.question not in BY_KEY:
        state = replace(state, stage=Stage.REVIEW, question="review", offered=())
    return state


def with_answer(state: State, key: str, given: Given) -> State:
    """The answer put in, or in the place of an earlier one to the same question."""
    kept = tuple((name, old) for name, old in state.answers if name != key)
    place = state.place
    # Only a code from the gazetteer is all digits: words and coordinates stay words.
    found = (given.value, SCHEME) if given.value.isdecimal() else None
    if key == "where":
        place = found
    elif key == "danger_where":
        place = place or found
    return replace(state, answers=(*kept, (key, given)), place=place)


def next_question(state: State) -> Question | None:
    """The first question that is still missing, within nine before the receipt; None when it is time to look over."""
    told = answers(state)
    open_ones = [
        question
        for question in QUESTIONS
        if question.key not in told
        and question.key not in state.asked
        and question.when(told)
        and not (question.key == "role" and state.about_self)
        and not (question.key == "danger" and state.danger_heard)
    ]
    left = MAX_QUESTIONS - len([key for key in state.asked if not key.startswith("danger_")])
    if left <= 0:
        return None
    needed = [question for question in open_ones if not question.spare]
    room = left - len(needed)
    chosen = [question for question in open_ones if not question.spare]
    chosen += [question for question in open_ones if question.spare][: max(room, 0)]
    return next((question for question in QUESTIONS if question in chosen), None)


def still_answered(state: State) -> tuple[str, ...]:
    """What need not be put again: all that was asked but the open question, where it has no answer yet."""
    answered = dict(state.answers)
    return state.asked if not state.asked or state.asked[-1] in answered else state.asked[:-1]


def has_content(state: State) -> bool:
    """Whether the person has told anything at all."""
    told = [key for key, given in state.answers if given.words]  # who writes is known from the first tap: no telling
    return bool(told or state.notes or state.pending)


def facts(state: State) -> Facts:
    """What triage looks at."""
    told = {key: given.value for key, given in state.answers}
    return Facts(
        intent=state.intent,
        danger_now=state.danger_heard,
        signals=frozenset(state.signals),
        danger=told.get("danger"),
        access=told.get("access"),
        harm_doer=told.get("who"),
        age=told.get("age"),
        language=state.heard_language or state.language,
    )


def triaged(state: State) -> Triage:
    return triage(facts(state))


def unheard(state: State) -> Triage:
    """How urgent a draft is with a recording in it that nobody has listened to."""
    found = triaged(state)
    return Triage(min(found.level, Level.P1), found.group, (UNHEARD, *found.reasons))


def is_risky(state: State) -> bool:
    """Whether a draft may not simply vanish: it tells something, and triage would put it within the day."""
    return has_content(state) and (triaged(state).level <= Level.P2 or state.intent in REPORT_INTENTS)


def minutes_of_quiet(state: State) -> int:
    """After how many minutes of silence something is due for this draft; 0 when nothing is."""
    if state.stage is Stage.ADDING:
        return 10
    if state.case is not None or not has_content(state):
        return 0
    if state.question == "kept":
        return 30 * 24 * 60  # the person chose to keep it, and not to send it
    if is_risky(state) or state.nuisance:
        return 30
    return 30 * 24 * 60 if state.reminded else 10


def report_of(state: State) -> Report:
    """The draft as it stands, with each question in the words it was asked in."""
    translate = spoken_to(state)
    lines = [
        Answer(key, translate(asked_text(BY_KEY[key], state)), shown(key, given, state), given.value)
        for key, given in state.answers
    ]
    lines += [Answer("note", translate(N_("Also said")), note, "words") for note in state.notes]
    if state.pending:
        lines.append(Answer("note", translate(N_("Also said")), state.pending, "words"))
    code, scheme = state.place or (None, None)
    return Report(tuple(lines), facts(state), state.heard_language or state.language, code, scheme)


def spoken_to(state: State) -> Translate:
    """The reader's language, and a child's own where a child writes about themself."""
    return translator(to_child(state.language) if state.about_self else state.language)


def voiced(state: State, text: str, own: str) -> Text:
    """One of two texts: to a child about themself, or to somebody about a child."""
    return Text(own if state.about_self else text)


def asked_text(question: Question, state: State) -> str:
    """The question's msgid in the voice that fits: to a child about themself, or about a child."""
    return question.own_text if state.about_self and question.own_text else question.text


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
        return commune if fold(commune) == fold(given.words) else f"{commune} — {given.words}"
    return given.words or translate(N_("no answer"))


def overview(state: State) -> tuple[Text, ...]:
    """All answers, a line each, and the unanswered ones by name, for the page before sending."""
    lines = []
    for question in BY_KEY.values():
        given = answers(state).get(question.key)
        if given is not None:
            words = shown(question.key, given, state)
            words = words if len(words) <= 300 else words[:299] + "…"
            lines.append(Text(N_("• {name}: {words}"), (("name", Text(NAMES[question.key])), ("words", words))))
    for note in (*state.notes, *((state.pending,) if state.pending else ())):
        short = note if len(note) <= 300 else note[:299] + "…"
        lines.append(Text(N_("• {name}: {words}"), (("name", Text(N_("Also said"))), ("words", short))))
    return tuple(lines)


NAMES = {
    "kind": N_("What it is about"),
    "what": N_("What happened"),
    "danger": N_("Danger now"),
    "where": N_("Where it happened"),
    "child_now": N_("Where the child is now"),
    "who": N_("Who makes it unsafe"),
    "access": N_("Can get to the child"),
    "contact": N_("Contact"),
    "contact_how": N_("Number and hours"),
    "age": N_("Age"),
    "role": N_("Who reports"),
    "sex": N_("Girl or boy"),
    "time": N_("When"),
    "danger_where": N_("Where the child is now"),
    "danger_contact": N_("Contact"),
    "safe_to_write": N_("Messages here"),
    "safe_hours": N_("Safe hours"),
    "not_to_know": N_("Who must not know"),
    "lives": N_("Where the child lives"),
}
