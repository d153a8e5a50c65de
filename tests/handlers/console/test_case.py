"""Who may open a case, what is recorded of it, and what can be done to it."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from handlers import escalation, picture, report, writable
from handlers.case import Answer, ItemKind, Report
from handlers.item import add_item
from handlers.permission import Role
from handlers.recording import Recording
from handlers.store.models import Audit, Case, CaseKey, Item, Job, Kept, Reply, Staff
from handlers.store.rows import locked_case
from handlers.triage import Facts, Level
from tests.fakes.telegram_world import VOICE
from tests.handlers.console.visits import House, Visitor, hidden
from tests.handlers.files import made
from tests.handlers.people import WORDS, chat, judged, opened

TEXT = "Chào em, chị là Lan. Em có an toàn không?"


async def new_case(house: House, for_bot, level: Level = Level.P1, **columns: object) -> str:
    """A case's number."""
    async with house.store.writing() as session:
        made = await opened(session, for_bot, level, now=house.now())
        case = await session.get(Case, made.case_id)
        for name, value in columns.items():
            setattr(case, name, value)
    return made.number


async def case_of(house: House, number: str) -> Case:
    async with house.store.reading() as session:
        return await session.scalar(select(Case).where(Case.number == number))


async def claimed(house: House, for_bot, name: str = "Lan", **columns: object) -> tuple[Visitor, str]:
    visitor, number = await house.hire_and_sign_in(name), await new_case(house, for_bot, **columns)
    answer = await visitor.post(f"/cases/{number}/claim")
    assert answer.headers["location"] == f"/cases/{number}?said=claimed"
    return visitor, number


async def reads(house: House) -> list[tuple[str, str | None]]:
    async with house.store.reading() as session:
        rows = await session.execute(
            select(Staff.name, Audit.item_id).join(Staff, Staff.id == Audit.staff_id).where(Audit.act == "read")
        )
        return [(row.name, row.item_id) for row in rows]


async def test_an_officer_reads_a_case_only_after_claiming_it(house, for_bot):
    visitor, number = await house.hire_and_sign_in("Lan"), await new_case(house, for_bot)

    before = await visitor.get(f"/cases/{number}?open=yes")
    assert before.status_code == 200 and WORDS not in before.text
    assert await reads(house) == []

    after = await visitor.follow(await visitor.post(f"/cases/{number}/claim"))
    assert WORDS in after.text
    assert (await case_of(house, number)).unread_since is None


