"""The answers that can be tapped: relations, ages, places in a day. Never an act."""

from __future__ import annotations

from bot.dialogue.text import Choice
from locales import N_

UNKNOWN = Choice("unknown", N_("Don't know"), ("khong biet", "khong ro", "ko biet", "ko ro", "chua ro"))
YES_NO_UNKNOWN = (Choice("yes", N_("Yes")), Choice("no", N_("No")), Choice("unknown", N_("Not sure")))

WHOM = (
    Choice(
        "self",
        N_("About myself"),
        (
            "em",
            "con",
            "chau",
            "toi",
            "tui",
            "minh",
            "e",
            "chinh em",
            "chinh minh",
            "ve em",
            "ve con",
            "ve chau",
            "ve minh",
        ),
    ),
    Choice(
        "child",
        N_("About another child"),
        ("ban", "ban em", "ban con", "ban khac", "ve ban", "ve ban em", "mot ban khac", "tre khac", "nguoi khac"),
    ),
)

AGES = (
    Choice("0-3", N_("0–3 years")),
    Choice("4-6", N_("4–6 years")),
    Choice("7-10", N_("7–10 years")),
    Choice("11-13", N_("11–13 years")),
    Choice("14-15", N_("14–15 years")),
    Choice("16-17", N_("16–17 years")),
    UNKNOWN,
)

LIKELY = 6  # of these are shown at once, the others behind a tap
RELATIONS = (
    Choice("father", N_("Father"), ("ba", "bo", "cha", "tia", "bo de", "cha de", "ba ruot", "bo ruot")),
    Choice("mother", N_("Mother"), ("me", "ma", "me de", "me ruot", "u", "bam", "ma ruot")),
    Choice(
        "stepfather",
        N_("Stepfather"),
        ("cha duong", "bo duong", "duong", "ba duong", "nguoi tinh cua me", "nguoi yeu cua me"),
    ),
    Choice(
        "relative", N_("Another relative"), ("chu", "bac", "cau", "mo", "anh ho", "anh trai", "anh", "chi", "nguoi nha")
    ),
    Choice(
        "teacher", N_("Teacher or school staff"), ("cô", "thay", "co giao", "thay giao", "giao vien", "bao ve truong")
    ),
    Choice(
        "friend",
        N_("Pupil or friend"),
        ("ban", "ban hoc", "ban cung lop", "hoc sinh", "may ban", "ban be"),
    ),
    Choice("stepmother", N_("Stepmother"), ("me ke", "di ghe", "ma ghe", "me ghe", "vo cua ba")),
    Choice("grandparent", N_("Grandparent"), ("bà", "ong", "ba noi", "ba ngoai", "ong noi", "ong ngoai", "ong ba")),
    Choice("carer", N_("Another carer"), ("nguoi trong", "nguoi giu tre", "bao mau", "nguoi nuoi", "co giu tre")),
    Choice(
        "partner",
        N_("Boyfriend, girlfriend, husband or wife"),
        ("nguoi yeu", "ban trai", "ban gai", "nguoi yeu cu", "nguoi yeu cua chau", "nguoi yeu cua em"),
    ),
    Choice("neighbour", N_("Neighbour"), ("hang xom", "ong hang xom", "nguoi cung xom", "nha ben canh")),
    Choice("employer", N_("Employer"), ("ba chu", "ong chu", "chu quan", "chu nha", "nguoi thue")),
    Choice(
        "online",
        N_("Someone met online"),
        ("tren mang", "nguoi tren mang", "quen qua mang", "facebook", "zalo", "tiktok"),
    ),
    Choice("stranger", N_("A stranger"), ("nguoi la", "khong quen", "nguoi khong quen")),
    Choice("nobody", N_("Nobody"), ("khong ai", "khong co ai", "ko ai", "tu minh")),
    UNKNOWN,
)

ROLES = (
    Choice("child", N_("I am the child"), ("chau", "em", "con", "chinh em", "chinh chau", "em day", "toi la tre em")),
    Choice(
        "parent", N_("Parent or carer"), ("me", "ba", "bo", "cha", "phu huynh", "ma", "me chau", "bo chau", "me be")
    ),
    Choice("relative", N_("Relative"), ("bà", "cô", "dì", "ong", "ba noi", "chu", "bac", "cau", "anh", "chi")),
    Choice("neighbour", N_("Neighbour"), ("hang xom", "nguoi cung xom", "nguoi trong buon", "nguoi dan")),
    Choice("school", N_("Teacher or school"), ("giao vien", "thay giao", "co giao", "nha truong", "thay", "gvcn")),
    Choice("collaborator", N_("Village collaborator"), ("cong tac vien", "ctv", "cong tac vien thon", "truong buon")),
    Choice("health", N_("Health worker"), ("y te", "bac si", "y ta", "can bo y te", "tram y te")),
    Choice("friend", N_("A friend of the child"), ("ban", "ban be", "ban hoc")),
    Choice("other", N_("Someone else"), ("nguoi khac", "nguoi di duong", "nguoi la")),
    Choice("unsaid", N_("I'd rather not say"), ("khong muon noi", "ko muon noi")),
)

# What the service calls persons, as the two questions about persons know them. A partner may be anybody's: it is asked.
HARM_DOERS = {**{choice.key: choice.key for choice in RELATIONS if choice.key != "partner"}, "sibling": "relative"}
REPORTERS = {
    **dict.fromkeys(("father", "mother", "stepfather", "stepmother", "carer"), "parent"),
    **dict.fromkeys(("grandparent", "sibling", "relative"), "relative"),
    **{"neighbour": "neighbour", "teacher": "school", "friend": "friend"},
}

ACCESS = (
    Choice(
        "living_together",
        N_("Yes, they live together"),
        ("song chung", "o chung", "cung nha", "o cung nha", "chung nha"),
    ),
    Choice("near", N_("Yes, they can come near"), ("o gan", "gan", "gan nha", "co the")),
    Choice("no", N_("No"), ("o xa", "di roi", "khong gap nua")),
    UNKNOWN,
)

CONTACT = (
    Choice(
        "write", N_("Yes, write to me here"), ("nhan tin", "nhan o day", "viet o day", "nhan tin o day", "nhan thoi")
    ),
    Choice(
        "call", N_("Yes, you may call me"), ("goi", "goi dien", "goi cho toi", "goi cho chau", "goi di", "goi cho em")
    ),
    Choice("no", N_("No, do not contact me"), ("khong lien lac", "dung lien lac", "dung goi", "dung nhan")),
)

SEXES = (
    Choice("girl", N_("Girl"), ("be gai", "gai", "nu", "con gai", "nu gioi")),
    Choice("boy", N_("Boy"), ("be trai", "trai", "nam", "con trai", "nam gioi")),
    UNKNOWN,
)

# After the receipt.
SAFE_TO_WRITE = (
    Choice("any", N_("Yes, at any hour"), ("luc nao cung duoc", "gio nao cung duoc", "an toan", "co")),
    Choice("hours", N_("Only at some hours"), ("theo gio", "chi mot so gio", "co gio", "mot so gio")),
    Choice("never", N_("No, do not write to me"), ("khong", "dung nhan", "dung nhan tin", "khong an toan")),
)
SAFE_HOURS = (
    Choice("06-11", N_("In the morning, 6 to 11"), ("sang", "buoi sang")),
    Choice("11-14", N_("At noon, 11 to 14"), ("trua", "buoi trua")),
    Choice("14-18", N_("In the afternoon, 14 to 18"), ("chieu", "buoi chieu")),
    Choice("18-22", N_("In the evening, 18 to 22"), ("toi", "buoi toi")),
)
