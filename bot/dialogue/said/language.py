"""The reporter's own choice of language: it wins and stays; what is heard only shows the way to choose."""

from __future__ import annotations

from bot.dialogue.effects import Say
from bot.dialogue.heard.words import fold
from bot.dialogue.line import Line
from bot.dialogue.said.screens import number_lines
from bot.dialogue.text import Choice, Text
from locales import N_

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


def chosen(code: str, line: Line) -> Say:
    """What choosing this language brings: from now on, until another is chosen."""
    if code != "rad":
        return Say((Text(N_("All right, we go on in this language.")),))
    spoken = N_("You can write in Ê Đê, or record your voice in Ê Đê.")
    lines = [Text(spoken if line.channel.takes_voice else N_("You can write in Ê Đê."))]
    if line.operator is not None and "rad" in line.speaks:
        lines.append(Text(N_("Somebody of the staff who knows Ê Đê will read it or listen to it.")))
    elif line.operator is not None:
        lines.append(
            Text(N_("Nobody of the staff knows Ê Đê at present: it is kept word for word until somebody does."))
        )
    lines.append(Text(N_("To speak with a person now:")))
    return Say((*lines, *number_lines(line, ("child",))))


def offer_switch(line: Line) -> Say:
    """Ê Đê was heard: how to choose it. Nothing is changed by what was only heard."""
    spoken = N_("If you would like to use Ê Đê, write: Ê Đê. You can also record your voice.")
    return Say((Text(spoken if line.channel.takes_voice else N_("If you would like to use Ê Đê, write: Ê Đê.")),))
