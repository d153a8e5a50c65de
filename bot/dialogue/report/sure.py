"""What a telling says for sure: whose age it is, who somebody is to the child, when it happened. All else is asked.

The service finds ages, persons and times; to whom they belong only the words around them tell, clause by clause.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.dialogue.events import Said
from bot.dialogue.heard.person import Harmed, Sure, harmed
from bot.dialogue.heard.reading import band_of
from bot.dialogue.heard.telling import ACT
from bot.dialogue.heard.words import fold
from nlu.marks import nfc
from nlu.meaning import Entity

_MOST = 20  # of one kind that are looked at; a telling has a few
_NEAR = 120  # code points on either side
_BREAK = re.compile(r"[.,;:!?()\n]")
_OWN = r"(?:em|con|chau|toi|tui|minh|mk)"
_SELF = re.compile(
    rf"^(?:(?:da|thua|a|va|nhung|ma|nam nay|nay|hien|gio|vi|la) )*({_OWN})(?: (?:nam nay|nay|moi|duoc|da|la|chi|co))*$"
)
# A child who is neither the writer nor a brother or sister. "0" stands between clauses: no words meet across it.
_ANOTHER_CHILD = re.compile(
    r"\b(?:con|chau) (?:toi|tui|minh|em|gai|trai|be|nho|ho|no|anh|chi|ong|chu|co|bac|noi|ngoai|rieng|ruot|ay)\b"
    r"|\b(?<!hoi )(?<!tu )be\b|\b(?:dua|nhoc|tre|hoc sinh|no)\b|\bthang (?:be|nho|cu|con|chau)\b"
)
_OF_AGE = re.compile(r"\b(?:toi|tui)\b")
_CHILD = re.compile(r"\b(?:con|chau)\b")
_OWN_CHILD = re.compile(r"\b(?:con|chau)(?: gai| trai)? (?:toi|tui|minh|em|nha toi|nha em)\b")


def _beside(said: Said, entity: Entity) -> tuple[str, str, str]:
    """The words before and behind it in its clause, and its own; folded."""
    before = _BREAK.split(said.text[max(0, entity.start - _NEAR) : entity.start])[-1]
    after = _BREAK.split(said.text[entity.end : entity.end + _NEAR], maxsplit=1)[0]
    return fold(before), fold(said.text[entity.start : entity.end]), fold(after)


def _found(said: Said, kind: str) -> list[Entity]:
    return [entity for entity in said.meaning.entities if entity.kind == kind][:_MOST]


def _tells_of_another_child(text: str) -> bool:
    words = fold(_BREAK.sub(" 0 ", text))
    grown = _OF_AGE.search(words) is not None and _CHILD.search(words) is not None
    return grown or _ANOTHER_CHILD.search(words) is not None


# Ages ------------------------------------------------------------------------------------------------------------
_PAST = re.compile(r"\b(?:hoi|luc|khi|tu)\b(?: \w+){0,3}$|\bnam$")  # how old somebody was then
_FROM = {"gan": -1, "sap": -1, "hon": 1, "tren": 1}  # how far the true age may be from the number
_BELOW = re.compile(r"\b(?:duoi|chua(?: \w+)?)$")
_NUMBER = re.compile(r"(?<![\dk])\d{1,2}(?![\dk])")
_YOUNGER = re.compile(r"\b(?:thang|tuan|ngay)\b")  # it counts no years
_UP_TO_THE_AGE = frozenset("cua em con chau toi tui minh mk no be nam nay moi khoang tam gan hon la".split())


def age_of_the_child(said: Said, about_self: bool | None) -> tuple[str, str] | None:
    """The band of the one age that is surely the child's own, and its words; None where two children differ."""
    ages = [one for one in _found(said, "age") if one.value.isdecimal() and _is_of_a_child(said, one, about_self)]
    bands = {_band(said, one) for one in ages}
    if len(bands) != 1 or (band := bands.pop()) is None:
        return None
    return band, said.text[ages[0].start : ages[0].end]


def _is_of_a_child(said: Said, age: Entity, about_self: bool | None) -> bool:
    """Not of somebody grown up, of who does harm, or of the writer where another child is told of."""
    if band_of(int(age.value[:4])) is None:
        return False
    for person in _found(said, "relation"):
        between = said.text[person.end : age.start]
        beside = 0 <= age.start - person.end < _NEAR and not set(",.;:!?\n") & set(between)
        if beside and not set(fold(between).split()) - _UP_TO_THE_AGE:
            return person.role not in ("harm_doer", "reporter") and person.value != "partner"
    own = _SELF.search(_beside(said, age)[0])
    if own is None or about_self or "kao" in fold(said.text).split():  # whoever says "kâo" calls nobody but others "em"
        return True
    if own.group(1) in ("toi", "tui", "minh", "mk"):
        return harmed(said.text, Sure.FELT) is Harmed.WRITER
    return about_self is None and not _tells_of_another_child(said.text)


def _band(said: Said, age: Entity) -> str | None:
    """The band, where every age that the words allow lies in it."""
    before, words, _after = _beside(said, age)
    if _PAST.search(before) or _BELOW.search(before):
        return None
    years = int(age.value[:4])
    last = before.rpartition(" ")[2]
    counted = _NUMBER.findall(words) if _YOUNGER.search(words) is None else []
    others = [years + _FROM.get(last, 0), *map(int, counted)]
    return band_of(years) if {band_of(other) for other in others} == {band_of(years)} else None


