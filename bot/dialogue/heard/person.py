"""Who is harmed, by the words alone: the one who writes, somebody else, or nobody that can be told apart.

A text is read once from left to right, as persons and as what happens between them. Harmed is the subject of "bị",
"muốn chết", "có bầu", who tells of "lỡ gửi ảnh", and the object of "đánh", "sờ". "Em", "con" and "cháu" are the writer
or a noun: "con tôi".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from bot.dialogue.heard.person_words import KINDS, SELF
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
        "to": "tổ",
        "0": "tối tới tội còn số sổ bộ bó mà bàn bận chứ nợ nổ nở bế bể bẻ chậu châu thưởng nhớ chỉ "
        "ê nô mê mỡ bắc bạc cầu chí chư thắng",
        "00": "đời đổi đợi tô bê chóng",
        "bao": "nói",
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
        "lolam": "lỡ nhỡ trót",
        "no": "ñu",
        "vao": "vô",
        "hay": "thường",
        "bon": "tụi",
        "nghe": "thấy",
    }.items()
    for word in words.split()
}
_WORD = re.compile(r"\w+")
_MARKED = re.compile(r"[^\x00-\x7f]")
_CLAUSE = re.compile(r"[.,;:!?\n]+")
_NAMED = re.compile(
    r"(?<!là )(?<!la )(?<!tên )(?<!ten )(?<!Ea )\b(?:[Hh]['’]|Y )[A-ZĐĂÂÊÔƠƯ]\w*+"  # Ê Đê names; not "em là H'Mi"
    r"|\b([Ee]m|[Cc]háu|[Bb]é|[Bb][aạ]n(?! Mê)|[Cc]on|[Cc]u|[Tt]h[aằ]ng) [A-ZĐ][a-zà-ỹ]{1,6}\b"
    r"(?! [A-ZĐ][a-zà-ỹ]{1,6} [A-ZĐ])"
)

_GROWN_PRONOUN = re.compile(r"\b(?:toi|tui)\b(?! (?:no|ban|may|qua|nay|nao|hom|khuya|nua|ngay)\b)")
_GROWN_WRITER = re.compile(
    rf"\b{SELF} la (?:(?:me|bo|ba|cha|ong|co|di_nho|chu|bac|anh|chi)(?: \w+)? (?:cua )?(?:chau|be|no|con"
    rf"|em be|hoc sinh)"
    r"|(?:co|di_nho|chu|bac|cau) ruot|(?:ba|ong) (?:noi|ngoai)|giao vien|hang xom|phu huynh|gvcn|can bo"
    r"|cong tac vien|ctv)\b"
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
    found = [(kind, one) for kind, pattern in KINDS for one in pattern.finditer(plain)]
    end = 0
    for kind, one in sorted(found, key=lambda piece: piece[1].start()):
        if one.start() >= end:
            yield kind, one
            end = one.end()


@dataclass(slots=True)
class _Reading:
    """One pass over the pieces: who the sentence is about, whom the verb waits for, and what was found."""

    third: str  # who "em" and "con" are where a grown-up says "tôi", or that they are the mother: perhaps somebody else
    subject: str = ""
    passive: bool = False
    waits: bool = False  # a verb has no object yet
    before: str = ""  # the piece just before
    sure: list[Harmed] = field(default_factory=list)
    felt: bool = False  # fear or a parent's violence, with nobody else named: less sure
    child: bool = False  # the writer says "em", "con" or "cháu"
    parent: bool = False  # one's own is spoken of
    witness: bool = False  # the writer saw or heard it, or tells of somebody
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
                self.named += self.subject == "doer"  # "chị em bị đánh"
                self._harmed(self.subject)
                self.passive, self.waits = True, False
            case "suffers":
                self._harmed(self.subject)
            case "slips":
                if self.subject in ("writer", ""):
                    self._harmed(self.subject)
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
        self.passive = False

    def _person(self, kind: str, words: str, gap: int) -> None:
        if kind == "writer" and (own := words.split()[-1]) != "kao":
            kind = self.third if self.third and own in _OF_A_CHILD else kind
            self.child = self.child or own not in ("toi", "tui")
        owned = self.before == "of" and not self.waits
        if (self.before == "doer" or owned) and gap == 0 and kind in ("writer", "third", "other", "group", "it"):
            theirs = kind in ("other", "it")  # "mẹ nó", and not "mẹ em"
            self.named += theirs
            self.subject = "theirs" if theirs and self.subject == "parent" else self.subject
            return
        if owned or self.passive:  # whose, or by whom
            return
        if self.waits and gap <= _APART:
            self._harmed("other" if kind == "third" else kind)
            if kind == "writer" and self.subject in ("other", "group"):
                self.named -= 1  # who does it is not the one it is done to
            self.waits = False
            return
        self.named += kind in ("other", "group", "it")
        self.witness = self.witness or (kind == "anyone" and words != "ai") or words == "hang xom"
        self.subject = kind

    def _harmed(self, who: str) -> None:
        if who in ("other", "group", "it", "some"):
            self.sure.append(Harmed.ANOTHER)
        elif who == "writer":
            self.sure.append(Harmed.WRITER)
        elif not who:
            self.felt = True  # "bị ba đánh hoài"

    def verdict(self, least: Sure) -> Harmed | None:
        if self.sure:
            return self.sure[0] if self.sure[0] is Harmed.WRITER or Harmed.WRITER not in self.sure else None
        felt = self.felt and not self.third
        if least is Sure.GUESSED and self.named > 0:
            return None if felt else Harmed.ANOTHER
        told = self.child and not self.third and (self.parent or not self.witness)
        if self.named > 0 or least is Sure.SAID or not (felt or (told and least is Sure.GUESSED)):
            return None
        return Harmed.WRITER


def harmed(text: str, least: Sure = Sure.GUESSED) -> Harmed | None:
    """Who is harmed: "em bị ba đánh" is the writer, "bạn em bị đánh" another, "có người bị đánh" nobody said."""
    plain = _plain(text)
    grown_up = _GROWN_WRITER.search(plain) is not None
    reading = _Reading("other" if grown_up else "third" if _GROWN_PRONOUN.search(plain) else "")
    end = 0
    for kind, found in _pieces(plain):
        reading.take(kind, found[0], len(plain[end : found.start()].split()))
        end = found.end()
    return reading.verdict(least)


def says_toi(text: str) -> bool:
    """Whether the writer calls themself as grown-ups do."""
    return _GROWN_PRONOUN.search(_plain(text)) is not None


def is_grown_up(text: str) -> bool:
    """Whether the writer is clearly no child: "chồng tôi", "con tôi"; a child of 15 who has a husband says "em"."""
    plain = _plain(text)
    if _A_CHILDS_AGE.search(plain):
        return False
    own = {found[0] for kind, found in _pieces(plain) if kind == "writer"}
    return _GROWN_WRITER.search(plain) is not None or (_MARRIED.search(plain) is not None and not own & _OF_A_CHILD)
