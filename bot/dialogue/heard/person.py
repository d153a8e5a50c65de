"""Who is harmed, by the words alone: the one who writes, somebody else, or nobody that can be told apart.

A text is read once from left to right, as persons and as what happens between them. Harmed is the subject of "bị",
"muốn chết", "có bầu", and the object of "đánh", "sờ". "Em", "con" and "cháu" are the writer or a noun: "con tôi".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from bot.dialogue.heard.words import fold
from nlu.marks import nfc


class Harmed(StrEnum):
    WRITER = "writer"
    ANOTHER = "another"


class Sure(IntEnum):
    """How much the words say: "bị", "đánh em"; only fear, or a father who drinks and hits; only of whom they tell."""

    GUESSED = 0
    FELT = 1
    SAID = 2


_LONGEST = 2000  # code points: who it is about stands in the beginning
_APART = 3  # words between "đụng" and "em": "đụng chạm vào người em"

# Words that are others once their marks are gone: "nói" is not "nội", nor "bỏ" "bố".
_WRITTEN = {
    word: other
    for other, words in {
        "0": "tối tới tội còn số sổ bộ bó mà bàn bận chứ nợ nổ nở bế bể bẻ chậu châu thưởng nhớ chỉ đời đổi đợi tổ tô",
        "ke": "nói",
        "somo": "sờ rờ mò sàm",
        "boroi": "bỏ",
        "bandi": "bán",
        "me": "má mệ bu bầm",
        "hinh": "ảnh",
        "minh": "tớ mình mik mjk mk",
        "buon": "đau đói",
        "danh": "đá uýnh oánh đập quất quánh",
        "tat": "vả",
        "ru": "rủ",
        "doa": "hù hăm",
        "di_nho": "dì",
        "no": "ñu",
        "hay": "thường",
        "bon": "tụi",
        "nhin": "thấy",
    }.items()
    for word in words.split()
}
_WORD = re.compile(r"\w+")
_MARKED = re.compile(r"[^\x00-\x7f]")
_CLAUSE = re.compile(r"[.,;:!?\n]+")
_NAMED = re.compile(
    r"\b([Ee]m|[Cc]háu|[Bb]é|[Bb]ạn|[Cc]on|[Tt]hằng) [A-ZĐ][a-zà-ỹ]{1,6}\b(?! [A-ZĐ][a-zà-ỹ]{1,6} [A-ZĐ])"
)

_SELF = r"(?:em|con|chau|toi|tui|minh|e|t|tao|kao)"
_KIN = (
    r"(?:(?:bo|cha|ba|me) (?:duong|ke|ruot|nuoi|me)|cau ruot|chu ruot|anh (?:ho|trai|re|hai|ba)|chi (?:hai|ba"
    r"|dau)|ong|ba"
    r"|bo|me|cha|duong|chu|bac|cau|di_nho|mo|thim|thay(?: giao)?|co giao|anh|chi|chong|vo)(?: (?:noi|ngoai))?"
)
# Words that only look like a person.
_NOISE = re.compile(
    rf"\b(?:(?:lop|nha|truong|xom|thon|buon|lang|tro|que|phong) (?:cua )?{_SELF}"
    r"|con (?:dao|duong|cho|meo|ga|heo|bo(?= cai)|trau|vat|ma|quy|song|suoi|nguoi|mat|so)|(?:mot|tu|chung|bam"
    r"|tim|khap|sung) minh"
    r"|thay(?= (?:con|thang|dua|mot|be|ban|co|may|nguoi)\b)"
    r"|la (?:mot )?(?:hoc sinh|con (?:gai|trai|ut|lon|nuoi|mot)|chau (?:noi|ngoai)|tre em|em ut)(?! (?:toi"
    r"|tui|cua))"
    r"|(?:lop|thu|so|mong) ba|ba (?:lan|ngay|thang|nam|tuan|dua|bon|nguoi)|toi (?:qua|nay|nao|hom|khuya|nua|ngay)"
    r"|xin chao \w+|(?:chao|thua|a) (?:co chu|anh chi|co|chu|anh|chi|bac|thay|ban)(?: a| oi)?"
    r"|(?:co|chu|anh|chi|bac|ban|thay) oi|co chu|anh chi(?= oi| cho))\b"
)
_GROUP = re.compile(
    r"\b(?:(?:cac|may|nhung|hai|lu|tui|bon) (?:chau|be|tre|nho|em(?= nho)|con nit)|(?:hai|ba|may) dua (?:nho|tre"
    r"|con|em))\b"
)
_MANY = re.compile(
    r"\b(?:(?:(?:may|cac|tui|bon|dam|nhom|chung|lu) (?:ban|dua|anh|chi|no|nguoi)|ban be|ca lop"
    r"|tap the)(?: (?:trong|cung|o) lop)?)\b"
)
# Another child.
_OTHER = re.compile(
    r"\b(?:(?:con|chau|em|be) (?:gai |trai )?(?:cua |nha )?(?:chi|anh|co|chu|bac|ong|ba) (?:gai |trai |ho "
    r"|dong nghiep |ban )"
    r"(?:cua )?(?:toi|tui|minh|em|chau|con)|"
    rf"(?:con|thang|dua|nho|mot|co) (?:be|nho|chau|nhoc|dua|em|ban|con)(?: (?:be|nho|gai|trai|noi|ngoai|ut))?"
    rf"(?: (?:lop )?(?:cua )?{_SELF})?"
    rf"|(?:em|chau|con) (?:gai|trai|ut|ho|ruot|re|dau|nuoi|rieng|be|nho|nhoc|hoc sinh|hoc tro)"
    rf"(?: ut| ruot| ho)?(?: (?:lop )?(?:cua )?{_SELF})?"
    r"|(?:em|con|chau|ban|be) (?:ay|do|kia|nay|no|cua (?:em|toi|tui|minh|con|chau|chi|anh|ho)"
    r"(?: (?:ho|gai|trai)(?: (?:em|toi|tui|minh))?)?"
    r"|(?:cung|ke|chung|hoc) (?:lop|ban|truong|chung|cung)|(?:hang|nha) (?:xom|ben))(?: voi (?:em|toi|tui"
    r"|minh|con|chau))?"
    r"|(?:em|con|chau) (?:toi|tui|minh|mk)|con em|chau em|em con|em chau"
    r"|chau (?:noi|ngoai)(?: (?:cua )?(?:toi|tui|em|minh|bac|ba)|(?= (?:bi|hay|nam|\d)))"
    r"|con (?:chi|anh|nguoi ta|hang xom|bac|vo|chong)(?! (?:biet|muon|co|so|dam|la)\b)"
    rf"|(?:nho |thang |dua )?ban (?:than |trai |gai |hoc )?(?:cua )?{_SELF}|ban (?:than|trai|gai)"
    rf"|(?:anh|chi) (?:trai |gai |ho )?(?:cua )?(?:em|con|chau|minh|toi|tui)(?= bi)"
    r"|dua (?:tre|con|be)|tre con|con (?:nit|cai)|lop truong"
    r"|e gai|(?:tre|em) nho|be(?: (?:gai|trai))?|thang (?:cu \w+|ti|teo|be)|nhoc"
    r"|hoc (?:sinh|tro) (?:lop |cua )?(?:toi|em|minh)|(?:anak|adei)(?: kao)?|hdeh)\b"
)
_IT = re.compile(r"\bno\b")
_SOME = re.compile(r"\b(?:ban(?= bi)|dua)\b")
_ANYONE = re.compile(r"\b(?:nguoi(?! (?:cua )?(?:em|con|chau|minh)\b)|ai|tre em|tre|hoc sinh)\b")
# Who does it: with "em" or "nó" behind it, whose father that is.
_DOER = re.compile(
    rf"\b(?:{_KIN}|nguoi (?:ta|yeu|la|lon)|ban(?= danh| chan| bat| doa)|hang xom|ny|chu (?:quan|tro|nha)|thang"
    rf"|ama|ami|aduon)\b"
)
# With what is one's own before it: "ảnh của em".
_WRITER = re.compile(
    rf"\b(?:(?:hinh|clip|video|tay|chan|mat|dau|lung|mong|bung|toc|tai|rang|nguoi|nick|face|facebook|quan ao|cap)"
    rf" (?:cua )?)?{_SELF}\b"
)
_OF = re.compile(r"\bcua\b")
_SEES = re.compile(r"\b(?:nhin|nghe|chung kien|bat gap)\b")
_BI = re.compile(r"\bbi\b")
# What is only one's own: life, body, home.
_SUFFERS = re.compile(
    r"\b(?:(?:khong|ko|k|hong|hok|het|chang)"
    r" (?:(?:muon|thiet) song|co (?:cho|noi) (?:ngu|o)|duoc (?:di hoc|an|ra ngoai))"
    r"|(?:muon|doi|dinh|tim cach) (?:chet|tu tu|bien mat|nhay)|(?:bo|boroi|tron) nha|tu (?:tu|lam dau)"
    r"|(?:rach|cat) tay|uong thuoc|(?:co|mang|dinh) (?:bau|thai)|tre kinh"
    r"|phai (?:nuoi|nghi hoc|lay|bo hoc|di (?:lam|ban|phu|an xin|lay)))\b"
)
_FEELS = re.compile(
    r"\b(?:so|(?:khong|ko|k|hong|hok) dam|buon|khoc|tron|co don|tuyet vong|chan song|nhuc|(?:cuu|giup)(?= (?:em"
    r"|con|chau|minh|toi|tui|e)))\b"
)
# What one does to another.
_ACT = re.compile(
    r"\b(?:danh|dap|dam|tat|chui|mang|duoi|nhot|troi|cot|xich|doa|bat(?! dau)|ep|loi|keo|om|hon|somo|so mo"
    r"|so (?=dui|nguc|vu|mong)"
    r"|vuot|bop|cham|dung|hiep|cuong|xam hai|lam dung|du do|du|ru|quay|chup|tung|dang|boroi|bo (?:roi|mac|doi|di)"
    r"|(?<=\bme )bo|(?:noi|ke)(?= (?:em|con|chau|minh) la)|ghet|hanh ha|bat nat|tay chay|co lap|tran|chan"
    r"|giet|xu(?! ly)|rinh|nam (?:ke|canh)|chem|nem|quat|ga|bandi|doi|lot|coi"
    r"|(?:khong|ko|k|hong|chang|dau) (?:co )?(?:ai|cho)|(?:vo|vao) phong|xui|lua|trom|lam nhuc|hanh|bam|choc|treu)\b"
)
_JOINS = re.compile(r"\b(?:0|roi|nen|vi|thi|ma|va|nhung|khi|luc|de|la|nhu|neu|voi)\b")
# What comes first in a text is taken first; where two begin together, the first of these.
_KINDS = (
    ("noise", _NOISE),
    ("group", _GROUP),
    ("many", _MANY),
    ("other", _OTHER),
    ("it", _IT),
    ("some", _SOME),
    ("anyone", _ANYONE),
    ("doer", _DOER),
    ("writer", _WRITER),
    ("of", _OF),
    ("sees", _SEES),
    ("bi", _BI),
    ("suffers", _SUFFERS),
    ("feels", _FEELS),
    ("act", _ACT),
    ("joins", _JOINS),
)
_GROWN_PRONOUN = re.compile(r"\b(?:toi|tui)\b(?! (?:no|ban|may|qua|nay|nao|hom|khuya|nua|ngay)\b)")
_GROWN_WRITER = re.compile(
    rf"\b{_SELF} la (?:(?:me|bo|ba|cha|ong|co|di_nho|chu|bac|anh|chi)(?: \w+)? (?:cua )?(?:chau|be|no|con"
    rf"|em be|hoc sinh)"
    r"|giao vien|hang xom|phu huynh|gvcn|can bo|cong tac vien|ctv)\b"
)
_PARENTS = frozenset({"ba", "bo", "me", "cha", "duong", "ama", "ami"})
_OF_A_CHILD = frozenset({"em", "con", "chau", "e"})
_MARRIED = re.compile(
    r"(?<!lay )(?<!kiem )(?<!cuoi )\bchong\b|\bvo (?:cu |cua )?(?:toi|tui|minh)\b|\b(?:con|chau) (?:gai "
    r"|trai |cua )?(?:toi|tui|minh)\b"
)
_A_CHILDS_AGE = re.compile(r"\b(?:[6-9]|1[0-7])(?: tuoi|t)\b|\blop (?:[1-9]|1[0-2])\b")


def _plain(text: str) -> str:
    """Folded, with a 0 between clauses; what its marks set apart stays apart."""
    text = nfc(text[:_LONGEST])
    marked = _MARKED.search(text) is not None
    text = _CLAUSE.sub(" 0 ", _NAMED.sub("con bé kia", text)).casefold()

    def read(found: re.Match[str]) -> str:
        word = found[0]
        return "0" if marked and word in ("minh", "ma") else _WRITTEN.get(word, word)

    return fold(_WORD.sub(read, text).replace("di_nho", "dinho")).replace("dinho", "di_nho")


def _pieces(plain: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The persons and what happens, from left to right, none across another."""
    found = [(kind, one) for kind, pattern in _KINDS for one in pattern.finditer(plain)]
    end = 0
    for kind, one in sorted(found, key=lambda piece: piece[1].start()):
        if one.start() >= end:
            yield kind, one
            end = one.end()


