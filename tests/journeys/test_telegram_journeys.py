"""Whole stories on Telegram, told to a bot that runs as its own process against a Bot API on a socket."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import picture, reply
from handlers.case import ItemKind, Status
from handlers.recording import Recording, from_bytes
from handlers.store.keys import console_keys
from handlers.store.models import Case, Staff
from handlers.triage import Level
from locales import translator
from tests.fakes.services import Nlu
from tests.fakes.telegram import TelegramFake
from tests.fakes.telegram_world import Person
from tests.handlers.files import made
from tests.handlers.files.test_drawn import taken_at_home
from tests.journeys.house import House, open_house, staff_group

pytestmark = pytest.mark.long

_ = translator("vi")
_to_child = translator("vi_child")

WHERE = _("Where did it happen? The commune, by its new or old name, and the thôn or buôn if you know.")
NOT_TAKEN = _(
    "I could not take in your recording. Please send a shorter one, write a few words, or call 111 and speak."
)
STORY = "Em học sinh lớp 3 của tôi nhiều lần đến lớp với vết bầm trên tay, em nói là bị cha dượng đánh"


def _snapshot(house: House, case: Case) -> dict[str, Any]:
    return json.loads(house.items(case.id, ItemKind.SNAPSHOT)[-1])


def _given(snapshot: dict[str, Any]) -> dict[str, str]:
    return {answer["question"]: answer["value"] for answer in snapshot["answers"]}


def _staff_replies(house: House, case: Case, staff_id: str, text: str | Recording) -> None:
    """As the console does it: with the console's keys."""
    keys = console_keys(house.folder / "keys")

    async def send(session: AsyncSession) -> None:
        await reply.send(session, keys, case.id, staff_id, text, now=datetime.now(UTC))

    house.write(send)


def _tells_a_full_report(teacher: Person, *understood: str) -> str:
    """Everything a teacher answers, by tapping and in words; the receipt code at the end.

    What her story said already, when it is `understood`, is said back instead of being asked.
    """
    teacher.says("/start")
    teacher.must_see(_("In danger now? Call:"))
    teacher.must_see(_("Tap, or just write:"))
    teacher.taps("start:child")
    teacher.must_see(_("What happened? Tell it in your own words; a little is enough."))
    teacher.says(STORY)
    if understood:
        teacher.must_see(_("This is what I understood:"))
        teacher.taps("understood:right")
    teacher.must_see(_("Is the child in danger right now?"))
    teacher.taps("danger:no")
    teacher.must_see(WHERE)
    teacher.says("buôn Kô Tam, xã Ea Tu, Buôn Ma Thuột")
    if "who" not in understood:
        teacher.must_see(_("Who hurts or frightens the child? What are they to the child?"))
        teacher.taps("who:stepfather")
    teacher.must_see(_("Is that person near the child?"))
    teacher.says("cùng nhà")
    teacher.must_see(_("May the staff contact you?"))
    teacher.taps("contact:write")
    if understood:  # then there is room for it among the six
        teacher.must_see(_("How old is the child? A guess will do."))
        teacher.says("8 tuổi")
    teacher.must_see(_("Is this right? You can still write what is missing."))
    teacher.taps("review:send")
    return _receipt(teacher)


def _tells_more(teacher: Person) -> None:
    """What is asked behind the receipt."""
    teacher.taps("more:more")
    for question in (
        "Is it safe for you to get messages here?",
        "Is there anyone who must not know? Staff will try to keep it from them.",
        "Where does the child live? Write the commune or ward.",
    ):
        teacher.must_see(_(question))
        teacher.says("bỏ qua")
    teacher.must_see(_("Who are you to the child?"))
    teacher.taps("role:school")
    teacher.must_see(_("Is the child a girl or a boy?"))
    teacher.says("bé trai")
    teacher.must_see(_("Thank you. The staff will see this too. You can write here at any time."))