async def test_one_look_leaves_one_line_in_the_audit_that_says_what_it_opened(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    async with house.store.writing() as session:
        case = await session.scalar(select(Case))
        message = await report.add(session, case.id, ItemKind.MESSAGE, "Nó vẫn khóc", now=house.now())
    await visitor.get(f"/cases/{number}")
    async with house.store.reading() as session:
        (line,) = await session.scalars(select(Audit).where(Audit.act == "read"))
    assert (line.detail, line.item_id) == ("message:1 snapshot:1 triage:1", None)
    assert message not in (await visitor.get("/me")).text
    mai = await house.hire_and_sign_in("Mai", Role.SUPERVISOR)
    records = (await mai.get("/audit")).text
    assert "The reporter wrote 1, Report 1, Urgency 1" in records and "(3 entries)" in records


async def test_the_talk_goes_from_oldest_to_newest_and_shows_where_the_reporter_went_on(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    house.now.go(minutes=1)
    await visitor.post(f"/cases/{number}/reply", text=TEXT, nonce="a" * 32)
    assert "wrote since then" not in (await visitor.get(f"/cases/{number}")).text
    house.now.go(minutes=1)
    async with house.store.writing() as session:
        case = await session.scalar(select(Case))
        await report.add(session, case.id, ItemKind.MESSAGE, "Nó vẫn khóc", now=house.now())
    assert number in (await visitor.get("/bell")).text
    page = (await visitor.get(f"/cases/{number}")).text
    places = [page.index(words) for words in (TEXT, "wrote since then", "Nó vẫn khóc", 'name="text"')]
    assert places == sorted(places)


async def test_a_place_put_right_is_seen_on_the_case_and_in_the_queue_with_the_one_before(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    house.now.go(minutes=1)
    said = Answer("where", "Ở đâu?", "không phải, là Ea Tul", "24277")
    async with house.store.writing() as session:
        case = await session.scalar(select(Case))
        await report.supplement(session, case.id, Report((said,), Facts(), "vi", "24277", "2025"), now=house.now())
    page, queue = (await visitor.get(f"/cases/{number}")).text, (await visitor.get("/queue")).text
    assert "Phường Buôn Ma Thuột → Xã Ea Tul" in page and "The reporter put the place right" in page
    assert "không phải, là Ea Tul" in page
    assert "Xã Ea Tul" in queue and "Phường Buôn Ma Thuột" not in queue


async def test_an_item_is_not_shown_when_its_reading_can_not_be_recorded(house, for_bot, monkeypatch):
    visitor, number = await claimed(house, for_bot)

    async def fail(*_: object) -> None:
        raise RuntimeError("no audit")

    monkeypatch.setattr("handlers.console.opening.seen.mark_read", fail)
    answer = await visitor.get(f"/cases/{number}")
    assert answer.status_code == 500 and WORDS not in answer.text
    assert await reads(house) == []


async def test_a_supervisor_reads_deliberately_and_the_case_stays_unread(house, for_bot):
    number = await new_case(house, for_bot)
    mai = await house.hire_and_sign_in("Mai", Role.SUPERVISOR, on_duty=False)
    async with house.store.writing() as session:
        case = await session.scalar(select(Case))
        case.unread_since = house.now()

    assert WORDS not in (await mai.get(f"/cases/{number}")).text
    assert await reads(house) == []
    assert WORDS in (await mai.get(f"/cases/{number}?open=yes")).text
    assert {name for name, _ in await reads(house)} == {"Mai"}
    assert (await case_of(house, number)).unread_since is not None


@pytest.mark.parametrize("role", [Role.CASE_WORKER, Role.INTAKE])
async def test_nobody_else_reads_what_somebody_claimed(house, for_bot, role):
    _, number = await claimed(house, for_bot)
    other = await house.hire_and_sign_in("Khác", role)
    page = await other.get(f"/cases/{number}?open=yes")
    assert WORDS not in page.text and "Lan" in page.text
    assert "Khác" not in {name for name, _ in await reads(house)}


# Role and whose case it is, and which acts get through: claim, reply, raise, lower, close, release.
MATRIX = [
    (Role.CASE_WORKER, "own", {"reply", "raise", "lower", "close", "release"}),
    (Role.CASE_WORKER, "another's", {"raise"}),
    (Role.CASE_WORKER, "nobody's", {"claim", "raise"}),
    (Role.SUPERVISOR, "own", {"reply", "raise", "lower", "close", "release"}),
    (Role.SUPERVISOR, "another's", {"reply", "raise", "lower", "close", "release"}),
    (Role.SUPERVISOR, "nobody's", {"claim", "reply", "raise", "lower", "close"}),
    (Role.INTAKE, "own", {"reply", "raise", "release"}),
    (Role.INTAKE, "another's", {"raise"}),
    (Role.INTAKE, "nobody's", {"claim", "raise"}),
    (Role.ADMINISTRATOR, "own", set()),
    (Role.ADMINISTRATOR, "another's", set()),
    (Role.ADMINISTRATOR, "nobody's", set()),
]
FORMS = {
    "claim": ("claim", {}),
    "reply": ("reply", {"text": TEXT, "nonce": "a" * 32}),
    "raise": ("level", {"level": "P0", "reason": "vì"}),
    "lower": ("level", {"level": "P2", "reason": "vì"}),
    "close": ("close", {"reason": "vì", "because": "helped"}),
    "release": ("release", {}),
}


@pytest.mark.parametrize(("role", "whose", "allowed"), MATRIX)
async def test_which_role_may_do_what_to_whose_case(house, for_bot, role, whose, allowed):
    me = await house.hire_and_sign_in("Me", role)
    other = await house.hire_and_sign_in("Other")
    done = set()
    for act, (path, form) in FORMS.items():
        number = await new_case(house, for_bot)
        if whose != "nobody's":
            await (me if whose == "own" else other).post(f"/cases/{number}/claim")
        before = await case_of(house, number)
        if act == "reply":
            form = {**form, "nonce": number.replace("-", "").zfill(32)}
        await me.post(f"/cases/{number}/{path}", **form)
        after = await case_of(house, number)
        async with house.store.reading() as session:
            replies = await session.scalar(select(func.count()).select_from(Reply).where(Reply.case_id == after.id))
        if (before.status, before.level, before.claimed_by) != (after.status, after.level, after.claimed_by) or replies:
            done.add(act)
    assert done == allowed


async def test_of_two_who_claim_the_second_is_told_who_was_faster(house, for_bot):
    _, number = await claimed(house, for_bot)
    hoa = await house.hire_and_sign_in("Hoa")
    page = await hoa.follow(await hoa.post(f"/cases/{number}/claim"))
    assert "Somebody was faster: Lan claimed this case at 12:0" in page.text
    assert (await case_of(house, number)).claimed_by != "Hoa"


async def test_off_duty_one_claims_a_case_alone_and_stays_off_duty(house, for_bot):
    visitor, number = await house.hire_and_sign_in("Lan", on_duty=False), await new_case(house, for_bot)
    other = await new_case(house, for_bot)
    for path in ("/queue", f"/cases/{number}"):
        assert f"/cases/{number}/claim" in (await visitor.get(path)).text
    page = await visitor.follow(await visitor.post(f"/cases/{number}/claim"))
    assert "this one alone: you are still off duty" in page.text and WORDS in page.text
    async with house.store.reading() as session:
        assert not await escalation.anyone_on_duty(session)
    assert (await case_of(house, other)).claimed_by is None
    assert "Nobody is on duty" in (await visitor.get("/bell")).text


async def test_a_reply_is_kept_on_the_case_and_put_out_as_a_notice_without_its_text(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    nonce = hidden((await visitor.get(f"/cases/{number}")).text, "nonce")
    page = await visitor.follow(await visitor.post(f"/cases/{number}/reply", text=TEXT, nonce=nonce))
    assert TEXT in page.text and "goes out in ten seconds" in page.text
    house.now.go(seconds=11)
    assert "on its way" in (await visitor.get(f"/cases/{number}")).text
    async with house.store.reading() as session:
        notice = await session.scalar(select(Job).where(Job.kind == "reply_notice"))
        assert (notice.worker, notice.body) == ("telegram", None)
        assert await session.scalar(select(func.count()).select_from(Item).where(Item.kind == ItemKind.REPLY)) == 1


async def test_the_same_reply_form_sent_twice_is_one_reply(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    nonce = hidden((await visitor.get(f"/cases/{number}")).text, "nonce")
    for said in ("sent", "sent_already"):
        answer = await visitor.post(f"/cases/{number}/reply", text=TEXT, nonce=nonce)
        assert answer.headers["location"].endswith(f"said={said}")
    async with house.store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Reply)) == 1
        assert await session.scalar(select(func.count()).select_from(Job).where(Job.kind == "reply_notice")) == 1


@pytest.mark.parametrize("flag", ["do_not_write", "unreachable"])
async def test_where_nobody_may_write_a_reply_is_refused_or_kept_for_the_persons_return(house, for_bot, flag):
    visitor, number = await claimed(house, for_bot, **{flag: True})
    page = (await visitor.get(f"/cases/{number}")).text
    assert "Nothing is sent" in page or "An answer is only kept" in page
    nonce = hidden(page, "nonce")
    refused = await visitor.post(f"/cases/{number}/reply", text=TEXT, nonce=nonce)
    assert refused.headers["location"].endswith("said=do_not_write")
    kept = await visitor.post(f"/cases/{number}/reply", text=TEXT, nonce=nonce, kept_only="yes")
    assert kept.headers["location"].endswith("said=kept")
    async with house.store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Reply)) == 1
        assert await session.scalar(select(func.count()).select_from(Job).where(Job.kind == "reply_notice")) == 0


@pytest.mark.parametrize("text", ["", "  \r\n ", "x" * 4000])
async def test_an_empty_or_endless_reply_is_not_sent(house, for_bot, text):
    visitor, number = await claimed(house, for_bot)
    nonce = hidden((await visitor.get(f"/cases/{number}")).text, "nonce")
    await visitor.post(f"/cases/{number}/reply", text=text, nonce=nonce)
    async with house.store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Reply)) == 0
        assert await session.scalar(select(Kept).where(Kept.key.startswith("reply:"))) is None


