"""What people live through with the line, told once and played on every kind of channel.

Every person, place of living and event here is made up. A story asserts what must hold, and its transcript
(`make journeys`, docs/journeys/) lets people read how the bot talks.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from handlers.campaigns.topics import Topic
from handlers.case import Because
from handlers.deadlines import VIETNAM
from handlers.triage import Level
from nlu import places
from tests.journeys.scene import VOICES, Reporter, Scene

MORE = "Is this right? You can still write what is missing."
KEEP = "Copy it if you can: with the code you can look and go on writing from any phone."
WHERE = "Where did it happen? The commune, by its new or old name, and the thôn or buôn if you know."
ROLE = "Who are you to the child?"
AGE = "How old is the child? A guess will do."
DANGER = "This is dangerous: I am telling the staff now. If you can call without being noticed, call:"
TAKEN = "At {since} the staff on duty took up your report."
ADDED = "I have added it."


@dataclass(frozen=True)
class Story:
    name: str
    title: str
    intro: str
    play: Callable[[Scene], Awaitable[None]]


STORIES: list[Story] = []


Play = Callable[[Scene], Awaitable[None]]


def story(title: str, intro: str, among: list[Story] = STORIES) -> Callable[[Play], Play]:
    def keep(play: Play) -> Play:
        among.append(Story(play.__name__.replace("_", "-"), title, intro, play))
        return play

    return keep


@story("A child alone with a violent carer", "Telegram. The child writes about the father, who is drunk and near.")
async def a_child_alone_with_a_violent_carer(scene: Scene) -> None:
    await scene.on_duty()
    child = scene.person("Em nhỏ")
    await child.says("ba say rượu đang đánh em, em trốn trong nhà vệ sinh")
    child.sees(DANGER)
    child.sees("Where are you now? Commune, thôn or buôn, or a landmark.")
    case = await scene.case()
    assert case.level == Level.P0
    await child.says("buôn Ky phường Thành Nhất")
    await child.taps("Yes, write to me here")
    await scene.claimed(case)
    await child.says("ba đang đập cửa")
    child.sees("I am telling the staff again. If you can call without being noticed, call:")
    await scene.answered(case, "Cô đọc được tin của em rồi. Người lớn ở gần đang đến chỗ em.")
    await child.taps("Open it now")
    child.sees("The staff write:")
    await child.says("dạ em nghe tiếng xe rồi")
    assert "nghe tiếng xe" in await scene.words(case)
    assert len(await scene.cases()) == 1


@story(
    "A grandmother without diacritics",
    "Telegram. A grandmother writes as she can on her old telephone; she does not tap, she writes.",
)
async def a_grandmother_without_diacritics(scene: Scene) -> None:
    await scene.on_duty()
    grandmother = scene.person("Bà")
    await grandmother.says("chao chau")
    await grandmother.says("chau noi toi 6 tuoi bi bo danh hoai, nguoi bam tim het")
    grandmother.sees("This is what I understood:")
    await grandmother.says("dung roi")
    grandmother.sees("Is the child in danger right now?")
    await grandmother.says("khong chac")
    await grandmother.says("buon Ea Nao, xa Ea Ning, huyen Cu Kuin")
    await grandmother.says("o do")
    await grandmother.says("cung nha")
    await grandmother.says("goi cho toi duoc, so 0900 000 000")
    grandmother.sees("May the staff call this number?")
    await grandmother.taps("Yes, call this number")
    await _through(grandmother)
    await grandmother.says("gui di")
    grandmother.sees(KEEP)
    await grandmother.says("tra loi")
    await _until(grandmother, ROLE)
    await grandmother.says("ba noi")
    await grandmother.says("be trai")
    await grandmother.says("cam on chau nhieu")
    case = await scene.case()
    given = await scene.given(case)
    assert (given["who"], given["age"], given["access"]) == ("father", "4-6", "living_together")
    assert case.commune_code is not None and case.level <= Level.P1


@story("A teacher", "The web chat. A teacher has seen bruises and wants to do it right.")
async def a_teacher(scene: Scene) -> None:
    await scene.on_duty()
    teacher = scene.person("Cô giáo", "web")
    await teacher.starts()
    await teacher.says("báo tin ở đây có ai biết tôi là người báo không?")
    await teacher.taps("I know a child who needs help")
    await teacher.says("Em học sinh lớp 3 của tôi nhiều lần đến lớp với vết bầm trên tay, em nói bị cha dượng đánh")
    await teacher.taps("That is right")
    await teacher.taps("No")
    await teacher.says("phường Tân Lập")
    await teacher.taps("Yes, they live together")
    teacher.sees("May the staff contact you?")
    await teacher.says("có cần bằng chứng gì không?")
    teacher.sees("May the staff contact you?")
    await teacher.taps("Yes, write to me here")
    await _through(teacher, {AGE: "8 tuổi"})
    await teacher.taps("Send the report")
    await teacher.taps("Answer them")
    await teacher.taps("Only at some hours")
    await teacher.says("từ 19 giờ đến 21 giờ")
    await teacher.says("cha dượng của em ấy, và cả lớp")
    await teacher.taps("Where it happened")
    await teacher.taps("Teacher or school")
    await teacher.taps("Boy")
    case = await scene.case()
    given = await scene.given(case)
    assert given["who"] == "stepfather" and given["age"] == "7-10" and given["sex"] == "boy"
    assert case.level == Level.P1 and case.safe_hours == "19-21"


@story(
    "A village collaborator with three children in a row",
    "Telegram. A collaborator comes from a round through the buôn and reports three children, one after the other.",
)
async def a_collaborator_with_three_children(scene: Scene) -> None:
    await scene.on_duty()
    collaborator = scene.person("CTV")
    await collaborator.starts()
    children = (
        "be gai 9 tuoi phai nghi hoc o nha trong em, bo me di lam xa",
        "chau trai 13 tuoi nghi hoc di phu ho, bi chu no tien cong",
        "be 5 tuoi hay bi me ke danh, khong cho an com",
    )
    for number, story in enumerate(children, start=1):
        if number == 1:
            await collaborator.taps("I know a child who needs help")
        await collaborator.says(story)
        if number > 1:
            await collaborator.taps("It is a new report")
        await _through(collaborator, {WHERE: "buon Tria, xa Ea Tul"})
        await collaborator.taps("Send the report")
        collaborator.sees(KEEP)
        if number == 1:  # after that it is known who reports
            await collaborator.taps("Answer them")
            await _until(collaborator, ROLE)
            await collaborator.says("ctv")
            await collaborator.taps("Stop")
        else:
            await collaborator.taps("That is all")
    first, second, third = await scene.cases()
    assert (second.follows, third.follows) == (first.id, second.id)
    assert len({case.commune_code for case in (first, second, third)}) == 1
    assert (await scene.given(third))["role"] == "collaborator"  # who reports was asked once


@story(
    "An Ê Đê speaker by voice",
    "Telegram. Somebody who would rather speak chooses Ê Đê and records; one of the staff knows the language.",
)
async def an_ede_speaker_by_voice(scene: Scene) -> None:
    await scene.on_duty()
    await scene.on_duty("by", languages="vi,rad")
    speaker = scene.person("Amĭ")
    await speaker.starts()
    await speaker.taps("Ê Đê · English")
    await speaker.taps("Ê Đê")
    speaker.sees("You can write in Ê Đê, or record your voice in Ê Đê.")
    await speaker.speaks()
    speaker.sees("I have kept your recording. A person will listen to it; no machine writes it down.")
    speaker.sees(KEEP)
    await speaker.taps("About another child")  # a recording says nothing about it
    await speaker.taps("Not sure")
    await speaker.speaks(b"OggS where it is")
    await speaker.says("thoi")
    case = await scene.case()
    assert case.level <= Level.P1 and case.language == "rad"


@story("Vietnamese and Ê Đê in one sentence", "Telegram. Somebody mixes the two languages, as people do.")
async def mixed_language(scene: Scene) -> None:
    await scene.on_duty()
    someone = scene.person("H")
    await someone.says("Anak kâo bị ama ñu čăm hoài, em mới 7 tuổi")
    someone.sees("If you would like to use Ê Đê, write: Ê Đê. You can also record your voice.")
    await _through(someone)
    await someone.taps("Send the report")
    case = await scene.case()
    assert case.language == "rad" and case.level <= Level.P1


@story(
    "A prank", "Telegram. Somebody tries the line out. It is answered once, and a person sees it when there is time."
)
async def a_prank(scene: Scene) -> None:
    await scene.on_duty()
    joker = scene.person("Ai đó")
    await joker.says("haha bot ngu quá")
    joker.sees("I am here for children who need help. If you or somebody you know does, write to me any time.")
    await joker.says("đồ điên hahaha")
    await scene.waits(minutes=31)
    case = await scene.case()
    assert case.level == Level.P3 and case.unfinished
    await joker.says("thật ra em bị mấy anh lớp trên chặn đánh mỗi ngày")
    await _through(joker)
    await joker.taps("Send the report")
    case = await scene.case()
    assert case.level < Level.P3 and not case.unfinished  # behind some jokes there is a child


@story("A teenager who does not want to live", "The web chat, at night. Nobody says why, nobody says what to do.")
async def a_suicidal_teenager(scene: Scene) -> None:
    await scene.on_duty()
    teenager = scene.person("Em", "web")
    await teenager.starts()
    await teenager.says("em không muốn sống nữa")
    teenager.sees(DANGER)
    await teenager.taps("Skip")
    await teenager.taps("Yes, write to me here")
    await teenager.says("em mệt lắm rồi")
    case = await scene.case()
    assert case.level == Level.P0
    await scene.claimed(case)
    await scene.answered(case, "Chị ở đây với em. Em đang ở một mình à?")
    await teenager.taps("Open it now")
    await teenager.says("dạ")
    assert "mệt lắm" in await scene.words(case)


@story(
    "A shared telephone",
    "Telegram. The telephone is the family's. Notices wait for the safe hours and say nothing of what they are about.",
)
async def a_shared_telephone(scene: Scene) -> None:
    await scene.on_duty()
    girl = scene.person("Em gái")
    await girl.says("em bị chú sờ vào người nhiều lần, em sợ lắm")
    await _through(girl)
    await girl.taps("Send the report")
    await girl.taps("Answer them")
    await girl.taps("Only at some hours")
    await girl.taps("In the afternoon, 14 to 18")
    await girl.says("đừng cho mẹ em biết")
    await girl.taps("Stop")
    case = await scene.case()
    assert case.safe_hours == "14-18" and case.level <= Level.P1
    await scene.claimed(case)
    before = len(girl.screen)
    await scene.answered(case, "Cô đã đọc tin của em. Em làm đúng khi nói ra.")
    assert len(girl.screen) == before  # ten in the morning is no safe hour
    await scene.waits(hours=6)
    girl.sees("There is a new message for you. Open it now?")
    girl.does_not_see("Cô đã đọc tin")
    await girl.taps("Open it now")
    assert "mẹ em" in await scene.words(case)


@story(
    "A mother who hides the telephone",
    "Telegram. Her husband reads her telephone: she may be written to in the morning only, then not at all, then she "
    "deletes the chat.",
)
async def a_mother_who_hides_the_telephone(scene: Scene) -> None:
    await scene.on_duty()
    mother = scene.person("Mẹ")
    await mother.says("chồng tôi đang đánh con tôi")
    mother.sees(DANGER)
    case = await scene.case()
    assert case.level == Level.P0
    await mother.says("chỉ nhắn lúc 8 đến 10 giờ sáng")
    assert (await scene.case()).safe_hours == "08-10"
    await mother.says("thôi đừng nhắn tin lại nữa, vì chồng tôi giữ máy")
    mother.sees("We will not write to you. You can write at any time.")
    assert (await scene.case()).safe_hours == "never"
    assert "giữ máy" in await scene.words(case)
    await scene.claimed(case)
    before = len(mother.screen)
    await scene.answered(case, "Chị và cháu có đang an toàn không?")
    assert len(mother.screen) == before
    await mother.says("anh ấy ngủ rồi, cháu bị sưng tay")
    mother.does_not_see("There is a new message for you")
    await mother.says("không phải lỗi của cháu, anh ấy bắt tôi xóa hết đi")
    assert "xóa hết" in await scene.words(case)
    await mother.says("xóa hết đi")
    await mother.taps("Yes, delete this chat")
    case = await scene.case()
    assert case.do_not_write and case.safe_hours == "never"


@story(
    "A lost telephone",
    "Telegram, then the web chat. The report was made on a telephone that is gone; the code leads back to it.",
)
async def a_lost_telephone(scene: Scene) -> None:
    await scene.on_duty()
    before = scene.person("Chị", "telegram")
    await before.says("cháu hàng xóm nhà tôi 10 tuổi hay bị bố đánh, hôm qua cháu khóc cả đêm")
    await _through(before)
    await before.taps("Send the report")
    code = before.code()
    case = await scene.case()
    await scene.claimed(case)
    after = scene.person("Chị", "web")
    await after.starts()
    await after.says("111 222 333 444 555")
    after.sees(
        "I do not know this code. Please check the 15 digits. If you have lost it, write a new report or call 111."
    )
    await after.says(code)
    after.sees("A person is looking at it.")
    after.does_not_see("bố đánh")
    await after.says("cháu vẫn hay sang nhà tôi ăn cơm")
    after.sees(ADDED)
    await scene.answered(case, "Cảm ơn chị. Cán bộ xã sẽ đến nhà sáng mai.")
    after.sees("There is a new message for you. Open it now?")
    await after.taps("Open it now")
    await scene.closed(case, Because.REFERRED, "Đã chuyển xã theo dõi")
    await after.says("cảm ơn")
    assert (await scene.case()).status == "closed"
    await after.says("cháu lại bị đánh, lần này chảy máu")
    assert (await scene.case()).status != "closed" and len(await scene.cases()) == 1


@story(
    "Back after three days",
    "Telegram. A child comes back in the same chat, without the code, reads the answer and writes more. Then the child "
    "leaves; the next day the chat knows nothing without the code.",
)
async def back_after_three_days(scene: Scene) -> None:
    await scene.on_duty()
    child = scene.person("Em")
    await child.says("em bị mấy bạn trong lớp đánh với bắt nộp tiền, em không dám đi học")
    await _through(child)
    await child.taps("Send the report")
    code, case = child.code(), await scene.case()
    await child.taps("That is all")
    await scene.claimed(case)
    since = f"{scene.now.astimezone(VIETNAM):%H:%M, %d/%m/%Y}"
    await scene.answered(case, "Cô đọc tin của em rồi. Em không có lỗi. Ở trường có thầy cô nào em tin không?")
    await scene.waits(days=3)
    await child.says("cô ơi em về rồi")
    child.sees("What you sent on {day} is still here.", day="25/11/2026")
    child.sees(TAKEN, since=since)
    child.sees("There is an answer for you.")
    child.does_not_see("Ở trường có thầy cô nào")
    await child.taps("Open it now")
    await child.says("dạ có cô chủ nhiệm ạ, hôm qua tụi nó lấy cặp của em")
    child.sees(ADDED)
    assert "chủ nhiệm" in await scene.words(case)
    await scene.waits(days=2)
    await child.says("có tin gì chưa cô")
    child.sees("You can add to it: write here.")
    await child.says("thoát")
    assert (await scene.case()).do_not_write
    await scene.waits(days=1)
    await child.says("có tin gì chưa")
    child.sees("Please write your receipt code (15 digits). Then I can show how far it is.")
    child.does_not_see("Đang có người xem")
    child.does_not_see(since)
    await child.says(code)
    child.sees("A person is looking at it.")
    assert len(await scene.cases()) == 1


async def _leaves_in_the_middle(scene: Scene, channel: str, way: str) -> None:
    await scene.on_duty()
    girl = scene.person("Em gái", channel)
    await girl.says("em bị cha dượng đánh nhiều lần")
    await girl.taps("That is right")
    await girl.says(way)
    case = await scene.case()
    assert case.unfinished and case.do_not_write
    girl.sees("Fine, see you another time.")
    assert len(girl.screen) == 1
    await scene.claimed(case)
    await scene.answered(case, "Em có đang an toàn không?")
    assert len(girl.screen) == 1  # nobody who holds the telephone now is told anything


@story("Leaving at once on Telegram", "Telegram. Somebody comes in; the button below the chat says what x says.")
async def leaving_at_once_on_telegram(scene: Scene) -> None:
    await _leaves_in_the_middle(scene, "telegram", "x")


@story("Leaving at once on the web", "The web chat. The word works beside the button and three presses of Shift.")
async def leaving_at_once_on_the_web(scene: Scene) -> None:
    await _leaves_in_the_middle(scene, "web", "thoát")


@story(
    "Old buttons after a week", "Telegram. A draft that told of no risk waits; a week later its old buttons do nothing."
)
async def old_buttons_after_a_week(scene: Scene) -> None:
    await scene.on_duty()
    someone = scene.person("Chú")
    await someone.starts()
    await someone.taps("I know a child who needs help")
    await scene.waits(days=7)
    await someone.says("cháu bé cạnh nhà hay bị mắng chửi, không cho đi học")
    old = someone.screen[-1].choices
    await _through(someone)
    await someone.taps("Send the report")
    await scene.waits(days=7)
    if old:
        await someone.presses(old[0])
        someone.sees("That button belongs to an earlier question. Nothing was changed.")
    assert len(await scene.cases()) == 1


@story("A message that is edited", "Telegram. Before sending, an edit changes the answer; afterwards it is added.")
async def an_edited_message(scene: Scene) -> None:
    await scene.on_duty()
    someone = scene.person("Dì")
    await someone.starts()
    await someone.taps("I know a child who needs help")
    await someone.says("bé gái bị bỏ đói ở nhà", ref="m1")
    await someone.edits("bé gái 5 tuổi hay bị nhịn đói", ref="m1")
    someone.sees("I have changed your answer: {name}.", name="Việc đã xảy ra")
    someone.sees("This is what I understood:")
    await _through(someone)
    await someone.taps("Send the report")
    await someone.edits("bé gái 5 tuổi hay bị nhịn đói cả buổi chiều", ref="m1")
    someone.sees("I have added the changed message to your report.")
    case = await scene.case()
    told = await scene.words(case)
    assert "hay bị nhịn đói" in told and "cả buổi chiều" in told


@story("A wrong commune, put right", "Telegram. Two communes sound alike; the wrong one is taken and then changed.")
async def a_wrong_commune_put_right(scene: Scene) -> None:
    await scene.on_duty()
    someone = scene.person("Anh")
    await someone.starts()
    await someone.taps("I know a child who needs help")
    await someone.says("có bé trai bị bắt đi rửa chén thuê ban đêm")
    await _through(someone, {WHERE: "xã Ea Kao"})
    someone.sees(MORE)
    await someone.taps("Change an answer")
    await someone.taps("Where it happened")
    await someone.says("à nhầm, là xã Ea Kar")
    someone.sees(MORE)
    await someone.taps("Send the report")
    case = await scene.case()
    assert "Ea Kar" in (places.name_of(case.commune_code or "") or "")


@story(
    "Through a campaign's link",
    "Telegram. One comes through a poster's link that is known, one through one that is not.",
)
async def through_a_campaigns_link(scene: Scene) -> None:
    await scene.on_duty()
    pupil = scene.person("Học sinh")
    variant = await scene.runs_a_campaign(Topic.GENERAL, "Đường dây", "THCS", link_code="phong-duoi-nuoc-2026")
    await pupil.starts("phong-duoi-nuoc-2026")
    pupil.sees("Tap, or just write:")
    await pupil.says("làm sao để không bị đuối nước?")
    arrival = (await scene.remembered(pupil)).person.arrival
    assert arrival is not None and arrival.variant == variant.id
    stranger = scene.person("Người lạ")
    await stranger.starts("khong-biet_nua")
    stranger.sees("Tap, or just write:")
    await stranger.starts("mã lạ !!! <b>")
    assert (await scene.remembered(stranger)).person.arrival is None
    await stranger.says("bé nhà bên phải nghỉ học đi bán vé số")
    await _through(stranger)
    await stranger.taps("Send the report")
    assert len(await scene.cases()) == 1


@story(
    "By the code on a banner",
    "The web chat. She types the eight digits of a banner about drowning; its commune is offered, and at the end she "
    "says whether her report may name the banner.",
)
async def by_the_code_on_a_banner(scene: Scene) -> None:
    await scene.on_duty()
    variant = await scene.runs_a_campaign(
        Topic.DROWNING, "Hè an toàn", "Băng rôn trường", commune="Xã Ea Kar", typed_code="57249011"
    )
    aunt = scene.person("Cô", "web")
    await aunt.says("5724 9011")
    aunt.sees("A pond, pit or stream without a fence, or children alone at the water? Tell me where it is.")
    await aunt.says("mấy đứa nhỏ hay tắm ở hố sau trường, không ai trông")
    await _until(aunt, WHERE)
    await aunt.taps("Xã Ea Kar")
    await _through(aunt)
    await aunt.taps("Send the report")
    aunt.sees(KEEP)
    await aunt.taps("That is all")
    await aunt.taps("Yes, it may")
    assert (await scene.case()).commune_code == variant.commune_code


@story(
    "A question, and a place that helps",
    "Telegram. A mother asks before she tells anything; the places come from the operator's own table (made up here).",
)
async def a_question_and_a_place_that_helps(scene: Scene) -> None:
    await scene.on_duty()
    await scene.knows_of("Phòng tư vấn Ví Dụ", "counselling", "Xã Ea Kar", "1 Đường Ví Dụ", "0262 000 000")
    mother = scene.person("Chị", "telegram")
    await mother.says("ở đâu có chỗ tư vấn tâm lý cho con tôi?")
    mother.sees("Write the commune, and I show what I know to be near it.")
    await mother.says("xã Ea Kar")
    assert any("Phòng tư vấn Ví Dụ" in message.text for message in mother.screen)
    await mother.says("tôi gọi số nào khi con bị bắt nạt")
    await mother.says("cảm ơn")
    assert await scene.cases() == []


@story("At night, when nobody is on duty", "The web chat. It says so at once, names 111, and keeps every word.")
async def at_night_when_nobody_is_on_duty(scene: Scene) -> None:
    boy = scene.person("Em trai", "web")
    await boy.starts()
    boy.sees(
        "Nobody is on duty at this moment; what you write is kept and will be read. If it cannot wait, call {number}.",
        number="111",
    )
    await boy.says("em bị mấy anh lớn chặn đường lấy tiền, mai em không dám đi học")
    await _through(boy)
    await boy.taps("Send the report")
    boy.sees(KEEP)
    case = await scene.case()
    assert "lấy tiền" in await scene.words(case)


@story("Stopping, and going on", "Telegram. Somebody hesitates: stops, keeps it, asks for help, goes on, and sends.")
async def stopping_and_going_on(scene: Scene) -> None:
    await scene.on_duty()
    someone = scene.person("Cô")
    await someone.starts()
    await someone.taps("I know a child who needs help")
    await someone.says("bé trai nhà bên bị bỏ đói, 6 tuổi")
    await someone.taps("Not quite")
    await someone.taps("Age")
    await someone.says("thôi")
    someone.sees("What shall I do with what you have written so far?")
    await someone.taps("Keep it for later")
    await scene.waits(minutes=20)
    await someone.says("tôi quay lại đây")
    await someone.says("hướng dẫn")
    await someone.says("tôi hỏi chút, bạn là người hay máy?")
    await _through(someone, {WHERE: "xã Cư M'gar"})
    await someone.taps("Send the report")
    await someone.taps("That is all")
    await someone.says("hôm nay bé sang nhà tôi ăn cơm")
    await someone.taps("Add it to my report")
    someone.sees(ADDED)
    assert "ăn cơm" in await scene.words(await scene.case())
    assert len(await scene.cases()) == 1


@story(
    "A picture, and a voice that answers",
    "Telegram. A picture is refused until the officer asks for one; the officer answers by voice.",
)
async def a_picture_and_a_voice_that_answers(scene: Scene) -> None:
    await scene.on_duty()
    aunt = scene.person("Dì")
    await aunt.says("cháu gái tôi 12 tuổi bị người ta gửi tin nhắn dọa trên mạng")
    await aunt.sends("picture")
    aunt.sees(
        "I do not take in pictures or videos. Please keep it, do not send it to anyone. "
        "You can write here what it is about."
    )
    await aunt.shares(12.7086, 108.2311)
    await _through(aunt)
    await aunt.taps("Send the report")
    case = await scene.case()
    await scene.claimed(case)
    await scene.takes_pictures(case)
    await scene.spoke(case)
    await aunt.taps("Open it now")
    aunt.sees("The staff speak to you:")
    aunt.sees("The staff also take a picture here, if they asked you for one.")
    await aunt.shows()
    aunt.sees("The staff have the picture. What was hidden in it, such as place and time, has been taken out.")
    await scene.closed(case, Because.HELPED, "Đã khóa tài khoản dọa nạt, gia đình và trường đã biết")
    await aunt.says(aunt.code())
    aunt.sees("It has been closed: the child has been helped or is safe. If something is new, write it here.")


@story(
    "A question that tells",
    "Telegram. A neighbour asks whether anybody will know her name, and tells in the same breath what she has seen.",
)
async def a_question_that_tells(scene: Scene) -> None:
    await scene.on_duty()
    neighbour = scene.person("Cô hàng xóm")
    told = "con bé hàng xóm 10 tuổi bị bố dượng sờ mó, tôi báo ở đây có ai biết tên tôi không?"
    await neighbour.says(told)
    neighbour.sees("Thank you for telling me. It is right to speak about this.")
    await neighbour.says("ở đây có người thật không")
    await _through(neighbour)
    await neighbour.taps("Send the report")
    case = await scene.case()
    assert case.level <= Level.P1
    words = await scene.words(case)
    assert told in words and "ở đây có người thật không" in words


@story(
    "Is anybody there?",
    "The web chat. A pupil does not want to live any more; what the bot answers by itself reaches staff too.",
)
async def is_anybody_there(scene: Scene) -> None:
    await scene.on_duty()
    pupil = scene.person("Bạn học sinh", "web")
    await pupil.says("em muốn tự tử")
    pupil.sees(DANGER)
    await pupil.says("có ai không")
    await pupil.taps("Skip")
    await pupil.says("có người thật đọc không vậy")
    await pupil.says("cảm ơn")
    words = await scene.words(await scene.case())
    assert "có ai không" in words and "có người thật đọc không vậy" in words


@story(
    "Someone threatens whoever reports",
    "Telegram. He has found the line. Staff see what he writes as urgent; he learns nothing.",
)
async def someone_threatens_whoever_reports(scene: Scene) -> None:
    await scene.on_duty()
    he = scene.person("Người lạ")
    await he.says("tao mà biết đứa nào báo tao giết nó")
    he.sees(
        "I can say nothing about anybody here. Whoever is angry, or does not know how to go on, can talk to a person:"
    )
    he.does_not_see("mã")
    await he.says("có đứa nào báo tao chưa")
    case = await scene.case()
    assert case.level <= Level.P1
    words = await scene.words(case)
    assert "tao giết nó" in words and "có đứa nào báo tao chưa" in words


@story(
    "A burst of short messages",
    "Telegram. A neighbour writes as she speaks: four messages in a row, an album of pictures, then a cry.",
)
async def a_burst_of_short_messages(scene: Scene) -> None:
    await scene.on_duty()
    neighbour = scene.person("Chị hàng xóm")
    told = ("nhà bên kia ở xã Ea Tul có chuyện không ổn", "tôi nghe tiếng khóc suốt", "mấy đêm liền như vậy rồi")
    await neighbour.says_at_once(*told, "tôi không biết phải làm sao")
    assert sum(_says(message.text, "This is what I understood:") for message in neighbour.screen) == 1
    assert _says(neighbour.screen[-1].text, "This is what I understood:")
    await neighbour.taps("That is right")
    await neighbour.sends_at_once("picture", "picture", "picture", "picture")
    assert len(await scene.cases()) == 0
    await neighbour.says_at_once("hôm nay tôi lại nghe", "nó đang đánh con bé, cứu với")
    neighbour.sees(DANGER)
    case = await scene.case()
    assert case.level == Level.P0
    words = await scene.words(case)
    assert all(text in words for text in (*told, "hôm nay tôi lại nghe"))


@story(
    "Someone who is asked first",
    "Telegram. A few words say nothing, and the language service leans to danger: one question. One child is well, "
    "another one does not answer, the third one cannot say more.",
)
async def someone_who_is_asked_first(scene: Scene) -> None:
    await scene.on_duty()
    asked = "Are you safe right now, and the child if you write about one?"
    well = scene.person("Em thứ nhất")
    await well.says("tối nay")
    well.sees(asked)
    await well.says("dạ em an toàn, em chỉ hỏi thôi")
    well.sees("What can I do for you?")
    await scene.waits(minutes=45)
    assert not await scene.cases()
    silent = scene.person("Em thứ hai")
    await silent.says("đau quá")
    silent.sees(asked)
    before = len(silent.screen)
    await scene.waits(minutes=4)
    assert len(silent.screen) == before  # somebody else may look at the telephone
    case = await scene.case()
    assert case.level == Level.P1 and "đau quá" in await scene.words(case)
    cries = scene.person("Em thứ ba")
    await cries.says("mẹ đánh em")
    cries.sees("Are you safe right now?")
    await cries.says("hic")
    cries.sees(DANGER)
    last = max(await scene.cases(), key=lambda one: one.number)
    assert last.level == Level.P0
    words = await scene.words(last)
    assert "mẹ đánh em" in words and "hic" in words


@story(
    "A drunk neighbour",
    "Telegram. A woman hears her neighbour at night. She corrects herself as she tells it; staff see both.",
)
async def a_drunk_neighbour(scene: Scene) -> None:
    await scene.on_duty()
    woman = scene.person("Chị hàng xóm")
    await woman.says("ông hàng xóm nhà em tối nào cũng say rượu la hét rồi đánh hai đứa con")
    await _until(woman, WHERE)
    await woman.says("thôn 3 xã Ea Tul")
    await woman.says("ý em là thôn 5")
    await woman.says("à mà nhà đó có ba đứa chứ không phải hai")
    await _through(woman)
    await woman.taps("Send the report")
    await woman.taps("Answer them")
    await _until(woman, "How old is the child? A guess will do.")
    await woman.says("đứa lớn 12 tuổi")
    await woman.says("à nhầm, nó 8 tuổi")
    woman.sees("I have changed your answer: {name}.", name="Tuổi")
    await woman.taps("Stop")
    await woman.says("chỉ gọi sau 17h thôi")
    await woman.says("em nhầm, đứa lớn 9 tuổi")
    case = await scene.case()
    words = await scene.words(case)
    for told in ("hai đứa", "ba đứa", "12 tuổi", "8 tuổi", "9 tuổi", "thôn 3", "thôn 5", "17h"):
        assert told in words
    assert (await scene.given(case))["age"] == "7-10" and case.level <= Level.P1


@story(
    "Someone who changes the story",
    "Telegram. A child takes back what she has told, and then says that it is true. Nothing is deleted or lowered.",
)
async def someone_who_changes_the_story(scene: Scene) -> None:
    await scene.on_duty()
    girl = scene.person("Em gái")
    await girl.says("dượng hay đánh em khi mẹ đi làm")
    await _through(girl)
    await girl.taps("Send the report")
    await girl.taps("That is all")
    before = (await scene.case()).level
    await girl.says("em nói dối đó, không có gì đâu")
    girl.sees("Thank you for saying so. The staff will see it. They will still look at your report.")
    await girl.says("xóa hết đi")
    await girl.taps("No, go on")
    assert (await scene.case()).level == before
    await scene.waits(minutes=30)
    await girl.says("em xin lỗi, chuyện đó là thật, dượng bắt em nói là không có")
    girl.sees(ADDED)
    case = await scene.case()
    words = await scene.words(case)
    for told in ("đánh em khi mẹ đi làm", "em nói dối đó", "chuyện đó là thật"):
        assert told in words
    assert case.level == before and len(await scene.cases()) == 1


@story(
    "A boy who is blackmailed with pictures",
    "The web chat. He is fifteen and wants nobody to know. He hears that it is not his fault before any number.",
)
async def a_sextorted_boy(scene: Scene) -> None:
    await scene.on_duty()
    boy = scene.person("Cậu học sinh", "web")
    await boy.starts()
    await boy.taps("I need help")
    await boy.says(
        "em 15 tuổi, em lỡ gửi ảnh nóng cho một người trên mạng, giờ nó dọa tung ảnh nếu em không chuyển tiền"
    )
    await boy.says("em không muốn ai biết hết, đừng gọi cho em")
    boy.sees("You will not be called. You can still write here.")
    await boy.says("có phải lỗi của em không")
    boy.sees("No, it is not your fault. It is right that you tell it.")
    await boy.says("nó bảo em mà báo công an là nó tung ảnh liền")
    await _through(boy)
    await boy.taps("Send the report")
    case = await scene.case()
    words = await scene.words(case)
    assert "dọa tung ảnh" in words and "không muốn ai biết" in words
    assert case.level <= Level.P1


@story(
    "Pregnant at thirteen",
    "Telegram. She has missed her period and is afraid of everybody; a grown man is the father, and a wedding is "
    "prepared. Nobody blames her, nobody tells her where to go: she is led to people.",
)
async def pregnant_at_thirteen(scene: Scene) -> None:
    await scene.on_duty()
    girl = scene.person("Em gái")
    await girl.says("phá thai ở đâu vậy ạ")
    girl.sees("111")
    girl.does_not_see("bệnh viện")
    await girl.says("em 13 tuổi, em trễ kinh 2 tháng rồi, em thử que lên 2 vạch, em sợ lắm")
    girl.sees("Thank you for telling me. You did right to speak, and it is not your fault.")
    await _until(girl, "Are you in danger right now?")
    await girl.says("em không dám nói với ai hết")
    await girl.says("anh đó 24 tuổi rồi, ảnh nói sẽ cưới em")
    await girl.says("nhà em tính tuần sau làm đám cưới, em không muốn lấy chồng")
    await girl.says("nói ra công an có tới nhà em không")
    await _through(girl, {WHERE: "xã Ea Súp"})
    await girl.taps("Send the report")
    girl.sees(KEEP)
    case = await scene.case()
    assert case.level <= Level.P1
    words = await scene.words(case)
    for told in ("phá thai", "trễ kinh", "24 tuổi", "đám cưới", "công an"):
        assert told in words
    await girl.taps("Answer them")
    await girl.taps("Only at some hours")
    await girl.taps("In the afternoon, 14 to 18")
    await girl.says("đừng cho ba mẹ em với anh đó biết")
    await girl.taps("Stop")
    await scene.claimed(case)
    await scene.answered(case, "Cô đọc tin của em rồi. Em không có lỗi gì cả. Em nói chuyện với cô được không?")
    await scene.waits(hours=6)
    girl.sees("There is a new message for you. Open it now?")
    girl.does_not_see("Em không có lỗi gì cả")
    await girl.taps("Open it now")
    await girl.says("dạ được cô")
    assert len(await scene.cases()) == 1


@story(
    "Is it my fault?",
    "Telegram. A boy of eleven writes without marks, one short message after another, about his coach. He asks for two "
    "things: that it was not his fault, and that his mother is not told.",
)
async def is_it_my_fault(scene: Scene) -> None:
    await scene.on_duty()
    boy = scene.person("Em trai")
    told = ("co oi", "em hoc lop 6 em 11 tuoi", "thay day bong da so vo cho kin cua em", "may lan roi", "em so lam")
    await boy.says_at_once(*told)
    boy.sees("Thank you for telling me. You did right to speak, and it is not your fault.")
    await boy.says("co phai loi cua em khong")
    boy.sees("No, it is not your fault. It is right that you tell it.")
    await boy.says_at_once("dung noi voi me em", "me em danh em", "em so lam")
    boy.sees(
        "The staff will see whom you do not want told. When a child is in serious danger, they must still pass it on "
        "to those whose duty it is to help."
    )
    await boy.says("dung goi cho em nha")
    boy.sees("You will not be called. You can still write here.")
    await boy.says("co phai tai em khong chay di khong")
    boy.sees("No, it is not your fault. It is right that you tell it.")
    await _through(boy)
    await boy.taps("Send the report")
    await boy.taps("That is all")
    case = await scene.case()
    assert case.level <= Level.P1
    words = await scene.words(case)
    for text in (*told, "dung noi voi me em", "me em danh em"):
        assert text in words
    await scene.claimed(case)
    await scene.answered(case, "Chào em. Anh đọc hết rồi. Em không có lỗi.")
    await boy.taps("Open it now")
    await boy.says("em noi doi thoi, khong co gi dau")
    boy.sees("Thank you for saying so. The staff will see it. They will still look at your report.")
    assert (await scene.case()).level == case.level and len(await scene.cases()) == 1


def _says(shown: str, msgid: str) -> bool:
    return any(voice(msgid) in shown for voice in VOICES)


async def _through(person: Reporter, told: dict[str, str] | None = None) -> None:
    """On to the page that is looked over: what was understood is right; what is not `told` by question is skipped."""
    for _step in range(14):
        asked = person.screen[-1].text
        answers = [answer for question, answer in (told or {}).items() if _says(asked, question)]
        if _says(asked, "This is what I understood:"):
            await person.taps("That is right")
        elif _says(asked, MORE):
            return
        elif answers:
            await person.says(answers[0])
        else:
            await person.taps("Skip")
    raise AssertionError(f"still at: {asked}")


async def _until(person: Reporter, question: str) -> None:
    """On to this question, with what was understood taken as right."""
    for _step in range(14):
        asked = person.screen[-1].text
        if _says(asked, question):
            return
        await person.taps("That is right" if _says(asked, "This is what I understood:") else "Skip")
    raise AssertionError(f"still at: {asked}")
