"""Texts in the reader's language: English msgids, Vietnamese always complete, other languages falling back to it."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

import polib

Translate = Callable[[str], str]

# Each language and the one it falls back to; the last fall back is the English msgid itself.
LANGUAGES: dict[str, str | None] = {"vi": None, "rad": "vi", "en": None}

_FOLDER = Path(__file__).parent


def N_(msgid: str) -> str:
    """Mark a msgid for extraction where it is written; it is translated where it is shown."""
    return msgid


def translator(language: str) -> Translate:
    """The function that turns a msgid into `language`; an unknown language reads as Vietnamese."""
    return _catalogue(language if language in LANGUAGES else "vi").gettext


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    path = _FOLDER / language / "LC_MESSAGES" / "messages.po"
    texts: gettext.NullTranslations = gettext.NullTranslations()
    if path.exists():
        texts = gettext.GNUTranslations(BytesIO(polib.pofile(str(path)).to_binary()))
    fall_back = LANGUAGES[language]
    if fall_back is not None:
        texts.add_fallback(_catalogue(fall_back))
    return texts
