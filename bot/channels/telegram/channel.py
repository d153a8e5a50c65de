"""Telegram as a channel: our own loop on raw updates, in which nothing is confirmed before it is committed."""

from __future__ import annotations

import asyncio
import logging
import warnings
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import structlog
from telegram import BotCommand, BotCommandScopeAllPrivateChats
from telegram.error import ChatMigrated, Conflict, EndPointNotFound, InvalidToken, RetryAfter
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bot.channels import Handle, Outbound, Shows, Undeliverable, no_pictures
from bot.channels.telegram import sending
from bot.channels.telegram.acts import Acts, StaffSide
from bot.channels.telegram.files import Files
from bot.channels.telegram.inbox import Inbox
from bot.channels.telegram.ledger import Ledger
from bot.channels.telegram.updates import WANTED
from bot.dialogue.line import Channel
from handlers.files.decoder import Decoder
from handlers.recording import Recording
from handlers.store.engine import Store
from handlers.store.kept import keep
from handlers.store.keys import BotKeys
from locales import N_, translator

log = structlog.get_logger()

# In the order of Telegram's menu.
COMMANDS = (
    ("start", N_("Begin, or see the emergency numbers again")),
    ("thoat", N_("Leave at once")),
    ("giup", N_("Help")),
    ("ngonngu", N_("Choose the language")),
    ("boqua", N_("Skip this question")),
    ("quaylai", N_("Go back one question")),
    ("huy", N_("Stop this report")),
    ("xoa", N_("Delete this chat")),
)


NUMBERS = {"child": "111", "police": "113", "ambulance": "115"}


class TokenRefused(Exception):
    """Telegram does not accept the token, or the proxy can't be used; the message says what to do."""


def quiet_loggers() -> None:
    """Call once, before the first request: httpx logs addresses with the token, the library what people write."""
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    # getUpdates is asked for by name on purpose: Bot.get_updates fails for the whole batch when one update is bad.
    warnings.filterwarnings("ignore", message="Please use 'Bot.getUpdates'")
    warnings.filterwarnings("ignore", message=".*attribute `retry_after` will be of type")


