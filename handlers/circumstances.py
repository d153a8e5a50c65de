"""What a report's own words say beside its kind: since when, how far, how hurt, how small. Pure; nothing is asked.

The words come folded, as bot/dialogue/heard/words.py folds them, and beside that as they were written: "tự tử" is not
"từ từ". What can lower a level (OVER, FAR, PAST, CARED_FOR) is read strictly and given up at the first word against it.
"""

from __future__ import annotations

import re
from enum import StrEnum

from nlu.marks import nfc

_LONGEST = 2000  # code points: the beginning of all that was told
_SHORT = 400


class Told(StrEnum):
    """What the words say."""

    CHILD = "child"  # a child, somebody in particular
    RISK = "risk"  # an act or a danger
    BEATEN = "beaten"
    TOUCHED = "touched"
    DYING = "dying"  # a wish, a plan, an attempt
    WEARY = "weary"  # words that are a figure of speech anywhere but in a talk about self-harm
    BLEEDING = "bleeding"
    INJURED = "injured"
    UNEXPLAINED = "unexplained"  # nobody knows what an injury comes from
    ALONE = "alone"  # nobody is with them
    NOW = "now"
    OFTEN = "often"  # it happens, and not this moment
    SMALL = "small"  # under four
    LITTLE = "little"  # before school
    DAILY = "daily"  # children are there every day
    PRESENT = "present"  # who harms is there now, or comes tonight
    PICTURES = "pictures"  # as a threat
    WITHIN_A_DAY = "within_a_day"
    PAST = "past"  # yesterday or before
    OVER = "over"  # long ago, and not since
    FAR = "far"  # who harms is gone
    MOTHER_AWAY = "mother_away"  # then it may be her of whom the words say that she is gone
    CARED_FOR = "cared_for"  # in a hospital, or treated
    UNTREATED = "untreated"  # or nobody is with them there


def told_in(folded: str, written: str) -> frozenset[Told]:
    """What these words say."""
    short = len(folded) <= _SHORT
    folded, written = folded[:_LONGEST], nfc(written[:_LONGEST]).casefold()
    found = {one for one, pattern in _FOLDED.items() if pattern.search(folded)}
    found |= {one for one, pattern in _WRITTEN.items() if pattern.search(written)}
    taken_back = {one for one, pattern in _AGAINST.items() if pattern.search(folded)}
    return frozenset(found - taken_back if short else found - taken_back - _LOWERS)


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b")


