"""Answering for a part of a sound: Safari plays nothing without, and nobody can seek (RFC 9110, section 14)."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import Response

_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.IGNORECASE)


def ranged(request: Request, data: bytes, media_type: str, mark: str) -> Response:
    """The part that is asked for, or all of it; `mark` names these very bytes for good.

    More than one range at once, or what is none, is answered with all of it, as the standard allows.
    """
    headers = {"Accept-Ranges": "bytes", "ETag": f'"{mark}"'}
    asked = _RANGE.fullmatch(request.headers.get("range", "").strip())
    if request.method != "GET" or asked is None or request.headers.get("if-range", f'"{mark}"') != f'"{mark}"':
        return Response(data, media_type=media_type, headers=headers)
    first, last = _within(asked[1], asked[2], len(data))
    if first > last:
        if asked[1] and asked[2] and int(asked[1]) > int(asked[2]):  # no range at all
            return Response(data, media_type=media_type, headers=headers)
        return Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{len(data)}"})
    headers["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
    return Response(data[first : last + 1], 206, headers, media_type)


def begins_later(request: Request) -> bool:
    """Whether somebody goes on with what they have begun to hear."""
    asked = _RANGE.fullmatch(request.headers.get("range", "").strip())
    return asked is not None and asked[1].strip("0") != ""


def _within(first: str, last: str, size: int) -> tuple[int, int]:
    """The first and the last byte; a last before the first is none that there is."""
    if not first:
        return (max(size - int(last), 0), size - 1) if last and int(last) else (size, size - 1)
    return int(first), min(int(last), size - 1) if last else size - 1
