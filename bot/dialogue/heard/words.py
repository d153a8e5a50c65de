"""Reading short answers without the NLU service: folding, and the few words that steer the conversation."""

from __future__ import annotations

import re

from nlu.marks import nfc, nfd, seen

_LETTERS = str.maketrans({"đ": "d", "Đ": "d", "ƀ": "b", "Ƀ": "b"})
_MARKS = re.compile(r"[\u0300-\u036f]+")
_BREAKS = re.compile(r"[^\w\s]|_")


def fold(text: str) -> str:
    """Lower case, no marks, no punctuation, single spaces: how a choice and a typed answer are compared."""
    bare = _MARKS.sub("", nfd(text.translate(_LETTERS).casefold()))
    return " ".join(_BREAKS.sub(" ", bare).split())


# Whole messages only, so that a story which contains such a word is never mistaken for an instruction.
_ACTS = {
    "stop": "thoi|dung lai|ngung|huy|huy bo|stop|cancel|khong bao nua|thoi khong bao nua|ket thuc",
    "exit": "thoat|thoat nhanh|thoat ngay|thoat ra|x|exit",
    "skip": "bo qua|bo qua cau nay|khong muon tra loi|ko muon tra loi|cau khac|skip|qua cau khac",
    "back": "quay lai|tro lai|lui lai|cau truoc|back|sua cau truoc",
    "help": "huong dan|huong dan su dung",
    "again": "la sao|nghia la sao",
    "restart": "lam lai|bat dau lai|tu dau|restart|bao tin moi|bao cao moi",
    "thanks": "cam on|cam on ban|cam on nhieu|cam on nhe|cam on chu|cam on co|da cam on|thanks|thank you|tks|camon",
    "goodbye": "tam biet|bye|bye bye|chao tam biet|hen gap lai",
    "greet": "chao|xin chao|hello|hi|alo|chao ban|chao co|chao chu|a lo",
    "affirm": "co|da co|u|uh|uk|um|vang|da|da vang|dung|dung roi|dung vay|phai|phai roi|ok|oke|okay|dong y|yes|y|duoc",
    "deny": "khong|khong co|khong phai|ko|k|hong|hok|kg|chua|no|khong dong y|da khong",
    "dont_know": "khong biet|ko biet|k biet|hong biet|khong ro|ko ro|khong chac|ko chac|chua biet|chiu|khong nho",
}
# Who greets by the rules of politeness names themself and whom they greet: "em chào cô", "con chào cô chú ạ".
_WHO = r"em|con|chau|chung em|toi|tui|minh|mk|to"
_WHOM = r"cac|co|chu|anh|chi|bac|thay|di|cau|ong|ba|ban|em|con|chau|moi nguoi|ca nha|admin|ad"
_GREETS = re.compile(rf"(?:(?:da|thua) )?(?:(?:{_WHO}) )?(?:xin )?chao(?: (?:{_WHOM})){{0,4}}(?: (?:a|oi|nha|nhe))?")
_TAKES_LEAVE = re.compile(
    rf"(?:(?:{_WHO}) )?(?:(?:xin |chao )?(?:tam biet|vinh biet)|bye(?: bye)?|hen (?:gap lai|kiep sau)|di day|di nhe"
    rf"|di nha|di luon day|chao moi nguoi|chao ca nha|chao ba me|chao bo me)(?: (?:{_WHOM}|ba me|bo me)){{0,2}}"
    r"(?: (?:a|nha|nhe|day|em di|con di|em di day|con di day))?"
)
_ACT_OF = {phrase: act for act, phrases in _ACTS.items() for phrase in phrases.split("|")}
# "dung" alone reads as "đúng" (yes); with its mark "dừng" is an instruction.
_MARKED = {"dừng": "stop", "dừng đi": "stop", "ngừng": "stop"}
_LONGEST_LEAVE = 80  # code points
_CROSSES = frozenset("x\uff58×✕✖✗✘❌❎")  # whoever has to leave quickly types one, or some
_POLITE = re.compile(r"^(da|thua|ah|a|vay|thi) | (a|ah|nha|nhe|nhe ban|ban|roi|di|voi|nua)$")


def act_of(text: str) -> str | None:
    """The dialogue act that a short message is, word for word, or None. Never more than six words long."""
    text = seen(text)
    crosses = set("".join(text.split()).casefold().rstrip(".!"))
    if crosses and crosses <= _CROSSES:
        return "exit"
    folded = fold(text)
    if len(folded.split()) > 6:
        return None
    marked = _MARKED.get(nfc(text).casefold().strip(" .!"))
    own = marked or _ACT_OF.get(folded) or _ACT_OF.get(_POLITE.sub("", folded))
    return own or ("greet" if _GREETS.fullmatch(folded) else None)


def takes_leave(text: str) -> bool:
    """Whether a short message is a farewell and nothing else: in a talk about dying it is no courtesy."""
    folded = fold(seen(text)[:_LONGEST_LEAVE])
    return len(folded.split()) <= 8 and _TAKES_LEAVE.fullmatch(folded) is not None


_PHONE = re.compile(r"(?<!\d)\(?(?:[+＋]?[8８][4４]|[0０])(?:[\s.\-()]{0,3}\d){8,10}(?!\d)")


def phone_in(text: str) -> str | None:
    """The first Vietnamese telephone number in a text, as written, or None."""
    found = _PHONE.search(seen(text))
    return found.group(0) if found else None


_BREAK = re.compile(r"[,;:!?\n]|\.(?!\d)")
# What may stand beside a number for it to be the writer's own: "số của nó", "gọi mẹ em", "nó nhắn từ" are not.
_BESIDE_OWN_NUMBER = frozenset(
    "da a so sdt dt dien thoai may cua em con chau toi tui minh mk la day nay goi lai cho vao qua lien lac he voi duoc "
    "co chu the xin zalo nhe nha number phone truoc sau luc tu den gio h thi hay hoac hoi nhan tin neu can".split()
)


def own_phone_in(text: str) -> str | None:
    """The first number in a text where nothing beside it says that it is somebody else's, as written, or None."""
    text = seen(text)
    for found in _PHONE.finditer(text):
        beside = f"{_BREAK.split(text[: found.start()])[-1]} {_BREAK.split(text[found.end() :], maxsplit=1)[0]}"
        words = [word for word in fold(beside).split() if not word[0].isdigit()]
        if not set(words) - _BESIDE_OWN_NUMBER:
            return found.group(0)
    return None


# "tôi là người báo tin", "em là học sinh": no name.
_NO_NAME = r"(?!(?:nguoi|giao|hoc|hang|ba|me|bo|ong|co|thay|can|cong|ban|chi|anh|ai|gi|mot)\b)"
_OFFERS = re.compile(
    rf"\b((chau|em|con|minh|toi) (ten|la {_NO_NAME}\w+)|ten (cua )?(chau|em|con|minh|toi)|so dien thoai|sdt|"
    r"nha (chau|em|con|minh|toi) o|dia chi|hoc (o )?(truong|lop)|truong (thcs|thpt|tieu hoc)|lop \d)"
)


def offers_identity(text: str) -> bool:
    """Whether someone seems to give their name, phone, address or school, so that they hear who will see it."""
    return phone_in(text) is not None or _OFFERS.search(fold(text)) is not None