def _receipt(person: Person) -> str:
    said = person.must_see("Chép lại nếu tiện").text  # to a child as to anybody
    return next(line for line in said.splitlines() if line.replace(" ", "").isdigit() and len(line) == 19)


def test_a_teachers_full_report_is_claimed_read_answered_and_the_answer_reaches_her(tmp_path: Path, nlu: Nlu):
    with open_house(tmp_path, nlu.url) as (house, fake):
        officer = fake.person("Lan")
        staff_id = house.hire(officer)
        teacher = fake.person("Cô Hoa")
        receipt = _tells_a_full_report(teacher, "who")
        _tells_more(teacher)

        (case,) = house.cases()
        assert case.level == Level.P1 and case.status == Status.OPEN
        given = _given(json.loads(house.items(case.id, ItemKind.SNAPSHOT)[0]))
        assert given["who"] == "stepfather" and given["access"] == "living_together"
        assert given["age"] == "7-10"
        more = _given(_snapshot(house, case))
        assert more["sex"] == "boy" and more["role"] == "school"
        assert case.commune_code is not None

        alert = officer.must_see(case.number)
        for secret in ("Hoa", "Ea Tu", "cha dượng", "bầm", receipt):
            assert secret not in alert.text
        officer.taps(f"claim:{case.id}")
        house.until(lambda: house.cases()[0].status == Status.CLAIMED, "the case is claimed")
        officer.must_see("Lan", ever=True)

        teacher.says("cảm ơn")
        teacher.must_see(_("You are welcome. You can write here at any time."))
        _staff_replies(house, case, staff_id, "Chào cô, tối nay em ấy ở với ai?")
        notice = teacher.must_see(_("There is a new message for you. Open it now?"))
        assert "tối nay" not in notice.text
        teacher.taps("reply:open")
        teacher.must_see("Chào cô, tối nay em ấy ở với ai?")
        teacher.says("Em ấy ở với bà ngoại")
        teacher.must_see(_("I have added it."))
        assert "Em ấy ở với bà ngoại" in house.items(case.id, ItemKind.MESSAGE)
        assert house.cases()[0].unread_since is not None
        assert house.places_with("bà ngoại") == [] and house.places_with("cha dượng") == []


def test_a_child_in_danger_is_with_staff_before_anything_is_asked(tmp_path: Path, nlu: Nlu):
    with open_house(tmp_path, nlu.url) as (house, fake):
        officer = fake.person("Lan")
        house.hire(officer)
        child = fake.person("Bé")
        child.says("cuu em voi ba dang cam dao ruot me")
        numbers = child.must_see("☎ 113").text
        assert numbers.index("113") < numbers.index("111")
        receipt = _receipt(child)
        child.must_see(_to_child("Where are you now? Commune, thôn or buôn, or a landmark."))
        (case,) = house.cases()
        assert case.level == Level.P0
        officer.must_see(case.number)
        child.says("nhà gần trạm y tế xã Ea Kao")
        child.must_see(_to_child("May the staff write to you here or call you? If they may call: on which number?"))
        child.taps("danger_contact:no")
        child.must_see(
            _to_child(
                "I am still here. Write more whenever you like, the staff read it all. If somebody comes, just leave."
            )
        )
        assert "danger_where" in _given(_snapshot(house, case))
        child.says("ba dang dap cua")
        again = "I am telling the staff again. If you can call without being noticed, call:"
        child.must_see(_to_child(again))
        assert len(house.cases()) == 1
        # Found again from another account, without a word of what was reported.
        friend = fake.person("Bạn")
        friend.says(f"mã là {receipt}")
        told = friend.must_see(_("Your report:"))
        assert "dao" not in told.text
        house.until(lambda: not any(receipt in m.text for m in friend.everything), "the code's message is deleted")


