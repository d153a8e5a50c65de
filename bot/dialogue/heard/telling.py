"""What a message tells beside what it asks: of a child and an act."""

from __future__ import annotations

import re

from bot.dialogue.events import Said
from bot.dialogue.heard.person import Harmed, Sure, harmed
from bot.dialogue.heard.words import fold

# Somebody in particular: "con bé hàng xóm", "bạn em", "em 13 tuổi"; not "trẻ dưới 16 tuổi".
_SOMEBODY = re.compile(
    r"\b(?:(?:con|thang|dua) (?:be|nho|chau|em|nhoc)|be (?:gai|trai|nha|nay|kia|ay|hang)|(?:con|chau|em) (?:gai|trai)"
    r"|(?:con|chau|em|ban|hoc sinh|hoc tro) (?:toi|tui|minh|em|chau|con|ho|nha|hang|cung|lop|ay|kia)"
    r"|(?:em|chau|con|toi|minh) (?:dang |hay |da |vua |moi |lai |cung )?bi|hang xom|nha (?:ben|ke|canh)|lop (?:em|toi)"
    r"|(?<!duoi )(?<!tren )(?<!tu )\d{1,2} tuoi|(?:bo|me|ba|ma|cha|duong|ong|chu|bac|thay|co) (?:em|chau|con|no) )\b"
)
ACT = re.compile(
    r"\b(?:danh|dap|so mo|so soang|so vu|hiep|cuong buc|xam hai|bao hanh|lam dung|hanh ha|lam nhuc|nhot|troi|bo doi"
    r"|bo roi|bat nat|quay roi|du do|doa|tat|dam o|sam so|giao cau|quan he|lot do|bat coc|mat tich|bo nha"
    r"|bat (?:nghi hoc|di lam|lay|cuoi)|ep|ga ban|ban di|boc lot|tong tien|mang thai|co thai|co bau|muon chet"
    r"|tu tu|rach tay|bi thuong|bam tim|khong cho (?:an|di hoc)|chui|chup hinh|tung anh)\b"
)
# What is feared, asked about at large or kept off has happened to nobody: "sợ con bị dụ dỗ", "khi trẻ bị đánh".
_FEARED = re.compile(
    r"\b(?:so|lo|tranh|khong|ko|chua|phong|khi|biet) (?:(?:con|be|no|tre|tre em) (?:minh |toi |tui )?)?bi \w+(?: \w+)?"
)
_LONGEST = 2000  # code points: what a question tells stands in its beginning
_A_TRY = 3  # words: no more may be an answer that was not understood


def tells(said: Said) -> bool:
    """Whether a question tells of somebody in particular to whom something is done: then it is a report as well."""
    if said.meaning.intent == "ask_case_status":  # what it tells of was told before
        return False
    text = fold(said.text[:_LONGEST])
    writer = harmed(said.text[:_LONGEST], Sure.FELT) is Harmed.WRITER
    of_self = writer and ACT.match(text) is None  # "đánh con có phạm luật không"
    somebody = of_self or _SOMEBODY.search(text) is not None
    harms = any(one.kind == "relation" and one.role == "harm_doer" for one in said.meaning.entities)
    act = harms or bool(said.meaning.danger.signals) or ACT.search(_FEARED.sub("0", text)) is not None
    return somebody and act


def says_something(text: str) -> bool:
    """Whether words that answer nothing have a weight of their own: more than a few, or of an act, or of a fear."""
    if len(text.split()) > _A_TRY:
        return True
    return ACT.search(fold(text)) is not None or harmed(text, Sure.FELT) is not None
