"""What one Telegram update leads to: the conversation, the staff's side, or leaving a group that is not ours."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

import structlog
from telegram import Bot, Update
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.channels import Handle, Outbound, Undeliverable
from bot.channels.telegram.files import File, Files
from bot.channels.telegram.ledger import Ledger
from bot.channels.telegram.updates import (
    WANTED,
    InGroup,
    Moved,
    Pressed,
    inbound,
    is_to_bot,
    leaves,
    pressed,
    private_chat,
    words_in,
)
from bot.dialogue.heard.danger import heard
from bot.misplaced import MISTAKEN, REPORT, Written
from handlers.inbox import Kind
from locales import N_, translator

log = structlog.get_logger()

STAFF_DATA = ("claim:", "cannot:", "why:", "at_work:", f"{MISTAKEN}:")
_LINK = "link_"
_LONGEST_TOAST = 200

_PLEASE_AGAIN = N_(
    "Something went wrong here and your last message was not taken in. Please send it once more. "
    "If a child is in danger now, call {number}."
)
_NOT_NOW = N_(
    "Something is wrong with the machine here, and it has not taken in your message yet. It goes on trying by itself; "
    "you need not send it again. If a child is in danger now, call {number} (child protection), {police} (police) or "
    "{ambulance} (ambulance)."
)
_IN_DANGER = N_(
    "If a child is in danger now, call {number} (child protection), {police} (police) or {ambulance} (ambulance)."
)
_SLOW = N_(
    "Your recording or picture has not arrived here yet. I go on trying. You can write a few words in the meantime. "
    "If a child is in danger now, call {number}."
)
_UNREADABLE = N_(
    "I could not read your last message. Please write it again in words. If a child is in danger now, call {number}."
)
_PRIVATE_ONLY = N_(
    "Reports about children are for a private chat with me, not for a group. Tap my name and write to me there. "
    "If a child is in danger now, call {number}."
)
_IS_THIS_THE_STAFF = N_("If this is to be the staff's group, set CHUNGTAY_STAFF_CHAT_ID={id} and add me again.")


class StaffSide(Protocol):
    """What is handed to the staff's side of the bot; every text that comes back is ready to be shown."""

    async def staff_chat(self) -> str | None: ...
    async def moved(self, old: str, new: str) -> None: ...
    async def pressed(self, user_id: str, data: str) -> str: ...
    async def knows(self, user_id: str) -> bool: ...
    async def wrote(self, user_id: str, written: Written) -> Outbound | None: ...
    async def reports(self, user_id: str, begins: bool) -> None: ...
    async def linked(self, token: str, user_id: str, chat_id: str) -> str: ...


