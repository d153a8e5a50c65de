"""From what the core says to what a channel can show: the language is applied here, and nowhere before."""

from __future__ import annotations

from bot.channels import Outbound, Shows
from bot.dialogue.vocabulary import Choice, Say, Text
from locales import Translate, to_child, translator


def render(say: Say, language: str, shows: Shows, drafts: bool = False) -> Outbound:
    """One message in the reader's language, with `drafts` the unreviewed above the final.

    Without buttons the choices become numbered lines.
    """
    language = to_child(language) if say.to_child else language
    translate = translator(language, drafts)

    def name(choice: Choice) -> str:
        both = label(choice, translate)
        return both if len(both) <= shows.max_label else label(choice, translator(language))

    text = paragraphs([words(line, translate) for line in say.lines])
    choices = tuple((f"{say.question}:{choice.key}", name(choice)) for choice in say.choices)
    if choices and not shows.buttons:
        listed = "\n".join(f"{number}. {words}" for number, (_, words) in enumerate(choices, start=1))
        text, choices = f"{text}\n\n{listed}", ()
    return Outbound(text, choices, say.exit_button)


def in_parts(message: Outbound, shows: Shows) -> list[Outbound]:
    """As many messages as the channel needs for the text, the choices under the last."""
    *before, last = pieces(message.text, shows.max_text)
    return [*(Outbound(part) for part in before), Outbound(last, message.choices, message.exit_button)]


def words(text: Text, translate: Translate) -> str:
    """The msgid translated and filled; only the msgid is a format, so a person's braces stay as they are."""
    params = {
        name: value if isinstance(value, str) else _on_one_line(words(value, translate)) for name, value in text.params
    }
    return translate(text.msgid).format_map(params)


def label(choice: Choice, translate: Translate) -> str:
    return _on_one_line(translate(choice.label) if isinstance(choice.label, str) else words(choice.label, translate))


def _on_one_line(draft_and_final: str) -> str:
    return draft_and_final.replace("\n", " · ")


def paragraphs(lines: list[str]) -> str:
    """Lines that belong to a list stand close together, all others a blank line apart."""
    text = ""
    for line in lines:
        close = line.startswith(("☎", "•"))
        text += ("\n" if close else "\n\n") + line if text else line
    return text


def pieces(text: str, limit: int) -> list[str]:
    """Parts of at most `limit` UTF-16 units, cut between paragraphs, else lines, else words, else anywhere."""
    parts = []
    while _units(text) > limit:
        end = _fitting(text, limit)
        for mark in ("\n\n", "\n", " "):
            cut = text.rfind(mark, 1, end)
            if cut > 0:
                end = cut
                break
        parts.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [*parts, text]


def _fitting(text: str, limit: int) -> int:
    """How many characters of the beginning fit."""
    units = 0
    for index, letter in enumerate(text):
        units += _units(letter)
        if units > limit:
            return index
    return len(text)


def _units(text: str) -> int:
    return len(text) + sum(letter > "\uffff" for letter in text)
