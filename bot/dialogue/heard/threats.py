"""Threats against whoever reports: by the writer, whom a supervisor should see; or told of, as part of a report."""

from __future__ import annotations

import re

from bot.dialogue.heard.words import fold
from nlu.marks import nfc

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?\n]")
_LONGEST = 2000  # code points
_MOST_OF_A_THREAT = 40  # words


def _any(words: str) -> str:
    """Any of these words, as written or without any marks: "tảo hôn" and "bảo" are other words than "tao" and "báo"."""
    listed = words.split("|")
    return "|".join(dict.fromkeys(way for word in listed for way in (word, fold(word))))


_KIN = "yang|chú|bác|ba|bố|má|mẹ|cha|dượng|ông|bà|anh|chị|em|cậu|dì|cô|thằng|con|bạn|nhà|hại|đánh|bắt"
_NOT_MY = "".join(rf"(?<!\b{word} )" for word in _any(_KIN).split("|"))  # "chú tao đánh nó"; Yang Tao is a commune
_I = rf"{_NOT_MY}\b(?:{_any('tao|tau|bố mày|ông mày|tụi tao|bọn tao')})"
_HARM = (
    "giết|chém|đâm|đập|đánh|đốt|không tha|ko tha|không để yên|cho chết|xử|cắt|xé xác|chặt|bắn|thiêu|trả thù"
    "|tìm ra|tìm đứa|đi tìm|tìm được|biết nhà|cho mày khỏi|cho mày chết|cho người"
)
_WARNING = "liệu hồn|coi chừng|đừng hòng|biết tay|quan tài|chết với|chết chắc|không yên|cắt lưỡi"
_NEXT = rf"(?: (?!(?:{_any('bị|nó|thằng|chú|ba|bố|mẹ|dượng|ông|muốn|định')})\b)\w+)"
_THREAT = re.compile(rf"{_I}{_NEXT}{{0,4}} (?:{_any(_HARM)})\b|\b(?:{_any(_WARNING)}|chờ đó|chờ đấy)\b")
_TO_US = re.compile(
    rf"\b(?:mày|{_any('tao|tau|tụi bây|tụi mày|bọn mày|chúng mày|đứa nào|thằng nào|con nào|ông mày|bố mày')})\b"
)
_REPORTING = re.compile(rf"\b(?:{_any('báo|tố|tố cáo|khai|lời khai|mách|tố giác|công an|rút đơn|gọi 111')})\b")
_SPEAKING = re.compile(rf"\b(?:{_any('báo|tố|tố cáo|khai|mách|tố giác|công an|kể|nói ra|nói với|nói cho')})\b")
_HE = (
    "nó|hắn|ổng|bả|ba|bố|mẹ|má|cha|dượng|chú|bác|cậu|ông|bà|anh|chị|thầy|cô|chồng|vợ|bạn|thằng|bé|họ|xóm|kia|ấy|đó|em"
    "|con|qua|cháu|ta"
)
_SAYS = _any("nói|bảo|nhắn|hét|chửi|kêu|viết|gửi|quát|la lên|gọi điện").replace("|bao|", "|")  # "bao" may be "báo"
_TOLD = re.compile(
    rf"\b(?:{_any('dọa|doạ|hăm|hăm he|đe|đe dọa|đe doạ|hù')})\b"
    rf"|\b(?:{_any(_HE)})(?: (?:em|con|toi|tôi|{_any('lại|cứ|hay|mới|có|vừa')}))? (?:{_SAYS})\b"
)
_THREATENED = re.compile(rf"\b(?:{_any(_HARM)}|{_any(_WARNING)}|{_any('bỏ đói|đuổi|tung|đăng|bị đánh|tự tử')})\b")


def threatens(text: str) -> bool:
    """Whether the writer threatens whoever reports. A threat that is told of ("nó nói tao giết") is no threat here."""
    words = _WORD.findall(nfc(text[:_LONGEST]).casefold())
    said = " ".join(words)
    found = len(words) <= _MOST_OF_A_THREAT and _TO_US.search(said) and _REPORTING.search(said)
    return bool(found) and _TOLD.search(said) is None and _THREAT.search(said) is not None


def tells_of_a_threat(text: str) -> bool:
    """Whether somebody else is said to threaten those who speak of it: that makes a report urgent."""
    for sentence in _SENTENCE_END.split(nfc(text[:_LONGEST]).casefold()):
        said = " ".join(_WORD.findall(sentence))
        if _TOLD.search(said) and _SPEAKING.search(said) and _THREATENED.search(said):
            return True
    return False
