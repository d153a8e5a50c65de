"""Of what kind words are that come where a question is open: an answer, or plainly something else said to the bot."""

from __future__ import annotations

import re

from bot.dialogue.heard.telling import ACT
from bot.dialogue.heard.words import fold
from nlu.marks import nfc

_CLAUSE = re.compile(r"[.,;:!?()\n]")
_LONGEST = 1000  # code points: more than that is a story, of no other kind
_ME = r"(?:em|con|chau|toi|tui|minh|mk|no|be)"
_YOU = r"(?:(?:cac |may )?(?:co chu|anh chi|co|chu|anh|chi|ban|bac)|ai do|moi nguoi|admin|ad)"
_CALLS = frozenset(
    "da vang a ah oi uh um alo hello chao thua xin co chu anh chi bac ban em con chau nhe nha voi".split()
)

# Beside a place too: "có ai ở đó không", "đừng báo công an xã".
_ASKS_THE_BOT = re.compile(
    rf"\bco ai\b|\bo dau\b(?! do\b)|^(?:cho )?(?:{_ME} )?hoi\b|\b(?:tai|vi) sao\b|\blam gi\b|^{_YOU} (?:la|co phai) "
)
_ORDERS = re.compile(
    r"\b(?:dung(?: co)?|cam|(?:khong|ko) (?:duoc|muon|can|nen)) "
    r"(?:bao|noi|ke|mach|cho|de|goi|nhan|dang|hoi|tra loi|lien lac|lien he|keu|lam lon|tiet lo)\b"
)
_NOT_AN_ORDER = re.compile(r"\b(?:đúng|dùng|dựng|đứng|dụng|dũng)\b")
# Only where nothing in the clause is a place.
_ASKS = re.compile(r"\b(?:ai|sao|the nao|bao gio|bao lau|khi nao|gi)\b(?! (?:do|ay|cung)\b)")
_WHETHER = re.compile(r"\b(?:co|bi|duoc|da|phai|nen) ")
_OR_NOT = frozenset(("khong", "ko", "k", "hong", "chua"))
_BEHIND_A_QUESTION = frozenset("vay the a ha nhi ta co chu nha".split())
_HELP = frozenset(("giup", "cuu"))
_BEHIND_A_PLEA = frozenset("em con chau toi tui minh mk no be do ban voi di a nha nhe gap lien co chu".split())
_BEGS = re.compile(
    rf"^(?:{_YOU} )?(?:lam on|xin)\b|\b(?:nhanh|mau|le|som) (?:len|di|giup|gium)\b"
    r"|\b(?:goi|bao|keu) (?:giup |gium |dum )?(?:cong an|canh sat|11\d)\b"
)
_FEELS = re.compile(
    rf"^(?:(?:{_ME}|gio|bay gio|dang|rat|van) )*+(?:so|met|buon|hoang|run|dau|lo|khoc|chan|nan)"
    rf"(?: (?:lam|qua|roi|ghe|thiet|that|a|oi|{_YOU}))*+$"
)
_DOES_NOT_KNOW = re.compile(
    rf"\b(?:khong|ko|k|kh|hok|hk|hem|chua|hong|chang|dau co) (?:biet|bik|bit|ro|nho|chac)\b|^(?:{_ME} )?chiu$"
)
_PLACE = re.compile(
    r"\b(?:o|tai|truong|gan|buon|thon|xa|phuong|ap|bon|lang|xom|khu|km|quoc lo|ql|tinh lo|duong|hem|ngo|ray|ruong"
    r"|vuon|rung|cau|cong(?! an\b)|dap|thac|suoi|tram|benh vien|chua|quan|tiem|thi tran|tt|tp|huyen|tinh|ben|trong"
    r"|ngoai|tren|duoi|sau|truoc|dau|cuoi|canh|doi dien|phong|lop|san|bai)\b|\d"
    r"|\bnha(?= (?!co$|chu$|anh$|chi$|ban$|em$|oi\b))"
)
_WEDDING = r"(?:dam|dinh|le) (?:cuoi|hoi)|(?:lay|cuoi) (?:chong|vo)|hoi cuoi"
_STORY = re.compile(rf"\b(?:khoc|la het|keu cuu|nhau|say|{_WEDDING})\b")
# A family that does something, a time, a wedding: "nhà em tính", "tuần sau".
_NO_PLACE = re.compile(
    rf"\bnha {_ME} (?:tinh|dinh|sap|se|bat|ep|doi|noi|muon|khong|chuan bi|cho|ga|danh|chui|la)\b"
    rf"|\b(?:tuan|thang|hom|ngay|nam|lan|mai|bua) (?:sau|truoc)\b|\b(?:{_WEDDING})\b"
)
_MARKED_STORY = re.compile(r"\bnói\b")  # "nội" is another word
_MARKED_PLACE = re.compile(r"\b(?:nhà|chợ|hồ|tổ|chỗ|ở)\b")
_HOME = re.compile(r"\bnha (?:em|con|chau)\b")  # and no "nha" of politeness


