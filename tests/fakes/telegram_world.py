"""Telegram as the people in it see it: persons, groups, their messages and buttons, and the queue of updates."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

DEFAULT_UPDATES = frozenset({"message", "edited_message", "callback_query", "my_chat_member", "channel_post", "poll"})
MAX_TEXT = 4096
VOICE = b"#!AMR\n" + (b"\x3c" + bytes(31)) * 10  # a fifth of a second in which nobody speaks


@dataclass(slots=True)
class Message:
    """One message as it stands now; `content` is what the Bot API shows besides id, chat, sender and date."""

    chat: Chat
    id: int
    sender: Json
    date: int
    content: Json
    changed_at: int  # the world's counter when it was last sent or edited
    edited: bool = False
    deleted: bool = False
    params: Json = field(default_factory=dict)  # what the bot asked for: protect_content and the like

    @property
    def text(self) -> str:
        return str(self.content.get("text", ""))

    @property
    def by_bot(self) -> bool:
        return bool(self.sender["id"] == self.chat.world.bot_id)

    @property
    def buttons(self) -> list[tuple[str, str]]:
        """(label, callback data) of each inline button, row by row; data is "" on a reply keyboard."""
        markup = self.content.get("reply_markup") or self.params.get("keyboard") or {}
        rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
        return [
            (button["text"], button.get("callback_data", "")) for row in rows for button in row if "url" not in button
        ]

    @property
    def links(self) -> list[str]:
        """The addresses behind the buttons that open one."""
        rows = (self.content.get("reply_markup") or {}).get("inline_keyboard") or []
        return [button["url"] for row in rows for button in row if "url" in button]

    @property
    def labels(self) -> list[str]:
        return [label for label, _ in self.buttons]

    @property
    def rows(self) -> list[list[str]]:
        markup = self.content.get("reply_markup") or {}
        return [[button["text"] for button in row] for row in markup.get("inline_keyboard", [])]

    def json(self) -> Json:
        shown = {"message_id": self.id, "from": self.sender, "chat": self.chat.json(), "date": self.date}
        if self.edited:
            shown["edit_date"] = self.date
        return {**shown, **self.content}


class Chat:
    """What persons and groups have in common: an id, messages, and waiting for what the bot says."""

    kind = "private"

    def __init__(self, world: World, chat_id: int, title: str) -> None:
        self.world, self.id, self.title = world, chat_id, title
        self.messages: list[Message] = []
        self.last_act = 0  # the world's counter when somebody here last did something
        self.next_message_id = 1
        self.moved_to: int | None = None

    def json(self) -> Json:
        raise NotImplementedError

    @property
    def everything(self) -> list[Message]:
        """All messages that are not deleted, both sides."""
        return [message for message in self.messages if not message.deleted]

    @property
    def sees(self) -> list[Message]:
        """The bot's messages as they stand now: edits in, deleted ones gone."""
        return [message for message in self.everything if message.by_bot]

    @property
    def last(self) -> Message:
        return self.sees[-1]

    def look(self, part: str, *, ever: bool = False) -> Message | None:
        """The newest message of the bot with `part` in it, sent or edited since somebody here last did something."""
        with self.world.lock:
            for message in reversed(self.sees):
                if part in message.text and (ever or message.changed_at > self.last_act):
                    return message
        return None

    async def waits_for(self, part: str, timeout: float = 5.0, *, ever: bool = False) -> Message:
        """As `look`, as soon as it is there; after `timeout` seconds an AssertionError says what is there instead."""
        try:
            await until(lambda: self.look(part, ever=ever) is not None, timeout)
        except TimeoutError:
            raise AssertionError(self._instead(part)) from None
        return self.must_see(part, 0, ever=ever)

    def must_see(self, part: str, timeout: float = 5.0, *, ever: bool = False) -> Message:
        """`waits_for` where there is no event loop."""
        until = time.monotonic() + timeout
        while (found := self.look(part, ever=ever)) is None:
            if time.monotonic() > until:
                raise AssertionError(self._instead(part))
            time.sleep(0.01)
        return found

    def _instead(self, part: str) -> str:
        since = [message.text for message in self.sees if message.changed_at > self.last_act]
        return f"{self.title} does not see {part!r}; since the last act: {since}"

    def find_button(self, label_or_data: str) -> tuple[Message, str, str]:
        """The newest message with that button: by its data or whole label, else by a part of the label."""
        buttons = [(message, *pair) for message in reversed(self.everything) for pair in message.buttons]
        exact = [found for found in buttons if label_or_data in found[1:]]
        near = [found for found in buttons if label_or_data in found[1]]
        for found in exact + near:
            return found
        raise AssertionError(f"{self.title} has no button {label_or_data!r}: {[m.buttons for m in self.sees]}")

    def post(self, sender: Json, content: Json, params: Json | None = None) -> Message:
        with self.world.lock:
            message = Message(
                self, self.next_message_id, sender, int(time.time()), content, self.world.tick(), params=params or {}
            )
            self.next_message_id += 1
            self.messages.append(message)
            return message

    def message(self, message_id: int) -> Message | None:
        return next((m for m in self.messages if m.id == message_id and not m.deleted), None)


