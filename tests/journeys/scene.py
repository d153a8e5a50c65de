"""A stage for the stories: the real core, shell, database and language service, with channels that only remember."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.channels import Outbound, Shows
from bot.channels.telegram.channel import Telegram
from bot.channels.web.channel import Web
from bot.conversation import Conversations
from bot.delivery import Delivery
from bot.dialogue import stored
from bot.dialogue.state import State
from bot.inbound import Inbound
from bot.settings import Operator, Settings
from handlers import escalation, picture, reply, services
from handlers.campaigns import campaigns, variants
from handlers.campaigns.form import Wanted, WantedVariant
from handlers.campaigns.topics import Kind as CampaignKind
from handlers.campaigns.topics import Topic
from handlers.case import Because, ItemKind
from handlers.console import opening, reading
from handlers.permission import Role
from handlers.recording import Recording
from handlers.store.engine import Store
from handlers.store.keys import BotKeys, ConsoleKeys, keyed_hash
from handlers.store.models import Case, Conversation, Staff, Variant
from handlers.triage import Level
from locales import translator
from nlu import places
from nlu.meaning import Meaning
from tests.journeys.transcript import Transcript

_ = translator("vi")
VOICES = (_, translator("vi_child"))
MORNING = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)  # a Wednesday, nine o'clock in Viet Nam
A_MOMENT = timedelta(seconds=1)  # that an answer waits, where several messages are written at once
_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
A_WINDOW = 8  # messages that a channel with reply windows lets through for each message of the person


class Remembering:
    """A channel that shows what it is given: with buttons, or as plain text in small messages, few at a time."""

    def __init__(self, name: str, transcript: Transcript, *, plain: bool) -> None:
        self.name, self.plain, self.transcript = name, plain, transcript
        self.about = {"telegram": Telegram, "web": Web}[name].about
        self.shows = Shows(buttons=not plain, max_text=2000) if plain else Shows(buttons=True, max_text=4096)
        self.shown: dict[str, list[tuple[str, Outbound]]] = {}
        self.since_heard: dict[str, int] = {}
        self._count = 0

    async def receive(self) -> None: ...

    async def deliver(self, address: str, message: Outbound) -> str:
        self._count += 1
        if self.plain:
            assert not message.choices and len(message.text) <= 2000, "too much for this channel"
        self.shown.setdefault(address, []).append((str(self._count), message))
        self.transcript.bot(address.partition("@")[0], message)
        self.since_heard[address] = self.since_heard.get(address, 0) + 1
        assert self.since_heard[address] <= A_WINDOW, "too many messages in one window"
        return str(self._count)

    async def play(self, address: str, recording: Recording) -> str:
        return await self.deliver(address, Outbound("🔊"))

    async def erase(self, address: str, message_ids: tuple[str, ...]) -> None:
        self.transcript.erased(address.partition("@")[0], len(message_ids))
        kept = [(number, message) for number, message in self.shown.get(address, []) if number not in message_ids]
        self.shown[address] = kept


@dataclass
class Scene:
    """One story: its clock, its channels, its people, and the transcript that is written as it goes."""

    store: Store
    keys: BotKeys
    console: ConsoleKeys
    parse: Callable[[str], Awaitable[Meaning]]
    transcript: Transcript
    plain: bool = False
    now: datetime = MORNING
    updates: int = 0

    def __post_init__(self) -> None:
        self.channels = {name: Remembering(name, self.transcript, plain=self.plain) for name in ("telegram", "web")}
        operator = Operator(
            name="Đường dây bảo vệ trẻ em (ví dụ)",
            answered_by="cán bộ trực",
            hours="7 giờ đến 22 giờ hằng ngày",
            promises={"P0": "trong 5 phút", "P1": "trong 1 giờ", "P2": "trong ngày"},
        )
        settings = Settings(operator=operator, _env_file=None)
        about = {name: channel.about for name, channel in self.channels.items()}
        self.conversations = Conversations(self.store, self.keys, self.parse, settings.line, self._clock, about)
        self.delivery = Delivery(self.store, self.keys, self.channels, self.conversations, None, self._clock)

    def _clock(self) -> datetime:
        return self.now

    def person(self, name: str, channel: str = "telegram") -> Reporter:
        return Reporter(self, name, channel, f"{name}@{channel}")

    async def waits(self, **span: float) -> None:
        """Time passes; what silence brings about happens."""
        self.now += timedelta(**span)
        self.transcript.time_passes(timedelta(**span))
        await self.conversations.silent_ones()
        await self._deliver()

    async def hears(self, *burst: Inbound) -> None:
        """One thing, or several that come quicker than anybody can answer."""
        self.now += timedelta(seconds=20)
        self.conversations.answers.hold = A_MOMENT if len(burst) > 1 else timedelta(0)
        for inbound in burst:
            self.channels[inbound.channel].since_heard[inbound.chat] = 0
            await self.conversations.hear(replace(inbound, at=self.now))
            await self._deliver()
        self.now += self.conversations.answers.hold
        await self._deliver()

    async def _deliver(self) -> None:
        for name in self.channels:
            await self.delivery.pump(name)

    # --- staff ----------------------------------------------------------------------------------------------------
    async def on_duty(self, name: str = "lan", languages: str = "vi") -> None:
        async with self.store.writing() as session:
            staff = Staff(
                id=name, login=name, name=name, role=Role.SUPERVISOR, languages=languages, active=True,
                on_duty_since=self.now, telegram_address=b"sealed", created_at=self.now,
            )  # fmt: skip
            session.add(staff)

    async def knows_of(self, name: str, kind: str, commune: str, address: str, phone: str) -> None:
        """One row of the operator's table of places that help."""
        code = places.find(commune).candidates[0].code
        place = services.Service(
            name, kind, frozenset({code}), address, "8 giờ đến 16 giờ", "", "miễn phí", phone, self.now.date()
        )
        async with self.store.writing() as session:
            await services.replace(session, [place])

    async def runs_a_campaign(
        self, topic: Topic, name: str, label: str, *, commune: str = "", link_code: str = "", typed_code: str = ""
    ) -> Variant:
        """A campaign that is seen in one place; the codes are random unless one is named."""
        code = places.find(commune).candidates[0].code if commune else None
        async with self.store.writing() as session:
            wanted = Wanted(topic, {"vi": name}, (), self.now.date(), None)
            campaign = await campaigns.create(session, wanted, None, self.now)
            school = WantedVariant(CampaignKind.SCHOOL, label, code)
            variant = await variants.add(session, campaign.id, school, None, self.now)
            variant.link_code, variant.typed_code = link_code or variant.link_code, typed_code or variant.typed_code
        return variant

    async def cases(self) -> list[Case]:
        async with self.store.reading() as session:
            return list(await session.scalars(select(Case).order_by(Case.number)))

    async def remembered(self, person: Reporter) -> State:
        """What the line remembers of a conversation between two messages."""
        chat = keyed_hash(self.keys.chats, person.channel, person.chat)
        async with self.store.reading() as session:
            kept = await session.scalar(select(Conversation.state).where(Conversation.chat_hash == chat))
        assert kept is not None
        return stored.load(self.keys.live.decrypt(kept))

    async def case(self) -> Case:
        (case,) = await self.cases()
        return case

    async def claimed(self, case: Case, by: str = "lan") -> None:
        async with self.store.writing() as session:
            await escalation.claim(session, case.id, by, self.now)
        self.transcript.staff(f"A member of staff takes up case {case.number}.")

    async def answered(self, case: Case, text: str, by: str = "lan") -> None:
        async with self.store.writing() as session:
            await reply.send(session, self.console, case.id, by, text, now=self.now)
        self.transcript.staff(f"Staff write back on case {case.number}.", text)
        await self._deliver()

    async def spoke(self, case: Case, by: str = "lan") -> None:
        async with self.store.writing() as session:
            voice = Recording(b"OggS a kind voice", "audio/ogg")
            await reply.send(session, self.console, case.id, by, voice, now=self.now)
        self.transcript.staff(f"Staff answer by voice on case {case.number}.")
        await self._deliver()

    async def takes_pictures(self, case: Case, by: str = "lan") -> None:
        async with self.store.writing() as session:
            await picture.allow(session, case.id, by, True, self.now)
        self.transcript.staff(f"Staff take pictures on case {case.number}.")

    async def closed(self, case: Case, because: Because, reason: str, by: str = "lan") -> None:
        async with self.store.writing() as session:
            await escalation.close(session, case.id, by, reason, self.now, because)
        self.transcript.staff(f"Case {case.number} is closed.", reason)

    async def opened(self, case: Case) -> list[reading.Opened]:
        """The opened items of a case, as the console reads them."""
        async with self.store.writing() as session:
            staff = Staff(id="reader", login="reader", name="reader", role=Role.SUPERVISOR, created_at=self.now)
            staff = await session.merge(staff)
            await session.flush()
            found = await session.get(Case, case.id)
            assert found is not None
            return await opening.open_case(session, self.console, found, staff, self.now)

    async def given(self, case: Case) -> dict[str, str]:
        """question → value of what staff read."""
        told = reading.whole_report(await self.opened(case))
        assert told is not None
        return {answer.question: answer.value for answer in told.answers}

    async def words(self, case: Case) -> str:
        """All words on a case, those of the report and those that came later."""
        items = await self.opened(case)
        later = [item.plain.decode() for item in items if item.kind is ItemKind.MESSAGE and item.plain]
        told = reading.whole_report(items)
        return "\n".join([answer.given for answer in told.answers] if told else []) + "\n" + "\n".join(later)

    async def staff_see(self) -> None:
        """The end of every transcript: what has reached staff, case by case."""
        self.transcript.heading("What staff see")
        cases = await self.cases()
        if not cases:
            self.transcript.line("No case was opened.")
        for case in cases:
            items = sorted(await self.opened(case), key=_as_it_came)
            told, triage = reading.whole_report(items), reading.whole_triage(items)
            flags = [
                *(["not finished"] if case.unfinished else []),
                *(["do not write to this chat"] if case.do_not_write else []),
                *([f"closed ({case.closed_because})"] if case.status == "closed" else []),
            ]
            title = f"**Case {case.number}, {Level(case.level).name}**"
            self.transcript.line(", ".join([title, *flags]))
            for reason in triage.reasons if triage else ():
                self.transcript.bullet(f"{_(reason)}")
            for answer in told.answers if told else ():
                self.transcript.bullet(f"{answer.asked} — {answer.given}")
            for item in items:
                if item.kind is ItemKind.MESSAGE and item.plain:
                    self.transcript.bullet(f"Later: {item.plain.decode()}")
                if item.kind is ItemKind.REMARK and item.plain:
                    self.transcript.bullet(f"Noted: {item.plain.decode()}")
            if await self._recordings(case):
                self.transcript.bullet(f"Recordings: {await self._recordings(case)}")

    async def _recordings(self, case: Case) -> int:
        from handlers.store.models import Item

        async with self.store.reading() as session:
            query = select(Item.id).where(Item.case_id == case.id, Item.kind == ItemKind.RECORDING)
            return len(list(await session.scalars(query)))


