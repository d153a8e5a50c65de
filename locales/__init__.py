"""Texts in the reader's language: English msgids, Vietnamese always complete, other languages falling back to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import polib

Translate = Callable[[str], str]

# Each language and the one it falls back to; the last fall back is the English msgid itself.
# "vi_child" is how a child is spoken to: only the texts that say "bạn" to an adult stand there again.
LANGUAGES: dict[str, str | None] = {"vi": None, "vi_child": "vi", "rad": "vi", "en": None}
# None of us speaks these: a text is a draft until two speakers have written that they reviewed it.
REVIEWED_BY_TWO = frozenset({"rad"})

_FOLDER = Path(__file__).parent
_REVIEWER = re.compile(r"^\s*reviewed-by:\s*(\S.*?)\s*$", re.MULTILINE)


def N_(msgid: str) -> str:
    """Mark a msgid for extraction where it is written; it is translated where it is shown."""
    return msgid


DRAFT_MARK = N_("(draft)")


def to_child(language: str) -> str:
    """The language in which a child who writes about themself is spoken to, where it has one of its own."""
    return f"{language}_child" if f"{language}_child" in LANGUAGES else language


@cache
def translator(language: str, drafts: bool = False) -> Translate:
    """The function that turns a msgid into `language`; an unknown language reads as Vietnamese.

    With `drafts` a text that is still a draft stands, marked, on a line above what is shown without it.
    """
    final, unreviewed = _texts(language if language in LANGUAGES else "vi")
    mark = final.get(DRAFT_MARK, DRAFT_MARK)

    def translate(msgid: str) -> str:
        shown = final.get(msgid, msgid)
        return f"{unreviewed[msgid]} {mark}\n{shown}" if drafts and msgid in unreviewed else shown

    return translate


def is_final(entry: polib.POEntry, language: str) -> bool:
    """Whether this text may be shown as it is."""
    reviewers = {name.casefold() for name in _REVIEWER.findall(entry.tcomment)}
    return not entry.fuzzy and (language not in REVIEWED_BY_TWO or len(reviewers) >= 2)


def texts_of(entries: Iterable[polib.POEntry], language: str) -> tuple[dict[str, str], dict[str, str]]:
    """The texts of a catalogue that are final, and the drafts."""
    written = [entry for entry in entries if entry.msgstr and not entry.obsolete]
    final = {entry.msgid: entry.msgstr for entry in written if is_final(entry, language)}
    return final, {entry.msgid: entry.msgstr for entry in written if entry.msgid not in final}


@cache
def _texts(language: str) -> tuple[dict[str, str], dict[str, str]]:
    path = _FOLDER / language / "LC_MESSAGES" / "messages.po"
    final, drafts = texts_of(polib.pofile(str(path)), language) if path.exists() else ({}, {})
    fall_back = LANGUAGES[language]
    return (_texts(fall_back)[0] | final if fall_back else final), drafts