_BODY = "tay|chan|xuong|rang|dau|mat|mui|co|lung|nguoi|mong|dui|minh|mom|mieng|tran|ma"
_AGO = "nam|thang"
_SOME = r"(?:\d+|may|hai|ba|bon|nam|vai|chuc)"
_HE = "no|chu|bac|ong|thay|anh|duong|ba|bo|cha|cau|han|hang xom|nguoi (?:do|ta)|ay|gia su"
_FEW = "(?:\\w{1,7} ){0,3}"
_PICTURE = "(?:\\w{1,7} ){0,2}(?:anh|hinh|clip|video)"
_MARRY = "cuoi|ruoc|bat|don|dua|gia|hoi|ve nha chong"
_ON_THE_WAY = "(?:ai|cho|dam|duoc|dua|di|co|den|toi|kip|chiu|muon|thay)"
_FOLDED: dict[Told, re.Pattern[str]] = {
    Told.CHILD: _any(
        "(?:con|thang|dua) (?:be|nho|chau|em|nhoc)",
        "be (?:gai|trai|nha|nay|kia|ay|hang)",
        "(?:con|chau|em) (?:gai|trai)",
        "(?:con|chau) (?:toi|tui|minh|em|no|ho|nha|hang|chi|anh)|(?:bo|me|cha) (?:chau|con|no)",
        "(?:ban|hoc sinh|hoc tro) (?:em|con|cung lop|lop)",
        "(?:tre|tre em|tre con) (?:nha|hang xom|trong)",
        r"(?<!duoi )(?<!tren )(?<!tu )(?:\d|1[0-7]) tuoi",
    ),
    Told.RISK: _any(
        "danh (?:dap|em|con|chau|be|no|chet|tre)",
        "bi danh|bao hanh|hanh ha|xam hai|so soang|hiep|dam o|bo doi|bo roi|bat nat|bat coc|mat tich|tu tu|tu sat",
        "muon chet|rach tay|bi (?:nhot|troi)|dam chet|chem|giet|doa danh|cap cuu|chay mau|bi thuong|bam tim|keu cuu",
        "cuu (?:em|con)",
    ),
    Told.BEATEN: _any(
        "danh dap|bao hanh|hanh ha|bi (?:danh|tat|dap|bop co|dot|tra tan)",
        "danh (?:em|con|chau|be|no|dua|toi|tui|minh|ban)",
    ),
    Told.TOUCHED: _any("xam hai|so soang|hiep dam|hiep|dam o|lam nhuc|giao cau|so (?:mo|vung|nguc|dui|cho kin)"),
    Told.WEARY: _any("muon chet|tu tu|khong muon song|chan song|het muon song|chet (?:di )?cho (?:roi|xong|khoe)"),
    Told.BLEEDING: _any(
        "dang chay (?:nhieu )?mau|chay (?:nhieu )?mau (?:nhieu|qua|hoai|khong|lien tuc)|mau chay (?:nhieu|hoai|khong)",
        "khong cam (?:duoc )?mau",
    ),
    Told.INJURED: _any(
        "bi thuong|thuong tich|bam (?:tim|den|khap)|vet (?:bam|thuong|roi|bong|danh|cat|dot)|tim bam",
        f"(?:gay|sung|bong|bam|tray|rach|chay mau|tim) (?:ca )?(?:{_BODY})",
        "chay mau|bat tinh|ngat xiu",
    ),
    Told.UNEXPLAINED: _any(
        "(?:khong|ko|chua|chang) (?:ai )?(?:biet|ro|hieu) (?:do|tai|vi|bi|ai|sao|tu|nguyen nhan|ly do)(?! (?:nao|lam))",
        "(?:khong|ko) chiu noi (?:vi sao|tai sao|ai|do)",
    ),
    Told.ALONE: _any(
        "mot minh|khong (?:co )?(?:ai|nguoi lon)(?: nao)? (?:trong|giu|o nha|coi|o cung|o do|cham)",
        "khong co (?:ai|nguoi lon)|bo (?:lai )?(?:o nha|trong nha)|tu trong nhau|tu o nha",
    ),
    Told.NOW: _any(
        "dang|gio nay|bay gio|luc nay|hien|tu (?:sang|toi|trua|chieu|hom qua|qua)|chua (?:thay )?(?:ai )?ve",
        "(?:toi|dem) nay",
    ),
    Told.OFTEN: _any("hay|thuong|thinh thoang|doi khi|moi khi|nhieu lan|(?:ngay|toi|hom|dem) nao|suot"),
    Told.SMALL: _any(
        r"so sinh|moi (?:sinh|de)|(?:\d|1\d|may) thang tuoi|(?<!muoi )(?:[0-3]|mot|hai|ba) tuoi",
        "moi biet (?:di|bo|ngoi)|con bu|dang bu|chua biet (?:di|bo)|bu sua|thoi noi",
    ),
    Told.LITTLE: _any(
        "[0-6] tuoi|(?:bon|nam|sau) tuoi|(?:dua|be|em|con) nho|may dua (?:be|nhoc)|em be|tre nho",
        "mau giao|mam non",
    ),
    Told.DAILY: _any(
        "(?:ngay|sang|trua|chieu|toi|hom|bua) nao|moi (?:ngay|sang|trua|chieu|toi|buoi|bua)|hang ngay|ngay ngay|hoai",
        "thuong xuyen|suot ngay|ca ngay|lien tuc|ngay (?:may|hai|ba) (?:lan|bua)|ra choi|di hoc (?:ngang|qua|ve)",
        "hay (?:ra|vo|vao|choi|tam|boi|nhay|leo|treo|chui|rot|tu tap|qua|di|len|xuong|ngoi|nghich)",
    ),
    Told.PRESENT: _any(
        f"(?:{_HE}) (?:\\w{{1,7}} ){{0,2}}(?:dang|van) (?:o (?:day|nha|trong|ngoai|canh|ben|duoi)|dung|ngoi|nam|ngu)",
        f"(?:{_HE}) (?:\\w{{1,7}} ){{0,2}}(?:sap|mai) (?:lai |se )?(?:ve|den|qua|vo|vao|sang)|(?:lat|chut|ti) nua",
    ),
    Told.PICTURES: _any(
        f"(?:doa|hu|se|neu khong|neu ko|doi|ep) {_FEW}(?:tung|dang|phat tan|dua|gui|up|khoe) {_PICTURE}",
        f"(?:tung|phat tan) {_PICTURE}|tong tien",
    ),
    Told.WITHIN_A_DAY: _any(
        "(?:sang|chieu|toi|trua|dem|ngay) mai",
        f"mai (?:\\w{{1,7}} )?(?:{_MARRY})|(?:{_MARRY}) {_FEW}(?:(?:hom|toi|chieu|dem|sang) nay|mai|trong ngay)",
        f"(?:hom|chieu|toi|dem|sang) nay {_FEW}(?:{_MARRY})",
    ),
    Told.PAST: _any(
        r"hom (?:qua|kia|truoc|bua|no|thu|t\d|chu nhat)|bua (?:qua|hom|truoc|kia|no)|(?:tuan|thang) (?:truoc|roi|qua)",
        rf"(?:\d+|may|hai|ba|vai|mot) (?:ngay|tuan|{_AGO}) (?:truoc|roi|nay)|nam (?:ngoai|truoc|kia)|hoi (?:he|tet)",
        "(?:toi|dem|chieu|trua|sang) qua|cach day",
    ),
    Told.OVER: _any(
        "nam (?:ngoai|truoc|kia)|ngay (?:xua|truoc)|hoi (?:nho|xua|truoc|con nho|lop|cap|do|ay)|truoc day",
        rf"{_SOME} nam (?:truoc|roi)|cach day {_SOME} (?:{_AGO})",
        "(?:luc|khi|hoi) (?:em |chau |con |minh |toi )?con (?:nho|be)|cham dut (?:roi|lau)|khong con bi",
    ),
    Told.FAR: _any(
        "(?:chuyen|don|bo) di (?:noi khac|xa|tinh khac|lau|roi|luon)|di (?:lam )?(?:an )?xa (?:roi|lau|luon)",
        "khong con (?:o (?:day|do|chung|cung|nha|gan)|song chung|gap|lien lac|qua lai)|khong (?:con )?gap (?:lai|nua)",
        "(?:o|di) nuoc ngoai|ngoi tu|cong an bat|qua doi|da mat roi|o rat xa|song o (?:xa|tinh|noi khac)",
        "o tinh khac|o (?:sai gon|ha noi|tphcm|mien (?:bac|tay|nam))",
    ),
    Told.MOTHER_AWAY: _any("(?:me|ma) (?:\\w{1,7} ){0,2}di (?:lam )?(?:an )?xa"),
    Told.CARED_FOR: _any(
        "benh vien|nam vien|nhap vien|xuat vien|ra vien|o vien|tram y te|tram xa|phong kham",
        "bo bot|khau (?:\\w{1,7} )?(?:mui|xong|roi)|mo xong|bac si (?:noi|bao|kham|dan|cho|da)|dieu tri",
        "chich ngua|tiem phong",
    ),
    Told.UNTREATED: _any(
        f"(?:chua|khong|ko|k|chang|khoi) (?:{_ON_THE_WAY} ){{0,4}}(?:benh vien|vien|kham|bac si|tram|dieu tri|thuoc)",
        "khong (?:co )?ai (?:trong|cham|lo|o cung|nuoi)|mot minh|bo mac|bo roi|nguy kich|hon me|hoi suc|bat tinh",
        "nguy hiem tinh mang|dang (?:dua|cho|di)|cap cuu gap|nang lam",
    ),
}
# "tự tử" and "từ từ" are one without their marks.
_WRITTEN: dict[Told, re.Pattern[str]] = {
    Told.PRESENT: _any("(?:tối|đêm|khuya|toi|dem) nay"),
    Told.DYING: _any("tự tử|tự sát|tự vẫn|tự kết liễu|không muốn sống|ko muốn sống|không thiết sống|hết muốn sống"),
}
_LOWERS = frozenset({Told.PAST, Told.OVER, Told.FAR, Told.CARED_FOR})  # never by a word in a long story
_AGAINST: dict[Told, re.Pattern[str]] = {
    Told.DYING: _any("chua bao gio (?:nghi|co y|dinh)"),
    Told.WEARY: _any("khong (?:co |he )?muon chet|chu (?:dau )?(?:co )?muon chet|muon chet dau"),
    Told.SMALL: _any("(?:hoi|luc|khi|tu) (?:\\w{1,7} ){0,2}(?:[0-3]|mot|hai|ba) (?:thang|tuoi)"),
    Told.OVER: _any(
        "(?:van|cu) (?:con|hay|cu|bi|danh|den|toi|gap|o|qua|thuong)|(?:den|toi|cho toi|cho den) (?:gio|nay|bay gio)",
        "tu (?:nam|hoi|khi|luc|nho|ngay)|gan day|dao nay|hom (?:nay|qua|kia)|hien (?:nay|tai)",
        "(?:bay|hien) gio (?:con|van|lai|bi)|(?:sang|trua|chieu|toi|dem) (?:nay|qua)|moi (?:day|hom|bi|danh)",
        "tuan (?:nay|truoc|roi|qua)|dang (?:bi|danh|so|o cung)|lai (?:bi|danh|den|toi|ve)",
    ),
    Told.FAR: _any(
        "(?:sap|se|moi|vua|lai|hay|doi|doa|chuan bi|mai) (?:ve|quay|tro|qua|den|toi)",
        "van (?:con|gap|toi|den|hay|ve)",
    ),
    Told.PAST: _any("vua moi|moi (?:day|bi|nga|te)|luc nay|nay lai|hom nay"),
    Told.PRESENT: _any("khong (?:co |con )?(?:o nha|o day|o gan)"),
}
