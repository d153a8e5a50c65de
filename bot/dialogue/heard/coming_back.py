"""What somebody says who comes back to their report: "có tin gì chưa", "cô ơi", "em về rồi". Whole messages only."""

from __future__ import annotations

import re

from bot.dialogue.heard.words import fold

_MOST = 14  # words
# Every word is followed by a blank, so that each part takes whole words and gives none of them back.
_SELF = r"(?:(?:bon |tui )?em|con|chau|toi|tui|minh|mk)"
_STAFF = r"(?:(?:cac |quy )?(?:co chu|anh chi|co|chu|anh|chi|bac|thay|ban)|moi nguoi|ad|admin|tong dai|duong day)"
_GREETS = rf"(?:da|vang|a|thua|alo|a lo|xin chao|chao|hi|hello|the|vay|(?:cho )?{_SELF} hoi)"
_BEFORE = rf"(?:(?P<call>{_STAFF} oi )|{_GREETS} |(?:chao|thua|alo) {_STAFF} (?!oi ))*+"
_AFTER = r"(?:(?:a|ah|oi|nhe|nha|nhi|vay|the|roi|day|ne|ha|voi|co chu|co|chu|anh|chi) )*+"
_IS_HERE = rf"{_SELF} (?:(?:lai |moi )?(?:ve|quay lai|tro lai|vao lai|len lai) (?:roi|day)|lai day|day|ne) "
_ABOUT = (
    r"(?:(?:ve )?(?:cai )?(?:tin bao|bao tin|tin|don|vu viec|vu|viec|chuyen|ho so) (?:do )?"
    rf"(?:(?:cua |ma )?{_SELF} )?(?:(?:da )?(?:bao|gui|ke|viet) )?(?:(?:hom|bua|lan) (?:truoc|kia|no|do|qua) )?)?"
)
_NEWS = r"(?:tin tuc|tin|thong tin|ket qua|tra loi|phan hoi|hoi am|gi) (?:gi )?(?:moi )?"
_CALL = re.compile(rf"\A{_BEFORE}(?P<here>{_IS_HERE})?{_AFTER}")
_ASK = re.compile(
    rf"\A{_BEFORE}{_ABOUT}(?:"
    rf"(?:(?:da|co|ai) )*+{_NEWS}(?:cho {_SELF} )?(?:chua|khong|ko) "
    rf"|(?:(?:da|co|duoc|dang|ai) )*+(?:xu ly|giai quyet|lam|xem|doc|nhan) (?:duoc )?(?:tin )?(?:(?:cua )?{_SELF} )?"
    r"(?:(?:xong )?chua |(?:den|toi) dau )"
    r"|(?:den|toi) dau "
    r"|(?:(?:thi|bay gio|gio) )*+(?:sao|ra sao|the nao) roi "
    rf"){_AFTER}"
)


def asks_how_far(text: str) -> bool:
    """Whether a whole message asks what became of a report."""
    return _whole(_ASK, text) is not None


def calls(text: str) -> bool:
    """Whether a whole message only calls for somebody, or says that the person is here again."""
    found = _whole(_CALL, text)
    return found is not None and (found["call"] or found["here"]) is not None


def _whole(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return pattern.fullmatch(f"{fold(text)} ") if len(text.split()) <= _MOST else None
