"""Finds how old people are said to be: "9 tuổi", "e 16", "mười hai", "bé 8 tháng", "14-15 tuổi", "sinh năm 2012"."""

# One phrase a line, however long: a broken phrase could not be searched for.
# ruff: noqa: E501

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from nlu.components.patterns import phrase
from nlu.components.text import fold

OLDEST = 120
LONGEST_NUMBER = 9  # digits; of thousands of them Python makes no number
# Without the word for years, a smaller or larger number counts something else.
BARE = range(4, 31)
GROWN = range(4, 100)

_ONES = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9}
_ONES_AFTER_TEN = {"lam": 5, "nham": 5, "tu": 4}
_EDE_ONES = dict(zip("sa dua tlao pa ema nam kjuh sapan duapan".split(), range(1, 10), strict=True))
_TENS = {"muoi", "chuc", "pluh"}

# "một" may be the number or the article: it must be followed by the word for years.
_NUMBER = phrase(
    """
    mười (một|hai|ba|bốn|lăm|năm|nhăm|sáu|bảy|bẩy|tám|chín|mấy)
    (hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín) (mươi|chục|mười) (mốt|một|hai|ba|bốn|tư|lăm|nhăm|năm|sáu|bảy|bẩy|tám|chín|mấy)
    (hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín) (mươi|chục|mười)
    (mười|một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|#)
    """
).pattern
# By itself only what can hardly be another word: "nam" is also a boy, "ba" a father.
_SURE_NUMBER = phrase(
    """
    mười (một|hai|ba|bốn|lăm|năm|nhăm|sáu|bảy|bẩy|tám|chín)
    (#|=mười|=bảy|=tám|=chín)
    """
).pattern
_EDE_NUMBER = phrase(
    """
    (dua|tlâo|pă|êma|năm|kjuh) pluh (sa|dua|tlâo|pă|êma|năm|kjuh|sapăn|duapăn)
    pluh (sa|dua|tlâo|pă|êma|năm|kjuh|sapăn|duapăn)
    (#|sa|dua|tlâo|pă|êma|năm|kjuh|sapăn|duapăn|pluh)
    """
).pattern
_TO = phrase("(,|hay|hoặc|đến|tới|rưỡi)").pattern
_YEARS = phrase(
    """
    (tuổi|=tủi|=thủi|=tuôi|t|tủi đầu|years old|year old|yo) (đầu|rưỡi)
    (tuổi|=tủi|=thủi|=tuôi|t|years old|year old|yo)
    """
).pattern
# Of whom it is said. After these the number may stand alone if nothing is counted by it.
_WHO = phrase(
    """
    (em|e|con|cháu|c|mk|mình|nó|bé|tui|tôi|t|tao|gái|trai|chồng|=vợ|yêu|họ|út|=anh|=chị|dâu|nhỏ|bồ|ny|hai|ấy|học sinh|thằng|đó|lớn|tên|bạn|rể|kia|vợ|nhỏ đó)
    """
).pattern
_IS = phrase("(năm nay|nay|nói|đang|đã|có|được|đc|cũng|thì|là|chỉ|gần|hơn|bằng|chừng|khoảng|cỡ|tầm|còn)").pattern
_NOW = phrase("(giờ|bây giờ|nay|năm nay)").pattern
_JUST = phrase(
    """
    (mới|ms|=lên|len|tròn|=qua|vừa tròn|mới có|mới được|chưa tới|chưa đủ|chưa đầy|đủ|mới lên|mới tròn|vừa|vừa lên|dưới|trên|tuổi|năm nay)
    (một|mấy|hai|ba|các|con|mỗi|nữ|nam|tuổi) đứa
    đứa
    """
).pattern
_COUNTED = phrase(
    """
    (giờ|h|ngày|tháng|tuần|năm|tiếng|phút|lần|triệu|tr|k|ngàn|nghìn|trăm|đồng|cái|con|đứa|người|điểm|phần|lớp|roi|mũi|bữa|hôm|buổi|mét|m|ký|kg|kí|cây|cân)
    (anh|chị|em|bạn|câu|chỗ|ông|bà|cô|chú|thằng|mẹ|ba|bé|cháu|đêm|mươi|chục|phòng|bát|chén|gói|tô|đường|vết|trang|bài|môn|tin|cuộc|số|lứa|vụ|tầng|căn)
    (bộ|độ|ly|chai|lít|xe|chiếc|mùa|học sinh|nhà|hộ|lượt|hồi|cục|chân|tay|mắt|bên|nơi|đầu|vợ|chồng|mặt|tấm|hàng|đám|loại|thứ|kỳ|tay|chân|bao|sào|hec|cha|góc|củ|lít|viên|miếng|dòng|ổ|cú|phát|tát|mẹ|má|nhát|ngón|trẻ|bố)
    #
    """
).pattern
# What may follow a number that nothing is counted by.
_GOES_ON = phrase(
    """
    (,|.|mà|rồi|thôi|bị|chưa|đang|hết|học|nghe|nha|ạ|á|với|thì|là|nó|đã|được|muốn|hay|tới|bầu|mang|nghỉ|bên|không|một đứa|và|còn|ở|đi|dọn|bắt|cùng|lấy|cưới|vợ chồng|ny)
    (sắp|bữa|theo|nên|đó|=này|lận|về|dắt|tới|hà|hả|=ơi|nhưng|sao|vì|do|tự|cũng|lại|vẫn|vừa|bụng|cả|làm|thích|quen|yêu|phải|luôn|tính|định|chứ|kêu|nhìn|từng|e|đẻ|sinh|chơi|đòi|vs|để|xin|ngồi|hổng|biết|cần|=có|=vợ|chồng|qua|thằng|con)
    """
).pattern
_MONTHS_OF = phrase(
    "(bé|cháu|em bé|nhóc|sơ sinh|bé gái|bé trai|=mới|con tôi|con em|bé mới|nó mới|cháu (nội|ngoại) tôi)"
).pattern