def test_a_question_only_is_answered_and_makes_no_case(tmp_path: Path, nlu: Nlu):
    with open_house(tmp_path, nlu.url) as (house, fake):
        person = fake.person("Chú Ba")
        person.says("cho hỏi số điện thoại tổng đài bảo vệ trẻ em là số mấy")
        person.must_see("111 ")
        person.must_see(_("What can I do for you?"))
        assert house.cases() == []


def test_a_question_the_bot_cannot_answer_goes_to_staff_when_the_person_wants(tmp_path: Path, nlu: Nlu):
    with open_house(tmp_path, nlu.url) as (house, fake):
        person = fake.person("Chị Tư")
        person.says("tôi muốn khiếu nại, tôi gọi mấy lần mà không ai trả lời")
        person.must_see(_("Shall I pass your question to the staff?"))
        person.taps("pass:pass")
        _receipt(person)
        (case,) = house.cases()
        assert case.level == Level.P3 and case.group.startswith("CS")


def test_stopping_deletes_a_draft_and_nothing_reaches_staff(tmp_path: Path):
    with open_house(tmp_path) as (house, fake):
        person = fake.person("Na")
        person.says("/start")
        person.must_see(_("Tap, or just write:"))
        person.taps("start:self")
        person.must_see(_to_child("What is happening? Tell it in your own words. A little is enough."))
        person.says("các bạn hay trêu em ở lớp")
        person.must_see(_to_child("Are you in danger right now?"))
        person.says("thôi")
        person.must_see(_to_child("What shall I do with what you have written so far?"))
        person.taps("leave:delete")
        person.must_see(_("All right. Nothing was kept. If a child needs help: 111, free, day and night."))
        assert house.cases() == []
        assert house.places_with("trêu em") == []


def test_with_the_nlu_service_down_the_report_goes_by_buttons_and_danger_is_still_heard(tmp_path: Path):
    with open_house(tmp_path) as (house, fake):
        _tells_a_full_report(fake.person("Cô Hoa"))
        child = fake.person("Bé")
        child.says("ba đang đánh em")
        child.must_see("☎ 113")
        assert [case.level for case in house.cases()] == [Level.P1, Level.P0]


@pytest.mark.parametrize("moment", range(6))
def test_the_bot_is_killed_between_any_two_messages_and_goes_on_at_the_same_question(tmp_path: Path, moment: int):
    steps = [
        ("/start", _("Tap, or just write:")),
        (">start:child", _("What happened? Tell it in your own words; a little is enough.")),
        ("bố mẹ bỏ em bé ở nhà một mình suốt", _("Is the child in danger right now?")),
        (">danger:no", WHERE),
        ("xã Ea Kao", _("Who hurts or frightens the child? What are they to the child?")),
        (">who:mother", _("Is that person near the child?")),
        (">access:near", _("May the staff contact you?")),
    ]
    with open_house(tmp_path) as (house, fake):
        person = fake.person("Hà")
        for number, (act, answer) in enumerate(steps):
            if number == moment:
                house.kill("bot")
            person.taps(act[1:]) if act.startswith(">") else person.says(act)
            if number == moment:
                house.start("bot")
            person.must_see(answer, timeout=15)
        # Each step once; only what was being sent when the bot died, one answer of two messages, may stand there twice.
        assert len(fake.repeats()) <= 2
        for question in (answer for _act, answer in steps):
            assert sum(question in message.text for message in person.sees) <= 1 + len(fake.repeats()), question
        repeats = len(fake.repeats())
        person.says("bỏ qua")
        person.must_see(_("Is this right? You can still write what is missing."))
        house.kill("bot")
        person.taps("review:send")
        house.start("bot")
        _receipt(person)
        assert len(house.cases()) == 1
        given = _given(_snapshot(house, house.cases()[0]))
        assert given["danger"] == "no" and given["who"] == "mother" and given["access"] == "near"
        assert len(fake.repeats()) <= repeats + 2