def asks(text: str) -> bool:
    """Whether words are a question put to the bot and nothing else."""
    clauses = _clauses(text)
    return bool(clauses) and all(
        _calls(folded) or _ASKS_THE_BOT.search(folded) or _is_a_question(folded) for folded, _ in clauses
    )


def does_not_know(text: str) -> bool:
    return is_beside(text) and any(_DOES_NOT_KNOW.search(folded) for folded, _ in _clauses(text))


def is_beside(text: str, *, of_a_place: bool = False, named: bool = False) -> bool:
    """Whether every clause is plainly no answer: it asks, begs, orders, tells a feeling, or does not know.

    Beside a question for a place, what tells of an act and of no place is none either; `named`: a commune was found.
    """
    clauses = _clauses(text)
    return bool(clauses) and all(_is_beside(folded, written, of_a_place, named) for folded, written in clauses)


def _clauses(text: str) -> list[tuple[str, str]]:
    """Each folded and as it was written."""
    if len(text) > _LONGEST:
        return []
    written = [clause for clause in _CLAUSE.split(nfc(text).casefold()) if clause.strip()]
    return [(fold(clause), clause) for clause in written]


def _is_beside(folded: str, written: str, of_a_place: bool, named: bool) -> bool:
    orders = _ORDERS.search(folded) is not None and _NOT_AN_ORDER.search(written) is None
    if orders or _calls(folded) or _ASKS_THE_BOT.search(folded):
        return True
    somewhere = _NO_PLACE.sub(" ", folded)
    marked = somewhere == folded and _MARKED_PLACE.search(written)
    if named or (of_a_place and (_PLACE.search(somewhere) or marked)):
        return False
    if of_a_place and (ACT.search(folded) or _STORY.search(folded) or _MARKED_STORY.search(written)):
        return True
    begs = _ends_with(folded, _HELP, _BEHIND_A_PLEA)
    return begs or _is_a_question(folded) or any(kind.search(folded) for kind in (_BEGS, _FEELS, _DOES_NOT_KNOW))


def _is_a_question(folded: str) -> bool:
    """ "ai đọc vậy", "có mất tiền không"."""
    whether = _WHETHER.search(folded) is not None and _ends_with(folded, _OR_NOT, _BEHIND_A_QUESTION)
    return whether or _ASKS.search(folded) is not None


def _ends_with(folded: str, words: frozenset[str], behind: frozenset[str]) -> bool:
    """Whether it ends with one of these words, and perhaps some that may stand behind."""
    last = next((word for word in reversed(folded.split()) if word in words or word not in behind), "")
    return last in words


def _calls(folded: str) -> bool:
    """Nothing but a greeting or a call: "dạ", "cô ơi"."""
    return not set(folded.split()) - _CALLS and not _HOME.search(folded)