_SAID = f"(?P<age>{_NUMBER}(?:(?: {_TO})? {_NUMBER})?"
_PATTERNS = {
    "months": re.compile(f"(?P<age>{_NUMBER} {phrase('tháng (tuổi|rưỡi|mấy tuổi)').pattern})"),
    "babies": re.compile(f"{_MONTHS_OF} (?P<age>{_NUMBER} {phrase('tháng').pattern})"),
    "joined": re.compile(r"(?<!\S)(?P<age>\d{1,3}(?:t|tuôi3|tuoi|tui3|tuôi))(?!\S)"),
    "years": re.compile(f"{_SAID} {_YEARS})"),
    "ede": re.compile(f"(?P<age>{_EDE_NUMBER} {phrase('thŭn').pattern})(?! {phrase('(êlâo|anei|êdei|hdĭ)').pattern})"),
    "english": re.compile(r"(?<!\S)(?:is|was|am|i'm|im|he's|she's|turned|aged?) (?P<age>\d\d?)(?= [,.]| and|$)"),
    "grown": re.compile(rf"(?:{_WHO}|{_NOW}) (?:{_IS} )?(?P<age>{_NUMBER}) {phrase('=rồi').pattern}(?! {_COUNTED})"),
    "born": re.compile(rf"{phrase('(sinh năm|năm sinh|sn|đẻ năm|sinh)').pattern} (?P<age>2k\d\d?|(?:19|20)\d\d)(?!\S)"),
    "just": re.compile(f"{_JUST} {_SAID})(?! {_COUNTED})"),
    "bare": re.compile(f"{_WHO} (?:{_IS} )?(?P<age>{_SURE_NUMBER}(?: , {_SURE_NUMBER})?)(?= {_GOES_ON}|$)"),
}


def ages(text: str) -> Iterator[tuple[int, int, int]]:
    """(start, end, years) in a `Line`'s text, the surest first; they may overlap."""
    for name, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            years = _years(name, match.group("age"))
            if years is not None and 0 <= years <= OLDEST:
                yield *match.span("age"), years


def _years(name: str, said: str) -> int | None:
    if name == "born":
        return date.today().year - (2000 + int(said[2:]) if said.startswith("2k") else int(said))  # noqa: DTZ011
    if name == "joined":
        return int(re.match(r"\d+", said).group())  # type: ignore[union-attr]
    count = _number(said, _EDE_ONES if name == "ede" else _ONES)
    if name in ("months", "babies"):
        return count // 12
    return count if name in ("years", "ede") or count in (GROWN if name == "grown" else BARE) else None


def _number(said: str, ones: Mapping[str, int] = _ONES) -> int:
    """The first number of these words: "mười hai" is 12, "bảy tám" 7, "hai mươi mốt" 21."""
    count = 0
    for word in said.split():
        if word.isdigit():
            return int(word) if len(word) <= LONGEST_NUMBER else OLDEST + 1
        word = fold(word).rstrip("1235")
        if word in _TENS:
            count = max(count, 1) * 10
        elif count and count % 10 == 0:
            return count + {**ones, **_ONES_AFTER_TEN}.get(word, 0)
        elif count:
            return count
        else:
            count = ones.get(word, 0)
    return count
