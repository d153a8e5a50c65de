"""What is said, before any language is applied: a text, and a choice to tap."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """An English msgid with parameters; a parameter that is itself a Text is translated before it is put in."""

    msgid: str
    params: tuple[tuple[str, str | Text], ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to tap. `words` are folded ways to say it that are not its label."""

    key: str
    label: str | Text
    words: tuple[str, ...] = ()
