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
    whole = f'"{mark}"'
    headers = {"Accept-Ranges": "bytes", "ETag": whole}
    first, last = _asked(request)
    of_these = request.method == "GET" and request.headers.get("if-range", whole) == whole
    if not of_these or not (first or last) or (first and last and int(first) > int(last)):
        return Response(data, media_type=media_type, headers=headers)
    begin, end = _within(first, last, len(data))
    if begin > end:
        return Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{len(data)}"})
    headers["Content-Range"] = f"bytes {begin}-{end}/{len(data)}"
    return Response(data[begin : end + 1], 206, headers, media_type)


def begins_later(request: Request) -> bool:
    """Whether somebody goes on with what they have begun to hear."""
    first, last = _asked(request)
    return bool(first.strip("0") if first else last)


def _asked(request: Request) -> tuple[str, str]:
    """The two ends of the one range that is asked for, as they are written; both "" where there is none."""
    found = _RANGE.fullmatch(request.headers.get("range", "").strip())
    return (found[1], found[2]) if found else ("", "")


def _within(first: str, last: str, size: int) -> tuple[int, int]:
    """The first and the last byte; a last before the first is none that there is."""
    if not first:
        return (max(size - int(last), 0), size - 1) if last and int(last) else (size, size - 1)
    return int(first), min(int(last), size - 1) if last else size - 1
