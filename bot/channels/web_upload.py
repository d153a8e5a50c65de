"""Reading the web chat's forms: the mark of each form, and a file that never touches a disk."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from bot.channels.web_guard import MAX_BODY
from bot.pictures import LARGEST_PICTURE

_NONCE = re.compile(r"[A-Za-z0-9_-]{22,43}")


@dataclass(frozen=True, slots=True)
class Upload:
    """What a form with a file holds; `data` is empty where none was chosen."""

    nonce: str
    campaign: str
    data: bytes


async def uploaded(request: Request) -> Upload | None:
    """The form, or None when it is broken."""
    try:
        form = await _InMemory(request.headers, request.stream(), max_files=1, max_fields=5).parse()
    except (MultiPartException, KeyError):
        return None
    given = form.get("file")
    data = await given.read() if isinstance(given, UploadFile) else b""
    return Upload(nonce_of(form), field(form, "campaign"), data)


def nonce_of(form: FormData) -> str:
    """The mark that tells one form from another; a new one where it is missing or odd."""
    given = field(form, "nonce")
    return given if _NONCE.fullmatch(given) else secrets.token_urlsafe(16)


def field(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


class _InMemory(MultiPartParser):
    """Keeps the file in memory: what a person hands in must not lie readable in a temporary folder."""

    spool_max_size = LARGEST_PICTURE + MAX_BODY
