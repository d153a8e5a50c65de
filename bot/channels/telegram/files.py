"""Recordings and pictures on Telegram: which are taken in, and fetching them with connections of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from telegram import Bot, Update
from telegram.error import BadRequest, TelegramError

from bot.channels import Handle
from bot.inbound import Inbound
from bot.pictures import LARGEST_PICTURE, clean
from handlers.recording import LARGEST_RECORDING, Recording

_LONGEST_FETCH = 20.0  # seconds


@dataclass(slots=True)
class File:
    """A recording or picture that has to be fetched before what it came with can be handed in."""

    told: Inbound
    file_id: str
    media_type: str = ""  # of a recording; "" is a picture
    left: str = ""  # how the person left while it was fetched, as in Inbound


class NotFetched(Exception):
    """The file could not be fetched now."""

    def __init__(self, file: File) -> None:
        super().__init__()
        self.file = file


class Files:
    """`takes_pictures` says of a chat whether staff allowed pictures on a case of it."""

    def __init__(self, bot: Bot, handle: Handle, takes_pictures: Callable[[str], Awaitable[bool]]) -> None:
        self._bot, self._handle, self._takes_pictures = bot, handle, takes_pictures

    async def of(self, told: Inbound, update: Update) -> File | None:
        """A person's voice, and a picture only where staff allowed one; what is too large stays out."""
        message = update.message
        if message is None or told.attachment not in ("voice", "picture", "file"):
            return None
        if spoken := message.voice or message.audio:
            file = File(told, spoken.file_id, spoken.mime_type or "audio/ogg")
            return file if (spoken.file_size or 0) <= LARGEST_RECORDING else None
        document = message.document if (message.document and "image/" in (message.document.mime_type or "")) else None
        shown = message.photo[-1] if message.photo else document
        if shown is None or (shown.file_size or 0) > LARGEST_PICTURE or not await self._takes_pictures(told.chat):
            return None
        return File(told, shown.file_id)

    async def fetch(self, file: File) -> None:
        """Fetch the file and hand in what it came with. Raises NotFetched when Telegram does not give it now."""
        try:
            async with asyncio.timeout(_LONGEST_FETCH):
                source = await self._bot.get_file(file.file_id)
                data = bytes(await source.download_as_bytearray())
        except BadRequest:
            data = b""  # gone for good
        except (TelegramError, TimeoutError):
            raise NotFetched(file) from None
        if file.media_type:
            recording = Recording(data, file.media_type) if data else None
            await self._handle(replace(file.told, recording=recording, left=file.left))
            return
        cleaned = await asyncio.to_thread(clean, data) if data else None
        kind = "picture" if cleaned else "broken_picture"
        await self._handle(replace(file.told, attachment=kind, picture=cleaned, left=file.left))

    async def without(self, file: File) -> None:
        """Hand in what a file came with, which could not be fetched."""
        told = replace(file.told, left=file.left)
        await self._handle(told if file.media_type else replace(told, attachment="broken_picture"))
