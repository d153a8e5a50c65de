"""A draft and what can be made of it: its next question, its report, its urgency, its lines to look over."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.choices import RELATIONS
from bot.dialogue.questions import BY_KEY, MAX_QUESTIONS, QUESTIONS, Question
from bot.dialogue.reading import band_of
from bot.dialogue.vocabulary import Given, Said, Stage, State, Text
from bot.dialogue.words import fold
from handlers.case import UNHEARD, Answer, Facts, Level, Report, Triage, triage
from locales import N_, Translate, to_child, translator
from nlu import places
from nlu.meaning import REPORT_INTENTS
from nlu.places import SCHEME

# The graver kind wins when a later message names another one (the contract's order of gravity).
_GRAVITY = (
    "report_self_harm",
    "report_sexual_abuse",
    "report_trafficking_missing",
    "report_physical_violence",
    "report_child_marriage",
    "report_neglect",
    "report_exploitation",
    "report_accident",
    "report_emotional_violence",
    "report_bullying",
    "report_distress",
    "report_hazard",
    "report_unspecified",
)
_PLACES = ("where", "danger_where", "child_now", "lives")
# Below this the service's own word is not taken for what a report is about.
SURE_ENOUGH = 0.5
_SURELY = 0.8
# What kind of thing was told, said back in mild words. Some kinds are never said back: nobody has to read them again.
KINDS = {
    "report_physical_violence": N_("A child is beaten or hurt"),
    "report_neglect": N_("A child is not looked after"),
    "report_child_marriage": N_("A child is to marry too early"),
    "report_exploitation": N_("A child is made to work"),
    "report_accident": N_("An accident"),
    "report_emotional_violence": N_("A child is scolded or frightened"),
    "report_bullying": N_("A child is bullied"),
    "report_hazard": N_("A dangerous place"),
}


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


def with_meaning(state: State, said: Said) -> State:
    """What was heard in passing: the gravest kind of report, and the signals. Nothing is ever taken back."""
    meaning = said.meaning
    intent = state.intent
    if meaning.intent is not None and meaning.confidence >= SURE_ENOUGH and _is_graver(meaning.intent, intent):
        intent = meaning.intent
    signals = tuple(dict.fromkeys((*state.signals, *sorted(meaning.danger.signals))))
    # The name of a buôn is Ê Đê in whatever language the rest is.
    only_a_place = state.question in _PLACES and said.match is not None and bool(said.match.candidates)
    in_ede = meaning.language.code in ("rad", "mixed") and not only_a_place
    heard = "rad" if in_ede else state.heard_language
    return replace(state, intent=intent, signals=signals, heard_language=heard)


def _is_graver(new: str, old: str | None) -> bool:
    if old is None:
        return True
    return new in _GRAVITY and (old not in _GRAVITY or _GRAVITY.index(new) < _GRAVITY.index(old))


# What the service calls persons, as the two questions about persons know them.
_HARM_DOERS = {
    **{choice.key: choice.key for choice in RELATIONS},
    "sibling": "relative",
    "partner": "friend",
}
_ROLES = {
    **dict.fromkeys(("father", "mother", "stepfather", "stepmother", "carer"), "parent"),
    **dict.fromkeys(("grandparent", "sibling", "relative"), "relative"),
    **{"neighbour": "neighbour", "teacher": "school", "friend": "friend"},
}


def without_answers(state: State, keys: tuple[str, ...]) -> State:
    """These answers are taken back; the words that they came from are kept elsewhere in the draft."""
    kept = tuple((key, given) for key, given in state.answers if key not in keys)
    return replace(state, answers=kept, place=None if "where" in keys else state.place)


def with_what_was_told(state: State, said: Said) -> State:
    """Fill from free words what they say: a place without doubt, an age, a person, a time. Never danger.

    Whatever is filled stands in `understood` until the person has said that it is right.
    """
    before = answers(state)
    state = _with_place_and_age(state, said)
    state = _with_person(state, said, "who", "harm_doer", _HARM_DOERS)
    if not state.about_self:
        state = _with_person(state, said, "role", "reporter", _ROLES)
    times = [entity for entity in said.meaning.entities if entity.kind == "time"]
    if times and "time" not in before:
        words = ", ".join(dict.fromkeys(said.text[entity.start : entity.end] for entity in times[:2]))
        state = with_answer(state, "time", Given("words", words, said.ref))
    new = tuple(key for key, _ in state.answers if key not in before)
    if state.intent == said.meaning.intent and state.intent in KINDS and said.meaning.confidence >= _SURELY:
        new = ("kind", *new)
    return replace(state, understood=tuple(dict.fromkeys((*state.understood, *new))))


def _with_person(state: State, said: Said, key: str, role: str, known: dict[str, str]) -> State:
    """One person in this role, as an answer; two different ones say nothing for sure."""
    named = [entity for entity in said.meaning.entities if entity.kind == "relation" and entity.role == role]
    values = {known[entity.value] for entity in named if entity.value in known}
    if key in answers(state) or len(values) != 1:
        return state
    words = next(said.text[entity.start : entity.end] for entity in named if entity.value in known)
    return with_answer(state, key, Given(values.pop(), words, said.ref))


def _with_place_and_age(state: State, said: Said) -> State:
    told = answers(state)
    if "where" not in told and said.match is not None and said.match.certain:
        state = with_answer(state, "where", Given(said.match.candidates[0].code, said.text, said.ref))
    ages = [entity for entity in said.meaning.entities if entity.kind == "age" and entity.value.isdecimal()]
    bands = {band_of(int(entity.value)) for entity in ages} - {None}
    if "age" not in told and len(bands) == 1:
        words = " ".join(said.text[entity.start : entity.end] for entity in ages[:1])
        state = with_answer(state, "age", Given(bands.pop() or "unknown", words, said.ref))
    return state


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
    commune = places.name_of(given.value) if key in _PLACES and given.value.isdecimal() else None
    if commune is not None:
        return commune if fold(commune) == fold(given.words) else f"{commune} — {given.words}"
    return given.words or translate(N_("no answer"))


def noted(state: State, key: str) -> str:
    """What was understood from a first telling: the kind, the commune by its name of today, the age as it was told."""
    if key == "kind":
        return spoken_to(state)(KINDS.get(state.intent or "", ""))
    given = answers(state)[key]
    if key == "where" and given.value.isdecimal():
        return places.name_of(given.value) or given.words
    if key == "age" and given.words:
        return given.words
    translate = spoken_to(state)
    labels = {choice.key: choice.label for choice in BY_KEY[key].choices if isinstance(choice.label, str)}
    return translate(labels[given.value]) if given.value in labels else given.words


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
