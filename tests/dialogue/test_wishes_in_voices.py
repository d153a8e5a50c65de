"""Requests to the bot in many people's words, with their reasons before and behind; and what only sounds like one."""

from __future__ import annotations

from typing import cast

import pytest

from bot.dialogue.effects import KeepSafeHours
from bot.dialogue.heard.wishes import Wish, wished
from bot.dialogue.heard.words import act_of
from tests.dialogue.talk import Talk, meant

_NO_CONTACT = """
em sợ lắm đừng liên lạc với em nữa
Ba em hay kiểm tra điện thoại, đừng liên lạc với em nhé
máy này của mẹ em nên đừng nhắn hay gọi gì cho em
lỡ ba thấy thì chết em, cô đừng gọi đừng nhắn nữa
nguy hiểm lắm đừng liên hệ nữa ạ
toi khong muon ai lien lac voi toi het, toi so lam
thôi mọi người đừng liên lạc với tôi nữa, chồng tôi biết là đánh tôi
"""
_NO_WRITING = """
em sợ lắm đừng nhắn cho em nữa
ba em hay xem điện thoại, cô đừng nhắn tin cho em
ba em hay coi dt lam dung nhan tin cho em
máy này của mẹ, đừng nhắn vào đây nữa
lỡ ba thấy thì sao, đừng nhắn gì cho con nha
nguy hiểm lắm, chú đừng nhắn lại
Em dùng chung điện thoại với chị. Xin đừng nhắn tin.
đừng nhắn nữa em sợ
đừng nhắn nữa, ba em đọc được đó
dung nhan tin nua nha em so lam a
cô ơi đừng trả lời tin nhắn nữa, mẹ em đang cầm máy
em xin cô đừng nhắn tin cho em nữa
em lo quá cô ơi đừng nhắn cho em nha
tối nay ba ở nhà đừng nhắn cho em
Điện thoại của bà nội, bà nội hay mở ra coi. Đừng nhắn nghe cô
không tiện đâu ạ, đừng nhắn tin cho tôi
nó hay lục máy của em, đừng nhắn
em không muốn ai nhắn tin cho em nữa, em mệt rồi
vợ tôi hay đọc tin nhắn của tôi, đừng nhắn lại nhé
mấy đứa bạn hay mượn máy, đừng nhắn vô đây
em khóc hoài à đừng nhắn cho em nữa đi
"""
_NO_CALLS = """
em sợ lắm đừng gọi cho em
ba em ở nhà, đừng gọi điện nhé cô
nhà em có người, cô đừng gọi
máy hỏng loa đừng gọi cho tôi
em nói chuyện không được, đừng gọi cho em nha
không cần gọi đâu ạ, em ngại lắm
đừng gọi lại cho em, ba nghe máy đó
cho nay on lam dung goi
em không muốn ai biết hết, đừng gọi cho em
em câm không nói được nên đừng gọi điện cho em
em không muốn bị gọi điện, ba em nghe thấy mất
Số này của mẹ tôi, xin đừng gọi vào số này
làm ơn đừng gọi, bố em đánh chết
con sợ tiếng chuông điện thoại reo ba biết, đừng gọi con nha
"""
_HOURS = """
ba em hay ở nhà buổi tối, chỉ nhắn buổi sáng thôi
em đi học, chỉ nhắn lúc 17h đến 19h
chỉ nhắn cho em từ 8 đến 10 giờ thôi nha, ba em về sớm
em sợ ba thấy, chỉ nhắn tin buổi trưa thôi cô
"""
_CALL_HOURS = """
chỉ gọi lúc 8 đến 10 giờ sáng
gọi sau 17h thôi
đừng gọi buổi tối
gọi giờ nghỉ trưa được ạ
goi cho toi sau 5 gio chieu
cô gọi em lúc 9h sáng được không
chỉ gọi vào buổi sáng thôi nhé
ba em ở nhà buổi tối, đừng gọi buổi tối
gọi tôi lúc 11h30 đến 12h30
đừng gọi trước 7 giờ sáng
gọi sau giờ làm được
chỉ gọi cuối tuần thôi
"""
_ERASE = """
em sợ lắm xóa hết đi
ba em sắp về rồi, xóa hết tin nhắn đi
lỡ ba thấy thì chết, xoá giúp em với
em đổi ý rồi, xóa hết đi ạ
máy này của mẹ. xóa đoạn chat này giúp con
em không muốn kể nữa, xóa hết giùm em
xoa het di em so lam
em hối hận rồi, xóa hết đi
"""
_CORRECT = """
không phải, nó 8 tuổi
à nhầm, bé trai ạ
ý em là thôn 5
sai rồi, không phải bố mà là chú
em nói lộn, bé 9 tuổi
nhầm rồi, là bé gái
ý tôi là xã Ea Tul
xin lỗi em ghi sai, 12 tuổi mới đúng
k phải bố, là dượng ạ
đính chính: cháu 6 tuổi
em nói nhầm, chuyện hôm qua chứ không phải hôm nay
à không, nó 7 tuổi
í lộn, 11 tuổi
"""
_STOP = """
thôi em không kể nữa
em không muốn nói nữa
con sợ lắm con không nói nữa đâu
em đổi ý rồi, không báo nữa
tôi không muốn báo nữa
dừng lại đi em sợ lắm
"""
_REQUESTS = {
    Wish.NO_CONTACT: _NO_CONTACT,
    Wish.NO_WRITING: _NO_WRITING,
    Wish.NO_CALLS: _NO_CALLS,
    Wish.HOURS: _HOURS,
    Wish.CALL_HOURS: _CALL_HOURS,
    Wish.ERASE: _ERASE,
    Wish.CORRECT: _CORRECT,
    Wish.STOP: _STOP,
}
_NO_REQUESTS = """
bố bắt em xóa hết đi
mẹ dặn đừng nhắn cho ai
mẹ dặn em đừng nhắn cho ai biết
nó nói đừng gọi cho em nữa
chú ấy bảo em xóa hết tin nhắn đi
thầy nhắn là đừng gọi cho em
em sợ lắm, nó bảo đừng nhắn cho em
ba em hay đánh em, ba cấm nhắn tin
ba em hay xem điện thoại
máy này của mẹ em
em sợ lắm
lỡ ba thấy thì sao
nguy hiểm lắm cô ơi
nó gửi hình của em lên mạng, xóa giùm em với
nó giữ hình của em không chịu xóa
đừng gọi công an
em sợ lắm đừng gọi công an
đừng gọi cho mẹ em
ba em đánh em, đừng gọi cho ba em
em sợ lắm đừng báo ba mẹ em
đừng nói với ai hết nha cô
đừng cho ba em biết
mẹ ơi đừng gọi con nữa
em năn nỉ nó đừng gọi cho em nữa mà nó vẫn gọi
em bảo nó đừng nhắn tin cho em nữa rồi
em nói đừng nhắn cho em nữa mà chú ấy vẫn nhắn hoài
em nhắn lại là đừng gọi nữa mà nó vẫn gọi
chú hăm em xóa hết tin nhắn đi
bạn em bị ép xóa hết tin nhắn
em lỡ xóa hết tin nhắn rồi
nó bắt em gọi sau 9 giờ tối
chú hay gọi cho em lúc 10 giờ tối
chú hay nhắn cho em lúc 10 giờ tối
nó gọi em buổi tối hoài
ba gọi em dậy lúc 4 giờ sáng đi làm
nó nhắn tin cho em buổi tối
không phải lỗi của em đúng không
không phải em bịa đâu
không phải lúc nào cũng vậy
sai rồi mà sao không ai giúp
em nhầm đường rồi bị lạc
ý em là sao
em muốn xóa vết sẹo
mẹ không muốn nhắn tin cho cô giáo
ba không cho em gọi điện
em không nói nữa thì ba đánh tiếp
ba nói thôi không báo nữa
chỉ có em với mẹ ở nhà từ 8 đến 10 giờ
đừng đánh em nữa
nó đe đừng có liên lạc với ai
"""


