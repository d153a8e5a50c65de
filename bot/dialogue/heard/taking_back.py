"""What somebody says of their own report once it is sent: that it is not true after all, or that it is."""

from __future__ import annotations

import re

from bot.dialogue.heard.reasons import SELF
from bot.dialogue.heard.words import fold

_MOST = 20  # words
_CLAUSE_END = re.compile(r"[.,;:!?\n…]++")
_NO = r"(?:khong|ko|k|hong|hok|chang|dau)"
_TOLD = rf"(?:(?:chuyen|dieu|viec|nhung gi) (?:do|nay|kia|{SELF} (?:da )?(?:noi|ke|bao|viet)) )"
# Every word is followed by a blank. Nobody else stands in it: "mẹ nói em bịa chuyện" takes nothing back.
_BEFORE = (
    r"(?:(?:da|thua|thoi|that ra|thuc ra|a|chi|toan|lo|moi|co|xin loi|hoi nay|luc nay|hom qua|hom truoc|la|muon"
    rf"|{SELF}) )*+"
)
_AFTER = r"(?:(?:thoi|do|day|a|ma|luon|het|dau|co|chu|anh|chi|nha|nhe|ra|roi|ca|chuyen|nay|vay|len|xay|nua) )*+"
_TAKES_BACK = re.compile(
    rf"\A{_BEFORE}(?:(?:noi (?:doi|xao|lao|dua|choi|gion|bay|qua)|xao|bia|dat dieu|dua|gion|(?:bao|hieu) (?:nham|lam))"
    rf" {_AFTER}"
    rf"|{_TOLD}?(?:la )?{_NO} (?:he )?(?:co gi |co chuyen (?:gi |do )|co that |phai (?:su |la )?that ){_AFTER}"
    rf"|rut lai (?:(?:loi|tin|bao cao|nhung gi) )?(?:{SELF} )?(?:noi |ke |bao |viet )?{_AFTER}"
    rf"|(?:dung|khoi) tin (?:(?:loi|nhung gi) )?{SELF} (?:noi |ke |viet )?{_AFTER}){{1,2}}"
)
_STANDS_BY = re.compile(
    rf"\A{_BEFORE}(?:{_TOLD}(?:(?:la|van|deu|hoan toan) )*+(?:su )?that |noi that "
    rf"|{_NO} (?:he )?(?:noi (?:doi|xao|lao)|bia) ){_AFTER}"
)


def takes_back(text: str) -> bool:
    """Whether a clause of a short message says that what was told is not true: "em nói dối đó, không có gì đâu"."""
    return _any(_TAKES_BACK, text)


def stands_by(text: str) -> bool:
    """Whether it says that what was told is true: "chuyện đó là thật"."""
    return _any(_STANDS_BY, text)


def _any(pattern: re.Pattern[str], text: str) -> bool:
    few = len(text.split()) <= _MOST
    return few and any(pattern.fullmatch(f"{fold(clause)} ") for clause in _CLAUSE_END.split(text))
