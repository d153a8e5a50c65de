"""A Bot API of our own on a socket, with people who can be scripted, and faults that can be ordered.

In a test: `with TelegramFake() as fake:`, then `fake.url`, `fake.token`, `fake.person("Mai").says("…")`.
By hand: `python -m tests.fakes.telegram --port 8099`, then open the address that it prints.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import socket
import struct
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from tests.fakes import telegram_page
from tests.fakes.telegram_world import DEFAULT_UPDATES, MAX_TEXT, Chat, Group, Json, Person, World

LONGEST_POLL = 50.0


class Refused(Exception):
    """An answer with "ok": false."""

    def __init__(self, status: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters

    def response(self) -> Response:
        if self.status == 502:  # as the web server in front of the real one says it
            return HTMLResponse("<html><head><title>502 Bad Gateway</title></head></html>", 502)
        body: Json = {"ok": False, "error_code": self.status, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return JSONResponse(body, self.status)


@dataclass(slots=True)
class Call:
    """One request that arrived; `status` is what was answered, 0 when the connection was reset instead."""

    method: str
    params: Json
    at: float = field(default_factory=time.monotonic)
    status: int = 0
    handled: bool = False


@dataclass(slots=True)
class Fault:
    """What goes wrong with the next `times` calls of a method: an error, a delay, or a reset."""

    kind: str  # "error", "slow", "before", "after"
    times: int
    error: Refused | None = None
    seconds: float = 0.0


_DESCRIPTIONS = {
    400: "Bad Request: chat not found",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    429: "Too Many Requests: retry after {retry_after}",
    500: "Internal Server Error",
}

_open: dict[tuple[str, int], asyncio.Transport] = {}


class _Resettable(H11Protocol):
    """uvicorn's own protocol, which also remembers its transport, so that a test can reset the connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if self.client:
            _open[self.client] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        if self.client:
            _open.pop(self.client, None)
        super().connection_lost(exc)


