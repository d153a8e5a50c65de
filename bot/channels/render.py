"""From what the core says to what a channel can show: the language is applied here, and nowhere before."""

from __future__ import annotations

from dataclasses import replace

from bot.channels import Outbound, Shows
from bot.dialogue.effects import RECEIPT, Say
from bot.dialogue.text import Choice, Text
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
    return Outbound(text, choices, say.exit_button, code=_code(say))


def _code(say: Say) -> str | None:
    """The code that a line of its own gives, as `receipt` says it."""
    given = [dict(line.params).get("receipt") for line in say.lines if line.msgid == RECEIPT]
    return str(given[-1]) if given and given[-1] else "" if say.apart else None


def in_parts(message: Outbound, shows: Shows) -> list[Outbound]:
    """As many messages as the channel needs for the text, the choices under the last."""
    *before, last = pieces(message.text, shows.max_text)
    return [*(Outbound(part) for part in before), replace(message, text=last)]


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
    text: list[str] = []
    for line in lines:
        if text:
            text.append("\n" if line.startswith(("☎", "•")) else "\n\n")
        if text or line:
            text.append(line)
    return "".join(text)


def pieces(text: str, limit: int) -> list[str]:
    """Parts of at most `limit` UTF-16 units, cut between paragraphs, else lines, else words, else anywhere.

    White space round a cut falls away, and no part is empty: a channel would refuse it.
    """
    if _units(text) <= limit:
        return [text]
    text = text.strip()
    parts, start, left = [], 0, _units(text)
    while left > limit:
        end = _fitting(text, start, limit)
        end = next((cut for mark in ("\n\n", "\n", " ") if (cut := text.rfind(mark, start + 1, end)) > 0), end)
        parts.append(text[start:end].rstrip())
        following = end
        while text[following].isspace():  # the last letter of all is none
            following += 1
        left -= _units(text[start:following])
        start = following
    return [*parts, text[start:]]


def _fitting(text: str, start: int, limit: int) -> int:
    """Where the part that begins at `start` ends at the latest."""
    units = 0
    for index in range(start, len(text)):
        units += 2 if text[index] > "\uffff" else 1
        if units > limit:
            return index
    return len(text)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
