"""How a story is written down, so that people can read how the bot talks."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.channels import Outbound

_CODE = re.compile(r"\b\d{3}(?: \d{3}){4}\b")
A_CODE = "482 015 937 264 801"  # stands in for every receipt code: they are random


class Transcript:
    def __init__(self, title: str, intro: str) -> None:
        self._blocks = [f"# {title}", intro]
        self._last = ""

    def person(self, name: str, text: str, note: str = "") -> None:
        self._add(f"**{name}**" + (f" *({note})*" if note else ""), _quoted(text))
        self._last = ""

    def bot(self, to: str, message: Outbound) -> None:
        choices = " ".join(f"`{label}`" for _data, label in message.choices)
        body = "\n>\n".join(part for part in (_quoted(message.text), f"> {choices}" if choices else "") if part)
        if self._last == to:
            self._blocks.append("\n".join(["<!-- -->", "", body]))
        else:
            self._add(f"**Chung Tay** to {to}", body)
        self._last = to

    def time_passes(self, span: timedelta) -> None:
        hours, minutes = divmod(int(span.total_seconds() // 60), 60)
        shown = f"{span.days} days" if span.days else f"{hours} hours" if hours else f"{minutes} minutes"
        self._add(f"*{shown} pass.*")
        self._last = ""

    def erased(self, who: str, count: int) -> None:
        self._add(f"*The chat with {who} is deleted: {count} messages.*")
        self._last = ""

    def staff(self, what: str, words: str = "") -> None:
        self._add(f"*{what}*", *([_quoted(words)] if words else []))
        self._last = ""

    def heading(self, text: str) -> None:
        self._add(f"## {text}")

    def line(self, text: str) -> None:
        self._add(text)

    def bullet(self, text: str) -> None:
        kept = _escaped(text).replace("\n", " / ")
        if self._blocks[-1].startswith("- "):
            self._blocks[-1] += f"\n- {kept}"
        else:
            self._add(f"- {kept}")

    @property
    def text(self) -> str:
        """Receipt codes are random: each is replaced by the same made-up one."""
        return _CODE.sub(A_CODE, "\n\n".join(self._blocks)) + "\n"

    def _add(self, *blocks: str) -> None:
        self._blocks += blocks


def _quoted(text: str) -> str:
    """Every line of a message as a line of a quotation."""
    lines = [f"> {_escaped(line)}".rstrip() for line in text.splitlines()]
    return "\n".join(f"{line}  " if line != ">" else line for line in lines).rstrip()


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", text)