async def test_lowering_and_closing_take_a_reason_which_is_shown_in_the_timeline(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    assert (
        (await visitor.post(f"/cases/{number}/level", level="P2", reason=" "))
        .headers["location"]
        .endswith("reason_needed")
    )
    await visitor.post(f"/cases/{number}/level", level="P2", reason="Cô giáo đã gặp em, em an toàn")
    await visitor.post(f"/cases/{number}/close", reason="Xã đã lập hồ sơ", because="referred")
    case = await case_of(house, number)
    assert (case.level, case.status) == (Level.P2, "closed")
    page = (await visitor.get(f"/cases/{number}")).text
    assert "Cô giáo đã gặp em, em an toàn" in page and "Xã đã lập hồ sơ" in page


async def test_not_dangerous_after_all_is_shown_and_lowers_nothing(house, for_bot):
    visitor, number = await claimed(house, for_bot, level=Level.P0)
    async with house.store.writing() as session:
        case = await session.scalar(select(Case))
        await report.add(session, case.id, ItemKind.REMARK, "not_dangerous_after_all", now=house.now())
    page = (await visitor.get(f"/cases/{number}")).text
    assert 'class="calmed"' in page and (await case_of(house, number)).level == Level.P0


async def test_html_in_a_report_is_shown_as_text_and_never_in_the_title(house, for_bot):
    evil = '<script>alert("x")</script><img src=x onerror=1>'
    visitor = await house.hire_and_sign_in("Lan")
    answers = (Answer("what", "Chuyện gì <b>đã</b> xảy ra?", evil, evil), Answer("age", "Em mấy tuổi?", "", "unknown"))
    async with house.store.writing() as session:
        made = await report.open_case(
            session,
            for_bot,
            Report(answers, Facts(), "vi"),
            judged(Level.P1),
            conversation=await chat(session),
            received_at=house.now(),
            now=house.now(),
        )
        await report.add(session, made.case_id, ItemKind.MESSAGE, evil, now=house.now())
    await visitor.post(f"/cases/{made.number}/claim")
    page = await visitor.get(f"/cases/{made.number}")
    assert evil not in page.text and "<img" not in page.text and page.text.count("&lt;img") == 2  # the report, the talk
    assert re.search(r"<title>(.*?)</title>", page.text)[1] == f"Case {made.number} · Chung Tay"
    assert "not known: Age" in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]


