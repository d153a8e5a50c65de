"""What stands around a request: the reason for it, a courtesy, or the story that it is told in."""

from __future__ import annotations

import re

from bot.dialogue.heard.words import fold
from nlu.marks import nfc

SELF = r"(?:em|con|chau|toi|tui|minh|mk|tao)"
STAFF = r"(?:(?:cac |quy )?(?:co chu|anh chi|co|chu|anh|chi|ban)|moi nguoi|ben (?:do|minh|ay)|ai|can bo)"

_CLAUSE_END = re.compile(r"[.,;:!?\n…]++(?!\d)")
# Where a request begins in the middle of a clause: "em sợ lắm đừng nhắn".
_BEGINS = re.compile(
    rf" (?=(?:dung|chi) (?:co )?(?:{STAFF} )?(?:nhan|goi|dien|lien|viet|tra loi|gui)\b"
    rf"|xoa (?:het|giup|gium|dum|di|luon|cho|tat ca|sach)\b|{SELF} khong (?:muon )?(?:noi|ke|bao) (?:gi |tiep )?nua\b)"
)
_COURTESY = re.compile(rf"(?:(?:{SELF}|xin|lam on|nho|mong|oi|thoi|da|a|vang|cam on|nen|nhe|nha|{STAFF}) )*+")
_EXPLAINS = re.compile(
    r"\b(?:so|lo|ngai|met|khoc|run|xem|coi|doc|luc|kiem tra|thay|biet|nghe|muon|mo|may|dien thoai|dt|so nay|nguy hiem"
    r"|an toan|tien|o nha|ve|co nguoi|doi y|hoi han|ke|noi chuyen|noi duoc|di hoc|di lam|on)\b"
)
_TELLING = (
    r"noi(?! chuyen| duoc| to)|bao(?! tin| cao)|dan|bat|keu|bieu|ham|doa|de|ep|doi(?! y)"
    r"|cam(?! may| dien| dt| on| khong)|ghi|rep|(?<!tin )nhan(?! tin cua)|hua|nan ni|khuyen|yeu cau|rang"
)
_QUOTES = re.compile(rf"\b(?:{_TELLING})\b|\bla\Z")
_QUOTES_NEXT = re.compile(rf"\b(?:{_TELLING})(?: {SELF})?\Z")
_TELLS = re.compile(
    rf"\b(?:{_TELLING}|gui|danh|dap|giet|chem|hiep|so mo|so soang|so vao|chui|chup|hinh|anh nong|clip|video)\b"
)
_ANOTHER = re.compile(
    r"(?:\A| )(?:(?:me|ma|ba|bo|cha|duong|chong|vo|ong|ba noi|ba ngoai)(?: (?:em|con|chau|toi|minh))?|no|ho|tui no"
    r"|bon no|(?:ong|ba|anh|chi|chu|co|thay) (?:ay|ta|do))(?: oi| a)?\Z"
)
# Words that are others without their marks: "báo" is not "bảo", "sờ" no "sợ"; "đúng", "dùng", "dựng" are not "đừng".
_REPORTS = re.compile(r"\bbáo\b(?! cáo)")
_TOUCHES = re.compile(r"\bsờ\b")
_OTHER_WORDS = re.compile(r"\b(?:đúng|dùng|dựng|dụng|đụng|dũng|xõa|xoà|xòa)\b")
_STROKES = re.compile(r"\bxoa\b")  # where marks are written, "to erase" is "xóa" or "xoá"
_MARKED = re.compile(r"[^\x00-\x7f]")
_MOST_OF_A_REASON = 14  # words


def clauses(text: str) -> list[str]:
    """The clauses of a text, folded."""
    written = _TOUCHES.sub("so mo", _REPORTS.sub("bao tin", nfc(text).casefold()))
    written = _OTHER_WORDS.sub("khac", written)
    if _MARKED.search(written):
        written = _STROKES.sub("khac", written)
    return [clause for part in _CLAUSE_END.split(written) if (clause := fold(part))]


def pieces(clause: str) -> list[str]:
    """A clause, cut where a request may begin in it."""
    return _BEGINS.split(clause)


def is_courtesy(piece: str) -> bool:
    return _COURTESY.fullmatch(f"{piece} ") is not None


def is_reason(piece: str) -> bool:
    """Whether this explains a request, and tells of nothing that was done or said."""
    few = len(piece.split()) <= _MOST_OF_A_REASON
    return is_courtesy(piece) or (few and _EXPLAINS.search(piece) is not None and _TELLS.search(piece) is None)


def is_told(same_clause: list[str], before: str) -> bool:
    """Whether the request is somebody's who is told of, or is said to somebody else: not to the bot."""
    nearest = same_clause[-1] if same_clause else before
    elsewhere = not is_reason(nearest) and _ANOTHER.search(nearest) is not None
    return elsewhere or any(map(_QUOTES.search, same_clause)) or _QUOTES_NEXT.search(before) is not None
