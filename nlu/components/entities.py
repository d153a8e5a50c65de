"""Finds ages, relations, places, times and telephone numbers in a message, by rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from nlu.components.patterns import phrase
from nlu.components.text import Line, fold

MOST = 100  # of one kind in one message; a story has a few, and the time stays bounded


@dataclass(frozen=True)
class Found:
    kind: str
    start: int
    end: int
    value: str | int
    role: str | None = None

    def as_json(self) -> dict[str, Any]:
        entity = {"entity": self.kind, "start": self.start, "end": self.end, "value": self.value}
        return {**entity, "role": self.role} if self.role else entity


_NUMBERS = (
    "một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mười một|mười hai|mười ba|mười bốn|mười lăm|mười sáu|mười bảy|mười tám"
)
# "mười hai tuổi" before "hai tuổi".
_NUMBER_PHRASES = [(number, phrase(f"{word} tuổi")) for number, word in enumerate(_NUMBERS.split("|"), 1)][::-1]
_AGE = re.compile(r"(?<!\S)(\d{1,3}) ?(?:t|tu[oô]i3?|years old|year old)(?!\S)")
_MONTHS = re.compile(r"(?<!\S)\d{1,2} th[aá]ng1? tu[oô]i3?(?!\S)")
_PHONE = re.compile(r"(?<![\d+])(?:\+?84|0)(?:[ .\-]?\d){9,10}(?!\d)")

# Longer names first: "bố dượng" is not a "bố".
_RELATIONS = {
    "stepfather": "bố dượng|ba dượng|cha dượng|dượng|bố ghẻ|cha ghẻ|cha kế|bố kế|stepfather",
    "stepmother": "mẹ kế|mẹ ghẻ|dì ghẻ|má kế|má ghẻ|stepmother",
    "grandparent": "ông nội|ông ngoại|bà nội|bà ngoại|nội tôi|ngoại tôi",
    "teacher": "thầy giáo|cô giáo|giáo viên|hiệu trưởng|thầy chủ nhiệm|cô chủ nhiệm|thầy|bảo vệ trường|teacher",
    "neighbour": "(ông |bà |chú |anh |bác |cô )?hàng xóm|nhà bên cạnh|neighbour|neighbor",
    "online": "(bạn |người )?(trên mạng|quen qua mạng|quen qua facebook|quen qua zalo)",
    "stranger": "(người|ông|anh|chú|kẻ) lạ( mặt)?|stranger",
    "employer": "ông chủ|bà chủ|chủ (quán|nhà hàng|xưởng|tiệm|lò|rẫy)|quản lý|boss",
    "carer": "bảo mẫu|người (giữ|trông) trẻ|cô (giữ|trông) trẻ|(mẹ|cha|bố|ba|má) nuôi",
    "partner": "bạn trai|bạn gái|người yêu|chồng|=vợ|boyfriend|husband",
    "sibling": "anh trai|chị gái|em trai|em gái|anh ruột|chị ruột|em ruột|anh hai|chị hai|nhỏ em|brother|sister",
    "relative": "anh họ|chị họ|em họ|cậu|=chú|=bác|=dì|=mợ|=thím|chú ruột|bác ruột|họ hàng|người thân|uncle|aunt",
    "father": "=bố|ba|=cha|=tía|cha|tía|ama|bố|father|dad",
    "mother": "=mẹ|=má|mẹ|má|amĭ|mother|mom",
    "friend": "bạn (cùng lớp|học|thân|bè)|bạn (em|cháu|con|mình|tôi)|mấy bạn|các bạn|bạn trong lớp|friend",
}
_RELATION_PHRASES = [
    (relation, phrase("\n".join(names.split("|")) if "(" not in names else f"({names})"))
    for relation, names in _RELATIONS.items()
]
# Unmarked "ba", "bo", "ma", "me", "cha" are many things; these are not relations.
_NO_RELATION = phrase(
    """
    ba (giờ|ngày|năm|tháng|tuổi|người|đứa|lần|bạn|con|cái|mươi|tuần|hôm|trăm|ngàn|triệu)
    (thứ|lớp|khối|thôn|số|mười|tổ|cấp) ba
    bố trí
    bỏ (học|nhà|đi|mặc|rơi|đói|qua|trốn|lại)
    (mà|mã|ma) (không|em|cháu|con|ko|vẫn|sao|túy|tuý)
    """
)
_HARMS = phrase(
    """
    (đánh|đập|tát|đấm|đá|bóp cổ|đốt|xích|trói|nhốt)
    (chửi|mắng|dọa|doạ|đuổi|hăm|giết|hành hạ|bạo hành|bỏ đói)
    (hiếp|sờ|xâm hại|quấy rối|lạm dụng)
    (ép|bắt|bán|rủ|dụ|lừa|gả)
    """
)
# Up to five words between, as in "ba em hay say rượu đánh".
_HARMS_NEXT = re.compile(r" (?:\w+ ){0,5}?" + _HARMS.pattern.removeprefix(r"(?<!\S)"))
_SUFFERS = re.compile(r"bi5? (?:\w+ ){0,2}$")
_IS_CHILD = re.compile(r"^ (?:\w+ ){0,2}bi5?(?!\S)")
_SELF = phrase("(tôi|tui|em|mình|cháu|con|chị|anh|đây) là")
_MAY_BE_CHILD = frozenset({"sibling", "friend", "relative"})

_PLACE_HEADS = (
    "thôn|buôn|xã|phường|huyện|thị trấn|thị xã|thành phố|tỉnh|ấp|tổ dân phố|trường (tiểu học|mầm non|mẫu giáo)"
    "|trường thcs|trường thpt|trường cấp #|trường|hồ|suối|sông|cầu|đập|chợ|đường|quán|trung tâm|bệnh viện|chùa|nhà thờ"
)
_PLACE = phrase(f"({_PLACE_HEADS})")
# What ends a name written in small letters: it takes two words at most.
_NOT_A_NAME = re.compile(
    r"^(?:co|khong|bi|la|o|va|thi|nay|do|kia|em|con|chau|toi|minh|ban|nao|gan|cua|dang|vua|roi|hoc|danh|di|ve|tren|gi|"
    r"duoi|sau|cho|cung|mot|may|cac|nhung|hay|luc|khi|voi|cuu|can|bao|nha|xa|huyen|tinh|phuong|thon|buon|khac|minh|"
    r"ngoai|trong|a|oi|nhe|gium|giup|nhe|moi|nuoc)$"
)
_TIMES = phrase(
    """
    (sáng|trưa|chiều|tối|đêm) (nay|mai|qua|kia|hôm (qua|kia|nay|trước)|thứ (#|hai|ba|tư|năm|sáu|bảy)|chủ nhật)
    hôm (nay|qua|trước|kia)
    ngày (mai|kia|hôm qua|nào)
    (mỗi|hằng|hàng) (ngày|đêm|tối|tuần|tháng)
    (năm|tháng|tuần) (ngoái|trước|nay|này|sau|tới)
    (từ|cách đây|khoảng|mấy|#|hai|ba|vài) (#|mấy|hai|ba|vài|nhiều)? (ngày|tuần|tháng|năm) (nay|trước|rồi|qua)
    (hồi|lúc) (sáng|trưa|chiều|tối|nãy|đêm|khuya|nhỏ)
    (lúc )?# (giờ|g|h) (sáng|trưa|chiều|tối|đêm|kém|rưỡi)
    (lúc )?# (giờ|h)
    (#h|#h#|#g) (sáng|trưa|chiều|tối|đêm)
    (#h|#h#)
    (bây giờ|ngay bây giờ|hiện giờ|giờ này|nãy giờ|lúc này|vừa nãy|mới nãy|lát nữa)
    (today|tonight|yesterday|tomorrow|last night|right now)
    """
)


def entities(text: str, line: Line) -> list[Found]:
    """All that was found, in the order of the text; none overlaps another of its own kind."""
    kinds = (_ages(line), _relations(line), _places(text, line), _times(text, line), _phones(text))
    found = [entity for kind in kinds for entity in islice(kind, MOST)]
    return sorted(found, key=lambda entity: (entity.start, entity.end))


def _ages(line: Line) -> Iterator[Found]:
    taken: list[tuple[int, int]] = []
    for match in _MONTHS.finditer(line.text):
        taken.append(match.span())
        yield Found("age", *line.span(*match.span()), 0)
    for match in _AGE.finditer(line.text):
        if int(match.group(1)) <= 120 and _free(match.span(), taken):
            yield Found("age", *line.span(*match.span()), int(match.group(1)))
    for number, pattern in _NUMBER_PHRASES:
        for match in pattern.finditer(line.text):
            if _free(match.span(), taken):
                yield Found("age", *line.span(*match.span()), number)


def _relations(line: Line) -> Iterator[Found]:
    taken = [match.span() for match in _NO_RELATION.finditer(line.text)]
    for relation, pattern in _RELATION_PHRASES:
        for match in pattern.finditer(line.text):
            if _free(match.span(), taken):
                yield Found("relation", *line.span(*match.span()), relation, _role(line.text, *match.span(), relation))


def _role(text: str, first: int, last: int, relation: str) -> str:
    before, after = text[max(0, first - 30) : first], text[last : last + 60]
    if _SUFFERS.search(before):
        return "harm_doer"
    if re.search(_SELF.pattern + r"\s*$", before):
        return "reporter"
    if _HARMS_NEXT.match(after) and "bi" not in fold(after).split()[:3] and not _IS_CHILD.search(after):
        return "harm_doer"
    if relation in _MAY_BE_CHILD and _IS_CHILD.search(after):
        return "child"
    return "other"


def _places(text: str, line: Line) -> Iterator[Found]:
    taken: list[tuple[int, int]] = []
    owners = {word.start: index for index, word in enumerate(line.words)}
    for match in _PLACE.finditer(line.text):
        if not _free(match.span(), taken):
            continue
        start, end = line.span(*match.span())
        index = owners[line.span(match.end() - 1, match.end())[0]] + 1
        name = 0
        while index < len(line.words) and name < 4:
            word = line.words[index]
            if word.is_mark or text[end : word.start].strip(" \t\u200b'-"):
                break
            capital = text[word.start].isupper() or text[word.start].isdigit()
            if not capital and (name >= 2 or _NOT_A_NAME.match(word.folded)):
                break
            end, name, index = word.end, name + 1, index + 1
        if name:
            yield Found("place", start, end, text[start:end])


def _times(text: str, line: Line) -> Iterator[Found]:
    for match in _TIMES.finditer(line.text):
        start, end = line.span(*match.span())
        yield Found("time", start, end, text[start:end])


def _phones(text: str) -> Iterator[Found]:
    for match in _PHONE.finditer(text):
        yield Found("phone", *match.span(), re.sub(r"[^\d+]", "", match.group()))


def _free(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    """Whether nothing longer has this place yet; takes it."""
    if any(span[0] < end and start < span[1] for start, end in taken):
        return False
    taken.append(span)
    return True