async def test_a_forgotten_case_says_so(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    async with house.store.writing() as session:
        await session.delete(await session.scalar(select(CaseKey)))
    page = await visitor.get(f"/cases/{number}")
    assert page.status_code == 200 and "This case was forgotten" in page.text


async def test_an_item_that_was_changed_is_said_to_be_unreadable_and_the_rest_is_shown(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    async with house.store.writing() as session:
        case = await session.scalar(select(Case))
        id_ = await report.add(session, case.id, ItemKind.MESSAGE, "Nó vẫn khóc", now=house.now())
        item = await session.get(Item, id_)
        item.sealed = item.sealed[:-1] + bytes([item.sealed[-1] ^ 1])
    page = (await visitor.get(f"/cases/{number}")).text
    assert "1 entries of this case can" in page and WORDS in page


async def test_the_cases_of_somebody_who_leaves_wait_for_somebody_again(house, for_bot):
    _, number = await claimed(house, for_bot)
    boss = await house.hire_and_sign_in("Boss", Role.ADMINISTRATOR)
    lan = (await case_of(house, number)).claimed_by
    await boss.post(f"/staff/{lan}/deactivate")
    case = await case_of(house, number)
    assert (case.status, case.claimed_by) == ("open", None)
    async with house.store.reading() as session:
        assert not (await session.get(Staff, lan)).on_duty_since
        assert not await escalation.anyone_on_duty(session)  # an administrator on duty could claim nothing


async def test_an_unknown_number_is_a_page_of_its_own(house):
    visitor = await house.hire_and_sign_in("Lan")
    assert (await visitor.get("/cases/26-9999")).status_code == 404
    assert (await visitor.post("/cases/26-9999/claim")).headers["location"] == "/queue?said=no_case"
    assert (await visitor.post("/cases/26-9999/close", reason="x")).headers["location"] == "/queue?said=no_case"


async def test_a_later_report_hides_nothing_that_was_told_before(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    cry = Report((Answer("note", "Also said", "cứu em với", "words"),), Facts(), "vi")
    async with house.store.writing() as session:
        case = await session.scalar(select(Case))
        await report.danger_again(session, case.id, cry, judged(Level.P0), now=house.now())
    page = (await visitor.get(f"/cases/{number}")).text
    assert WORDS in page and "cứu em với" in page


async def test_what_the_reporter_is_told_of_the_end_is_chosen_from_a_list(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    answer = await visitor.post(f"/cases/{number}/close", reason="xong", because="whatever")
    assert answer.headers["location"].endswith("said=reason_needed")
    await visitor.post(f"/cases/{number}/close", reason="xong", because="unreached")
    assert (await case_of(house, number)).closed_because == "unreached"


async def test_help_elsewhere_is_noted_with_its_reason(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    page = await visitor.follow(await visitor.post(f"/cases/{number}/refer", to="Trạm y tế xã (ví dụ)"))
    assert "Trạm y tế xã (ví dụ)" in page.text
    assert (await case_of(house, number)).referred_at is not None


async def test_two_reports_of_one_chat_lead_to_each_other(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    first = await case_of(house, number)
    second = await new_case(house, for_bot, follows=first.id)
    assert second in (await visitor.get(f"/cases/{number}")).text
    assert number in (await visitor.get(f"/cases/{second}")).text


@pytest.mark.parametrize(
    ("hours", "said", "shown"),
    [
        ("12-13", "sent", "Safe hours: 12-13"),
        ("18-22", "sent_later", "Safe hours: 18-22"),
        ("never", "kept", "asked not"),
    ],
)
async def test_staff_see_when_an_answer_goes_out(house, for_bot, hours, said, shown):
    visitor, number = await claimed(house, for_bot, safe_hours=hours)
    page = (await visitor.get(f"/cases/{number}")).text
    assert shown in page
    answer = await visitor.post(f"/cases/{number}/reply", text=TEXT, nonce=hidden(page, "nonce"))
    assert answer.headers["location"].endswith(f"said={said}")


async def test_a_recording_is_played_only_to_who_may_read_the_case_and_each_time_is_recorded(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    case = await case_of(house, number)
    async with house.store.writing() as session:
        item = await report.add_recording(
            session, case.id, Recording(b"OggS voice", "audio/ogg", b"ID3"), now=house.now()
        )
    page = await visitor.get(f"/cases/{number}")
    path = f"/cases/{number}/files/{item}"
    assert f'src="{path}"' in page.text and "OggS" not in page.text

    played = await visitor.get(path)
    assert (played.content, played.headers["content-type"]) == (b"ID3", "audio/mpeg")
    assert played.headers["cache-control"] == "no-store"
    other = await house.hire_and_sign_in("Minh")
    assert (await other.get(path)).status_code == 403
    assert (await visitor.get(f"/cases/{number}/files/none")).status_code == 404
    async with house.store.reading() as session:
        assert list(await session.scalars(select(Audit.item_id).where(Audit.act == "listen"))) == [item]


async def test_a_recording_is_played_in_parts_and_that_is_one_look(house, for_bot):
    """As Safari asks: two bytes, then all, then what lies behind where somebody sought."""
    visitor, number = await claimed(house, for_bot)
    case, sound = await case_of(house, number), bytes(range(200))
    async with house.store.writing() as session:
        item = await report.add_recording(session, case.id, Recording(b"#!AMR", "audio/amr", sound), now=house.now())
    path = f"/cases/{number}/files/{item}"

    async def part(asked: str, mark: str = "") -> tuple[int, bytes, str]:
        headers = {"range": asked, **({"if-range": mark} if mark else {})}
        answer = await visitor.client.get(path, headers=headers)
        assert answer.headers["accept-ranges"] == "bytes" and answer.headers["cache-control"] == "no-store"
        return answer.status_code, answer.content, answer.headers.get("content-range", "")

    assert await part("bytes=0-1") == (206, sound[:2], "bytes 0-1/200")
    assert await part("bytes=0-") == (206, sound, "bytes 0-199/200")
    assert await part("bytes=120-1000") == (206, sound[120:], "bytes 120-199/200")
    assert await part("bytes=-50") == (206, sound[150:], "bytes 150-199/200")
    assert await part("bytes=120-", f'"{item}"') == (206, sound[120:], "bytes 120-199/200")
    assert await part("bytes=120-", '"another"') == (200, sound, "")
    for behind in ("bytes=200-", "bytes=-0"):
        assert await part(behind) == (416, b"", "bytes */200")
    for none in ("bytes=5-2", "bytes=-", "bytes=0-1,4-5", "letters=0-1", "bytes=a-b"):
        assert await part(none) == (200, sound, "")
    looks = select(func.count()).select_from(Audit).where(Audit.act == "listen")
    async with house.store.reading() as session:
        assert await session.scalar(looks) == 1
    for _ in range(2):
        house.now.go(minutes=16)
        await visitor.get(f"/cases/{number}")
    await part("bytes=120-")
    async with house.store.reading() as session:
        assert await session.scalar(looks) == 2


async def test_a_recording_that_does_not_play_is_saved_with_a_warning_and_never_shown_as_a_page(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    case = await case_of(house, number)
    async with house.store.writing() as session:
        item = await report.add_recording(session, case.id, Recording(b"<script>", "audio/3gpp"), now=house.now())
    path = f"/cases/{number}/files/{item}"
    page = await visitor.get(f"/cases/{number}")
    assert f'href="{path}" download' in page.text and f'src="{path}"' not in page.text
    assert "could not be made playable" in page.text and "nobody could check" in page.text
    saved = await visitor.get(path)
    assert (saved.content, saved.headers["content-type"]) == (b"<script>", "application/octet-stream")
    assert saved.headers["content-disposition"] == 'attachment; filename="recording.3gpp"'
    other = await house.hire_and_sign_in("Minh")
    assert (await other.get(path)).status_code == 403


async def test_what_was_sealed_before_there_were_copies_is_played_as_it_was(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    case = await case_of(house, number)
    async with house.store.writing() as session:
        one = await locked_case(session, case.id)
        ids = [
            add_item(session, one, ItemKind.RECORDING, plain, now=house.now())
            for plain in (b"audio/ogg\nOggS", b"text/html\n<script>")
        ]
    heard, other = [await visitor.get(f"/cases/{number}/files/{item}") for item in ids]
    assert (heard.content, heard.headers["content-type"]) == (b"OggS", "audio/ogg")
    assert other.headers["content-type"] == "application/octet-stream"


async def test_a_recording_raises_a_case_that_could_wait_to_the_twelve_hours(house, for_bot):
    number = await new_case(house, for_bot, Level.P3)
    case = await case_of(house, number)
    async with house.store.writing() as session:
        await report.add_recording(session, case.id, Recording(b"OggS", "audio/ogg", b"ID3"), now=house.now())
    assert (await case_of(house, number)).level == Level.P1


async def test_pictures_are_refused_until_the_officer_of_the_case_takes_them_and_each_look_is_recorded(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    other = await house.hire_and_sign_in("Minh")
    assert (await other.post(f"/cases/{number}/pictures", take="yes")).headers["location"].endswith("said=not_allowed")
    assert not (await case_of(house, number)).allows_pictures
    answer = await visitor.post(f"/cases/{number}/pictures", take="yes")
    assert answer.headers["location"].endswith("said=pictures_taken")
    case = await case_of(house, number)
    assert case.allows_pictures

    async with house.store.writing() as session:
        assert await picture.case_that_takes(session, case.conversation_id) == case.id
        item = await picture.add(session, case.id, b"a jpeg", now=house.now())
    path = f"/cases/{number}/files/{item}"
    page = await visitor.get(f"/cases/{number}")
    assert f'href="{path}"' in page.text and f'src="{path}"' not in page.text  # opened on purpose, never by itself
    shown = await visitor.get(path)
    assert (shown.content, shown.headers["content-type"]) == (b"a jpeg", "image/jpeg")
    assert (await other.get(path)).status_code == 403

    await visitor.post(f"/cases/{number}/pictures", take="no")
    async with house.store.reading() as session:
        assert await picture.case_that_takes(session, case.conversation_id) is None
        acts = list(await session.scalars(select(Audit.act).where(Audit.case_id == case.id).order_by(Audit.id)))
    assert [act for act in acts if act in ("allow_pictures", "look", "refuse_pictures")] == [
        "allow_pictures",
        "look",
        "refuse_pictures",
    ]


async def test_a_case_takes_no_more_pictures_than_it_may_hold(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    await visitor.post(f"/cases/{number}/pictures", take="yes")
    case = await case_of(house, number)
    async with house.store.writing() as session:
        for _count in range(picture.MOST_PICTURES):
            await picture.add(session, case.id, b"a jpeg", now=house.now())
        await session.flush()
        assert await picture.case_that_takes(session, case.conversation_id) is None


async def _speak(visitor, number: str, data: bytes, nonce: str, **more: str):
    headers = {"origin": "http://console.test", "sec-fetch-site": "same-origin"}
    form = {"nonce": nonce, **more}
    return await visitor.client.post(
        f"/cases/{number}/voice", data=form, files={"file": ("voice", data)}, headers=headers
    )


async def test_an_answer_is_spoken_once_and_stands_in_the_timeline(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    page = (await visitor.get(f"/cases/{number}")).text
    nonce = re.findall(r'name="nonce" value="([0-9a-f]{32})"', page)[1]
    voice = made.sound("pcm_s16le", "wav", 48000, 10.0)  # nearly as much as one may say
    for said in ("sent", "sent_already"):
        answer = await _speak(visitor, number, voice, nonce)
        assert answer.headers["location"].endswith(f"said={said}")
    case = await case_of(house, number)
    async with house.store.reading() as session:
        (item,) = await session.scalars(select(Item).where(Item.kind == ItemKind.SPOKEN_REPLY))
        assert len(list(await session.scalars(select(Reply).where(Reply.case_id == case.id)))) == 1
    page = (await visitor.get(f"/cases/{number}")).text
    assert f'src="/cases/{number}/files/{item.id}"' in page
    heard = await visitor.get(f"/cases/{number}/files/{item.id}")
    assert heard.content.startswith(b"ID3") and heard.headers["content-type"] == "audio/mpeg"  # as any telephone plays


@pytest.mark.parametrize("data", [b"", b"MZ no sound", b"\xff\xd8\xff\xe0 a picture"])
async def test_what_is_no_recording_is_not_sent(house, for_bot, data):
    visitor, number = await claimed(house, for_bot)
    answer = await _speak(visitor, number, data, "0" * 32)
    assert answer.headers["location"].endswith("said=no_recording")
    assert (await _speak(visitor, number, b"OggS" + b"v" * 1_100_000, "0" * 32)).status_code == 413


async def test_a_spoken_answer_to_a_chat_that_must_not_be_written_to_is_only_kept(house, for_bot):
    visitor, number = await claimed(house, for_bot)
    case = await case_of(house, number)
    async with house.store.writing() as session:
        await writable.set_do_not_write(session, case.id, house.now())
    assert (await _speak(visitor, number, VOICE, "1" * 32)).headers["location"].endswith("said=do_not_write")
    kept = await _speak(visitor, number, VOICE, "1" * 32, kept_only="yes")
    assert kept.headers["location"].endswith("said=kept")
