"""The reporter's own choice of language: it wins and stays; what is heard only shows the way to choose."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.screens import number_lines
from bot.dialogue.vocabulary import Choice, Effect, Line, Say, State, Text
from bot.dialogue.words import fold
from locales import N_

Step = tuple[State, tuple[Effect, ...]]

# Each in its own language, whatever is chosen now.
LANGUAGES = (
    Choice("vi", "Tiếng Việt", ("tieng viet", "viet", "tieng kinh")),
    Choice("rad", "Ê Đê", ("e de", "ede", "tieng e de", "tieng ede", "klei e de", "klei ede")),
    Choice("en", "English", ("english", "tieng anh")),
)


def named(text: str) -> str | None:
    """The language that a message names and says nothing else."""
    folded = fold(text)
    return next((choice.key for choice in LANGUAGES if folded in choice.words), None)


def ask() -> Say:
    return Say((Text(N_("Which language would you like?")),), "language", LANGUAGES)


def choose(state: State, code: str, line: Line) -> Step:
    """From now on in this language, until another is chosen."""
    if code not in {choice.key for choice in LANGUAGES}:
        return state, (ask(),)
    state = replace(state, language=code, switch_offered=True)
    if code != "rad":
        return state, (Say((Text(N_("All right, we go on in this language.")),)),)
    spoken = N_("You can write in Ê Đê, or record your voice in Ê Đê.")
    lines = [Text(spoken if line.takes_voice else N_("You can write in Ê Đê."))]
    if line.operator is not None and "rad" in line.speaks:
        lines.append(Text(N_("Somebody of the staff who knows Ê Đê will read it or listen to it.")))
    elif line.operator is not None:
        lines.append(
            Text(N_("Nobody of the staff knows Ê Đê at present: it is kept word for word until somebody does."))
        )
    lines.append(Text(N_("To speak with a person now:")))
    return state, (Say((*lines, *number_lines(line, ("child",)))),)


def offer_switch(state: State, line: Line) -> Step:
    """Ê Đê was heard: say once how to choose it. Nothing is changed by what was only heard."""
    spoken = N_("If you would like to use Ê Đê, write: Ê Đê. You can also record your voice.")
    way = Text(spoken if line.takes_voice else N_("If you would like to use Ê Đê, write: Ê Đê."))
    return replace(state, switch_offered=True), (Say((way,)),)