def test_the_same_story_on_postgresql(tmp_path: Path, postgres: str):
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE DATABASE journey")
    url = make_url(postgres).set(database="journey").render_as_string(hide_password=False)
    with open_house(tmp_path, database_url=url) as (house, fake):
        officer = fake.person("Lan")
        house.hire(officer)
        _tells_a_full_report(fake.person("Cô Hoa"))
        fake.person("Bé").says("ba đang đánh em")
        house.until(lambda: len(house.cases()) == 2, "both cases are open")
        for case in house.cases():
            officer.must_see(case.number, ever=True)
        house.kill("bot")
        officer.taps(f"claim:{house.cases()[1].id}")
        house.start("bot")
        house.until(lambda: house.cases()[1].status == Status.CLAIMED, "the case is claimed")


def test_the_same_update_twice_counts_once(tmp_path: Path):
    with open_house(tmp_path) as (house, fake):
        person = fake.person("Hà")
        with fake.hold_updates():
            person.says("ba đang đánh em")
            fake.deliver_twice()
        _receipt(person)
        with fake.hold_updates():
            person.says("xã Ea Kao")
            fake.deliver_twice()
        person.must_see(_to_child("May the staff write to you here or call you? If they may call: on which number?"))
        assert len(house.cases()) == 1
        assert sum("☎ 113" in message.text for message in person.sees) == 1


def test_an_outgoing_message_is_repeated_only_where_its_answer_was_lost(tmp_path: Path):
    with open_house(tmp_path) as (house, fake):
        person = fake.person("Hà")
        fake.drop_before("sendMessage")
        person.says("/start")
        person.must_see(_("Tap, or just write:"), timeout=20)
        assert fake.repeats() == []
        fake.drop_after("sendMessage")
        person.taps("start:child")
        person.must_see(_("What happened? Tell it in your own words; a little is enough."))
        house.until(lambda: len(fake.repeats()) <= 1, "counted")
        fake.fail_next("sendMessage", 429, retry_after=1)
        person.says("chuyện là thế này, bé bị bỏ đói")
        person.must_see(_("Is the child in danger right now?"), timeout=20)
        assert house.cases() == []


def test_two_staff_press_claim_and_the_first_one_has_it(tmp_path: Path):
    with open_house(tmp_path) as (house, fake):
        lan, minh = fake.person("Lan"), fake.person("Minh")
        house.hire(lan)
        house.hire(minh)
        fake.person("Bé").says("ba đang đánh em")
        house.until(house.cases, "the case is open")
        (case,) = house.cases()
        lan.must_see(case.number)
        minh.must_see(case.number)
        with fake.hold_updates():
            lan.taps(f"claim:{case.id}")
            minh.taps(f"claim:{case.id}")
        house.until(lambda: house.cases()[0].status == Status.CLAIMED, "the case is claimed")
        winner = house.cases()[0].claimed_by

        async def name(session: AsyncSession) -> str:
            staff = await session.get(Staff, winner)
            assert staff is not None
            return staff.name

        shown = house.read(name)
        for person in (lan, minh):
            house.until(lambda who=person: not any(m.buttons for m in who.sees), "nobody is offered the case any more")
            assert any(shown in m.text and case.number in m.text for m in person.sees)


def test_someone_who_is_not_staff_cannot_claim(tmp_path: Path):
    with open_house(tmp_path) as (house, fake):
        lan = fake.person("Lan")
        house.hire(lan)
        fake.person("Bé").says("ba đang đánh em")
        house.until(house.cases, "the case is open")
        (case,) = house.cases()
        alert = lan.must_see(case.number)
        stranger = fake.person("Lạ")
        stranger.taps(f"claim:{case.id}", on=alert, chat=lan)
        stranger.says("/start")
        stranger.must_see(_("In danger now? Call:"))
        assert house.cases()[0].status == Status.OPEN