class Person(Chat):
    """A person and their private chat with the bot."""

    def __init__(self, world: World, person_id: int, name: str, language_code: str | None) -> None:
        super().__init__(world, person_id, name)
        self.name, self.language_code = name, language_code
        self.started = False
        self.blocked = False
        self.toasts: list[str] = []  # what answerCallbackQuery showed

    def json(self) -> Json:
        return {"id": self.id, "first_name": self.name, "type": "private"}

    def user(self) -> Json:
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.name}
        return user | ({"language_code": self.language_code} if self.language_code else {})

    # --- what a person does; each call makes one update and returns the message or the update's id ---
    def says(self, text: str, *, chat: Chat | None = None) -> Message:
        """Type and send; longer than a message holds, it becomes several, as in Telegram's own apps."""
        pieces = [text[start : start + MAX_TEXT] for start in range(0, len(text), MAX_TEXT)] or [""]
        return [self._send({"text": piece, **_entities(piece)}, chat) for piece in pieces][-1]

    def starts(self, payload: str = "") -> Message:
        return self.says(f"/start {payload}".strip())

    def taps(self, label_or_data: str, *, on: Message | None = None, chat: Chat | None = None) -> str:
        """Tap a button of the newest message that has it (or of `on`); the callback query's id."""
        place = chat or (on.chat if on else self)
        with self.world.lock:
            if on is None:
                message, label, data = place.find_button(label_or_data)
            else:
                message = on
                label, data = next(pair for pair in on.buttons if label_or_data in pair)
            if not data:
                self.says(label, chat=place)
                return ""
            place.last_act = self.world.tick()
            query: Json = {
                "id": str(self.world.next_id()),
                "from": self.user(),
                "chat_instance": str(place.id),
                "message": message.json(),
                "data": data,
            }
            self.world.queries[query["id"]] = self
            self.world.put("callback_query", query)
            return str(query["id"])

    def edits(self, message: Message, text: str) -> None:
        with self.world.lock:
            message.content = {**message.content, ("text" if "text" in message.content else "caption"): text}
            message.edited = True
            message.chat.last_act = self.world.tick()
            self.world.put("edited_message", message.json())

    def sends_voice(self, data: bytes = VOICE, **more: Any) -> Message:
        return self._send({"voice": {**self._file(data), "duration": 3, "mime_type": "audio/ogg"}, **more})

    def sends_audio(self, data: bytes = VOICE, **more: Any) -> Message:
        return self._send({"audio": {**self._file(data), "duration": 3}, **more})

    def sends_photo(self, data: bytes = b"photo", **more: Any) -> Message:
        return self._send({"photo": [{**self._file(data), "width": 90, "height": 90}], **more})

    def sends_video(self, data: bytes = b"video", **more: Any) -> Message:
        return self._send({"video": {**self._file(data), "width": 90, "height": 90, "duration": 3}, **more})

    def sends_document(self, data: bytes = b"document", name: str = "a.pdf", label: str = "", **more: Any) -> Message:
        told = {"file_name": name, **({"mime_type": label} if label else {})}
        return self._send({"document": {**self._file(data), **told}, **more})

    def sends_sticker(self, **more: Any) -> Message:
        sticker = {"width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular"}
        return self._send({"sticker": {**self._file(b"sticker"), **sticker}, **more})

    def sends_poll(self) -> Message:
        poll: Json = {"id": str(self.world.next_id()), "question": "?", "total_voter_count": 0, "type": "regular"}
        poll |= {"options": [{"text": text, "voter_count": 0, "persistent_id": text} for text in ("a", "b")]}
        poll |= {"is_closed": False, "is_anonymous": True, "allows_multiple_answers": False}
        poll |= {"allows_revoting": True, "members_only": False}
        return self._send({"poll": poll})

    def sends_dice(self) -> Message:
        return self._send({"dice": {"emoji": "🎲", "value": 4}})

    def sends_contact(self, number: str = "0900000000") -> Message:
        return self._send({"contact": {"phone_number": number, "first_name": self.name}})

    def sends_location(self, latitude: float = 12.6667, longitude: float = 108.0383) -> Message:
        return self._send({"location": {"latitude": latitude, "longitude": longitude}})

    def sends_venue(self, latitude: float = 12.6667, longitude: float = 108.0383) -> Message:
        place = {"latitude": latitude, "longitude": longitude}
        return self._send({"location": place, "venue": {"location": place, "title": "?", "address": "?"}})

    def sends(self, content: Json) -> Message:
        """Any other content, as the Bot API writes it."""
        return self._send(content)

    def blocks(self) -> None:
        self.blocked = True
        self._membership("member", "kicked")

    def unblocks(self) -> None:
        self.blocked = False
        self._membership("kicked", "member")

    def _membership(self, old: str, new: str) -> None:
        with self.world.lock:
            self.last_act = self.world.tick()
            self.world.put("my_chat_member", self.world.bot_membership(self, self.user(), old, new))

    def _file(self, data: bytes) -> Json:
        return self.world.keep_file(data)

    def _send(self, content: Json, chat: Chat | None = None) -> Message:
        place = chat or self
        with self.world.lock:
            self.started = True
            message = place.post(self.user(), content)
            place.last_act = self.last_act = self.world.tick()
            self.world.put("message", message.json())
            return message


