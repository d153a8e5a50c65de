"""What somebody worries about who tells: is it my fault, will the police come, who hears of it, what if I am pregnant?

Heard without the service, which takes these for questions about the line itself.
"""

from __future__ import annotations

import re
from enum import StrEnum

from bot.dialogue.heard.words import fold


class Worry(StrEnum):
    FAULT = "fault"
    POLICE = "police"
    SECRET = "secret"
    PREGNANT = "pregnant"
    KNOWN = "known"  # does anybody learn my name?
    PERSON = "person"  # is anybody there?


_MOST = 20  # words
_END = 200  # code points
_CLAUSE_END = re.compile(r"[.,;:!?\n…]++")
_SELF = r"(?:em|con|chau|minh|toi|tui|mk)"
_NO = r"(?:khong|ko|k|hong|hok)"
_TO_STAFF = r"(?: (?:a|vay|ha|nha|nhe|voi|co|chu|anh|chi|ban))"
_FAULT = re.compile(
    rf"\b(?:loi(?: cua)?|tai) {_SELF} (?:het )?(?:phai |dung )?(?:khong|ko|k|hong|ha)\b(?! \w+ \w+ \w+)"
    rf"|\b{_SELF} co loi (?:gi )?(?:khong|ko|k|hong)\b"
    rf"|\bco phai (?:la )?(?:do|tai|vi|loi) {_SELF}(?: \w+){{0,6}} {_NO}{_TO_STAFF}{{0,3}}\Z"
)
# Every word is followed by a blank. An order that is told of begins with somebody else: "chú bảo đừng nói với mẹ".
_BEFORE = rf"\A(?:(?:da|thua|xin|lam on|nho|mong|co|chu|anh|chi|ban|oi|a|nhung|{_SELF}) )*+"
_DO_NOT = r"(?:dung (?:co |de )?|(?:khong|ko) (?:muon |can ))"
_TELL = r"(?:(?:noi|ke|bao|mach|cho|goi|keu) )(?:(?:lai|cho|voi|den|toi|voi ca) )?"
_POLICE = re.compile(r"\b(?:cong an|canh sat)\b")
_NO_POLICE = re.compile(rf"{_BEFORE}{_DO_NOT}{_TELL}(?:cong an|canh sat) ")
_ENDS_AS_A_QUESTION = re.compile(rf" {_NO}{_TO_STAFF}{{0,3}}\Z")
_MAY_I_CALL = re.compile(rf"\bduoc {_NO}\b")
_NOBODY_TO_KNOW = re.compile(
    rf"{_BEFORE}{_DO_NOT}{_TELL}(?:ai|me|ma|ba|bo|cha|ba me|bo me|cha me|gia dinh|nha|ong ba|ong|thay|co giao|truong"
    rf"|nha truong|lop|nguoi do|no) (?:(?:cua )?{_SELF} )?(?:(?:biet|nghe|hay|het|nha|nhe|co|chu|a|voi|duoc|ca|chuyen"
    r"|nay|do) )*+\Z"
)
_BIDS_SILENCE = re.compile(rf"{_BEFORE}(?:{_DO_NOT}{_TELL}|giau )")
_ENDS_A_PREGNANCY = re.compile(r"\b(?:pha (?:bo )?thai|bo (?:cai )?thai|hut thai|nao thai|thuoc pha)\b")
_ASKS_HOW = re.compile(
    r"\b(?:o dau|o mo|di mo|lam rang|lm s|mun|cho nao|noi nao|di dau|lam sao|the nao|sao|bao nhieu|mua|muon)\b"
)
_KNOWN = re.compile(
    rf"\b(?:ai|nguoi ta|ho|no|nguoi do)(?: \w+){{0,2}} biet (?:duoc )?(?:(?:ten|mat|la|do) )?(?:{_SELF}|ai)\b"
    rf"(?: \w+){{0,4}} {_NO}{_TO_STAFF}{{0,3}}\Z"
    rf"|\b(?:lo|tiet lo|noi ra|de lo|cong khai) (?:ten|danh tinh|thong tin)\b(?: \w+){{0,5}} {_NO}{_TO_STAFF}{{0,3}}\Z"
    rf"|\b(?:giau|giu kin|bao mat|giu bi mat)(?: \w+){{0,4}} {_NO}{_TO_STAFF}{{0,3}}\Z"
)
_PERSON = re.compile(
    rf"\A(?:(?:da|alo|co|chu|anh|chi|oi|a|cho|hoi|o day|ben do|{_SELF}) )*+(?:ai|nguoi that|nguoi)"
    r"(?: (?:that|co|o|day|do|doc|nghe|may|tra|loi|truc|truc tiep|tin|nay|dang|con|thay)){0,5}"
    rf" {_NO}{_TO_STAFF}{{0,3}}\Z"
)


def bids_silence(text: str) -> bool:
    """Whether somebody says who is not to know, whoever that is: no question, for they ask nothing."""
    folded = fold(text[:_END])
    return _BIDS_SILENCE.match(f"{folded} ") is not None and _ENDS_AS_A_QUESTION.search(folded) is None


def worry(text: str) -> Worry | None:
    """What a message asks for that a person worries about; of several the first of this order."""
    folded = fold(text)
    if _FAULT.search(folded):
        return Worry.FAULT
    known = any(_KNOWN.search(fold(clause)) for clause in _CLAUSE_END.split(text[-_END:]))
    if len(folded.split()) > _MOST:
        return Worry.KNOWN if known else None  # it stands at the end of a story, too
    asks = _ENDS_AS_A_QUESTION.search(folded) is not None
    whether_they_come = _POLICE.search(folded) is not None and asks and _MAY_I_CALL.search(folded) is None
    if whether_they_come or _NO_POLICE.match(f"{folded} "):
        return Worry.POLICE
    if any(_NOBODY_TO_KNOW.match(f"{fold(clause)} ") for clause in _CLAUSE_END.split(text)):
        return Worry.SECRET
    if _ENDS_A_PREGNANCY.search(folded) and (asks or _ASKS_HOW.search(folded)):
        return Worry.PREGNANT
    if known:
        return Worry.KNOWN
    return Worry.PERSON if any(_PERSON.match(fold(clause)) for clause in _CLAUSE_END.split(text)) else None