def test_the_staff_group_becomes_a_supergroup_and_alerts_follow(tmp_path: Path):
    with TelegramFake() as fake:
        house = House(tmp_path, fake)
        try:
            group = staff_group(house, fake)
            house.start("bot")
            lan = fake.person("Lan")
            group.adds_bot(lan)
            house.hire(lan)
            fake.person("Bé").says("ba đang đánh em")
            house.until(house.cases, "the case is open")
            group.must_see(house.cases()[0].number)
            bigger = group.migrates()
            fake.person("Tí").says("mẹ đang đánh con cứu con")
            house.until(lambda: len(house.cases()) == 2, "the second case is open")
            bigger.must_see(house.cases()[1].number)
        finally:
            house.stop()


def test_a_blocked_bot_is_noted_on_the_case(tmp_path: Path):
    with open_house(tmp_path) as (house, fake):
        person = fake.person("Hà")
        person.says("ba đang đánh em")
        _receipt(person)
        person.blocks()
        house.until(lambda: house.cases()[0].unreachable, "the case says that the chat is dead")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "🙂🙂🙂",
        "a" * 4096,
        "co\u0302 gia\u0301o \u0111a\u0301nh em",
        "/khongcolenhnay",
        "/ 5 người",
        "<b>em</b> & <script>",
    ],
    ids=["nothing", "emoji", "long", "NFD", "unknown command", "slash", "html"],
)
def test_odd_input_gets_an_answer_and_is_not_lost(tmp_path: Path, text: str):
    with open_house(tmp_path) as (_house, fake):
        person = fake.person("Hà")
        if text:
            person.says(text)
        else:
            person.sends_sticker()
        person.must_see(_("In danger now? Call:"))


def test_what_is_not_words_is_refused_kindly_with_the_question_again(tmp_path: Path):
    with open_house(tmp_path) as (house, fake):
        person = fake.person("Hà")
        person.says("/start")
        person.must_see(_("Tap, or just write:"))
        person.taps("start:child")
        question = _("What happened? Tell it in your own words; a little is enough.")
        person.must_see(question)
        for send in (
            person.sends_photo,
            person.sends_document,
            person.sends_sticker,
            person.sends_poll,
        ):
            send()
            person.must_see(question)
        assert house.cases() == []


def test_quick_exit_deletes_both_sides_and_staff_see_do_not_write(tmp_path: Path):
    with open_house(tmp_path) as (house, fake):
        person = fake.person("Hà")
        person.says("ba đang đánh em")
        _receipt(person)
        person.says("thoát")
        person.must_see(_("Fine, see you another time."))
        house.until(lambda: len(person.everything) <= 1, "the chat is empty but for one neutral line")
        (case,) = house.cases()
        assert case.do_not_write
        person.says("alo")
        person.must_see(_("In danger now? Call:"))
        assert not any("báo tin của bạn" in message.text for message in person.sees)


def test_forgetting_the_chat_keeps_the_case_without_an_address(tmp_path: Path):
    with open_house(tmp_path) as (house, fake):
        person = fake.person("Hà")
        person.says("ba đang đánh em")
        _receipt(person)
        person.says("/xoa")
        person.must_see(_("Done. This chat has been deleted as far as the platform allows."))
        house.until(lambda: house.cases()[0].conversation_id is None, "the chat's address is gone")


def test_a_report_in_a_group_is_sent_to_a_private_chat_and_the_bot_leaves(tmp_path: Path):
    with open_house(tmp_path) as (house, fake):
        someone = fake.person("Ai")
        group = fake.group("Xóm")
        group.adds_bot(someone)
        someone.says("ba đang đánh em", chat=group)
        house.until(lambda: not group.has_bot, "the bot has left")
        assert house.cases() == []