def _as_it_came(item: reading.Opened) -> tuple[datetime, bool, bytes]:
    """What came in the same moment always stands in the same order."""
    return item.at, item.kind is ItemKind.MESSAGE, item.plain or b""


@dataclass
class Reporter:
    """Somebody who writes to the line, on one channel."""

    scene: Scene
    name: str
    channel: str
    chat: str
    campaign: str = ""

    @property
    def screen(self) -> list[Outbound]:
        """What the bot has said to them and not erased again."""
        return [message for _number, message in self.scene.channels[self.channel].shown.get(self.chat, [])]

    async def starts(self, campaign: str = "") -> Reporter:
        self.scene.transcript.person(self.name, f"/start {campaign}".strip())
        return await self._hands_in(command="start", argument=campaign)

    async def says(self, text: str, ref: str | None = None) -> Reporter:
        self.scene.transcript.person(self.name, text)
        if text.startswith("/"):
            return await self._hands_in(command=text[1:])
        return await self._hands_in(text=text, message_id=ref)

    async def says_at_once(self, *texts: str) -> Reporter:
        """One message right after another."""
        for text in texts:
            self.scene.transcript.person(self.name, text)
        await self.scene.hears(*(self._inbound(text=text) for text in texts))
        return self

    async def sends_at_once(self, *kinds: str) -> Reporter:
        self.scene.transcript.person(self.name, "📎" * len(kinds), note=f"{len(kinds)} at once")
        await self.scene.hears(*(self._inbound(attachment=kind) for kind in kinds))
        return self

    async def edits(self, text: str, ref: str) -> Reporter:
        self.scene.transcript.person(self.name, text, note="edits the message")
        return await self._hands_in(text=text, message_id=ref, edited=True)

    async def taps(self, label: str) -> Reporter:
        """Choose what stands there: by its button, or on a plain channel by its number. `label` is a msgid."""
        wanted = {voice(label) for voice in VOICES}
        for message in reversed(self.screen):
            if self.scene.plain:
                numbers = [line.partition(". ") for line in message.text.splitlines()]
                found = [number for number, _dot, name in numbers if name in wanted and number.isdecimal()]
                if found:
                    return await self.says(found[-1])
            for data, name in message.choices:
                if name in wanted:
                    self.scene.transcript.person(self.name, f"[{name}]")
                    return await self._hands_in(button=data)
        raise AssertionError(f"no such choice: {wanted}; there is: {self.screen[-1] if self.screen else None}")

    async def presses(self, button: tuple[str, str]) -> Reporter:
        """A button as it stood there before, whatever stands there now."""
        data, name = button
        self.scene.transcript.person(self.name, f"[{name}]", note="an old button")
        return await self._hands_in(button=data)

    async def speaks(self, data: bytes = b"OggS a voice") -> Reporter:
        self.scene.transcript.person(self.name, "🎤", note="a recording")
        return await self._hands_in(attachment="voice", recording=Recording(data, "audio/ogg", b"ID3 a copy"))

    async def shares(self, latitude: float, longitude: float) -> Reporter:
        self.scene.transcript.person(self.name, "📍", note="a location")
        return await self._hands_in(location=(latitude, longitude))

    async def shows(self, jpeg: bytes = b"a cleaned jpeg") -> Reporter:
        self.scene.transcript.person(self.name, "🖼", note="a picture")
        return await self._hands_in(attachment="picture", picture=jpeg)

    async def sends(self, kind: str) -> Reporter:
        self.scene.transcript.person(self.name, "📎", note=f"a {kind}")
        return await self._hands_in(attachment=kind)

    def sees(self, msgid: str, **params: str) -> None:
        """That it was said in the last answers, and still stands there."""
        wanted = {voice(msgid).format(**params) for voice in VOICES}
        said = [message.text for message in self.screen[-A_WINDOW:]]
        assert any(one in text for text in said for one in wanted), f"{wanted!r} not in {said}"

    def does_not_see(self, words: str) -> None:
        assert not any(words in message.text for message in self.screen)

    def code(self) -> str:
        lines = [line for message in reversed(self.screen) for line in message.text.splitlines()]
        return next(line for line in lines if len(line) == 19 and line.replace(" ", "").isdigit())

    async def _hands_in(self, **what: object) -> Reporter:
        await self.scene.hears(self._inbound(**what))
        return self

    def _inbound(self, **what: object) -> Inbound:
        self.scene.updates += 1
        return Inbound(
            self.channel,
            self.channel,
            str(self.scene.updates),
            self.chat,
            self.scene.now,
            **what,  # type: ignore[arg-type]
        )
