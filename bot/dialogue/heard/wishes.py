"""What a person asks of the bot itself: not to be contacted, only at some hours, to erase, to correct, to stop.

Only where the whole message is the request, with its reason ("ba em hay xem máy, đừng nhắn nữa"): an order that is told
of ("bố bắt em xóa hết đi") belongs to the report. A refusal of contact is obeyed beside a story too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.dialogue.heard import reading, reasons
from bot.dialogue.heard.reasons import SELF as _SELF
from bot.dialogue.heard.reasons import STAFF as _STAFF
from bot.dialogue.heard.words import fold, phone_in


class Wish(StrEnum):
    NO_CONTACT = "no_contact"
    NO_WRITING = "no_writing"
    NO_CALLS = "no_calls"
    WRITE = "write"  # a refusal is lifted
    HOURS = "hours"
    CALL_HOURS = "call_hours"
    ERASE = "erase"
    CORRECT = "correct"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Wished:
    """`detail`: the hours (handlers.contact), or the words of what is right. `wholly`: no reason stands around it.

    `beside`: it stands in a story, which is heard like any.
    """

    wish: Wish
    detail: str = ""
    wholly: bool = True
    beside: bool = False


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
_HERE = r"(?: (?:(?:vao|vo|qua|o|toi|den) )?(?:day|may nay|so nay|dien thoai nay|so dien thoai nay))?"
_AFTER = r"(?: (?:nua|lai|gi|dau|het|nhe|nha|nhen|nghe|a|ah|oi|di|voi|co|chu|co chu|anh chi|cam on))*+"
_REASON = (
    r"(?P<why> (?:(?:vi|tai|boi|so|lo|keo|khong thi|ko thi|khong la|neu khong|khong an toan|may nay|may cua"
    r"|day la may) "
    rf"|{_SELF} (?:dang |rat )?(?:so|lo|ngai|met)\b).*)?"
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
        (
            Wish.STOP,
            rf"(?:(?:{_SELF} )?(?:thoi )?(?:{_SELF} )?{_NO} (?:muon )?(?:noi|ke|bao(?: tin)?|tra loi)"
            rf"(?: tiep| gi| chuyen)* (?:nua|them)|dung lai){_AFTER}{_REASON}",
        ),
        (Wish.WRITE, rf"(?:co the )?(?:{_CONTACT}|{_WRITE}){_TO_SELF}{_HERE} {_MAY}{_AFTER}"),
        (
            Wish.ERASE,
            rf"(?:{_SELF} (?:muon|can) |hay |giup {_SELF} |cho {_SELF} )*(?:xoa|xoa bo)"
            rf"(?: (?:giup|cho|gium|dum) {_SELF})?(?: (?:het|tat ca|sach|toan bo|moi thu|di|luon|ngay))*"
            rf"(?: (?:giup|cho|gium|dum) {_SELF})?"
            rf"(?: (?:(?:nhung|cac|moi) )?(?:cuoc tro chuyen|doan chat|chat|tin nhan|tin"
            rf"|bao tin|bao cao|du lieu|thong tin|(?:nhung )?gi {_SELF} (?:da )?(?:viet|noi|ke|nhan|gui))(?: nay)?)?"
            rf"(?: (?:(?:cua|giup|cho|gium|dum) )?{_SELF})?{_AFTER}{_REASON}",
        ),
    )
)
_ONLY = re.compile(r"\Ahay\b|\b(?:chi|xin|dung|lam on)\b|\bthoi(?: a| nhe| nha)?$")
_REACHES = re.compile(r"\b(?:nhan|lien lac|lien he|viet|gui tin)\b")
_A_TIME = re.compile(r"\d|\bbuoi (?:sang|trua|chieu|toi)\b")
_BESIDE = frozenset(
    "chi hay xin dung lam on nen duoc moi thi nhan tin lien lac he viet gui cho voi em con chau toi tui minh co chu "
    "anh vao trong an toan thoi nhe nha nua a truoc sau tu luc khoang gio va hoac sang trua chieu den h g buoi dem "
    "hang ngay ranh ruoi khi phut roi oi da".split()
)
_AND_CALLS = frozenset("goi dien thoai hay hoac".split())
_PARTS = {"sang": "06-11", "trua": "11-14", "chieu": "14-18", "toi": "18-22"}

_CALLS = re.compile(r"\b(?:goi|dien)\b")
_WHEN_CALLED = re.compile(r"\d|\b(?:buoi|gio (?:nghi|lam|hoc|ve)|cuoi tuan|ban (?:ngay|dem)|trua)\b")
_ASKS_FOR_CALLS = re.compile(r"\A(?:hay )?(?:goi|dien)\b|\b(?:chi|xin|dung|thoi|duoc|nhe|nha|lam on)\b")
_BESIDE_CALLS = _BESIDE | frozenset(
    "goi dien thoai so nay nghi lam hoc xong di ve nha cuoi tuan ban ngay khong hay hoac nao cung".split()
)

_MISTAKEN = re.compile(
    rf"\A(?:(?:da|a|oi|u|i|(?:{_SELF} )?xin loi) )*+(?:{_SELF} )?+"
    rf"(?:(?:noi|ghi|viet|nho|ke|bam|go) )?+(?:nham|lon|sai)(?: roi| mat)?+ "
    r"(?!(?:duong|lop|phong|xe|nguoi|thuoc|ma(?! la)|trai|lam)\b)"
    rf"|\A(?:(?:da|a|thuc ra) )*+(?:y (?:cua )?{_SELF} (?:la|noi)|dinh chinh|(?:{_SELF} )?noi lai)(?: la)?+ "
    r"(?!(?:sao|gi|the nao|vay)\b)"
)
_IS_NOT = re.compile(r"\A(?:(?:da|a|oi|xin loi|sai roi|nham roi) )*+(?:khong|ko|k|hong) phai ")
_DENIES = re.compile(
    r"\A(?:(?:da|a|oi|u) )*+(?:(?:khong|ko|k|hong)(?: phai| dung)?|sai roi|nham roi)(?: (?:roi|dau|a))*+"
)
_BUT_IS = re.compile(r" (?:phai la|chinh la|ma la|ma o|ma|la|o) ")
_MOST_OF_A_WISH = 40  # words
_MOST_OF_A_CORRECTION = 14
_MOST_PIECES = 8
REFUSALS = frozenset({Wish.NO_CONTACT, Wish.NO_WRITING, Wish.NO_CALLS})


def wished(text: str) -> Wished | None:
    """The request that a message is, or a refusal of contact that stands in it; else None."""
    if len(text.split()) > _MOST_OF_A_WISH:
        return None
    clauses = reasons.clauses(text)
    pieces = [(at, piece) for at, clause in enumerate(clauses) for piece in reasons.pieces(clause)]
    if len(pieces) <= _MOST_PIECES:
        for length in range(len(pieces), 0, -1):
            for first in range(len(pieces) - length + 1):
                if (found := _among(text, pieces, first, first + length)) is not None:
                    return found
    right = _right(clauses)
    return Wished(Wish.CORRECT, " ".join(text.split()[-len(right.split()) :])) if right else None


def speaks_of_calls(text: str) -> bool:
    """Whether a request is about calls."""
    return _CALLS.search(fold(text)) is not None


def _among(text: str, pieces: list[tuple[int, str]], first: int, last: int) -> Wished | None:
    """The request that these pieces are together, if what stands around them lets it be one."""
    found = _request(text, " ".join(piece for _, piece in pieces[first:last]))
    if found is None:
        return None
    around = [piece for _, piece in (*pieces[:first], *pieces[last:])]
    if all(map(reasons.is_reason, around)):
        return replace(found, wholly=found.wholly and all(map(reasons.is_courtesy, around)))
    same = [piece for at, piece in pieces[:first] if at == pieces[first][0]]
    earlier = [piece for at, piece in pieces[:first] if at != pieces[first][0]]
    if found.wish not in REFUSALS or reasons.is_told(same, earlier[-1] if earlier else ""):
        return None
    return replace(found, wholly=False, beside=True)


def _request(text: str, folded: str) -> Wished | None:
    if (hours := _hours(text, folded)) is not None:
        return Wished(Wish.HOURS, hours)
    if phone_in(text) is None and _names_call_hours(folded):
        return Wished(Wish.CALL_HOURS)
    for wish, pattern in _PATTERNS:
        if found := pattern.fullmatch(folded):
            return Wished(wish, wholly=not found.groupdict().get("why"))
    return None


def _right(clauses: list[str]) -> str:
    """What is right, of a correction: "em nhầm, nó 8 tuổi", "không phải Ea Kao, là Ea Tul"."""
    folded = " ".join(clauses)
    if len(folded.split()) > _MOST_OF_A_CORRECTION:
        return ""
    if len(clauses) > 1 and _DENIES.fullmatch(clauses[0]) and not _IS_NOT.match(folded := " ".join(clauses[1:])):
        return folded
    if found := _MISTAKEN.match(folded):
        return folded[found.end() :]
    return _BUT_IS.split(folded, 1)[-1] if _IS_NOT.match(folded) and _BUT_IS.search(folded) else ""


def _names_call_hours(folded: str) -> bool:
    """Whether these words say when one may call, and nothing else; a number to call is an answer of its own."""
    words = {word for word in folded.split() if not re.fullmatch(r"\d{1,2}(?:h|g)?(?:\d{2})?", word)}
    asks = _CALLS.search(folded) and _WHEN_CALLED.search(folded) and _ASKS_FOR_CALLS.search(folded)
    return bool(asks) and not words - _BESIDE_CALLS


def _hours(text: str, folded: str) -> str | None:
    """The hours at which one may write; "unknown" where these words name them in another way: then nothing is sent."""
    words = {word for word in folded.split() if not re.fullmatch(r"\d{1,2}(?:h|g)?(?:\d{2})?", word)}
    asks = _ONLY.search(folded) and _REACHES.search(folded) and _A_TIME.search(folded)
    if not asks or words - _BESIDE - _AND_CALLS:
        return None
    if re.search(r"\b(?:dung|truoc|sau)\b", folded):
        return "unknown"
    parts = [_PARTS[part] for part in re.findall(r"\bbuoi (sang|trua|chieu|toi)\b", folded)]
    if parts and not re.search(r"\d", folded):
        return ",".join(parts)
    found = reading.hours_in(text)
    return found or "unknown"
