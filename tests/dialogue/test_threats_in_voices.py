"""Who threatens: the writer, whom a supervisor should see; or somebody who is told of, and that is part of a report."""

from __future__ import annotations

import pytest

from bot.dialogue.effects import Escalate, Note, Say, Submit
from bot.dialogue.heard.threats import tells_of_a_threat, threatens
from bot.dialogue.state import Stage
from handlers.case import Remark
from handlers.triage import THREAT, Level
from tests.dialogue.talk import Talk, meant

_BY_THE_WRITER = """
tao mà biết đứa nào báo tao giết nó
tao biết đứa nào tố cáo thì liệu hồn
đứa nào báo công an tao chém
thằng nào báo tao thì tao cho chết
Bố mày mà biết con nào khai ra là bố mày xử hết
bọn mày báo công an thì coi chừng cả nhà bọn mày
mày báo công an nữa tao đốt nhà
mày mà tố tao thì đừng hòng yên thân
tụi bây báo tao hả, tao đập hết
ai báo tao, tao mà tìm được thì chết với tao
tao không tha cho đứa nào đi khai đâu
tao se tim ra dua nao bao tao
tao ma biet ai to cao tao danh cho no què
dua nao mach voi cong an tao dam
tau mà biết đứa mô báo thì tau giết
thằng chó nào báo tao, tao cắt lưỡi
báo nữa đi tao giết cả nhà mày
tao đang đi tìm đứa báo tao đây
nói với nó rút đơn tố cáo đi không thì tao giết
đứa nào hại tao, báo công an bắt tao, ra tù tao giết cả họ
mày khai gì với công an tao xé xác
tao cho người xử đứa nào tố giác
mấy đứa báo tin tao biết hết, chờ đó
kêu con nhỏ đó rút lại lời khai, không tao không để yên
đứa nào gọi 111 báo tao, tao đập nát mặt
ông mày mà biết đứa nào mách thì biết tay ông
tao biết nhà đứa báo rồi, đêm nay tao qua
báo công an thì tao cho mày khỏi đi học
thách đứa nào báo, tao chặt tay
con nào tố tao thì chuẩn bị quan tài
"""
_TOLD_OF = """
nó nhắn: 'tao mà biết đứa nào báo tao giết nó'
ba em nói tao mà biết đứa nào báo tao giết nó
ổng bảo em mà báo công an là ổng giết cả nhà
chú ấy dọa nếu em kể với ai thì chú giết mẹ em
bố dượng hăm nếu mách mẹ thì đánh chết
"đứa nào báo tao tao giết" nó nói vậy đó cô
em sợ lắm, nó nói mày báo công an tao đốt nhà
hôm qua nó nhắn tao biết nhà đứa báo rồi
anh ta đe sẽ đâm em nếu em tố cáo
thằng đó dọa tung ảnh nếu em báo công an
nó noi neu em khai thi no danh em chet
ba doa neu con noi voi co giao thi ba giet con
ông ta dọa giết tôi nếu tôi báo
chồng tôi bảo báo công an thì nó giết cả tôi với con
nó gửi em tin này: mày mà khai tao giết
nó hét lên đứa nào báo tao chém chết
bạn em bị dọa giết nếu báo công an
thằng hàng xóm chửi đứa nào báo công an tao đốt nhà
em nghe chú nói điện thoại là đứa nào báo thì giết
con bé kể bố dượng dọa nói ra là giết cả nhà
dạ nó kêu mày mà mách là tao đập chết
ba nói kể với ai là ba bỏ đói
nó viết trên facebook là đứa nào tố tao tao chém
thầy bảo nói với bố mẹ thì thầy cho ở lại lớp rồi đánh
no doa giet em neu em bao cong an
anh kia nhắn zalo: báo công an đi rồi tao giết mày
chú dọa em không được nói với ai không chú giết con mèo của em
nó hăm em nếu em tố cáo thì nó đăng hình
ông nội dọa nếu em báo thì đuổi mẹ con em ra khỏi nhà
em bị hăm he nếu báo thì bị đánh
"""
_IDLE = """
tao mệt muốn chết
ai báo cũng được hả
báo ở đâu vậy
báo công an số mấy
tao bị ba tao đánh
em muốn báo công an mà em sợ
đứa nào lấy bút của tao vậy
tao báo cho mày biết là mai nghỉ học
tao báo ở đây có ai biết không
tao muốn tố cáo thằng chú tao, nó đánh con nhỏ
tôi báo tin cho đứa cháu bị đánh
tao với mày đi báo công an đi
em không dám báo vì em sợ
báo rồi có ai bảo vệ em không
nếu em báo công an thì ba em có bị bắt không
"""


def _to_the_end(talk: Talk) -> Talk:
    for _question in range(14):
        if talk.buttons[:1] != ["review:send"]:
            talk.taps("understood:right") if talk.state.stage is Stage.CONFIRMING else talk.says("bỏ qua")
    assert talk.buttons[:1] == ["review:send"]
    return talk


def _lines(table: str) -> list[str]:
    return table.strip().splitlines()


@pytest.mark.parametrize(
    "text",
    ["ở Yang Tao đánh nhau, báo công an giúp với", "xã yang tao có đứa nào đó đốt nhà, ai báo công an giùm"],
)
def test_the_commune_of_yang_tao_threatens_nobody(text: str) -> None:
    assert not threatens(text)


@pytest.mark.parametrize("text", _lines(_BY_THE_WRITER))
def test_the_writer_who_threatens_whoever_reports_is_heard(text: str) -> None:
    assert threatens(text) and not tells_of_a_threat(text)


@pytest.mark.parametrize("text", _lines(_TOLD_OF))
def test_a_threat_that_is_told_of_is_part_of_the_report(text: str) -> None:
    assert tells_of_a_threat(text) and not threatens(text)


@pytest.mark.parametrize("text", _lines(_IDLE))
def test_idle_talk_and_the_wish_to_report_are_neither(text: str) -> None:
    assert not threatens(text) and not tells_of_a_threat(text)


@pytest.mark.parametrize("text", _lines(_TOLD_OF))
def test_whoever_tells_of_a_threat_is_asked_like_any_and_the_case_is_urgent(text: str) -> None:
    talk = Talk().says("có chuyện ở nhà bên", meant("report_bullying")).says(text)
    assert not any(isinstance(one, Submit) and THREAT in one.triage.reasons for one in talk.all_effects)
    told = talk.state.draft
    assert "threat" in told.signals and "I can say nothing about anybody" not in talk.heard
    if talk.did(Escalate):  # danger was heard in the words too
        return
    _to_the_end(talk).taps("review:send")
    submits = [one for one in talk.effects if isinstance(one, Submit)]
    assert submits and submits[-1].triage.level <= Level.P1
    assert any("threat" in reason for reason in submits[-1].triage.reasons)


def test_a_threat_that_is_told_of_after_sending_raises_the_case_and_nobody_is_taken_for_the_one_who_threatens() -> None:
    talk = Talk().says("bé nhà bên bị bạn trêu", meant("report_bullying"))
    _to_the_end(talk).taps("review:send").says("nó nhắn: 'tao mà biết đứa nào báo tao giết nó'")
    assert Note(Remark.TOLD_OF_A_THREAT) in talk.effects and Note(Remark.THREATENED) not in talk.effects
    assert any(isinstance(one, Say) for one in talk.effects)