class TelegramFake:
    """The server, its world, its record of calls, and the faults that are waiting."""

    def __init__(self, token: str = "123456:fake-token", port: int = 0) -> None:
        self.token = token
        self.world = World(int(token.split(":")[0]))
        self.calls: list[Call] = []
        self.commands: dict[str, list[Json]] = {}
        self.webhook = ""
        self._faults: dict[str, deque[Fault]] = {}
        self._poll = 0  # the number of the newest getUpdates: an older one is told of a conflict
        self._closing = False
        self._port = port
        self._server: uvicorn.Server | None = None
        self.url = ""
        self._methods: dict[str, Callable[[Json], Any]] = {
            name.removeprefix("_do_").lower(): getattr(self, name) for name in dir(self) if name.startswith("_do_")
        }

    # --- the server ---
    def __enter__(self) -> TelegramFake:
        listening = socket.create_server(("127.0.0.1", self._port))
        # asyncio does so by itself only where a socket says its protocol: without it each answer may wait 40 ms.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        config = uvicorn.Config(
            self.app(),
            http=_Resettable,
            lifespan="off",
            ws="none",
            log_config=None,
            log_level="critical",
            access_log=False,
            timeout_graceful_shutdown=1,
            timeout_keep_alive=60,
        )
        self._server = uvicorn.Server(config)
        threading.Thread(target=self._server.run, kwargs={"sockets": [listening]}, daemon=True).start()
        while not self._server.started:
            time.sleep(0.005)
        return self

    def __exit__(self, *_: object) -> None:
        self._closing = True
        assert self._server
        self._server.should_exit = True  # its thread ends by itself in a moment: no test need wait for that

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/bot{token}/{method}", self._call, methods=["GET", "POST"]),
                Route("/file/bot{token}/{path:path}", self._file),
                *telegram_page.routes(self),
            ]
        )

    # --- the script: who is there ---
    def person(self, name: str, language_code: str | None = "vi") -> Person:
        """The person of this name, who comes into being with the first mention."""
        with self.world.lock:
            found = next((person for person in self.world.people() if person.name == name), None)
            if found is None:
                found = Person(self.world, 10_000_000 + self.world.next_id(), name, language_code)
                self.world.chats[found.id] = found
            return found

    def group(self, title: str, kind: str = "group") -> Group:
        """A new group (or "supergroup", "channel") that the bot is already in."""
        with self.world.lock:
            number = self.world.next_id()
            group = Group(self.world, -number if kind == "group" else -(1_000_000_000_000 + number), title, kind)
            self.world.chats[group.id] = group
            return group

    # --- the script: what goes wrong ---
    def fail_next(
        self,
        method: str,
        status: int,
        description: str = "",
        *,
        times: int = 1,
        retry_after: int | None = None,
        migrate_to: int | None = None,
    ) -> None:
        parameters: Json = {}
        if retry_after is not None:
            parameters["retry_after"] = retry_after
        if migrate_to is not None:
            parameters["migrate_to_chat_id"] = migrate_to
        said = description or _DESCRIPTIONS.get(status, "Error").format(retry_after=retry_after)
        self._add(method, Fault("error", times, Refused(status, said, parameters)))

    def slow(self, method: str, seconds: float, times: int = 1) -> None:
        self._add(method, Fault("slow", times, seconds=seconds))

    def drop_before(self, method: str, times: int = 1) -> None:
        """Reset the connection before anything is done."""
        self._add(method, Fault("before", times))

    def drop_after(self, method: str, times: int = 1) -> None:
        """Do what was asked, then reset the connection instead of answering."""
        self._add(method, Fault("after", times))

    def well_again(self) -> None:
        self._faults.clear()

    def deliver_twice(self, update_id: int | None = None) -> None:
        """Hand out this update (default: the newest waiting) once more although it was confirmed."""
        with self.world.lock:
            for waiting in reversed(self.world.updates):
                if update_id in (None, waiting.update["update_id"]):
                    waiting.again += 1
                    return
        raise AssertionError("that update is no longer waiting; hold_updates() before it is sent")

    def malformed_update(self, chat: Chat | None = None) -> int:
        """Queue an update that python-telegram-bot can't parse; its id."""
        message: Json = {"message_id": 1, "date": {"not": "a date"}, "text": "?"}
        if chat is not None:
            message["chat"] = chat.json()
        return self.world.put("message", message)

    @contextlib.contextmanager
    def hold_updates(self) -> Iterator[None]:
        """Let nothing through to the bot inside this block: what happens in it arrives as one batch."""
        with self.world.lock:
            yield

    # --- the record ---
    def count(self, method: str, *, handled: bool = True) -> int:
        """How often a method was called (and carried out)."""
        return sum(call.method == method.lower() and (call.handled or not handled) for call in list(self.calls))

    def called(self, method: str) -> list[Json]:
        return [call.params for call in list(self.calls) if call.method == method.lower()]

    def repeats(self) -> list[tuple[str, str]]:
        """(chat, text) of every message that was accepted more than once."""
        sent: Counter[tuple[str, str]] = Counter()
        for chat in list(self.world.chats.values()):
            sent.update((chat.title, message.text) for message in chat.messages if message.by_bot)
        return [key for key, number in sent.items() for _ in range(number - 1)]

    def waiting(self) -> int:
        """How many updates the bot has not confirmed."""
        with self.world.lock:
            return len(self.world.updates)

    # --- one request ---
    def _add(self, method: str, fault: Fault) -> None:
        self._faults.setdefault(method.lower(), deque()).append(fault)

    def _fault(self, method: str) -> Fault | None:
        queue = self._faults.get(method)
        if not queue:
            return None
        fault = queue[0]
        fault.times -= 1
        if fault.times <= 0:
            queue.popleft()
        return fault

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"].lower()
        call = Call(method, await _params(request))
        try:
            self._check_token(request.path_params["token"])
            self.calls.append(call)
            fault = self._fault(method)
            if fault and fault.kind == "slow":
                await asyncio.sleep(fault.seconds)
            if fault and fault.error:
                raise fault.error
            if fault and fault.kind == "before":
                return await _reset(request)
            result = await self._carry_out(method, call.params)
            call.handled = True
            if fault and fault.kind == "after":
                return await _reset(request)
            call.status = 200
            return JSONResponse({"ok": True, "result": result})
        except Refused as refused:
            call.status = refused.status
            return refused.response()

    async def _carry_out(self, method: str, params: Json) -> Any:
        if method == "getupdates":
            return await self._get_updates(params)
        carry_out = self._methods.get(method)
        if carry_out is None:
            raise Refused(404, "Not Found")
        with self.world.lock:
            return carry_out(params)

    def _check_token(self, token: str) -> None:
        if ":" not in token:
            raise Refused(404, "Not Found")
        if token != self.token:
            raise Refused(401, "Unauthorized")

    async def _file(self, request: Request) -> Response:
        name = request.path_params["path"].removeprefix("documents/")
        if request.path_params["token"] != self.token or name not in self.world.files:
            return Refused(404, "Not Found").response()
        return Response(self.world.files[name], media_type="application/octet-stream")

    async def _get_updates(self, params: Json) -> list[Json]:
        if self.webhook:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        self._poll += 1
        mine = self._poll
        if "allowed_updates" in params:
            self.world.allowed = frozenset(params["allowed_updates"]) or DEFAULT_UPDATES
        until = time.monotonic() + min(float(params.get("timeout", 0)), LONGEST_POLL)
        limit = min(max(int(params.get("limit", 100)), 1), 100)
        while True:
            if mine != self._poll:
                raise Refused(409, _DESCRIPTIONS[409])
            batch = self.world.fetch(int(params.get("offset", 0)), limit)
            if batch or time.monotonic() >= until or self._closing:
                return batch
            await asyncio.sleep(0.01)

    # --- the methods; each takes the parameters and returns the result ---
    def _do_getMe(self, params: Json) -> Json:
        can = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
        return {**self.world.bot_user(), **can}

    def _do_sendMessage(self, params: Json) -> Json:
        chat = self._chat(params)
        text = _checked_text(params)
        content: Json = {"text": text}
        markup = _checked_markup(params)
        if markup.get("inline_keyboard"):
            content["reply_markup"] = markup
        keep = {key: value for key, value in params.items() if key not in ("chat_id", "text", "reply_markup")}
        message = chat.post(
            self.world.bot_user(),
            content,
            keep | ({"keyboard": markup} if markup.keys() & {"keyboard", "remove_keyboard"} else {}),
        )
        return message.json()

    def _do_sendVoice(self, params: Json) -> Json:
        return self._sound(params, "voice")

    def _do_sendAudio(self, params: Json) -> Json:
        return self._sound(params, "audio")

    def _do_sendDocument(self, params: Json) -> Json:
        return self._sound(params, "document")

    def _sound(self, params: Json, kind: str) -> Json:
        sent = params.pop(kind)
        if not isinstance(sent, bytes):
            raise Refused(400, "Bad Request: wrong remote file identifier specified")
        content: Json = {kind: {**self.world.keep_file(sent), "duration": 1}}
        if kind == "document":
            content[kind].pop("duration")
        return self._chat(params).post(self.world.bot_user(), content, params).json()

    def _do_editMessageText(self, params: Json) -> Json:
        return self._edit(params, text=_checked_text(params))

    def _do_editMessageReplyMarkup(self, params: Json) -> Json:
        return self._edit(params)

    def _edit(self, params: Json, text: str | None = None) -> Json:
        message = self._chat(params).message(int(params["message_id"]))
        if message is None:
            raise Refused(400, "Bad Request: message to edit not found")
        if not message.by_bot:
            raise Refused(400, "Bad Request: message can't be edited")
        content: Json = {"text": message.text if text is None else text}
        markup = _checked_markup(params)
        if markup.get("inline_keyboard"):
            content["reply_markup"] = markup
        if content == message.content:
            raise Refused(400, "Bad Request: message is not modified: specified new message content and reply markup")
        message.content, message.edited, message.changed_at = content, True, self.world.tick()
        return message.json()

    def _do_deleteMessage(self, params: Json) -> bool:
        message = self._chat(params).message(int(params["message_id"]))
        if message is None:
            raise Refused(400, "Bad Request: message to delete not found")
        if time.time() - message.date > 48 * 3600:
            raise Refused(400, "Bad Request: message can't be deleted for everyone")
        message.deleted = True
        return True

    def _do_deleteMessages(self, params: Json) -> bool:
        chat, ids = self._chat(params), params["message_ids"]
        if not 1 <= len(ids) <= 100:
            raise Refused(400, "Bad Request: there must be from 1 to 100 message identifiers")
        for message in chat.messages:
            if message.id in ids and time.time() - message.date <= 48 * 3600:
                message.deleted = True
        return True

    def _do_answerCallbackQuery(self, params: Json) -> bool:
        person = self.world.queries.pop(str(params["callback_query_id"]), None)
        if person is None:
            raise Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        if len(params.get("text", "")) > 200:
            raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")
        if params.get("text"):
            person.toasts.append(params["text"])
        return True

    def _do_leaveChat(self, params: Json) -> bool:
        chat = self._chat(params)
        if not isinstance(chat, Group):
            raise Refused(400, "Bad Request: chat not found")
        chat.bot_status = "left"
        self.world.put("my_chat_member", self.world.bot_membership(chat, self.world.bot_user(), "member", "left"))
        return True

    def _do_getChat(self, params: Json) -> Json:
        return {**self._chat(params).json(), "accent_color_id": 0, "max_reaction_count": 1, "accepted_gift_types": {}}

    def _do_sendChatAction(self, params: Json) -> bool:
        self._chat(params)
        return True

    def _do_getFile(self, params: Json) -> Json:
        name = params["file_id"]
        if name not in self.world.files:
            raise Refused(400, "Bad Request: invalid file_id")
        return {
            "file_id": name,
            "file_unique_id": name,
            "file_size": len(self.world.files[name]),
            "file_path": f"documents/{name}",
        }

    def _do_setMyCommands(self, params: Json) -> bool:
        for command in params["commands"]:
            name = command["command"]
            if not (1 <= len(name) <= 32 and name.isascii() and name.replace("_", "a").isalnum() and name.islower()):
                raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise Refused(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[params.get("language_code", "")] = params["commands"]
        return True

    def _do_setWebhook(self, params: Json) -> bool:
        self.webhook = params.get("url", "")
        return True

    def _do_deleteWebhook(self, params: Json) -> bool:
        self.webhook = ""
        if params.get("drop_pending_updates"):
            self.world.updates.clear()
        return True

    def _do_getWebhookInfo(self, params: Json) -> Json:
        return {
            "url": self.webhook,
            "has_custom_certificate": False,
            "pending_update_count": len(self.world.updates),
        }

    def _chat(self, params: Json) -> Chat:
        """The chat a method is for, or the refusal that Telegram gives."""
        try:
            chat = self.world.chats.get(int(params.get("chat_id", 0)))
        except ValueError:
            chat = None
        if chat is None:
            raise Refused(400, "Bad Request: chat not found")
        if chat.moved_to is not None:
            upgraded = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refused(400, upgraded, {"migrate_to_chat_id": chat.moved_to})
        if isinstance(chat, Person) and chat.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if isinstance(chat, Person) and not chat.started:
            raise Refused(403, "Forbidden: bot can't initiate conversation with a user")
        if isinstance(chat, Group) and chat.bot_status == "kicked":
            raise Refused(403, f"Forbidden: bot was kicked from the {chat.kind} chat")
        if isinstance(chat, Group) and not chat.has_bot:
            raise Refused(403, f"Forbidden: bot is not a member of the {chat.kind} chat")
        return chat


def _checked_text(params: Json) -> str:
    text = str(params.get("text", "")).strip()
    if not text:
        raise Refused(400, "Bad Request: message text is empty")
    if len(text.encode("utf-16-le")) // 2 > MAX_TEXT:
        raise Refused(400, "Bad Request: message is too long")
    return text


def _checked_markup(params: Json) -> Json:
    markup: Json = params.get("reply_markup") or {}
    for row in markup.get("inline_keyboard", []):
        for button in row:
            if not button.get("text"):
                raise Refused(400, "Bad Request: inline keyboard button text is empty")
            if "url" not in button and not 1 <= len(button.get("callback_data", "").encode()) <= 64:
                raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    return markup


_JSON_FIELDS = (
    "reply_markup", "allowed_updates", "commands", "message_ids", "link_preview_options", "entities", "scope",
    "protect_content", "show_alert", "drop_pending_updates", "disable_notification",
)  # fmt: skip


async def _params(request: Request) -> Json:
    """Parameters as Python values, from the query, a form (nested values are JSON in it), or a JSON body."""
    params: Json = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        return {**params, **(await request.json())}
    form = await request.form()
    for key, value in form.multi_items():
        params[key] = await value.read() if isinstance(value, UploadFile) else value
    for key in _JSON_FIELDS:
        if isinstance(params.get(key), str):
            with contextlib.suppress(ValueError):
                params[key] = json.loads(params[key])
    return params


async def _reset(request: Request) -> Response:
    """Cut the connection so that the caller sees "connection reset by peer"."""
    client = request.client
    transport = _open.get((client.host, client.port)) if client else None
    if transport is not None:
        raw = transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
        await asyncio.sleep(0.01)
    return Response()


def main() -> None:
    parser = argparse.ArgumentParser(description="A Bot API to try the bot on, without Telegram.")
    parser.add_argument("--port", type=int, default=8099)
    parser.add_argument("--token", default="123456:fake-token")
    options = parser.parse_args()
    with TelegramFake(options.token, options.port) as fake:
        print(f"Open {fake.url}/ and write as anybody you like. Start the bot with")
        print(f"  CHUNGTAY_TELEGRAM_API_URL={fake.url} CHUNGTAY_TELEGRAM_TOKEN={fake.token} make run")
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
