"""Tells the language of a message by its letters, its syllables and short lists of frequent words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from nlu.components.shorthand import SHORTHAND
from nlu.components.text import Word, fold


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Letters that Vietnamese never uses. Their neighbours Jarai and M'nông use them too: words decide, letters help.
EDE_LETTERS = re.compile("[ƀčñŏŭĭĕ]|[êôơưâ]\u0306")
VIETNAMESE_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")

# Frequent Ê Đê words, with their marks. They are also looked for without, where that can be nothing else.
EDE_WORDS = _listed(
    """
    kâo ñu gơ̆ drei hmei diih diñu digơ̆ arăng hlei dŭm hbĭl mơ̆ amâo ôh djŏ sĭt mâo čiăng thâo dưi klei blŭ hưn
    êmuh brei đru kriê dlăng arưp mjêč pral djăl anei hruê grăp mlan thŭn mmông mlam mmăt aguah mrâo leh srăng dôk
    adôk hlăk êlâo êdei tuôm nanao tơdah ƀiădah anăn kyua kyuadah snăn hŏng mbĭt hlăm mơ̆ng msĕ knŏng êdi snăk hĭn
    jih mkăn tinei tinăn anôk giăm hđeh phung anak amĭ ama aduôn ayŏng amai adei awa mniê êkei mnuih djiê mdjiê ruă
    duam hia huĭ ênguôt mơak hdĭp hriăm hră mtô ƀuôn dliê čăm tlŏ koh êrah êđăp mñă wĭt nao ngă ƀơ̆ng
    """
)
# Without their marks, only those that cannot be Vietnamese, English or chat shorthand.
_CLUSTER = re.compile(r"^(?:[bdhkmst](?=[lr])[lr]|dj|hd|hr|hl|hm|hw|mn|mt|md|mm|ml|mr|kd|sr|tl|êl)|[hklrs]$")
EDE_FOLDED = frozenset(
    {"amao", "hmei", "hlei", "ciang", "djie", "mdjie", "hdeh", "mnuih", "klei", "dlang", "hriam", "digo", "dinu"}
    | {fold(word) for word in EDE_WORDS if _CLUSTER.search(fold(word)) and len(word) > 3}
)

_ONSET = "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?"
_RHYME = "(?:[aeiouy]{1,3})(?:ch|ng|nh|[cmnpt])?"
VIETNAMESE_SYLLABLE = re.compile(f"^{_ONSET}{_RHYME}$")
# Plain syllables alone could be any language's: some of these must be among them.
VIETNAMESE_WORDS = _listed(
    """
    anh ban bao bi biet bo bon cai can chau chi cho chu co con cua cung cuu dang danh day de di em gi gio giup hoc
    hom hoi la lam len ma me minh mot muon nay nha nhau nhieu nhu nguoi noi o ong oi qua ra roi sao se so thi thich
    thoi toi trong truong tu va vay ve voi xin xong khong duoc nao nua the thay tra loi dung cam chao tam ba ngoai
    ai dau bang khi luc lon nho tuoi xa buon thon
    """
)
ENGLISH_WORDS = _listed(
    """
    i you he she we they my me your his her is are am was were be been do does did not no yes the a an and or but to
    of in on at for with from please help need want child kid children girl boy father mother dad mom teacher school
    hello hi thanks thank what how when where who why can could will would have has had hit hits hitting beat beats
    hurt hurts scared afraid home house this that it there someone stop die kill call report number phone police
    """
)


@dataclass(frozen=True)
class Guess:
    code: str
    confidence: float


def language_of(read: list[Word]) -> Guess:
    """One of the contract's language codes. A single word of the other language does not make a message mixed."""
    ede_words: set[str] = set()
    ede = vietnamese = english = unknown = 0.0
    for word in read:
        marked, folded = word.marked, word.folded
        in_ede_letters = EDE_LETTERS.search(marked) is not None
        if word.is_mark or not (marked.isalpha() or in_ede_letters or "'" in marked):
            continue
        decomposed = unicodedata.normalize("NFD", marked)
        if in_ede_letters or folded in EDE_FOLDED or (marked in EDE_WORDS and marked != folded):
            ede_words.add(folded)
            ede += 1
        elif VIETNAMESE_TONES.search(decomposed.replace("n\u0303", "n")):
            vietnamese += 1
        elif marked in SHORTHAND:
            vietnamese += 0.7
        elif folded in ENGLISH_WORDS and VIETNAMESE_SYLLABLE.match(folded):
            english += 0.4  # "no an to" is as good Vietnamese as English
            vietnamese += 0.8 if folded in VIETNAMESE_WORDS else 0.4
        elif folded in ENGLISH_WORDS:
            english += 1
        elif folded in VIETNAMESE_WORDS:
            vietnamese += 0.8
        elif VIETNAMESE_SYLLABLE.match(folded):
            vietnamese += 0.4  # "klei mao" holds such syllables too: weak evidence
        else:
            unknown += 1
    total = ede + vietnamese + english + unknown
    if ede + vietnamese + english < 0.4 or unknown > 2 * (ede + vietnamese + english):
        return Guess("und", 0.0 if not total else 0.5)
    if len(ede_words) > 1 and vietnamese >= 1.5 and min(ede, vietnamese) >= 0.2 * (ede + vietnamese):
        return Guess("mixed", round(min(1.0, 0.5 + min(ede, vietnamese) / total), 3))
    code, weight = max((("vi", vietnamese), ("rad", ede), ("en", english)), key=lambda pair: pair[1])
    return Guess(code, round(weight / total, 3))
