"""Whether somebody who was asked says that they are safe: clearly, and nothing beside it."""

from __future__ import annotations

import re

from bot.dialogue.heard.words import fold
from nlu.marks import nfc, seen

_LONGEST = 120  # code points: whoever writes more says more than that
_NOT = r"(?:khong|ko|k|kg|hong|hok|hem)"
_NOTHING = r"(?:gi|chuyen gi|viec gi)(?! (?:an toan|binh thuong|on)\b)"
_CLEAR = (
    rf"(?:an toan|binh thuong|(?<!cam )on|ok|oke|okay|safe|fine|{_NOT} (?:co |bi )?(?:sao|nguy hiem|{_NOTHING})"
    r"|(?:chi )?(?:muon )?hoi(?: thoi| choi| thu| tham| cho biet)|chi (?:muon )?hoi)\b"
)
_BESIDE = (
    r"(?:da|vang|a|ah|u|uh|oi|ma|nha|nhe|thi|la|dau|ca|roi|thoi|lam|qua|rat|dang|van|deu|hien tai|bay gio|o nha|cam on"
    r"|em|con|chau|be|minh|mk|toi|tui|co|chu|anh|chi|bac|thay|moi nguoi|ca nha|i am|i m|we are|yes)\b"
)
_SAFE = re.compile(rf"(?:(?:{_CLEAR}|{_BESIDE})(?: |\Z))++")
_SAYS_IT = re.compile(_CLEAR)
# Every word that has marks is one of these: "ớn" (it scares me) is no "ổn", "đau" (it hurts) no "đâu", "má" no "mà".
_WRITTEN = frozenset(
    "toàn bình thường ổn không hổng hông có bị gì chuyện việc chỉ muốn hỏi chơi thử thôi cho biết dạ vâng ạ à ừ ờ ơi "
    "mà nhà nhé thì là đâu cả rồi lắm quá rất đang vẫn đều hiện tại giờ ở cảm cám ơn cháu bé mình tôi cô chú chị bác "
    "thầy mọi người nguy hiểm".split()
)
_WORD = re.compile(r"\w+")
# As written, or without any marks: "cô" is nobody's "có".
_YES = frozenset("có|co|dạ có|da co|có ạ|co a|dạ có ạ|da co a|vâng|vang|vâng ạ|vang a|dạ vâng|da vang|yes".split("|"))


def says_safe(text: str) -> bool:
    """Whether these words say that all is well. A "dạ" alone, a question, or anything told beside it is not clear."""
    text = seen(text).strip()
    if len(text) > _LONGEST or "?" in text:
        return False
    folded, words = fold(text), _WORD.findall(nfc(text).casefold())
    if any(word != fold(word) and word not in _WRITTEN for word in words):
        return False
    if nfc(text).casefold().strip(" .!,") in _YES:
        return True
    return _SAFE.fullmatch(folded) is not None and _SAYS_IT.search(folded) is not None
