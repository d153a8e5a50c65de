"""What people put round a message out of politeness: it is not what the message is about, so the learners pass over it."""

from __future__ import annotations

from collections.abc import Sequence

from nlu.components.text import Word, fold

MOST = 16  # words of one frame; a longer run of such words says something
LEAST_LEFT = 2  # words; where less would be left, the courtesy is the message

_ME = frozenset("em e con chau tôi toi tui minh mình mk mik cháu bác bac".split())
_YOU = frozenset(
    "anh chị chi cô co chú chu bác bac ad admin thầy thay bạn ban mn người nguoi em cháu chau quan tâm tam đài dai dây "
    "day chí chi page ac cc ông ong bà ba".split()
)
_ENDS = frozenset("ạ a ah à ơi oi oii ơii nhé nhe nha nghen hen hỏi hoi chút chut xíu xiu tí ti phép phep với voi này nay".split())
_HEADS = frozenset("chào chao thưa thua gửi gui gởi alo hello hellu hi hey hỏi hoi lỗi loi phiền phien".split())
_OPENING = _ME | _YOU | _ENDS | _HEADS | frozenset(
    "dạ da vâng vang kính kinh xin các cac quý quy mọi moi những nhung cho phép phep một mot buổi buoi sáng sang trưa "
    "trua chiều chieu tối toi làm lam vì vi đã da cơ tổng tong trung đường duong đồng dong lần đầu nhắn muốn muon được duoc "
    "giờ gio và va có việc viec nhờ nho luật sư bạn ơi".split()
)
_THANKS = frozenset("ơn on tks thanks thank thks trọng trong phiền phien".split())
_CLOSING = _ME | _YOU | _THANKS | frozenset(
    "ạ a ah à nhé nhe nha nhiều nhieu lắm lam rất rat trước truoc xin chân chan thành thanh trân tran cảm cam cám mong "
    "được duoc giúp giup đỡ do hồi hoi âm am sớm som biết biet các cac quý quy mọi moi và va you so much đã da đọc doc "
    "nghe lắng lang chào chao với voi cơ tổng tong đội đồng dong ơi oi làm lam kính kinh tin dạ luật sư".split()
)
_BEFORE_THANKS = frozenset("dạ da xin rất rat cảm cam cám chân chan thành thanh trân tran biết biet vô cùng làm lam đã em e con cháu chau tôi toi tui mình minh chúng".split())


def content(read: Sequence[Word]) -> list[Word]:
    """The words without a polite opening and closing, or all of them where little else is left."""
    first, last = _opened(read), _closed(read)
    left = [word for word in read[first:last] if not word.is_mark]
    return list(read[first:last]) if len(left) >= LEAST_LEFT else list(read)


def _opened(read: Sequence[Word]) -> int:
    """How many words and marks at the beginning only greet, excuse themselves or ask for leave to speak."""
    polite, end, said = False, 0, 0
    for place, word in enumerate(read):
        if word.is_mark:
            if polite:
                end = place + 1
            continue
        said += 1
        if said > MOST or word.marked not in _OPENING:
            break
        polite = polite or word.marked in _HEADS or (word.marked in ("dạ", "da") and said == 1)
        if polite and said > 1 and (word.marked in _ENDS or word.marked in _YOU):
            end = place + 1
    while end < len(read) and read[end].is_mark:
        end += 1
    return end


def _closed(read: Sequence[Word]) -> int:
    """Where the words at the end begin that only thank or take leave."""
    start, said, place = len(read), 0, len(read) - 1
    while place >= 0 and said < MOST:
        word = read[place]
        if not word.is_mark:
            said += 1
            if word.marked not in _CLOSING:
                break
            if word.marked in _THANKS:
                start = place
                me = False
                while start > 0 and read[start - 1].marked in _BEFORE_THANKS and not (me and read[start - 1].marked in _ME):
                    start -= 1
                    me = me or read[start].marked in _ME
                place = start
        place -= 1
    return start
