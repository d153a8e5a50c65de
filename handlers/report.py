"""A report becomes a case, is completed and added to by its reporter, and marked read by staff."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import escalation, glance, mute, place
from handlers.alerts import tell_again, tell_unread
from handlers.audit import Act, note
from handlers.case import ItemKind, Remark, Report, Status
from handlers.deadlines import VIETNAM
from handlers.figures import coarse, keeping
from handlers.item import add_item, add_staff_item
from handlers.judging import judged, keep_triage, raise_level, reopen
from handlers.receipt import in_groups, new_receipt
from handlers.recording import UNPLAYABLE, Recording, to_bytes
from handlers.snapshot import snapshot_to
from handlers.store.kept import drop, keep
from handlers.store.keys import BotKeys, keyed_hash
from handlers.store.models import Case, CaseKey, CaseSequence, Conversation
from handlers.store.rows import insert, locked_case
from handlers.store.seal import new_case_keys
from handlers.triage import NAMED, THREAT, THREAT_TOLD_OF, UNHEARD, URGENT, Facts, Level, Triage, put_right
from handlers.triage import triage as triage_of

# A report is handled on the law's order and never on consent: a child can't be told to fetch a violent parent's.
# Children's Law 102/2016 Đ51, Decree 56/2017 Đ24-26, and Đ19.1 of Law 91/2025 on personal data.
LEGAL_BASIS = "LTE 102/2016 Đ51; NĐ 56/2017 Đ24-26; Luật 91/2025 Đ19.1"

_TOLD_AGAIN_AFTER = timedelta(minutes=5)
_THREATS = {Remark.THREATENED.value: THREAT, Remark.TOLD_OF_A_THREAT.value: THREAT_TOLD_OF}


async def open_case(
    session: AsyncSession,
    keys: BotKeys,
    report: Report,
    triage: Triage,
    *,
    conversation: Conversation,
    received_at: datetime,
    now: datetime,
    unfinished: bool = False,
    do_not_write: bool = False,
    follows: str | None = None,
    hours: str = "",
) -> Opened:
    """Open a case and alert staff. `received_at` is this report's first message: the twelve hours count from it.

    `follows` is an earlier case of the same chat: its hours for writing hold for this one too, unless the person has
    said others since, `hours`.
    """
    case_id = uuid4().hex
    wrapped = new_case_keys(case_id, keys.console_public, keys.recovery_public)
    receipt = new_receipt()
    earlier = await session.get(Case, follows) if follows is not None else None
    case = Case(
        id=case_id,
        number=await _next_number(session, now),
        receipt_hash=keyed_hash(keys.receipts, receipt),
        public_key=wrapped.public,
        conversation_id=conversation.id,
        channel=conversation.channel,
        language=report.language,
        status=Status.OPEN,
        level=triage.level,
        group=triage.group,
        commune_code=report.commune_code,
        commune_scheme=report.commune_scheme,
        unfinished=unfinished,
        do_not_write=do_not_write,
        safe_hours=hours or (earlier.safe_hours if earlier is not None else None),
        follows=earlier.id if earlier is not None else None,
        unreachable=conversation.closed_by_peer or False,
        received_at=received_at,
        opened_at=now,
        alerted_at=now,
        waits_since=now,
        notice_version=conversation.notice_version or "",
        notice_at=conversation.notice_at,
        legal_basis=LEGAL_BASIS,
    )
    glance.show_reason(case, triage)
    await mute.begin(session, case, mute.is_harmless(report.facts, triage))
    session.add(case)
    session.add(CaseKey(case_id=case_id, for_console=wrapped.for_console, for_recovery=wrapped.for_recovery))
    note(session, Act.OPEN, at=now, case_id=case_id, detail=triage.level.name)
    _add_report(session, case, report, triage, now, keys, first=True)
    await escalation.begin(session, case, now)
    await escalation.tell_of_a_threat(session, case, triage.reasons, now)
    return Opened(case_id, case.number, in_groups(receipt), triage.level)


async def complete(
    session: AsyncSession,
    case_id: str,
    report: Report,
    triage: Triage,
    *,
    now: datetime,
    unfinished: bool = False,
    harmless: bool = True,
    keys: BotKeys | None = None,
) -> None:
    """Add a newer snapshot to a case; its level is only ever raised. A closed case opens again. Raises NoSuchCase.

    With `keys` one that says the same as the last is not kept again, and does not make the case unread. Not `harmless`
    is what the newest words lean to, although the facts do not say it.
    """
    case = await locked_case(session, case_id)
    new = _add_report(session, case, report, triage, now, keys)
    anew = reopen(case)
    raised = raise_level(case, triage)
    raised = _named(session, case, harmless and mute.is_harmless(report.facts, triage), now) or raised
    case.unfinished = unfinished
    case.language = report.language
    if new:
        await mark_unread(session, case, now)
    if anew or raised:
        await escalation.begin(session, case, now)
    await escalation.tell_of_a_threat(session, case, triage.reasons, now)


async def supplement(
    session: AsyncSession, case_id: str, report: Report, *, now: datetime, keys: BotKeys | None = None
) -> None:
    """Add what was told after the receipt: an age or a person put right may raise the level. Raises NoSuchCase.

    With `keys` what says the same as the last is not kept again.
    """
    case = await locked_case(session, case_id)
    triage = put_right(report.facts, case.group)
    raised = triage is not None and raise_level(case, triage)
    raised = _named(session, case, mute.is_harmless(report.facts, triage_of(report.facts)), now) or raised
    if _add_report(session, case, report, triage, now, keys):
        await mark_unread(session, case, now)
    if raised:
        reopen(case)
        await escalation.begin(session, case, now)


async def add_recording(session: AsyncSession, case_id: str, recording: Recording, *, now: datetime) -> str:
    """Seal the reporter's voice to the case and return the item's id; nobody knows yet what it says. Raises NoSuchCase.

    So a closed case opens again, and one that could wait longer is raised to the twelve hours. One without a copy that
    plays is an alarm until the next that has one.
    """
    case = await locked_case(session, case_id)
    kind = ItemKind.RECORDING if recording.copy else ItemKind.RAW_SOUND
    item_id = add_item(session, case, kind, to_bytes(recording), now=now)
    await (drop(session, UNPLAYABLE) if recording.copy else keep(session, UNPLAYABLE, now.isoformat()))
    mute.hear(case, False)
    anew = reopen(case)
    raised = judged(session, case, Triage(Level.P1, case.group, (UNHEARD,)), now)
    await mark_unread(session, case, now)
    if anew or raised:
        await escalation.begin(session, case, now)
    return item_id


async def add(
    session: AsyncSession,
    case_id: str,
    kind: ItemKind,
    text: str,
    *,
    now: datetime,
    staff_id: str | None = None,
    harmless: bool = False,
) -> str:
    """Seal one more item to the case and return its id. A reporter's message opens a closed case again.

    `harmless` says of their words that they name neither a child nor a risk (handlers.mute). Words that may do, on a
    case that was taken for a nuisance, raise it and are alerted. Raises NoSuchCase.
    """
    case = await locked_case(session, case_id)
    if staff_id is None:
        item_id = add_item(session, case, kind, text.encode(), now=now)
    else:
        item_id = (await add_staff_item(session, case, kind, text.encode(), now=now, staff_id=staff_id)).id
    if kind in (ItemKind.MESSAGE, ItemKind.REMARK, ItemKind.AROUND, ItemKind.CALL, ItemKind.CALLER):
        threat = _THREATS.get(text) if kind is ItemKind.REMARK else None
        anew = (threat is not None or kind not in (ItemKind.REMARK, ItemKind.AROUND)) and reopen(case)
        weighs = threat is not None or text == Remark.DANGER_AGAIN if _is_code(kind, text) else not harmless
        if staff_id is None:
            anew = _named(session, case, not weighs, now) or anew
        else:
            mute.hear(case, not weighs)
        if threat is not None:
            anew = judged(session, case, Triage(Level.P1, case.group, (threat,)), now) or anew
        if staff_id is None or staff_id != case.claimed_by:
            await mark_unread(session, case, now)
        if anew:
            await escalation.begin(session, case, now)
        await escalation.tell_of_a_threat(session, case, (threat,), now)
    return item_id


def _named(session: AsyncSession, case: Case, harmless: bool, now: datetime) -> bool:
    """What was taken for a nuisance names a child or a risk: neither muted nor closed, and raised. Whether it was."""
    if not mute.hear(case, harmless) or case.level <= Level.P2:
        return False
    reopen(case)
    return judged(session, case, Triage(Level.P2, case.group, (NAMED,)), now)


def _is_code(kind: ItemKind, text: str) -> bool:
    """Whether it is something that the reporter did, and no words of theirs."""
    return kind is ItemKind.REMARK and text in frozenset(Remark)


async def danger_again(
    session: AsyncSession,
    case_id: str,
    report: Report,
    triage: Triage,
    *,
    now: datetime,
    keys: BotKeys | None = None,
) -> None:
    """Danger was heard again: the case is P0 and everybody on duty and its claimer are alerted anew."""
    case = await locked_case(session, case_id)
    new = _add_report(session, case, report, triage, now, keys)
    mute.hear(case, False)
    climbing = case.level == Level.P0 and escalation.is_unheeded(case)
    reopen(case)
    raise_level(case, Triage(Level.P0, triage.group, triage.reasons))
    if new and case.unread_since is None:
        case.unread_since = now  # without the quiet "unread" message: the alert says more
    if climbing:
        # A ladder that is climbing must not be started anew, or crying out would keep the next person from hearing.
        await tell_again(session, case, now)
    else:
        await escalation.begin(session, case, now)
    await escalation.tell_of_a_threat(session, case, triage.reasons, now)


async def still_waits(session: AsyncSession, case_id: str, now: datetime) -> bool:
    """The reporter asks where everybody is: whether those on duty have just been told again.

    Only of an urgent case that nobody has taken up, and only some minutes after they were last told of it.
    """
    case = await locked_case(session, case_id)
    if case.status != Status.OPEN or case.level not in URGENT or now - case.alerted_at < _TOLD_AGAIN_AFTER:
        return False
    return await tell_again(session, case, now, _TOLD_AGAIN_AFTER // timedelta(minutes=1)) > 0


async def _next_number(session: AsyncSession, now: datetime) -> str:
    """ "26-0421": the year in Viet Nam and a count that starts anew with it; no two cases share one."""
    year = now.astimezone(VIETNAM).year
    row = insert(session, CaseSequence).values(year=year, last=1)
    counted = row.on_conflict_do_update(index_elements=["year"], set_={"last": CaseSequence.last + 1})
    last = (await session.execute(counted.returning(CaseSequence.last))).scalar_one()
    return f"{year % 100:02d}-{last:04d}"


def _add_report(
    session: AsyncSession,
    case: Case,
    report: Report,
    triage: Triage | None,
    now: datetime,
    keys: BotKeys | None,
    *,
    first: bool = False,
) -> bool:
    """Keep what is told and how it was judged. Whether the report says anything that the last one did not.

    Nobody here can read the last one: its mark, which says nothing without the key of chats, tells the same apart.
    """
    if first:
        keeping.begin(session, case, coarse.of_report(report), now)
    else:
        keeping.add(session, case, coarse.of_report(report), now)
    said = snapshot_to(replace(report, facts=Facts()))  # what follows from the words is judged, and kept, each time
    mark = keyed_hash(keys.chats, "snapshot", case.id, said.decode()) if keys is not None else None
    new = mark is None or mark != case.told_mark
    if new:
        add_item(session, case, ItemKind.SNAPSHOT, snapshot_to(report), now=now)
        case.told_mark = mark
    if triage is not None:
        keep_triage(session, case, triage, now)
    place.follow(session, case, report, now)
    glance.show_reporter(case, report)
    return new


async def mark_unread(session: AsyncSession, case: Case, now: datetime) -> None:
    if case.unread_since is None:
        case.unread_since = now
        await tell_unread(session, case, now)


@dataclass(frozen=True, slots=True)
class Opened:
    """A new case: its id, its number for staff, and the receipt code in groups, which is shown once."""

    case_id: str
    number: str
    receipt: str
    level: Level