# Persons ---------------------------------------------------------------------------------------------------------
_BY = re.compile(r"\b(?:bi|do|tai|boi)(?: \w+)?$")
_OF_THE_WRITER = re.compile(rf"^(?:(?:cua|ruot|de|nha) )*{_OWN}\b")
_BY_MARRIAGE = re.compile(r"\b(?:chong|vo|dau|re)\b")
_ANOTHER_IS = re.compile(
    rf"\b(?:me|bo|ba|cha|ma|chong|vo|anh|chi|em|ban|con|chau|bac|chu|co|di|ong) (?:cua )?{_OWN} la$"
)
_SCHOOL = re.compile(r"\b(?:lop|truong|hoc sinh|hoc tro|bai|diem|giao|mam non|mau giao|thay)\b")
_SOMEBODYS_CHILD = re.compile(
    rf"\b(?:vo|no|tre)\b|\b(?:con|chau|be|dua|thang)\b(?!(?: \w+){{0,2}} {_OWN}\b)|\bcon {_OWN} (?:ho|no|ay)\b"
)
_KIN = frozenset(
    {"father", "mother", "stepfather", "stepmother", "grandparent", "sibling", "relative", "carer", "friend"}
)


def person(said: Said, role: str, known: Mapping[str, str]) -> tuple[str, str] | None:
    """Who is in this role, as `known` names them, with the words; None where two differ or one is not sure."""
    named = [one for one in _found(said, "relation") if one.role == role]
    sure = all(_is_to_the_child(said, one) if role == "harm_doer" else _is_the_writer(said, one) for one in named)
    named = [one for one in named if one.value in known]
    if not sure or len({known[one.value] for one in named}) != 1:
        return None
    return known[named[0].value], said.text[named[0].start : named[0].end]


def _is_the_writer(said: Said, person: Entity) -> bool:
    """ "mẹ tôi là giáo viên" tells of somebody else."""
    return _ANOTHER_IS.search(_beside(said, person)[0]) is None


def _is_to_the_child(said: Said, person: Entity) -> bool:
    """Whether it says who that is to the child, and not to the writer: "bố tôi đánh con tôi" is no father of theirs."""
    before, words, after = _beside(said, person)
    done_by = _BY.search(before) is not None
    if person.value == "partner" or (person.value == "relative" and _BY_MARRIAGE.search(words)):
        return False  # of the writer: then father or stepfather; of the mother; or of the child
    if person.value == "teacher" and words == "co":
        return _SCHOOL.search(fold(said.text)) is not None  # else it may be an aunt
    if person.value == "neighbour":
        return done_by or not _SOMEBODYS_CHILD.search(after)
    if person.value not in _KIN:
        return True
    if _OF_THE_WRITER.search(after) or _OF_THE_WRITER.search(words.partition(" ")[2]):
        return not _tells_of_another_child(said.text)
    return done_by or after.startswith(("no", "be", "cua be", "cua no")) or not _OWN_CHILD.search(fold(said.text))


# Times -----------------------------------------------------------------------------------------------------------
# As written: "sáu" and "sau", "tối" and "tới", "một" and "mốt" are other words.
_TO_COME = re.compile(r"\b(?:mai|mốt|sau|tới|nữa|nua|sắp)\b")
_SAYS_NO_MORE = frozenset("nhu vay the roi a day do luon co chu".split())  # "mấy đêm liền như vậy rồi"
_BEFORE_NOW = re.compile(r"\b(?:lien|qua|hom|bua|truoc|roi|ngoai|vua|nay|nao|moi|suot)\b")
_NO_TIME = re.compile(
    r"(?:bay |bi |hien )?gio|(?:hien )?nay|hien(?: tai)?|hoi|luc|dem|toi|sang|chieu|trua|khuya"
    r"|tu(?: (?:nam|luc|hoi|khi))?"
)
_OF_SOMETHING_ELSE = re.compile(r"\b(?:goi|nhan|lien lac|lien he|tra loi|ranh|se|sap|dinh)\b")
_SUFFERING = re.compile(r"\b(?:bi|khoc|keu cuu|la het|mat tich|di lac|bo di)\b")


def times(said: Said) -> str:
    """When it happened, in the words for it: of a clause that tells of it, and never of a day or a call to come."""
    told = [said.text[one.start : one.end] for one in _found(said, "time") if _is_when(said, one)]
    return ", ".join(tuple(dict.fromkeys(told))[:2])


def _is_when(said: Said, time: Entity) -> bool:
    before, words, after = _beside(said, time)
    around = f"{before} {after}"
    if _TO_COME.search(nfc(said.text[time.start : time.end]).casefold()) or _OF_SOMETHING_ELSE.search(around):
        return False
    if not set(around.split()) - _SAYS_NO_MORE:
        return _BEFORE_NOW.search(words) is not None
    if _NO_TIME.fullmatch(words):
        return False
    doers = (fold(said.text[one.start : one.end]) for one in _found(said, "relation") if one.role == "harm_doer")
    return any(doer in around for doer in doers) or bool(_SUFFERING.search(around) or ACT.search(around))