def test_a_voice_message_is_sealed_waits_at_most_twelve_hours_and_is_played_by_the_one_who_claimed(tmp_path: Path):
    sound = made.ogg()
    with open_house(tmp_path) as (house, fake):
        officer = fake.person("Lan")
        house.hire(officer)
        person = fake.person("H")
        person.says("/start")
        person.must_see(_("Tap, or just write:"))
        person.sends_voice(sound)
        person.must_see(_("I have kept your recording. A person will listen to it; no machine writes it down."))
        person.must_see(_("Are you telling about yourself, or about another child?"))
        (case,) = house.cases()
        assert case.level == Level.P1 and case.unfinished
        (kept,) = (from_bytes(item) for item in house.raw_items(case.id, ItemKind.RECORDING))
        assert (kept.data, kept.media_type) == (sound, "audio/ogg") and kept.copy.startswith(b"ID3")
        assert sound[:64] not in b"".join(path.read_bytes() for path in tmp_path.rglob("*.db*"))
        officer.must_see(case.number)
        person.sends_voice()
        house.until(lambda: len(house.raw_items(case.id, ItemKind.RECORDING)) == 2, "the second recording is kept too")


def test_a_recording_that_telegram_no_longer_has_is_asked_for_again(tmp_path: Path):
    with open_house(tmp_path) as (house, fake):
        person = fake.person("H")
        person.sends({"voice": {"file_id": "gone", "file_unique_id": "gone", "duration": 3}})
        person.must_see(NOT_TAKEN)
        assert house.cases() == []


def test_a_picture_is_fetched_only_after_staff_took_pictures_on_the_case(tmp_path: Path):
    with open_house(tmp_path) as (house, fake):
        officer = fake.person("Lan")
        staff_id = house.hire(officer)
        person = fake.person("Hà")
        person.says("ba đang đánh em")
        _receipt(person)
        (case,) = house.cases()
        officer.taps(f"claim:{case.id}")
        house.until(lambda: house.cases()[0].status == Status.CLAIMED, "the case is claimed")
        person.sends_photo(taken_at_home())
        person.must_see("ảnh hay video")
        assert not any(call.method == "getfile" for call in fake.calls)

        async def take(session: AsyncSession) -> None:
            await picture.allow(session, case.id, staff_id, True, datetime.now(UTC))

        house.write(take)
        person.sends_photo(taken_at_home())
        person.must_see("Cô chú trực đã có ảnh.")
        (kept,) = house.raw_items(case.id, ItemKind.PICTURE)
        assert kept.startswith(b"image/jpeg\n\xff\xd8") and b"May cua be Na" not in kept
        person.sends_photo(b"no picture at all")
        person.must_see("Đây không phải là ảnh.")


@pytest.mark.parametrize("media_type", ["audio/ogg", "audio/mp4", "audio/webm"])
def test_a_spoken_answer_is_heard_after_a_tap_and_goes_with_the_chat(tmp_path: Path, media_type: str):
    with open_house(tmp_path) as (house, fake):
        officer = fake.person("Lan")
        staff_id = house.hire(officer)
        person = fake.person("Hà")
        person.says("ba đang đánh em")
        _receipt(person)
        (case,) = house.cases()
        officer.taps(f"claim:{case.id}")
        house.until(lambda: house.cases()[0].status == Status.CLAIMED, "the case is claimed")
        _staff_replies(house, case, staff_id, Recording(b"OggS a kind voice", media_type))
        person.must_see(_("There is a new message for you. Open it now?"))
        kind = {"audio/ogg": "voice", "audio/mp4": "audio"}.get(media_type, "document")
        assert not any(kind in message.content for message in person.sees)
        person.taps("reply:open")
        house.until(lambda: any(kind in one.content for one in person.sees), "the voice is there")
        (heard,) = [one for one in person.sees if kind in one.content]
        assert fake.world.files[heard.content[kind]["file_id"]] == b"OggS a kind voice"
        assert heard.params["protect_content"]
        person.says("thoát")
        house.until(lambda: not any(kind in one.content for one in person.sees), "the voice is gone with the chat")
