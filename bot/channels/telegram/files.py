"""Recordings and pictures on Telegram: which are taken in, and fetching them with connections of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from telegram import Bot, Update
from telegram.error import BadRequest, TelegramError

from bot.channels import Handle
from bot.inbound import Inbound
from handlers.files.decoder import Decoder
from handlers.files.kinds import LARGEST_PICTURE, LARGEST_RECORDING, NotTaken, Refused

_LONGEST_FETCH = 20.0  # seconds


@dataclass(slots=True)
class File:
    """A recording or picture that has to be fetched before what it came with can be handed in."""

    told: Inbound
    file_id: str
    is_sound: bool  # it says so itself: what it is, its tracks tell
    refused: Refused | None = None  # before it was fetched
    left: str = ""  # how the person left while it was fetched, as in Inbound


class NotFetched(Exception):
    """The file could not be fetched now."""

    def __init__(self, file: File) -> None:
        super().__init__()
        self.file = file


class Files:
    """`takes_pictures` says of a chat whether staff allowed pictures on a case of it."""

    def __init__(
        self, bot: Bot, handle: Handle, takes_pictures: Callable[[str], Awaitable[bool]], decoder: Decoder
    ) -> None:
        self._bot, self._handle, self._takes_pictures, self._decoder = bot, handle, takes_pictures, decoder

    async def of(self, told: Inbound, update: Update) -> File | None:
        """A person's voice, and a picture only where staff allowed one; what is too large is not fetched."""
        message = update.message
        if message is None or told.attachment not in ("voice", "picture", "file"):
            return None
        if told.attachment == "voice" and (spoken := message.voice or message.audio or message.document):
            large = (spoken.file_size or 0) > LARGEST_RECORDING
            return File(told, spoken.file_id, True, Refused.LONG_VOICE if large else None)
        document = message.document if (message.document and "image/" in (message.document.mime_type or "")) else None
        shown = message.photo[-1] if message.photo else document
        if shown is None or not await self._takes_pictures(told.chat):
            return None
        large = (shown.file_size or 0) > LARGEST_PICTURE
        return File(told, shown.file_id, False, Refused.LARGE_PICTURE if large else None)

    async def fetch(self, file: File) -> None:
        """Fetch the file and hand in what it came with. Raises NotFetched when Telegram does not give it now."""
        if file.refused is not None:
            return await self._hand_in(file, attachment=file.refused)
        try:
            async with asyncio.timeout(_LONGEST_FETCH):
                source = await self._bot.get_file(file.file_id)
                data = bytes(await source.download_as_bytearray())
        except BadRequest:
            return await self.without(file)  # gone for good
        except (TelegramError, TimeoutError):
            raise NotFetched(file) from None
        try:
            if file.is_sound:
                await self._hand_in(file, attachment="voice", recording=await self._decoder.sound(data))
            else:
                await self._hand_in(file, attachment="picture", picture=await self._decoder.picture(data))
        except NotTaken as refusal:
            await self._hand_in(file, attachment=refusal.why)

    async def without(self, file: File) -> None:
        """Hand in what a file came with, which could not be fetched."""
        await self._hand_in(file, attachment="voice" if file.is_sound else Refused.FAILED_PICTURE)

    async def _hand_in(self, file: File, **came: Any) -> None:
        await self._handle(replace(file.told, left=file.left, **came))
