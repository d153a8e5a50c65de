"""Whether a commune is found as people write it: by every name there is, and on a list written before the matcher."""

from __future__ import annotations

import csv
import re
import socket
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu import gazetteer
from nlu.gazetteer import fold
from nlu.places import SCHEME, Match, Place, communes_of, find

ENTRIES = Path(__file__).with_name("places_entries.tsv")
APART = Path(__file__).with_name("places_apart.tsv")
OF_DISTRICTS = Path(__file__).with_name("places_districts.tsv")
TABLES = Path(gazetteer.__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def short(name: str) -> str:
    return name.removeprefix("Xã ").removeprefix("Phường ").removeprefix("Thị trấn ")


def key(name: str) -> str:
    return fold(short(name))[0]


def codes(match: Match) -> list[str]:
    return [place.code for place in match.candidates]


def dressings(text: str) -> list[str]:
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    bare = bare.replace("đ", "d").replace("Đ", "D")
    small = bare.lower()
    accented = [text, text.lower(), text.upper(), unicodedata.normalize("NFD", text), text.replace("'", "’")]
    return [*accented, bare, small, small.replace("'", ""), small.replace("'", " "), f"nhà cháu ở {text} ạ"]


UNITS, FORMER = rows("units.tsv"), rows("former_units.tsv")
WHOLE = [row for row in FORMER if ";" not in row["now"]]
DISTRICTS = {row["name"]: re.sub("^(Thành phố|Thị xã|Huyện) ", "", row["name"]) for row in rows("districts.tsv")}
DISTRICT_OF = {key(bare): name for name, bare in DISTRICTS.items()}
COMMUNES = {name: {c for row in FORMER if row["district"] == name for c in row["now"].split(";")} for name in DISTRICTS}
TODAY: dict[str, set[str]] = defaultdict(set)  # folded name to every unit of today that it may mean
for former in FORMER:
    TODAY[key(former["name"])] |= set(former["now"].split(";"))
for unit in UNITS:
    TODAY[key(unit["name"])].add(unit["code"])


def test_the_tables_hold_the_counts_of_the_resolutions() -> None:
    kinds = [row["name"].split(" ")[0] for row in UNITS]
    assert (len(UNITS), kinds.count("Xã"), kinds.count("Phường")) == (102, 88, 14)
    assert (len(FORMER), len(FORMER) - len(WHOLE)) == (290, 8)
    assert {row["district"] for row in FORMER} == set(DISTRICTS)
    assert len(DISTRICTS) == 24


def test_every_former_unit_leads_to_units_of_today_and_every_unit_comes_from_one() -> None:
    assert {code for row in FORMER for code in row["now"].split(";")} == {row["code"] for row in UNITS}


def test_names_of_today_are_unique_without_accents_and_in_nfc() -> None:
    assert len({key(row["name"]) for row in UNITS}) == 102
    for path in TABLES.glob("*.t*"):
        text = path.read_text(encoding="utf-8")
        assert text == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("row", UNITS, ids=lambda row: row["name"])
def test_a_name_of_today_finds_its_unit_in_every_dress(row: dict[str, str]) -> None:
    for written in dressings(row["name"]):
        match = find(written)
        assert row["code"] in codes(match), written
        # Ea Drông and the former Ea Drơng are one without accents
        assert match.certain or (key(row["name"]) == "eadrong" and len(match.candidates) == 2), written
    assert find(row["name"]) == Match((Place(row["code"], SCHEME, row["name"]),), True, "")


@pytest.mark.parametrize("row", UNITS, ids=lambda row: row["name"])
def test_a_bare_name_of_today_is_the_unit_of_today_unless_it_was_a_district_or_a_province_too(
    row: dict[str, str],
) -> None:
    match, district = find(short(row["name"])), DISTRICT_OF.get(key(row["name"]), "")
    if row["name"] == "Phường Phú Yên":
        assert match == Match()
    elif district:
        assert (match.district, match.certain, codes(match)[0]) == (district, False, row["code"])
        assert set(codes(match)) == COMMUNES[district]
    else:
        assert match == Match((Place(row["code"], SCHEME, row["name"]),), True, "")


@pytest.mark.parametrize("district", DISTRICTS)
def test_a_former_district_alone_offers_its_communes_of_today_and_takes_none_as_said(district: str) -> None:
    for written in dressings(district):
        match = find(written)
        assert (match.district, set(codes(match)), match.certain) == (district, COMMUNES[district], False), written


def test_the_communes_of_a_former_district_are_known_by_its_official_name() -> None:
    for district, there in COMMUNES.items():
        assert {place.code for place in communes_of(district)} == there
    assert communes_of("Huyện Đan Phượng") == ()


@pytest.mark.parametrize("row", WHOLE, ids=lambda row: f"{row['name']}, {row['district']}")
def test_a_former_name_with_its_district_finds_what_it_became(row: dict[str, str]) -> None:
    for written in dressings(f"{row['name']}, {row['district']}"):
        match = find(written)
        assert (codes(match), match.certain) == ([row["now"]], True), written


@pytest.mark.parametrize("row", WHOLE, ids=lambda row: f"{row['name']}, {row['district']}")
def test_a_former_name_alone_is_certain_only_where_it_can_mean_one_unit(row: dict[str, str]) -> None:
    for written in dressings(row["name"]):
        match = find(written)
        if len(TODAY[key(row["name"])]) == 1:
            assert (codes(match), match.certain) == ([row["now"]], True), written
        elif match.certain:  # another unit has this very name, type and all, or it is the unit of today
            bearers = [other for other in UNITS + FORMER if codes(match)[0] in other.values()]
            assert row["name"].casefold() in {other["name"].casefold() for other in bearers}, written
        else:
            assert row["now"] in codes(match), written


@pytest.mark.parametrize("row", [row for row in FORMER if row not in WHOLE], ids=lambda row: row["name"])
def test_a_divided_unit_is_always_asked(row: dict[str, str]) -> None:
    for written in [*dressings(row["name"]), *dressings(f"thôn 3, {row['name']}, {row['district']}")]:
        match = find(written)
        assert set(row["now"].split(";")) <= set(codes(match)), written
        assert not match.certain


SAME = """
Ea H'đinh = Ea H'đing, Ea M'DRóh = Ea M'Droh, Ea D'Rơng = Ea Drơng, Cuor Đăng = Cuôr Đăng, Chư KBô = Chứ Kbô,
ĐLiê Ya = Dliê Ya, Cư Jang = Cư Yang, Ea KNuec = Ea Knuếc, Cư Ê Wi = Cư Êwi, Ea R'Bin = Ea Rbin, Cư K Róa = Cư Króa,
xã M'Đrắk = xã M'Drắk, Hoà Phú = Hòa Phú, xã Krông Pắk = xã Krông Pắc
"""


@pytest.mark.parametrize("pair", SAME.split(","))
def test_the_known_spellings_of_one_unit_are_one(pair: str) -> None:
    one, other = (written.strip() for written in pair.split("="))
    assert find(one) == find(other)
    assert find(one).certain


def entries() -> list[tuple[str, str, list[str], str]]:
    lines = [line for line in ENTRIES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(words, outcome, units.split(), rest) for words, outcome, units, rest in (li.split("\t") for li in lines)]


def is_right(match: Match, outcome: str, units: list[str], rest: str) -> bool:
    found = codes(match)
    right = {
        "district": match.district == " ".join(units) and not match.certain,
        "sure": match.certain and found == units,
        "ask": not match.certain and set(units) <= set(found),
        "perhaps": not match.certain and set(found) <= set(units),
        "none": not found,
    }[outcome]
    return right and rest in ("*", match.rest)


def test_the_list_of_real_looking_entries_is_answered() -> None:
    wrong = [entry[0] for entry in entries() if not is_right(find(entry[0]), *entry[1:])]
    assert len(entries()) >= 300
    assert len(wrong) <= 0.02 * len(entries()), wrong


def test_no_entry_is_taken_for_a_unit_that_was_not_meant() -> None:
    for words, outcome, units, _ in entries():
        match = find(words)
        assert not match.certain or (outcome == "sure" and codes(match) == units), words


MISSPELT = ("typo", "telex", "spacing", "abbreviation", "ede")


def is_expected(match: Match, expected: str, kind: str) -> bool:
    found, units = codes(match), expected[1:].split(";")
    match expected[0]:
        case "H" | "T":
            return match.district == expected and set(found) == COMMUNES[expected] and not match.certain
        case "=" if match.district:  # a district bore the name too: the commune comes first of those that are offered
            return found[0] == units[0]
        case "=":
            return found == units or (kind in MISSPELT and units[0] in found and not match.certain)
        case "?":
            return not match.certain and set(units) <= set(found)
        case _:
            return not found


def test_the_list_of_somebody_who_had_not_seen_the_matcher_is_answered() -> None:
    lines = [line.split("\t") for line in APART.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    wrong = [words for words, expected, kind in lines if not is_expected(find(words), expected, kind)]
    assert len(lines) >= 500
    assert len(wrong) <= 0.02 * len(lines), wrong


def of_districts() -> list[tuple[str, str]]:
    lines = [line for line in OF_DISTRICTS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(words, expected) for words, expected in (line.split("\t") for line in lines)]


def test_a_former_district_is_heard_as_people_write_it_and_in_no_other_words() -> None:
    wrong = [words for words, expected in of_districts() if not is_expected(find(words), expected, "")]
    assert len([expected for _, expected in of_districts() if expected[0] in "HT"]) >= 120
    assert len([expected for _, expected in of_districts() if expected == "-"]) >= 40
    assert wrong == []


SMALL = ["xã", "p.", "thị trấn", "huyện", "ở", "thôn 3", "buôn", ",", ".", " - ", "'", "ạ", "Hà Nội", "quận"]
PIECES = [row["name"] for row in UNITS + FORMER] + SMALL


@given(st.text(max_size=200) | st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=40).map(" ".join))
def test_whatever_is_written_there_is_an_answer_that_keeps_its_promises(text: str) -> None:
    match = find(text)
    assert len(match.candidates) <= 3 or set(codes(match)) == COMMUNES[match.district]
    assert len({place.code for place in match.candidates}) == len(match.candidates)
    assert not match.certain or len(match.candidates) == 1
    assert all(piece in unicodedata.normalize("NFC", text) for piece in match.rest.split(", "))


@pytest.mark.parametrize(
    "piece", ["xã tan lop ", "ea kao ", "thôn ", "m'", ", ", "ở nhà Hà Nội ", "\u0301", "\ud800", "👧"]
)
def test_no_more_than_six_thousand_characters_are_read(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    assert find(text) == find(text[:6_000])


STORY = "Em bị ba mắng hoài, ba uống say rồi la em, em sợ không dám ngủ, em chỉ muốn có người nghe em kể. "


@pytest.mark.parametrize("times", [1, 9, 30, 55])
def test_a_place_behind_a_long_story_is_found_in_it(times: int) -> None:
    match = find(STORY * times + "Nhà em ở thôn 3, xã Ea Tul, huyện Cư M'gar.")
    assert (codes(match), match.certain, match.rest) == (["24277"], True, "thôn 3")
    assert find(STORY * times + "Nhà em ở huyện Lắk").district == "Huyện Lắk"
    assert find(STORY * times) == Match()


def test_a_text_that_is_full_of_names_is_read_no_further_than_an_address_can_need() -> None:
    match = find("ea kao, " * 60 + "xã Ea Tul")
    assert codes(match) == ["24169"]


def test_no_address_leaves_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert find("12 Lê Duẩn, xã Ea Bia, huyện Sông Hinh").candidates
