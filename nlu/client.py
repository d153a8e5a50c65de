"""Asks the NLU service what a message means; whatever goes wrong there, the answer here is a Meaning."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

import httpx2
from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, StrictInt, StrictStr, ValidationError

from nlu.meaning import INTENTS, LANGUAGE_CODES, RELATIONS, SIGNALS, Danger, Entity, Language, Meaning

TIMEOUT_SECONDS = 2.0
FAILURES_BEFORE_PAUSE = 3
PAUSE_SECONDS = 30.0
LONGEST_TEXT = 15_000  # code points; the service takes 64 kB, and the beginning read is better than nothing read
LARGEST_REPLY = 1_000_000  # bytes; ours has a few thousand
# Below this an intent is a guess: ask before acting on it. On messages left out of training, of those at or above it
# about two in three were right, of those below about one in four.
SURE_ENOUGH = 0.4

ROLES = frozenset({"reporter", "harm_doer", "child", "other"})
KINDS = frozenset({"age", "relation", "place", "time", "phone"})
OLDEST = 120

Share = Annotated[FiniteFloat, Field(ge=0.0, le=1.0)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


P = TypeVar("P", bound=_Part)


class _Intent(_Part):
    name: StrictStr | None
    confidence: Share


class _Entity(_Part):
    entity: StrictStr
    start: StrictInt
    end: StrictInt
    value: StrictInt | StrictStr
    role: StrictStr | None = None


class _Language(_Part):
    code: StrictStr
    confidence: Share


class NluClient:
    """One reused connection to one service. Close it when done, or use it as a context manager."""

    def __init__(self, url: str, *, clock: Callable[[], float] = time.monotonic, timeout: float = TIMEOUT_SECONDS):
        # No proxy, no .netrc: the service is ours and near, and the messages must not pass through anything else.
        self._http = httpx2.AsyncClient(base_url=url, timeout=timeout, trust_env=False, follow_redirects=False)
        self._clock = clock
        self._timeout = timeout
        self._failures = 0
        self._paused_until: float | None = None

    async def __aenter__(self) -> NluClient:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        await self._http.aclose()

    async def parse(self, text: str) -> Meaning:
        """What the text means, with spans in its code points; Meaning.unknown where the service can't say.

        Raises nothing but asyncio.CancelledError. After three failures in a row the service is left alone for
        30 seconds, then asked once; if that fails too, for another 30.
        """
        if self._paused_until is not None:
            if self._clock() < self._paused_until:
                return Meaning.unknown
            # This message is the probe; those that come meanwhile go on without.
            self._paused_until = self._clock() + PAUSE_SECONDS
        try:
            reply = await self._ask(_sendable(text))
        except Exception:
            # Whatever a broken peer can cause. The reason may hold the text, so it goes nowhere.
            reply = None
        if reply is None:
            self._failures += 1
            if self._failures >= FAILURES_BEFORE_PAUSE:
                self._paused_until = self._clock() + PAUSE_SECONDS
            return Meaning.unknown
        self._failures = 0
        self._paused_until = None
        return read_reply(reply, text)

    async def _ask(self, text: str) -> dict[str, Any] | None:
        """The reply as a JSON object, or None where there is none. The time-out is for the whole, not for each byte."""
        async with (
            asyncio.timeout(self._timeout),
            self._http.stream("POST", "/model/parse", json={"text": text}) as response,
        ):
            if response.status_code != 200:
                # 400 and 413 are about this text, not about the service's health.
                return {} if response.status_code in (400, 413) else None
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > LARGEST_REPLY:
                    return None
        return _object(bytes(body))


def _sendable(text: str) -> str:
    """The text, or as much of it as can be sent; no code point changes its place, so spans stay true."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text[:LONGEST_TEXT])


def _object(body: bytes) -> dict[str, Any] | None:
    reply = json.loads(body)
    return reply if isinstance(reply, dict) and ("intent" in reply or "danger" in reply) else None


def read_reply(reply: dict[str, Any], text: str) -> Meaning:
    """Takes from a reply all that is right and drops the rest, part by part; a readable danger is never dropped."""
    intent = _part(_Intent, reply.get("intent"))
    known = intent is not None and intent.name in INTENTS
    return Meaning(
        intent=intent.name if intent and known else None,
        confidence=intent.confidence if intent and known else 0.0,
        ranking=tuple(
            (rank.name, rank.confidence)
            for rank in _parts(_Intent, reply.get("intent_ranking"))
            if rank.name is not None and rank.name in INTENTS
        ),
        entities=tuple(
            found for part in _parts(_Entity, reply.get("entities")) if (found := _entity(part, text)) is not None
        ),
        language=_language(reply.get("language")),
        danger=_danger(reply.get("danger"), text),
    )


def _entity(part: _Entity, text: str) -> Entity | None:
    if part.entity not in KINDS or not 0 <= part.start < part.end <= len(text):
        return None
    if part.entity == "age" and not (isinstance(part.value, int) and 0 <= part.value <= OLDEST):
        return None
    if part.entity == "relation" and part.value not in RELATIONS:
        return None
    role = part.role if part.role in ROLES else None
    return Entity(part.entity, part.start, part.end, str(part.value), role)


def _language(raw: object) -> Language:
    part = _part(_Language, raw)
    return Language(part.code, part.confidence) if part and part.code in LANGUAGE_CODES else Language()


def _danger(raw: object, text: str) -> Danger:
    """Read leaf by leaf: a wrong span or an unknown signal must not hide that the child is in danger."""
    if not isinstance(raw, dict):
        return Danger()
    signals, evidence = raw.get("signals"), raw.get("evidence")
    return Danger(
        now=raw.get("now") is True,
        signals=frozenset(s for s in signals if isinstance(s, str) and s in SIGNALS)
        if isinstance(signals, list)
        else frozenset(),
        evidence=tuple(span for item in evidence if (span := _span(item, text)) is not None)
        if isinstance(evidence, list)
        else (),
    )


def _span(raw: object, text: str) -> tuple[int, int] | None:
    match raw:
        case [int(start), int(end)] if 0 <= start < end <= len(text) and not isinstance(start, bool):
            return start, end
    return None


def _part(kind: type[P], raw: object) -> P | None:
    try:
        return kind.model_validate(raw)
    except ValidationError:
        return None


def _parts(kind: type[P], raw: object) -> list[P]:
    items = raw if isinstance(raw, list) else []
    return [part for item in items if (part := _part(kind, item)) is not None]