def _lines(table: str) -> list[str]:
    return table.strip().splitlines()


@pytest.mark.parametrize(
    ("wish", "text"), [(wish, text) for wish, table in _REQUESTS.items() for text in _lines(table)]
)
def test_a_request_is_heard_with_its_reason(wish: Wish, text: str) -> None:
    found = wished(text)
    heard = found.wish if found is not None else Wish.STOP if act_of(text) == "stop" else None
    assert heard is wish


@pytest.mark.parametrize("text", _lines(_NO_REQUESTS))
def test_what_is_told_of_or_said_to_somebody_else_is_no_request(text: str) -> None:
    assert wished(text) is None and act_of(text) is None


@pytest.mark.parametrize("text", [*_lines(_NO_CONTACT), *_lines(_NO_WRITING)])
def test_a_refusal_with_its_reason_is_kept_and_its_words_reach_staff(text: str) -> None:
    talk = Talk().says("cô giáo đánh một bé trong lớp", meant("report_physical_violence")).says(text)
    assert [cast(KeepSafeHours, one).hours for one in talk.did(KeepSafeHours)] == ["never"]
    assert "not" in talk.heard
    draft = talk.state.draft
    assert wished(text).wholly or any(text in kept for kept in (*draft.notes, *(one.words for _, one in draft.answers)))
