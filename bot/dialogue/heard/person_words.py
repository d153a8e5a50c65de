"""The words by which heard/person.py knows persons, and what is done to them: folded, and in the order of KINDS."""

from __future__ import annotations

import re

SELF = r"(?:em|con|chau|toi|tui|minh|e|t|tao|kao)"
_KIN = (
    r"(?:(?:bo|cha|ba|me) (?:duong|ke|ruot|nuoi|me)|cau ruot|chu ruot|anh (?:ho|trai|re|hai|ba)|chi (?:hai|ba"
    r"|dau)|ong|ba"
    r"|bo|me|cha|duong|chu|bac|cau|di_nho|mo|thim|thay(?: giao)?|co giao|(?:anh|chi)(?: (?:gai|trai|ruot"
    r"|dau|re|ho))?|chong|vo(?= (?:toi|tui|minh|cu|moi|chong)))(?: (?:noi|ngoai))?"
)
# Words that only look like a person.
_PLACES = re.compile(
    rf"\b(?:(?:lop|nha|truong|xom|thon|buon|lang|tro|que|phong) (?:cua )?{SELF}"
    r"|ea kao|yang tao|krong no|song cau|phu mo|suoi bac|hoa thang|ban me thuo[ct])\b"
)
_NOISE = re.compile(
    r"\b(?:con (?:dao|duong|cho|meo|ga|heo|bo(?= cai)|trau|vat|ma|quy|song|suoi|nguoi|mat|so)|(?:mot|tu|chung|bam"
    r"|tim|khap|sung) minh"
    r"|(?:canh|ben|ke|gan|sau lung) (?:em|con|chau|toi|tui|minh)|be de|chong mat"
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
    rf"(?: (?:lop )?(?:cua )?{SELF})?"
    rf"|(?:em|chau|con) (?:gai|trai|ut|ho|ruot|re|dau|nuoi|rieng|be|nho|nhoc|hoc sinh|hoc tro)"
    rf"(?: ut| ruot| ho)?(?: (?:lop )?(?:cua )?{SELF})?"
    r"|(?:em|con|chau|ban|be) (?:ay|do|kia|nay|no|cua (?:em|toi|tui|minh|con|chau|chi|anh|ho)"
    r"(?: (?:ho|gai|trai)(?: (?:em|toi|tui|minh))?)?"
    r"|cung lop|(?:hang|nha) (?:xom|ben))(?: voi (?:em|toi|tui"
    r"|minh|con|chau))?"
    r"|(?:em|con|chau) (?:toi|tui|minh|mk)|con em|chau em|em con|em chau"
    r"|chau (?:noi|ngoai)(?: (?:cua )?(?:toi|tui|em|minh|bac|ba)|(?= (?:bi|hay|nam|\d)))"
    r"|con (?:chi|anh|nguoi ta|hang xom|bac|vo|chong)(?! (?:biet|muon|co|so|dam|la)\b)"
    rf"|(?:nho |thang |dua )?ban (?:than |hoc )?(?:cua )?{SELF}|ban than|ban (?:cung|ke|chung|hoc"
    rf"|ngoi) (?:lop|ban|truong|chung|cung|canh|ben)"
    rf"(?: (?:voi )?{SELF})?|ban (?!be\b)\w+(?= bi\b)"
    rf"|(?:anh|chi) (?:trai |gai |ho )?(?:cua )?(?:em|con|chau|minh|toi|tui)(?= bi)"
    r"|dua (?:tre|con|be)|tre con|con (?:nit|cai)|(?:to|lop|nhom) truong(?: (?:cua )?(?:lop |to "
    r"|nhom )?(?:em|con|minh|toi))?|chau (?:ke |goi )?bang (?:cau|chu|bac|di_nho|co)"
    r"|^(?:o )?nha (?:ben(?: (?:kia|canh|nay|do))?|ke ben|hang xom)(?= (?:co|dang|hay|toi|dem|la|danh|cai)\b)"
    r"|e gai|(?:tre|em) nho|be(?: (?:gai|trai))?|thang (?:cu \w+|ti|teo|be)|nhoc"
    r"|hoc (?:sinh|tro) (?:cu )?(?:lop |cua )?(?:toi|em|minh)|(?:anak|adei)(?: kao)?|hdeh)\b"
)
_IT = re.compile(r"\bno\b")
# Named for what they do; another where it is done to them.
_SOME = re.compile(rf"\b(?:ban(?= bi)|dua|ban (?:trai|gai)(?: cu)?(?: (?:cua )?{SELF})?)\b")
_ANYONE = re.compile(r"\b(?:nguoi(?! (?:(?:cua )?(?:em|con|chau|minh)|ta|yeu|la|lon)\b)|ai|tre em|tre|hoc sinh)\b")
# Who does it: with "em" or "nó" behind it, whose father that is.
_DOER = re.compile(
    rf"\b(?:{_KIN}|nguoi (?:ta|yeu|la|lon)|ban(?= danh| chan| bat| doa)|hang xom|ny|chu (?:quan|tro|nha)|thang"
    rf"|ama|ami|aduon)\b"
)
# With what is one's own before it: "ảnh của em".
_WRITER = re.compile(
    rf"\b(?:(?:hinh|clip|video|tay|chan|mat|dau|lung|mong|bung|toc|tai|nguoi|nick|face|facebook|quan ao|cap)"
    rf" (?:cua )?)?{SELF}\b"
)
_OF = re.compile(r"\bcua\b")
_SEES = re.compile(
    r"\b(?:nhin(?! (?:em|con|chau|minh)\b)|nghe|chung kien|bat gap|muon bao|bao (?:tin|cao)|(?:ke|hoi|bao"
    r"|viet) (?:gium|giup|ho|dum))\b"
)
_BI = re.compile(r"\bbi\b")
# What is only one's own: life, body, home.
_SUFFERS = re.compile(
    r"\b(?:(?:khong|ko|k|hong|hok|het|chang)"
    r" (?:(?:muon|thiet) song|co (?:cho|noi) (?:ngu|o)|duoc (?:di hoc|an|ra ngoai))"
    r"|(?:muon|doi|dinh|tim cach) (?:chet|tu tu|bien mat|nhay)|(?:bo|boroi|tron) nha|tu (?:tu|lam dau)"
    r"|(?:rach|cat) tay|uong (?:\w+ ){0,3}thuoc|o (?:nha )?mot minh|(?:co|mang|dinh) (?:bau|thai)"
    r"|tre kinh|di chet|chet cho roi"
    r"|phai (?:nuoi|nghi hoc|lay|bo hoc|di (?:lam|ban|phu|an xin|lay)))\b"
)
_FEELS = re.compile(
    r"\b(?:so|(?:khong|ko|k|hong|hok) dam|buon|khoc|tron|co don|tuyet vong|chan song|nhuc|(?:cuu|giup)(?= (?:em"
    r"|con|chau|minh|toi|tui|e)))\b"
)
_PICTURE = r"(?:anh|hinh|clip|video)"
# One's own act, told with shame: "em lỡ gửi ảnh". To whom it was sent is no child who is told of.
_SLIPS = re.compile(
    rf"\b(?:(?:lolam|nhe da|ngu ngoc|lo(?= gui| chup| quay)) (?:\w+ ){{0,2}}(?:gui|chup|quay|dua|cho) (?:\w+ ){{0,3}}?"
    rf"(?:{_PICTURE}|xem|coi)|lolam (?:\w+ )?(?:quan he|ngu voi|nhan tin|ket ban|quen|call|goi video)"
    rf"|gui (?:\w+ )?{_PICTURE} (?:nong|nhay cam|khoa than|kho than|sex|nude|rieng tu|khong mac))"
    rf"(?: (?:nong|nhay cam|khoa than))?(?: cho (?:no|ho))?\b"
    rf"(?! (?:cua )?(?:con|chau|be|ban|em) (?:gai|trai|toi|tui|minh|em|ay|nha))"
)
_SENT_TO = re.compile(rf"\bgui (?:\w+ )?{_PICTURE} (?:\w+ )?cho (?:no|ho)\b")
# What one does to another.
_ACT = re.compile(
    r"\b(?:danh|dap|dam|tat|chui|mang|duoi|nhot|troi|cot|xich|doa|bat(?! dau)|ep|loi|keo|om|hon|somo|so mo"
    r"|so (?=dui|nguc|vu|mong)"
    r"|vuot|bop|cham|dung|hiep|cuong|xam hai|lam dung|du do|du|ru|quay|chup|tung|dang|boroi|bo (?:roi|mac|doi|di)"
    r"|(?<=\bme )bo|(?:noi|bao|goi|keu)(?= (?:em|con|chau|minh) la)|ghet|hanh ha|bat nat|tay chay|co lap|tran|chan"
    r"|giet|xu(?! ly)|rinh|nam (?:ke|canh)|chem|nem|quat|ga|bandi|doi|lot|coi"
    r"|(?:khong|ko|k|hong|chang|dau) (?:co )?(?:ai|cho)|(?:vo|vao) phong|(?:vo|vao) (?:giuong|mung)"
    r"|nam(?= tay| toc)|(?:do|hat) nuoc|veo|nheo|phang|chich|tuot|thoc|nhin(?= (?:em|con|chau|minh)\b)"
    r"|lam (?:bay|do|tinh|voi)|xui|lua|trom|lam nhuc|hanh|bam|choc|treu|tong tien"
    rf"|(?:co|giu|luu)(?= {_PICTURE} (?:\w+ )?(?:cua )?{SELF}\b))\b"
)
_JOINS = re.compile(r"\b(?:0|roi|nen|vi|thi|ma|va|nhung|khi|luc|de|la|nhu|neu|voi)\b")
# What comes first in a text is taken first; where two begin together, the first of these.
KINDS = (
    ("noise", _PLACES),
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
    ("slips", _SLIPS),
    ("noise", _SENT_TO),
    ("sees", _SEES),
    ("bi", _BI),
    ("suffers", _SUFFERS),
    ("feels", _FEELS),
    ("act", _ACT),
    ("joins", _JOINS),
)