_CARRIED = N_("Telegram, a foreign company, carries what is written here.")
_CARRIED_ABROAD = N_(
    "Telegram, a foreign company, carries these messages; the web chat or a call to 111 is more private."
)
_LEAVE = N_(
    "Write x to leave at once, /xoa to delete this chat. I can delete what is not older than 48 hours, "
    "but no notice that was already shown and nothing on another telephone."
)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Telegram:
    """One bot. `api_url` is scheme, host and port; every request goes through `proxy_url` unless it is None.

    `numbers` are named when something went wrong; `pause` the first of the growing waits in
    seconds after an error; `poll` how many seconds one getUpdates may wait.
    """

    name = "telegram"
    about = Channel(_CARRIED, more=(_CARRIED_ABROAD, _LEAVE), takes_voice=True)
    shows = Shows(buttons=True, max_text=sending.MAX_TEXT, deletes=True)

    def __init__(
        self,
        token: str,
        api_url: str,
        proxy_url: str | None,
        handle: Handle,
        duty: StaffSide,
        store: Store,
        keys: BotKeys,
        *,
        numbers: Mapping[str, str] = NUMBERS,
        pause: float = 0.5,
        poll: int = 30,
        now: Callable[[], datetime] = _utc_now,
        takes_pictures: Callable[[str, str], Awaitable[bool]] = no_pictures,
        decoder: Decoder | None = None,
    ) -> None:
        self._duty, self._store, self._pause, self._poll = duty, store, pause, poll
        self._bot = _bot(token, api_url, proxy_url)
        self._fetching = _bot(token, api_url, proxy_url)  # with connections of its own: downloads may hang
        source = f"telegram:{token.partition(':')[0]}"
        ledger = Ledger(store, keys.live, source, now)
        files = Files(self._fetching, handle, lambda chat: takes_pictures(source, chat), decoder or Decoder())
        self._acts = Acts(self._bot, files, handle, duty, ledger, self.deliver, numbers, now)
        self._inbox = Inbox(self._bot, self._acts, files, ledger, pause)
        self._introduced = self._named = False

    async def connect(self) -> None:
        """Make sure of the token. Raises TokenRefused; when Telegram can't be reached, `receive` goes on trying."""
        try:
            await self._introduce()
            await self._keep_name()
        except (InvalidToken, EndPointNotFound):
            raise TokenRefused(
                "Telegram refuses the bot's token. Copy CHUNGTAY_TELEGRAM_TOKEN again from @BotFather, "
                "and check CHUNGTAY_TELEGRAM_API_URL if it is set."
            ) from None
        except Exception as error:  # the network; or the database, which keeps nobody from being told the numbers
            log.warning("telegram_unreachable", error=type(error).__name__)

    async def close(self) -> None:
        """Give the connections back."""
        self._acts.stop()
        await self._bot.shutdown()
        await self._fetching.shutdown()

    # --- Channel -------------------------------------------------------------------------------------------------
    async def receive(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._inbox.run())
            tasks.create_task(self._poll_on())

    async def _poll_on(self) -> None:
        """Receive into the inbox, then confirm, for ever."""
        waits = Waits(self._pause, 10)
        offset: int | None = None
        fetching = Waits(self._pause, 30)
        while True:
            await self._take_up()
            if self._inbox.is_full:
                await asyncio.sleep(1)
                continue
            raws = await self._fetch(offset, fetching)
            if not raws:
                # An empty answer confirms all before it. The offset goes: after a quiet week ids begin anew at random,
                # and an old offset would confirm new updates unseen.
                offset = None if raws is not None else offset
                continue
            try:
                newest = await self._inbox.receive(raws)
            except Exception as error:  # it can't be kept now, so it is not confirmed: Telegram hands it out again
                log.error("updates_not_kept", error=type(error).__name__)
                newest = None
            if newest is None:
                await waits.next()
            else:
                offset = newest + 1
                waits.reset()

    async def _take_up(self) -> None:
        try:
            await self._inbox.resume()
            await self._keep_name()
        except Exception as error:
            log.error("inbox_failed", error=type(error).__name__)

    async def probe(self) -> None:
        """Whether Telegram answers at this moment. Raises Undeliverable."""
        with sending.refusals():
            await self._bot.get_me()

    async def deliver(self, address: str, message: Outbound) -> str:
        return await self._following(address, lambda to: sending.send(self._bot, to, message))

    async def play(self, address: str, recording: Recording) -> str:
        return await self._following(address, lambda to: sending.play(self._bot, to, recording))

    async def edit(self, address: str, message_id: str, message: Outbound) -> None:
        """Change a message that `deliver` sent; Undeliverable("gone") when there is nothing to change any more."""
        try:
            await sending.edit(self._bot, address, message_id, message)
        except ChatMigrated as error:  # the new group has none of the old one's messages
            await self._duty.moved(address, str(error.new_chat_id))
            raise Undeliverable("gone", permanent=True) from None

    async def erase(self, address: str, message_ids: tuple[str, ...]) -> None:
        async def erase(to: str) -> str:
            await sending.erase(self._bot, to, message_ids)
            return ""

        await self._following(address, erase)

    async def _following(self, address: str, act: Callable[[str], Awaitable[str]]) -> str:
        """Do it; when the group has become another chat, remember that and do it there."""
        try:
            return await act(address)
        except ChatMigrated as error:
            moved = str(error.new_chat_id)
        await self._duty.moved(address, moved)
        try:
            return await act(moved)
        except ChatMigrated:
            raise Undeliverable("moved", permanent=False) from None

    # --- asking for updates --------------------------------------------------------------------------------------
    async def _introduce(self) -> None:
        await self._bot.initialize()  # getMe
        await self._bot.delete_webhook(drop_pending_updates=False)
        translate = translator("vi")
        commands = [BotCommand(name, translate(description)) for name, description in COMMANDS]
        await self._bot.set_my_commands(commands, scope=BotCommandScopeAllPrivateChats())
        self._introduced = True

    async def _keep_name(self) -> None:
        """For links to the bot. Nobody waits for it: a database that takes nothing must not keep us from listening."""
        if self._introduced and not self._named:
            async with self._store.writing() as session:
                await keep(session, "bot_username", self._bot.username)
            self._named = True

    async def _fetch(self, offset: int | None, waits: Waits) -> list[Any] | None:
        """Raw updates from `offset` on; None after an error, which was logged and waited for."""
        asked: dict[str, Any] = {"timeout": self._poll, "limit": 100, "allowed_updates": list(WANTED)}
        if offset is not None:
            asked["offset"] = offset
        try:
            if not self._introduced:
                await self._introduce()
            raws = await self._bot.do_api_request("getUpdates", api_kwargs=asked, read_timeout=self._poll + 10)
            waits.reset()
            return raws if isinstance(raws, list) else []
        except RetryAfter as error:
            await asyncio.sleep(sending.seconds(error))
            return None
        except Conflict:
            log.error("telegram_conflict", advice="Another process uses the same token, or a webhook is set.")
        except (InvalidToken, EndPointNotFound):
            log.error("telegram_token_refused", advice="Check CHUNGTAY_TELEGRAM_TOKEN.")
        except Exception as error:  # the network, a proxy's page in the place of JSON, the database
            log.warning("telegram_polling_failed", error=type(error).__name__)
        await waits.next()
        return None


def _bot(token: str, api_url: str, proxy_url: str | None) -> ExtBot[int]:
    def way(connections: int) -> HTTPXRequest:
        # trust_env: only our settings say which way requests go.
        return HTTPXRequest(
            connections,
            proxy=proxy_url,
            connect_timeout=10,
            read_timeout=20,
            pool_timeout=20,
            httpx_kwargs={"trust_env": False},
        )

    try:
        return ExtBot(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=way(16),
            get_updates_request=way(2),
            rate_limiter=AIORateLimiter(),
        )
    except InvalidToken:
        raise TokenRefused("CHUNGTAY_TELEGRAM_TOKEN is empty.") from None
    except (RuntimeError, ValueError, ImportError):
        raise TokenRefused(
            "CHUNGTAY_PROXY_URL cannot be used. Give it as http://host:port (socks5 needs httpx's socks extra)."
        ) from None


class Waits:
    """Growing waits after errors that follow one another."""

    def __init__(self, first: float, longest: float) -> None:
        self._first, self._longest, self._next = first, longest, first

    async def next(self) -> None:
        await asyncio.sleep(self._next)
        self._next = min(self._next * 2, self._longest)

    def reset(self) -> None:
        self._next = self._first
