"""The bot process: settings → database, keys, NLU, channels; then listen, deliver, and watch the silences."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Coroutine
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import structlog
import uvloop
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from bot import settings as settings_of_bot
from bot.alerting import Alerting
from bot.channels import Channel, Outbound
from bot.channels.render import render
from bot.channels.telegram.channel import Telegram, TokenRefused, quiet_loggers
from bot.channels.web.channel import Web
from bot.conversation import Conversations
from bot.delivery import Delivery
from bot.dialogue.said.arrival import topic_line
from bot.dialogue.said.screens import first_screen
from bot.duty import Duty
from bot.inbound import Inbound
from bot.lookout import Lookout, Probe
from bot.mail import Mail
from bot.settings import Settings, WrongSettings
from bot.watch import Presence, Watch
from handlers import vouching
from handlers.files.decoder import Decoder
from handlers.routes import MAIL_SERVED, TELEGRAM_OFF, Route, works
from handlers.start import bare_logs
from handlers.store.engine import Store
from handlers.store.kept import drop, keep, kept
from handlers.store.keys import BotKeys, KeysMissing, bot_keys, keyed_hash
from handlers.store.models import Case
from handlers.store.news import listen
from handlers.store.trust import CONSOLE, bot_trust
from handlers.uncaught import without_errors
from handlers.watchdog import keep_telling
from nlu.client import NluClient

log = structlog.get_logger()

_PATIENCE = 5.0  # seconds: when nothing can be written, people are told the numbers and not left waiting


class CannotStart(Exception):
    """One readable line that says what to do."""


def now() -> datetime:
    return datetime.now(UTC)


async def serve(settings: Settings, keys: BotKeys) -> None:
    """Run until cancelled."""
    store = Store(settings.database_url, patience=_PATIENCE, trust=bot_trust(keys))
    if CONSOLE not in store.trust.known:
        log.warning("staff_not_checked")  # console_sign.pub is missing: docs/deploy.md
    nlu = NluClient(settings.nlu_url)
    try:
        await _database_is_ready(store)
        await _run(settings, keys, store, nlu)
    finally:
        await nlu.close()
        await store.close()


async def _run(settings: Settings, keys: BotKeys, store: Store, nlu: NluClient) -> None:
    channels: dict[str, Channel] = {}
    about = {kind.name: kind.about for kind in (Telegram, Web)}
    conversations = Conversations(store, keys, nlu.parse, settings.line, now, about, settings.hold)
    console = settings.console_url.rstrip("/")
    duty = Duty(store, keys, console=console)

    async def hear(inbound: Inbound) -> bool:
        begun = await conversations.hear(inbound)
        if inbound.channel != Web.name:  # its page delivers what it shows
            delivery.nudge(inbound.channel)
        return begun

    async def pump(address: str) -> None:
        await delivery.pump(Web.name, keyed_hash(keys.chats, Web.name, address))

    presence = Presence()

    def opening(topic: str) -> list[Outbound]:
        here = replace(settings.line(presence.on_duty, now()), channel=Web.about)
        return [render(say, "vi", Web.shows) for say in first_screen(here, topic=topic_line(topic))]

    line = settings.line(True, now())
    decoder = Decoder()
    channels["web"] = Web(
        store,
        keys,
        hear,
        pump,
        settings.web_bind,
        first_screen=opening,
        counts=conversations.counts,
        numbers=dict(line.numbers),
        leave_to=settings.exit_url,
        drafts=settings.show_drafts,
        takes_pictures=conversations.takes_pictures,
        decoder=decoder,
        secure=settings.web_https,
    )
    telegram = None
    if settings.telegram_token is not None:
        telegram = Telegram(
            settings.telegram_token.get_secret_value(),
            settings.telegram_api_url,
            settings.proxy_url,
            hear,
            duty,
            store,
            keys,
            numbers=dict(line.numbers),
            takes_pictures=conversations.takes_pictures,
            decoder=decoder,
        )
        channels["telegram"] = telegram
        await telegram.connect()
    noted = await _note_staff_chat(store, settings, telegram is not None)
    probes: dict[Route, Probe] = {Route.TELEGRAM: telegram.probe} if telegram else {}
    by_mail = None
    if (server := settings.mail) is not None:
        mail = Mail(server)
        probes[Route.MAIL] = mail.probe
        by_mail = Alerting(store, keys, mail, console=console)
    delivery = Delivery(
        store,
        keys,
        channels,
        conversations,
        Alerting(store, keys, telegram, console=console) if telegram else None,
        now,
        drafts=settings.show_drafts,
        mail=by_mail,
    )
    _listener_is_free(settings.web_bind, "CHUNGTAY_WEB_BIND")
    print(f"  Web chat        http://{settings.web_bind}/", flush=True)
    jobs: list[Coroutine[Any, Any, None]] = [
        *(() if noted else (_note_staff_chat_at_last(store, settings, telegram is not None),)),
        *(channel.receive() for channel in channels.values()),
        *(delivery.run(name) for name in (*channels, *((Route.MAIL.value,) if by_mail else ()))),
        Lookout(store, probes, now).run(),
        listen(store, delivery.nudge),
        _watch_silences(conversations, delivery),
        conversations.counts.keep_writing(store),
        Watch(store, presence, now, delivery.nudge).run(),
        keep_telling(os.environ.get("NOTIFY_SOCKET")),
    ]
    try:
        async with asyncio.TaskGroup() as tasks:
            for job in jobs:
                tasks.create_task(job)
    finally:
        decoder.close()
        if telegram is not None:
            await telegram.close()


async def _watch_silences(conversations: Conversations, delivery: Delivery) -> None:
    while True:
        try:
            if await conversations.silent_ones():
                delivery.nudge()
        except Exception as error:
            log.error("silences_failed", error=type(error).__name__)
        await asyncio.sleep(5)


async def _note_staff_chat(store: Store, settings: Settings, telegram: bool) -> bool:
    """The group that staff alerts go to. A move that Telegram told us of outlives the setting's old id.

    False when the database does not take it now: that keeps nobody from being told the numbers.
    """
    try:
        await _keep_staff_chat(store, settings, telegram)
        async with store.writing() as session:
            await vouching.bind_all(session)
    except SQLAlchemyError as error:
        log.error("staff_chat_not_kept", error=type(error).__name__)
        return False
    return True


async def _note_staff_chat_at_last(store: Store, settings: Settings, telegram: bool) -> None:
    while not await _note_staff_chat(store, settings, telegram):  # noqa: ASYNC110
        await asyncio.sleep(1)


async def _keep_staff_chat(store: Store, settings: Settings, telegram: bool) -> None:
    wanted = str(settings.staff_chat_id) if telegram and settings.staff_chat_id is not None else None
    async with store.writing() as session:
        if wanted is None:
            await drop(session, "staff_chat")
        elif await kept(session, "staff_chat_setting") != wanted:
            await keep(session, "staff_chat", wanted)
        await keep(session, "staff_chat_setting", wanted or "")
        # Staff who linked their Telegram are not reached while it is not served: the console's banner has to.
        await (drop(session, TELEGRAM_OFF) if telegram else keep(session, TELEGRAM_OFF, "yes"))
        served = settings.mail_server is not None
        await (keep(session, MAIL_SERVED, "yes") if served else drop(session, MAIL_SERVED))
        for route in [*(() if telegram else (Route.TELEGRAM,)), *(() if served else (Route.MAIL,))]:
            await works(session, route)  # what is not used is not down


async def _database_is_ready(store: Store) -> None:
    try:
        async with store.reading() as session:
            await session.execute(select(Case.id).limit(1))
    except (SQLAlchemyError, OSError):
        raise CannotStart("The database cannot be read. Run 'make setup', and check CHUNGTAY_DATABASE_URL.") from None


def _listener_is_free(address: str, setting: str) -> None:
    host, port = settings_of_bot.bind(address)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as problem:
        raise CannotStart(
            f"{address} cannot be used ({os.strerror(problem.errno or 0)}). "
            f"Stop what runs there, or set {setting} to another address."
        ) from None


def set_up_logging() -> None:
    """Event names and ids as JSON lines; libraries speak only when something is wrong, and never with an address."""
    bare_logs()
    quiet_loggers()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            without_errors,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def main() -> int:
    set_up_logging()
    try:
        settings = settings_of_bot.read()
        keys = bot_keys(settings.keys_dir)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_until_told(serve(settings, keys)))
    except (WrongSettings, KeysMissing, CannotStart, TokenRefused) as problem:
        return _say(str(problem))
    except BaseExceptionGroup as group:
        problems = [error for error in _leaves(group) if not isinstance(error, asyncio.CancelledError)]
        if any(isinstance(error, TokenRefused | CannotStart) for error in problems):
            return _say(str(problems[0]))
        for error in problems:
            log.critical("stopped", error=type(error).__name__)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


async def _until_told(work: Coroutine[Any, Any, None]) -> None:
    """Run until it ends or the process is asked to stop."""
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    told = asyncio.Event()

    def stop() -> None:
        # A process runner sends its own signal after Ctrl-C has reached the whole group: the second must not
        # interrupt the closing that the first began.
        if not told.is_set():
            told.set()
            task.cancel()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    try:
        await task
    except asyncio.CancelledError:
        pass


def _leaves(group: BaseExceptionGroup[BaseException]) -> list[BaseException]:
    return [
        leaf
        for error in group.exceptions
        for leaf in (_leaves(error) if isinstance(error, BaseExceptionGroup) else [error])
    ]


def _say(problem: str) -> int:
    for line in problem.splitlines():
        print(f"Chung Tay's bot cannot start: {line}", file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