class Group(Chat):
    """A group, basic until it migrates. The bot is in it without an update, or by `adds_bot` with one."""

    def __init__(self, world: World, chat_id: int, title: str, kind: str) -> None:
        super().__init__(world, chat_id, title)
        self.kind = kind
        self.bot_status = "member"

    def json(self) -> Json:
        return {"id": self.id, "title": self.title, "type": self.kind}

    @property
    def has_bot(self) -> bool:
        return self.bot_status in ("member", "administrator", "restricted")

    def adds_bot(self, by: Person) -> None:
        with self.world.lock:
            self.last_act = self.world.tick()
            old, self.bot_status = self.bot_status if not self.has_bot else "left", "member"
            self.world.put("my_chat_member", self.world.bot_membership(self, by.user(), old, "member"))
            joined = self.post(by.user(), {"new_chat_members": [self.world.bot_user()]})
            self.world.put("message", joined.json())

    def removes_bot(self, by: Person) -> None:
        with self.world.lock:
            self.bot_status = "kicked"
            self.world.put("my_chat_member", self.world.bot_membership(self, by.user(), "member", "kicked"))

    def migrates(self) -> Group:
        """The group becomes a supergroup with a new id; both service messages are put out, the new chat returned."""
        with self.world.lock:
            moved = Group(self.world, -(1_000_000_000_000 + self.world.next_id()), self.title, "supergroup")
            self.world.chats[moved.id] = moved
            self.moved_to = moved.id
            anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
            self.world.put("message", self.post(anonymous, {"migrate_to_chat_id": moved.id}).json())
            self.world.put("message", moved.post(anonymous, {"migrate_from_chat_id": self.id}).json())
            return moved


@dataclass(slots=True)
class Waiting:
    """One update on its way; `again` times it is handed out although it was confirmed."""

    update: Json
    kind: str
    again: int = 0
    handed_out: int = 0


class World:
    """Everything that Telegram keeps. All of it is guarded by one lock: the server has a thread of its own."""

    def __init__(self, bot_id: int) -> None:
        self.lock = threading.RLock()
        self.bot_id = bot_id
        self.chats: dict[int, Chat] = {}
        self.updates: list[Waiting] = []
        self.queries: dict[str, Person] = {}
        self.files: dict[str, bytes] = {}
        self.allowed: frozenset[str] = DEFAULT_UPDATES
        self._tick = 0
        self._ids = 5000
        self._update_id = 700_000_000

    def tick(self) -> int:
        self._tick += 1
        return self._tick

    def next_id(self) -> int:
        with self.lock:
            self._ids += 1
            return self._ids

    def bot_user(self) -> Json:
        return {"id": self.bot_id, "is_bot": True, "first_name": "Chung Tay", "username": "chungtay_bot"}

    def bot_membership(self, chat: Chat, by: Json, old: str, new: str) -> Json:
        def until(status: str) -> Json:
            return {"until_date": 0} if status == "kicked" else {}

        return {
            "chat": chat.json(),
            "from": by,
            "date": int(time.time()),
            "old_chat_member": {"user": self.bot_user(), "status": old, **until(old)},
            "new_chat_member": {"user": self.bot_user(), "status": new, **until(new)},
        }

    def put(self, kind: str, content: Json) -> int:
        """Queue an update unless the bot does not want this kind; its id."""
        with self.lock:
            self._update_id += 1
            if kind in self.allowed:
                self.updates.append(Waiting({"update_id": self._update_id, kind: content}, kind))
            return self._update_id

    def fetch(self, offset: int, limit: int) -> list[Json]:
        """What getUpdates answers now: everything below a positive `offset` is confirmed and dropped first."""
        with self.lock:
            if offset < 0:
                self.updates = self.updates[offset:]
            elif offset > 0:
                kept: list[Waiting] = []
                for waiting in self.updates:
                    if waiting.update["update_id"] >= offset:
                        kept.append(waiting)
                    elif waiting.again > 0:
                        waiting.again -= 1
                        kept.append(waiting)
                self.updates = kept
            batch = self.updates[:limit]
            for waiting in batch:
                waiting.handed_out += 1
            return [waiting.update for waiting in batch]

    def keep_file(self, data: bytes) -> Json:
        number = self.next_id()
        self.files[f"file-{number}"] = data
        return {"file_id": f"file-{number}", "file_unique_id": f"unique-{number}", "file_size": len(data)}

    def people(self) -> Iterator[Person]:
        return (chat for chat in list(self.chats.values()) if isinstance(chat, Person))


async def until(true: Callable[[], bool], timeout: float = 5.0) -> None:
    """Wait for something that happens in the server's thread; raises TimeoutError."""
    end = time.monotonic() + timeout
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        await asyncio.sleep(0.01)


def _entities(text: str) -> Json:
    if not text.startswith("/") or len(text.split()[0]) < 2:
        return {}
    return {"entities": [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]}
