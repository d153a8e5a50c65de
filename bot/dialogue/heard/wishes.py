"""What a person asks of the bot itself, in words: not to be contacted, only at some hours, to erase, to correct.

Only where the whole message is the request: an order that is told of ("bố bắt em xóa hết đi") belongs to the report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.dialogue.heard import reading
from bot.dialogue.heard.words import fold
from nlu.marks import nfc


class Wish(StrEnum):
    NO_CONTACT = "no_contact"
    NO_WRITING = "no_writing"
    NO_CALLS = "no_calls"
    WRITE = "write"  # a refusal is lifted
    HOURS = "hours"
    ERASE = "erase"
    CORRECT = "correct"


@dataclass(frozen=True, slots=True)
class Wished:
    """`detail`: the hours (handlers.contact), or the words of what is right. `wholly`: no reason stands behind it."""

    wish: Wish
    detail: str = ""
    wholly: bool = True


_SELF = r"(?:em|con|chau|toi|tui|minh|mk|tao)"
_STAFF = r"(?:(?:cac |quy )?(?:co chu|anh chi|co|chu|anh|chi|ban)|moi nguoi|ben (?:do|minh|ay)|ai|can bo)"
_BEFORE = rf"(?:(?:da|vang|a|thoi|ma|nhung|xin|lam on|mong|nho|gio|bay gio|tu gio|{_STAFF}(?: oi)?|{_STAFF} lam on) )*+"
_NO = r"(?:khong|ko|k|hong)"
# "em không muốn gọi", "không được nhắn" tell what the person themself will not or may not do.
_NOT = (
    rf"(?:(?:(?:xin |lam on )?dung(?: co)?|cam|{_NO} (?:can|nen)(?: phai)?)(?: {_STAFF})?"
    rf"|(?:{_SELF} )?{_NO} (?:muon|can|thich) (?:bi|{_STAFF}))"
)
_CONTACT = r"(?:lien lac|lien he)"
_WRITE = r"(?:nhan(?: tin)?|viet(?: tin| thu)?|gui tin(?: nhan)?|tra loi(?: tin(?: nhan)?)?)"
_CALL = r"(?:goi(?: dien(?: thoai)?)?|dien(?: thoai)?)"
_TO_SELF = rf"(?: (?:lai|gi|them|tiep))*(?: (?:(?:cho|voi|den|toi|qua) )?{_SELF})?"
_HERE = r"(?: (?:(?:vao|qua|o|toi|den) )?(?:day|may nay|so nay|dien thoai nay|so dien thoai nay))?"
_AFTER = r"(?: (?:nua|lai|gi|dau|het|nhe|nha|nhen|a|ah|oi|di|voi|co|chu|co chu|anh chi|cam on))*+"
_REASON = (
    r"(?P<why> (?:vi|tai|boi|so|keo|khong thi|ko thi|khong la|neu khong|khong an toan|may (?:nay|cua)|day la may) .+)?"
)
_MAY = r"(?:(?:da |gio |bay gio )?(?:duoc|an toan)(?: roi)?|(?:luc|gio) nao cung duoc)"

_PATTERNS = tuple(
    (wish, re.compile(rf"{_BEFORE}{pattern}"))
    for wish, pattern in (
        (Wish.NO_CONTACT, rf"(?:{_NOT}|(?:{_SELF} )?{_NO} muon) {_CONTACT}{_TO_SELF}{_HERE}{_AFTER}{_REASON}"),
        (
            Wish.NO_CONTACT,
            rf"{_NOT} {_CALL}(?: hay| hoac| va| cung dung|) (?:dung )?{_WRITE}{_TO_SELF}{_HERE}{_AFTER}{_REASON}",
        ),
        (
            Wish.NO_CONTACT,
            rf"{_NOT} {_WRITE}(?: hay| hoac| va| cung dung|) (?:dung )?{_CALL}{_TO_SELF}{_HERE}{_AFTER}{_REASON}",
        ),
        (Wish.NO_WRITING, rf"{_NOT} {_WRITE}{_TO_SELF}{_HERE}{_AFTER}{_REASON}"),
        (Wish.NO_CALLS, rf"{_NOT} {_CALL}{_TO_SELF}{_HERE}{_AFTER}{_REASON}"),
        (Wish.WRITE, rf"(?:co the )?(?:{_CONTACT}|{_WRITE}){_TO_SELF}{_HERE} {_MAY}{_AFTER}"),
        (
            Wish.ERASE,
            rf"(?:{_SELF} (?:muon|can) |hay |giup {_SELF} |cho {_SELF} )*(?:xoa|xoa bo)"
            rf"(?: (?:giup|cho|gium|dum) {_SELF})?(?: (?:het|tat ca|sach|toan bo|moi thu|di|luon|ngay))*"
            rf"(?: (?:giup|cho|gium|dum) {_SELF})?"
            rf"(?: (?:(?:nhung|cac|moi) )?(?:cuoc tro chuyen|doan chat|chat|tin nhan|tin"
            rf"|bao tin|bao cao|du lieu|thong tin|(?:nhung )?gi {_SELF} (?:da )?(?:viet|noi|ke|nhan|gui))(?: nay)?)?"
            rf"(?: (?:cua )?{_SELF})?{_AFTER}",
        ),
    )
)
# "đúng", "dùng" and "dựng" are other words than "đừng"; "xoa" is to stroke: with a mark it must be "xóa" or "xoá".
_OTHER_WORDS = re.compile(r"\b(?:đúng|dùng|dựng|dụng|đụng|dũng|xõa|xoà|xòa)\b")
_STROKES = re.compile(r"\bxoa\b")
_MARKED = re.compile(r"[^\x00-\x7f]")

_ONLY = re.compile(r"\b(?:chi|hay|xin|dung|lam on)\b|\bthoi(?: a| nhe| nha)?$")
_REACHES = re.compile(r"\b(?:nhan|lien lac|lien he|viet|gui tin)\b")
_A_TIME = re.compile(r"\d|\bbuoi (?:sang|trua|chieu|toi)\b")
_BESIDE = frozenset(
    "chi hay xin dung lam on nen duoc moi thi nhan tin lien lac he viet gui cho voi em con chau toi tui minh co chu "
    "anh vao trong an toan thoi nhe nha nua a truoc sau tu luc khoang gio va hoac sang trua chieu den h g buoi dem "
    "hang ngay ranh ruoi khi phut roi oi da".split()
)
_PARTS = {"sang": "06-11", "trua": "11-14", "chieu": "14-18", "toi": "18-22"}

_MISTAKEN = re.compile(
    rf"\A(?:(?:da|a|oi|(?:{_SELF} )?xin loi) )*+(?:{_SELF} )?+"
    rf"(?:(?:noi|ghi|viet|nho|ke|bam|go) )?+(?:nham|lon|sai)(?: roi| mat)?+ "
)
_IS_NOT = re.compile(r"\A(?:(?:da|a|oi|xin loi) )*+(?:khong|ko) phai ")
_BUT_IS = re.compile(r" (?:phai la|chinh la|ma la|ma o|ma|la|o) ")
_MOST_OF_A_WISH = 25  # words
_MOST_OF_A_CORRECTION = 14


def wished(text: str) -> Wished | None:
    """The request that a whole message is, or None."""
    if len(text.split()) > _MOST_OF_A_WISH:
        return None
    folded, written = fold(text), nfc(text).casefold()
    length = len(folded.split())
    if not folded or length > _MOST_OF_A_WISH or _OTHER_WORDS.search(written):
        return None
    if (hours := _hours(text, folded)) is not None:
        return Wished(Wish.HOURS, hours)
    for wish, pattern in _PATTERNS:
        if found := pattern.fullmatch(folded):
            if wish is Wish.ERASE and _MARKED.search(written) and _STROKES.search(written):
                return None
            return Wished(wish, wholly=not found.groupdict().get("why"))
    right = _right(folded) if length <= _MOST_OF_A_CORRECTION else ""
    return Wished(Wish.CORRECT, " ".join(text.split()[-len(right.split()) :])) if right else None


def _right(folded: str) -> str:
    """What is right, of a correction: "em nhầm, nó 8 tuổi", "không phải Ea Kao, là Ea Tul"."""
    if found := _MISTAKEN.match(folded):
        return folded[found.end() :]
    return _BUT_IS.split(folded, 1)[-1] if _IS_NOT.match(folded) and _BUT_IS.search(folded) else ""


def _hours(text: str, folded: str) -> str | None:
    """The hours at which one may write; "unknown" where these words name them in another way: then nothing is sent."""
    words = {word for word in folded.split() if not re.fullmatch(r"\d{1,2}(?:h|g)?(?:\d{2})?", word)}
    asks = _ONLY.search(folded) and _REACHES.search(folded) and _A_TIME.search(folded)
    if not asks or words - _BESIDE:
        return None
    if re.search(r"\b(?:dung|truoc|sau)\b", folded):
        return "unknown"
    parts = [_PARTS[part] for part in re.findall(r"\bbuoi (sang|trua|chieu|toi)\b", folded)]
    if parts and not re.search(r"\d", folded):
        return ",".join(parts)
    found = reading.hours_in(text)
    return found or "unknown"
