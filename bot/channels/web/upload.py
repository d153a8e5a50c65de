"""Reading the web chat's forms: words without holding others up, and a file that never touches a disk."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from bot.channels.web.guard import MAX_BODY
from handlers.files.kinds import LARGEST_PICTURE

_MOST_FIELDS = 10
_LONGEST_NONCE = 300
Form = FormData | Mapping[str, str]


async def written(request: Request) -> Form | None:
    """The form with words, or None when it is none. Read in a thread: 500 kB of "%" cost 100 ms and more."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        return None
    body = (await request.body()).decode("utf-8", "replace")
    try:
        fields = await asyncio.to_thread(parse_qsl, body, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return None
    return dict(fields)


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


def nonce_of(form: Form) -> str:
    """The mark that tells one form from another, as it came."""
    return field(form, "nonce")[:_LONGEST_NONCE]


def field(form: Form, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


class _InMemory(MultiPartParser):
    """Keeps the file in memory: what a person hands in must not lie readable in a temporary folder."""

    spool_max_size = LARGEST_PICTURE + MAX_BODY