class Acts:
    """Each act is safe to repeat until it has noted its update in the ledger (the conversation does so itself)."""

    def __init__(
        self,
        bot: Bot,
        files: Files,
        handle: Handle,
        duty: StaffSide,
        ledger: Ledger,
        deliver: Callable[[str, Outbound], Awaitable[str]],
        numbers: Mapping[str, str],
        now: Callable[[], datetime],
    ) -> None:
        self._bot, self._files = bot, files
        self._handle, self._duty, self._ledger = handle, duty, ledger
        self._deliver, self._numbers, self._now = deliver, {**numbers, "number": numbers["child"]}, now
        self._told: set[str] = set()  # groups that were told that reports are for private chats
        self._answers: set[asyncio.Task[None]] = set()

    async def one(self, number: str, update: Update, where: InGroup | Moved | None) -> File | None:
        """An update that could be read: done, or the file that has to be fetched for it."""
        press = pressed(update)
        if press is not None and press.data.startswith(STAFF_DATA) and await self._is_for_staff(press):
            await self._staff_pressed(number, press)
            return None
        if isinstance(where, Moved):
            await self._duty.moved(where.old, where.new)
            await self._ledger.note(number, Kind.HANDLED)
            return None
        if isinstance(where, InGroup):
            await self._in_group(where)
            if await self._is_to_bot_in_staff_group(update) and await self._reached_nobody(number, update):
                return None
            await self._ledger.note(number, Kind.PASSED_OVER)
            return None
        if press is not None:
            self._answer_soon(press.query_id)
        told = inbound(update, self._ledger.source, self._now())
        if told is None:
            await self._ledger.note(number, Kind.PASSED_OVER)
        elif told.command == "start" and told.argument.startswith(_LINK) and update.effective_user:
            await self._link(number, told.argument.removeprefix(_LINK), str(update.effective_user.id), told.chat)
        elif press is None and not (told.blocked or told.by_itself) and await self._reached_nobody(number, update):
            pass
        elif press is not None and press.data == REPORT:
            await self._duty.reports(press.user_id, True)
            await self._handle(replace(told, button=None, command="start"))
        elif (file := await self._files.of(told, update)) is not None:
            return file
        else:
            await self._handle(told)
        return None

    # --- what goes wrong ---------------------------------------------------------------------------------------------
    async def tell_slow(self, chat: str | None) -> None:
        if chat is not None:
            await self._tell(chat, _SLOW)

    async def unreadable(self, number: str, raw: dict[str, Any], error: str) -> None:
        """An update that can't be read: kept sealed, noted by id and kind, and the person is asked for words."""
        if await self._ledger.set_aside(number, Kind.UNREADABLE):
            kinds = sorted(key for key in raw if key in WANTED)
            log.error("update_unreadable", update=number, kinds=kinds, error=error)
            chat = private_chat(raw)
            if chat is not None:
                await self._tell(chat, _UNREADABLE)

    async def give_up(self, number: str, chat: str | None) -> None:
        """An update that failed again and again: kept sealed, and said aloud, here and to the person."""
        if await self._ledger.set_aside(number, Kind.FAILED):
            log.error("update_given_up", update=number)
            if chat is not None:
                await self._tell(chat, _PLEASE_AGAIN)

    async def tell_numbers(self, chat: str) -> None:
        """Nothing can be kept at this moment: whom to call, said without the database."""
        await self._tell(chat, _NOT_NOW)

    def stop(self) -> None:
        for task in list(self._answers):
            task.cancel()

    # --- staff ---------------------------------------------------------------------------------------------------
    async def _is_for_staff(self, press: Pressed) -> bool:
        return press.private or press.chat == await self._duty.staff_chat()

    async def _staff_pressed(self, number: str, press: Pressed) -> None:
        """Claiming twice is claiming once, so the press is noted after it is done."""
        if await self._ledger.has(number):
            return
        said = await self._duty.pressed(press.user_id, press.data)
        self._answer_soon(press.query_id, said)
        await self._ledger.note(number, Kind.HANDLED)

    async def _reached_nobody(self, number: str, update: Update) -> bool:
        """Words from a linked account open no case by themselves; whether these were such, and were answered."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return False
        words, chat = words_in(update), message.chat
        private = str(chat.id) == str(user.id)
        if private and not await self._duty.knows(str(user.id)):
            return False
        if await self._ledger.has(number):
            return True
        if private and leaves(words):
            await self._duty.reports(str(user.id), False)
            return False
        under = str(message.reply_to_message.message_id) if message.reply_to_message is not None else None
        danger = bool(heard(words))
        said = await self._duty.wrote(str(user.id), Written(danger, under, in_group=not private))
        if said is None:
            return False
        if danger:
            numbers = translator("vi")(_IN_DANGER).format_map(self._numbers)
            said = replace(said, text=f"{numbers}\n\n{said.text}")
        await self._say_to_staff(str(chat.id), said)
        await self._ledger.note(number, Kind.HANDLED)
        return True

    async def _is_to_bot_in_staff_group(self, update: Update) -> bool:
        message = update.message
        if message is None or not is_to_bot(message, self._ledger.source.partition(":")[2]):
            return False
        return str(message.chat.id) == await self._duty.staff_chat()

    async def _link(self, number: str, token: str, user_id: str, chat: str) -> None:
        if await self._ledger.has(number):
            return
        await self._say_to_staff(chat, Outbound(await self._duty.linked(token, user_id, chat)))
        await self._ledger.note(number, Kind.HANDLED)

    async def _say_to_staff(self, chat: str, said: Outbound) -> None:
        try:
            await self._deliver(chat, said)
        except Undeliverable as problem:
            if not problem.permanent:
                raise

    # --- groups --------------------------------------------------------------------------------------------------
    async def _in_group(self, where: InGroup) -> None:
        """In the staff's group: nothing to do. In any other: say once that reports are private, and leave."""
        staff = await self._duty.staff_chat()
        if where.chat == staff:
            if where.gone:
                log.error("staff_group_left", advice="Add the bot to the staff's group again.")
            return
        if where.gone:
            self._told.discard(where.chat)
            return
        if staff is not None and await self._moved_meanwhile(staff) == where.chat:
            return
        if where.chat not in self._told:
            self._told.add(where.chat)
            await self._tell(where.chat, _PRIVATE_ONLY, more=_IS_THIS_THE_STAFF if staff is None else "")
        try:
            await self._bot.leave_chat(int(where.chat))
            log.info("group_left")
        except (BadRequest, Forbidden):
            pass  # already out

    async def _moved_meanwhile(self, staff: str) -> str | None:
        """The staff group's new id when it has just become a supergroup and the update that says so is to come."""
        try:
            await self._bot.send_chat_action(int(staff), "typing")
        except ChatMigrated as error:
            await self._duty.moved(staff, str(error.new_chat_id))
            return str(error.new_chat_id)
        except TelegramError:
            pass
        return None

    # --- small answers, best effort ------------------------------------------------------------------------------
    async def _tell(self, chat: str, msgid: str, more: str = "") -> None:
        translate = translator("vi")
        text = translate(msgid).format_map(self._numbers)
        if more:
            text += "\n\n" + translate(more).format(id=chat)
        try:
            await self._deliver(chat, Outbound(text))
        except Undeliverable as problem:
            log.warning("telling_failed", code=problem.code)

    def _answer_soon(self, query_id: str, text: str | None = None) -> None:
        """Stop the button's waiting sign; nothing waits for that, and an old query is no error."""
        task = asyncio.create_task(self._answer(query_id, text))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _answer(self, query_id: str, text: str | None) -> None:
        try:
            await self._bot.answer_callback_query(query_id, text[:_LONGEST_TOAST] if text else None)
        except TelegramError as error:
            log.info("answer_passed_over", error=type(error).__name__)