@dataclass(slots=True)
class _Reading:
    """One pass over the pieces: who the sentence is about, whom the verb waits for, and what was found."""

    third: bool  # "em" and "con" are somebody else: a grown-up says "tôi"
    subject: str = ""
    passive: bool = False
    waits: bool = False  # a verb has no object yet
    before: str = ""  # the piece just before
    sure: list[Harmed] = field(default_factory=list)
    felt: bool = False  # fear or a parent's violence, with nobody else named: less sure
    child: bool = False  # the writer says "em", "con" or "cháu"
    parent: bool = False  # one's own is spoken of
    acted: bool = False  # somebody else does something, to nobody who is named
    witness: bool = False  # the writer saw or heard it
    named: int = 0  # others of whom it is told, but not who does it

    def take(self, kind: str, words: str, gap: int) -> None:
        match kind:
            case "noise":
                pass
            case "joins":
                self.waits = False
            case "of" if gap and not self.waits:
                self.subject = "some"  # "crush của em": somebody or something that is theirs
            case "sees":
                self.witness = True
            case "bi":
                self._harmed(self.subject, sure=bool(self.subject))
                self.passive, self.waits = True, False
            case "suffers":
                self._harmed(self.subject, sure=True)
            case "feels":
                self.felt = self.felt or self.subject == "writer" or words == "cuu"
            case "doer" if words.split()[0] in _PARENTS:
                self.parent = True
                self._person("parent", words, gap)
            case "act":
                self._acts()
            case _:
                self._person(kind, words, gap)
        self.before = kind

    def _acts(self) -> None:
        if not self.passive:
            self.waits = True
            self.felt = self.felt or self.subject == "parent"  # "ba lại uống rượu rồi đánh": one's own father
            self.named -= self.subject == "it"  # "nó đánh hoài": who does it
            self.acted = self.acted or self.subject in ("doer", "many", "it")
        self.passive = False

    def _person(self, kind: str, words: str, gap: int) -> None:
        if kind == "writer" and (own := words.split()[-1]) != "kao":
            kind = "third" if self.third and own in _OF_A_CHILD else kind
            self.child = self.child or own not in ("toi", "tui")
        if (
            self.before in ("doer", "of")
            and not (self.before == "of" and self.waits)
            and gap == 0
            and kind in ("writer", "third", "other", "group", "it")
        ):
            self.named += kind in ("other", "it")  # "ba em", "mẹ nó": whose
            return
        if self.before == "of" and not self.waits:
            return
        if self.passive:  # by whom
            return
        if self.waits and gap <= _APART:
            self._harmed("other" if kind == "third" else kind, sure=True)
            if kind == "writer" and self.subject in ("other", "group"):
                self.named -= 1  # who does it is not the one it is done to
            self.waits = False
            return
        self.named += kind in ("other", "group", "it")
        self.subject = kind

    def _harmed(self, who: str, *, sure: bool) -> None:
        if who in ("other", "group", "it", "some"):
            self.sure.append(Harmed.ANOTHER)
        elif who == "writer" and sure:
            self.sure.append(Harmed.WRITER)
        elif who in ("writer", ""):
            self.felt = True

    def verdict(self, least: Sure) -> Harmed | None:
        if self.sure:
            return self.sure[0] if self.sure[0] is Harmed.WRITER or Harmed.WRITER not in self.sure else None
        guessed = least is Sure.GUESSED
        told = guessed and self.child and (self.parent or (self.acted and not self.witness))
        felt = not self.third and (self.felt or told)
        if self.named > 0 or least is Sure.SAID:
            return Harmed.ANOTHER if guessed and not felt else None
        return Harmed.WRITER if felt else None


def harmed(text: str, least: Sure = Sure.GUESSED) -> Harmed | None:
    """Who is harmed: "em bị ba đánh" is the writer, "bạn em bị đánh" another, "có người bị đánh" nobody said."""
    plain = _plain(text)
    reading = _Reading(third=_GROWN_PRONOUN.search(plain) is not None or _GROWN_WRITER.search(plain) is not None)
    end = 0
    for kind, found in _pieces(plain):
        reading.take(kind, found[0], len(plain[end : found.start()].split()))
        end = found.end()
    return reading.verdict(least)


def is_grown_up(text: str) -> bool:
    """Whether the writer is clearly no child: "chồng tôi", "con tôi"; a child of 15 who has a husband says "em"."""
    plain = _plain(text)
    if _A_CHILDS_AGE.search(plain):
        return False
    own = {found[0] for kind, found in _pieces(plain) if kind == "writer"}
    return _GROWN_WRITER.search(plain) is not None or (_MARRIED.search(plain) is not None and not own & _OF_A_CHILD)
