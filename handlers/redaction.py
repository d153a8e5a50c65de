"""A first redaction of a person's words by rules: what stands out is replaced, the rest is for a person to see. Pure.

Rules find no nickname, no place written small and no rare event that everybody in the commune knows. So whatever comes
from here is a proposal; only `without_numbers` is also applied to what a person has looked at.
"""

from __future__ import annotations

import re

from nlu.marks import nfc, seen

NAME, PLACE = "[tên]", "[nơi]"

# Each begins where its run of signs begins and gives none of it back: so a text is gone through once.
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++")
_LINK = re.compile(
    r"(?:https?://|www\.)\S++|(?<![\w-])(?<![\w-]\.)(?:[\w-]++\.)+(?:(?:com|vn|net|org)\b|[a-z]{2,6}(?=/))(?:/\S*+)?",
    re.I,
)
_ACCOUNT = re.compile(r"(?<!\w)@\w[\w.]*")
_CODE = re.compile(r"(?<!\w)\d{3}(?:[^\w]{0,6}\d{3}){4}(?!\w)")  # a receipt code, however it is set
_DIGITS = re.compile(r"\+?\d(?:[ .\-/()]{0,3}\d){4,}")  # five or more: a telephone number, a card, a code, a date

# After NFC some letters of Ê Đê keep a combining mark; H'Lan and Y-Bham are one word each.
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f]|['’ʼ-](?=[^\W\d_]))*+")
_PLACES = frozenset(
    "xã|phường|huyện|tỉnh|quận|trấn|phố|buôn|bon|plei|làng|thôn|ấp|bản|xóm|đường|hẻm|ngõ|trường|học|viện|chợ|sông|suối|"
    "hồ|cầu|đèo|ở|tại|xa|phuong|huyen|thon|truong".split("|")
)
# Capitalised where a sentence begins, or out of respect; a name may follow them: "Bố Hùng".
_NO_NAME = frozenset(
    "ai|anh|ba|bà|bác|bạn|bây|bé|bên|biết|bị|bố|bọn|bữa|cả|các|cái|cần|cậu|cha|chắc|cháu|chỉ|chị|cho|chú|chúng|chuyện|"
    "có|con|còn|cô|cụ|của|cứ|cứu|cũng|dạ|dì|dù|đã|đang|đây|để|đi|đó|đừng|được|em|gì|giờ|giúp|hàng|hay|hình|hôm|hơn|khi|"
    "không|lại|làm|lúc|lớp|mà|má|mẹ|mình|mọi|một|mợ|mỗi|mới|nay|nào|này|nên|nếu|ngày|ngoài|người|nhà|nhiều|nhưng|như|"
    "những|nó|nói|nhờ|ổng|ông|ơi|ôi|qua|ra|rất|rồi|sao|sau|sáng|sắp|sợ|sự|ta|tao|thầy|thấy|thằng|tên|thế|thì|thím|thưa|tôi|"
    "tối|tớ|trẻ|trên|trong|trời|trước|trưa|từ|tui|tuần|vâng|và|vì|việc|vợ|với|vừa|xin|chau|bo|me|toi|hom|co|thay|khong|"
    "facebook|google|messenger|telegram|tiktok|youtube|zalo".split("|")
)
_ORDINARY = _NO_NAME | _PLACES
_WHO = "em|cháu|chau|con|mình|minh|tôi|toi|tui|nó|no|bé|bạn|chị|anh|cô|chú|bác|ông|bà|bố|mẹ"
# "Tên là hùng": a name that is written small, of three words at most; these words are no part of one, or end it.
_NOT_FIRST = "là|la|gì|gi|em|cháu|chau|con|mình|tôi|toi|nó"
_NOT_NEXT = (
    f"{_NOT_FIRST}|{_WHO}|ạ|a|à|ở|o|học|hoc|năm|tuổi|tuoi|lớp|lop|bị|bi|và|va|thì|thi|có|co|hay|nhà|nha|sống|song|đang|"
    "dang|đánh|danh|cứ|cu|mà|ma|nói|noi|bảo|bao|bắt|bat|đã|da|đi|di|không|khong|rất|rat|hôm|hom|bên|ben|cùng|cung|với|"
    "voi|này|nay"
)
_CALLED = re.compile(
    rf"\b((?:t[êe]n (?:(?:{_WHO}) )?l[àa]|(?:{_WHO}) t[êe]n(?: l[àa])?) )"
    rf"(?!(?:{_NOT_FIRST})\b){_WORD.pattern}(?: (?!(?:{_NOT_NEXT})\b){_WORD.pattern}){{0,2}}",
    re.I,
)
_PLACEHOLDER = re.compile(r"\[[^\[\]]*\]")
_AGAIN = re.compile(rf"{re.escape(NAME)}(?: {re.escape(NAME)})+")


def redact(text: str) -> str:
    """`text` in NFC with placeholders for numbers, addresses, what follows "tên là", and words written like a name."""
    text = _CALLED.sub(rf"\1{NAME}", without_numbers(text))
    return _AGAIN.sub(NAME, _without_names(text))


def without_numbers(text: str) -> str:
    """`text` in NFC with placeholders for what rules can tell for certain: numbers, links, mail, accounts."""
    text = _EMAIL.sub("[thư điện tử]", nfc(seen(text)).strip())
    text = _ACCOUNT.sub("[tài khoản]", _LINK.sub("[liên kết]", text))
    return _DIGITS.sub(_number, _CODE.sub("[số]", text))


def _number(found: re.Match[str]) -> str:
    digits = sum(letter.isdecimal() for letter in found[0])
    return "[số điện thoại]" if found[0][0] in "0+" and 9 <= digits <= 12 else "[số]"


def _without_names(text: str) -> str:
    bare = _PLACEHOLDER.sub("", text)
    if bare == bare.upper():
        return text  # where everything is written large, that says nothing
    words = list(_WORD.finditer(text))
    parts, end, at = [], 0, 0
    while at < len(words):
        last = at
        if words[at][0][0].isupper() and words[at][0].casefold() not in _ORDINARY:
            while last + 1 < len(words) and _goes_on(text, words[last], words[last + 1]):
                last += 1
            a_place = at > 0 and _is_place(words[at - 1]) and _beside(text, words[at - 1], words[at])
            parts += [text[end : words[at].start()], PLACE if a_place else NAME]
            end = words[last].end()
        at = last + 1
    return "".join([*parts, text[end:]])


def _is_place(word: re.Match[str]) -> bool:
    return word[0].casefold() in _PLACES


def _goes_on(text: str, word: re.Match[str], following: re.Match[str]) -> bool:
    """Whether a name goes on: "Nguyễn Thị Anh" is one, though "Anh" alone is none."""
    return following[0][0].isupper() and _beside(text, word, following)


def _beside(text: str, word: re.Match[str], following: re.Match[str]) -> bool:
    return text[word.end() : following.start()] == " "
