"""What frightened people say while they wait, with the rows at hand: who has it, since when, and who is told again."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from handlers import escalation, seen
from handlers.deadlines import VIETNAM
from handlers.outbox import Kind
from handlers.store.models import Case, Job
from locales import translator
from tests.bot.test_conversation import Line
from tests.bot.test_conversation import line as line
from tests.bot.test_web_cost import counted
from tests.handlers.people import hire

_, _child = translator("vi"), translator("vi_child")
NOT_OPENED, LOOKED_AT = (
    "Nobody has opened your report yet.",
    "Somebody has looked at your report; nobody has taken it up yet.",
)
TOLD_AGAIN, TAKEN = "I have just told the staff on duty again.", "At {since} the staff on duty took up your report."
CALM = "thầy dạy thêm hay đánh vào tay em"


def _is_said(msgid: str, texts: list[str]) -> bool:
    return any(voice(msgid) in text for voice in (_, _child) for text in texts)


async def _told_again(line: Line) -> int:
    async with line.store.reading() as session:
        put = select(func.count()).select_from(Job).where(Job.kind == Kind.ALERT_AGAIN)
        return (await session.scalar(put)) or 0


async def _in_danger(line: Line, *, staff: bool = True) -> Case:
    if staff:
        async with line.store.writing() as session:
            await hire(session, "Hoa")
    await line.says("ba đang đánh em")
    await line.says("bỏ qua")
    await line.says("bỏ qua")
    return await line.case()


async def test_whoever_waits_hears_that_staff_were_told_again_only_where_they_were(line: Line) -> None:
    await _in_danger(line)
    told = await line.says("sao lâu vậy")  # they have heard of it this very minute
    assert _is_said(NOT_OPENED, told) and not _is_said(TOLD_AGAIN, told) and await _told_again(line) == 0
    line.now += timedelta(minutes=6)
    told = await line.says("đừng bỏ em")
    assert _is_said(NOT_OPENED, told) and _is_said(TOLD_AGAIN, told) and await _told_again(line) == 1
    told = await line.says("cô ơi cô còn đó không")  # within the same minutes nobody is told a second time
    assert _is_said(NOT_OPENED, told) and not _is_said(TOLD_AGAIN, told) and await _told_again(line) == 1
    line.now += timedelta(minutes=6)
    assert _is_said(TOLD_AGAIN, await line.says("sao không ai trả lời")) and await _told_again(line) == 2


async def test_a_feeling_alone_alerts_nobody_again_but_is_kept(line: Line) -> None:
    await _in_danger(line)
    line.now += timedelta(minutes=6)
    assert _is_said(NOT_OPENED, await line.says("em mệt quá")) and await _told_again(line) == 0
    assert (await line.case()).unread_since is not None


async def test_where_no_message_can_reach_staff_nobody_says_that_they_were_told(line: Line) -> None:
    await _in_danger(line, staff=False)
    line.now += timedelta(minutes=6)
    told = await line.says("sao lâu vậy")
    assert _is_said(NOT_OPENED, told) and not _is_said(TOLD_AGAIN, told)


async def test_once_somebody_has_it_the_hour_is_told_and_nobody_else_is_alerted(line: Line) -> None:
    case = await _in_danger(line)
    line.now += timedelta(minutes=7)
    async with line.store.writing() as session:
        await seen.mark_read(session, case.id, line.now)
    assert _is_said(LOOKED_AT, await line.says("em sợ"))
    async with line.store.writing() as session:
        await escalation.claim(session, case.id, "hoa", line.now)
    taken = line.now
    line.now += timedelta(minutes=20)
    told = await line.says("có ai đọc tin của em chưa")
    hour = f"{taken.astimezone(VIETNAM):%H:%M}"
    assert any(_child(TAKEN).format(since=hour) in text for text in told) and await _told_again(line) == 0
    told = await line.says("sao lâu vậy")
    assert any(f"Lúc {hour} cô chú trực đã nhận tin của em." in text for text in told)
    line.now += timedelta(days=1)
    told = await line.says("em buồn quá")
    assert any(f"{taken.astimezone(VIETNAM):%H:%M, %d/%m/%Y}" in text for text in told)


async def test_a_chat_that_the_case_has_left_is_comforted_and_hears_nothing_of_it(line: Line) -> None:
    case = await _in_danger(line)
    async with line.store.writing() as session:
        mine = await session.get(Case, case.id)
        assert mine is not None
        mine.conversation_id = None
    told = await line.says("em sợ")
    assert told and not _is_said(NOT_OPENED, told) and "thở ra" in "".join(told)


async def test_comforting_costs_nothing_more_and_with_a_case_one_query(line: Line) -> None:
    """Beside words that are only kept: the case's row. Telling staff again is a write of its own."""
    await line.says(CALM)
    with counted(line.store) as plain:
        await line.says("ở nhà thầy, em không biết xã nào")
    with counted(line.store) as comforted:
        await line.says("em sợ")
    assert (comforted.transactions, comforted.statements) <= (plain.transactions, plain.statements)
    await _in_danger(line)
    await line.says("ông ấy đi ra ngoài rồi")
    with counted(line.store) as plain:
        await line.says("con chó nhà em cũng bị đuổi ra ngoài")
    with counted(line.store) as comforted:
        await line.says("em mệt quá")
    assert comforted.transactions == plain.transactions
    assert comforted.statements <= plain.statements + 1
