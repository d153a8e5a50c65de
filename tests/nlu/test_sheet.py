"""A sheet goes to a speaker and comes back; what can't be understood is said, and nothing is written by halves."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from nlu import lexicon
from nlu.answers import HEADINGS, TEXT, VERDICT, BadSheet, answers, sheet_of
from nlu.lexicon import Collection, Sentence, check, read, table, twin_of
from nlu.sheet import apply, main, save, sheet

WORDS = ("kâo", "ama", "hđeh", "dôk", "čăm", "hia", "huĭ", "mơ̆ng", "sang hră")
GREET = [
    ("rad-greet-001", "kâo hia", "con khóc", "-", "-", "rad", "kâo hia"),
    ("rad-greet-002", "công an dôk sang hră", "công an ở trường", "-", "-", "mixed", "vi:công_an dôk sang_hră"),
    ("rad-greet-003", "ama dôk čăm hđeh", "bố đang đánh trẻ", "now", "violence_now", "rad", "ama dôk čăm hđeh"),
]
STOP = [("rad-stop-001", "ama huĭ", "bố sợ", "-", "-", "rad", "ama huĭ")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four unreviewed sentences of two intents, and one evaluation line."""
    entries = [(word, "nghĩa", "ABVD 741", "attested-1") for word in WORDS]
    (tmp_path / "lexicon.tsv").write_text(table(lexicon.ENTRY_COLUMNS, entries), encoding="utf-8")
    (tmp_path / "missing.tsv").write_text(table(lexicon.MISSING_COLUMNS, []), encoding="utf-8")
    for name, rows in (("greet", GREET), ("stop", STOP)):
        full = [(*row, "synthetic-unreviewed", "") for row in rows]
        (tmp_path / f"{name}.tsv").write_text(table(lexicon.SENTENCE_COLUMNS, full), encoding="utf-8")
    (tmp_path / "rad.jsonl").write_text("", encoding="utf-8")
    return tmp_path


def everything(folder: Path) -> Collection:
    return read(folder, folder / "rad.jsonl")


def filled(*rows: dict[str, str]) -> bytes:
    """A sheet with these cells, by short names for the headings; what is not given is as exported."""
    short = dict(zip(("id", "text", "meaning", "verdict", "correction", "wanted", "reader"), HEADINGS, strict=True))
    texts = {row[0]: row[1] for row in GREET + STOP}
    cells = [{"text": texts.get(row.get("id", ""), ""), "reader": "lan", **row} for row in rows]
    return sheet_of([row.get(name, "") for name in short] for row in cells).encode("utf-8-sig")


def imported(folder: Path, *rows: dict[str, str]) -> dict[str, Sentence]:
    """The sentences after the sheet was read back and written; the data must still be in order."""
    save(apply(everything(folder), answers(filled(*rows)), folder).files)
    after = everything(folder)
    assert check(after) == []
    return {sentence.id: sentence for sentence in after.sentences}


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def run(folder: Path, *arguments: str) -> int:
    return main([*arguments], folder, folder / "rad.jsonl")


def test_a_sheet_survives_the_round_trip(folder: Path) -> None:
    path = folder / "soat-1.csv"
    assert run(folder, "export", str(path)) == 0
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    assert rows[0] == list(HEADINGS)
    assert [row[:3] for row in rows[1:]] == [list(row[:3]) for row in GREET + STOP]
    for row in rows[1:]:
        row[3], row[6] = "tự nhiên", "Lan"
    path.write_bytes(sheet_of(rows[1:]).encode("utf-8-sig"))
    before = files(folder)
    assert run(folder, "import", str(path)) == 0
    assert files(folder) == before
    assert run(folder, "import", str(path), "--write") == 0
    assert [sentence.review for sentence in everything(folder).sentences] == ["Lan:natural"] * 4
    after = files(folder)
    assert run(folder, "import", str(path), "--write") == 0
    assert files(folder) == after


def test_the_committed_sentences_survive_the_round_trip_unchanged() -> None:
    all_ = read()
    written = sheet(all_, reader="lan").replace(",,,,lan", ",1,,,lan")
    said = answers(written.encode("utf-8-sig"))
    assert len(said) == len(all_.sentences)
    outcome = apply(all_, said, lexicon.RAD)
    assert sum(" -> synthetic-unreviewed, lan:natural" in line for line in outcome.told) == len(all_.sentences)


def test_a_sheet_may_hold_one_intent_few_lines_and_nothing_its_reader_has_judged(folder: Path) -> None:
    imported(folder, {"id": "rad-greet-001", "verdict": "1"})
    all_ = everything(folder)
    assert sheet(all_, intent="stop").count("\r\n") == 2
    assert sheet(all_, limit=2).count("\r\n") == 3
    assert "rad-greet-001" not in sheet(all_, reader="LAN")
    assert "rad-greet-001" in sheet(all_, reader="bhem")


def test_settled_sentences_are_not_asked_about_again(folder: Path) -> None:
    imported(folder, {"id": "rad-greet-001", "verdict": "sai"})
    assert "rad-greet-001" not in sheet(everything(folder))


@pytest.mark.parametrize("cell", ["=1+1", "+84", "-", "@home"])
def test_a_cell_that_a_spreadsheet_would_run_is_guarded_and_comes_back(cell: str) -> None:
    written = sheet_of([("rad-greet-001", "kâo hia", cell, "1", "", "", "lan")])
    assert f",'{cell}," in written
    (said,) = answers(sheet_of([("rad-greet-001", cell, "", "1", "", "", "lan")]).encode())
    assert said.text == cell


@pytest.mark.parametrize("cell", ["=kâo huĭ", "@kâo huĭ"])
def test_a_correction_does_not_become_a_formula(folder: Path, cell: str) -> None:
    after = imported(folder, {"id": "rad-greet-001", "verdict": "sai", "correction": cell, "wanted": cell})
    assert after["rad-greet-001"].text == "kâo huĭ"
    assert everything(folder).missing == (("kâo huĭ", "rad-greet-001", "lan"),)


@pytest.mark.parametrize(
    ("cell", "verdict"),
    [
        *(("tự nhiên", "natural"), ("Tự Nhiên.", "natural"), ("tu nhien", "natural"), ("1", "natural")),
        *(("hiểu được", "understandable"), ("hieu duoc", "understandable"), (" 2 ", "understandable")),
        *(("sai", "wrong"), ("SAI", "wrong"), ("3", "wrong"), ("wrong", "wrong")),
        ("tu\u031b\u0323 nhie\u0302n", "natural"),
    ],
)
def test_a_verdict_may_be_written_in_many_ways(cell: str, verdict: str) -> None:
    (said,) = answers(filled({"id": "rad-greet-001", "verdict": cell}))
    assert said.verdict == verdict


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(",", ";"),
        lambda text: text.replace(",", "\t"),
        lambda text: text.replace("\r\n", "\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\r\n", "\r\n,,,,,,\r\n\r\n"),
        lambda text: text.replace(TEXT, "CAU E DE").replace(VERDICT, "Tự nhiên/hiểu được/sai?"),
        lambda text: "\r\n".join(",".join(reversed(line.split(","))) for line in text.split("\r\n") if line),
        lambda text: "\r\n".join(f"x,{line},ghi chú" for line in text.split("\r\n") if line),
    ],
)
def test_a_sheet_is_read_whatever_program_saved_it(change: Callable[[str], str]) -> None:
    rows = [{"id": "rad-greet-001", "verdict": "hiểu được"}, {"id": "rad-greet-002"}]
    text = change(filled(*rows).decode("utf-8-sig"))
    (said,) = answers(text.encode())
    assert (said.id, said.text, said.verdict, said.reader) == ("rad-greet-001", "kâo hia", "understandable", "lan")


def test_cells_left_off_at_the_end_of_a_row_are_empty(folder: Path) -> None:
    text = filled({"id": "rad-greet-001", "verdict": "1", "reader": ""}).decode("utf-8-sig")
    (said,) = answers(text.replace(",1,,,", ",1").encode(), "lan")
    assert (said.verdict, said.reader) == ("natural", "lan")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no column"),
        (b"PK\x03\x04rest", "workbook"),
        ("mã,câu".encode("utf-16"), "UTF-16"),
        ("mã".encode("utf-16-le"), "UTF-16"),
        ("mã,tự nhiên".encode("cp1258", errors="replace"), "not UTF-8"),
        (b"id,text\n1,2\n", "row 1: no column mã, câu Ê Đê"),
        (b'"m\n' + filled({"id": "rad-greet-001", "verdict": "1"}), "quotation marks"),
        (filled({"id": "rad-greet-001", "verdict": "hay"}), 'row 2: "hay" is no verdict'),
        (filled({"id": "rad-greet-001", "correction": "kâo huĭ"}), "row 2: a correction without a verdict"),
        (filled({"id": "", "verdict": "1"}), "row 2: the column mã is empty"),
        (filled({"id": "rad-greet-001", "verdict": "1", "reader": ""}), "row 2: who read this?"),
        (filled({"id": "rad-greet-001", "verdict": "1", "reader": "0905111222"}), "no telephone number"),
        (filled({"id": "rad-greet-001", "verdict": "1", "reader": "lan:natural;x"}), "is no pen name"),
        (filled(*[{"id": "rad-greet-001", "verdict": "1"}] * 2), "rad-greet-001 has 2 rows of one reader"),
        (filled({"id": "rad-greet-009", "verdict": "1"}), "row 2: there is no sentence rad-greet-009"),
        (
            filled({"id": "rad-greet-003", "verdict": "1", "text": "ama dôk ?am h?eh"}),
            "letters of rad-greet-003 were lost",
        ),
    ],
)
def test_a_bad_sheet_is_told_kindly_and_nothing_is_written(
    folder: Path, content: bytes, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "bad.csv"
    path.write_bytes(content)
    before = files(folder)
    assert run(folder, "import", str(path), "--write") == 1
    told = capsys.readouterr().err
    assert says in told
    assert "nothing was written" in told
    assert "Traceback" not in told
    assert files(folder) == before


def test_all_faults_of_a_sheet_are_told_at_once() -> None:
    rows = [{"id": "rad-greet-001", "verdict": "hay"}, {"id": "rad-greet-002", "verdict": "dở"}]
    with pytest.raises(BadSheet, match=r"(?s)row 2: .*row 3: "):
        answers(filled(*rows))


def test_one_name_is_enough_for_a_sheet_of_one_reader_and_too_few_for_two() -> None:
    rows = [{"id": row[0], "verdict": "1", "reader": ""} for row in GREET]
    rows[1]["reader"] = "y bhem"
    assert {said.reader for said in answers(filled(*rows))} == {"y-bhem"}
    rows[2]["reader"] = "lan"
    with pytest.raises(BadSheet, match="row 2: who read this"):
        answers(filled(*rows))
    assert [said.reader for said in answers(filled(*rows), "H Ni")] == ["H-Ni", "y-bhem", "lan"]


def test_two_different_readers_make_a_sentence_reviewed(folder: Path) -> None:
    one = {"id": "rad-greet-001", "verdict": "tự nhiên"}
    assert imported(folder, one)["rad-greet-001"].status == "synthetic-unreviewed"
    assert imported(folder, {**one, "reader": "LAN"})["rad-greet-001"].status == "synthetic-unreviewed"
    after = imported(folder, {**one, "verdict": "hiểu được", "reader": "bhem"})["rad-greet-001"]
    assert (after.status, after.review) == ("reviewed", "LAN:natural;bhem:understandable")


def test_wrong_by_anyone_rejects_and_may_be_taken_back(folder: Path) -> None:
    one = {"id": "rad-greet-001", "verdict": "1"}
    imported(folder, one)
    assert imported(folder, {**one, "verdict": "sai", "reader": "bhem"})["rad-greet-001"].status == "rejected"
    assert imported(folder, {**one, "verdict": "2", "reader": "bhem"})["rad-greet-001"].status == "reviewed"


def test_a_correction_in_attested_words_replaces_and_is_reviewed_anew(folder: Path) -> None:
    imported(folder, {"id": "rad-greet-002", "verdict": "1", "reader": "bhem"})
    row = {"id": "rad-greet-002", "verdict": "sai", "correction": "Sang hră, công an  dôk"}
    after = imported(folder, row)["rad-greet-002"]
    assert after.text == "Sang hră, công an dôk"
    assert after.words == ("sang_hră", "vi:công_an", "dôk")
    assert (after.status, after.review) == ("synthetic-unreviewed", "lan:natural")
    assert (after.meaning, after.signals, after.language) == ("công an ở trường", (), "mixed")


@pytest.mark.parametrize(
    ("verdict", "correction"),
    [
        ("2", "kâo mluk"),  # not attested
        ("2", "bộ đội hia"),  # Vietnamese that the sentence did not have
        ("1", "kâo huĭ"),  # the sentence itself is natural
        ("2", "ama huĭ"),  # there is such a sentence already
        ("2", "Kâo hia."),  # the same words
        ("2", "kâo | huĭ"),  # a sign that nobody types
    ],
)
def test_any_other_correction_is_a_note(folder: Path, verdict: str, correction: str) -> None:
    after = imported(folder, {"id": "rad-greet-001", "verdict": verdict, "correction": correction})["rad-greet-001"]
    assert after.text == "kâo hia"
    assert after.review.endswith(f";correction={correction}")


def test_a_correction_that_is_an_evaluation_line_is_a_note(folder: Path) -> None:
    line = {"id": "rad-eval-stop-001", "text": "kâo huĭ", "meaning": "con sợ", "intent": "stop", "danger_now": False}
    line |= {"signals": [], "evidence": [], "language": "rad", "register": "full", "words": "kâo huĭ"}
    line |= {"status": "synthetic-unreviewed"}
    (folder / "rad.jsonl").write_text("\n".join(map(json.dumps, (line, twin_of(line)))), encoding="utf-8")
    after = imported(folder, {"id": "rad-greet-001", "verdict": "2", "correction": "kâo huĭ"})["rad-greet-001"]
    assert after.text == "kâo hia"


def test_a_correction_of_marks_alone_replaces(folder: Path) -> None:
    rows = [("rad-stop-001", "ama hia", "bố khóc", "-", "-", "rad", "ama hia", "synthetic-unreviewed", "")]
    (folder / "stop.tsv").write_text(table(lexicon.SENTENCE_COLUMNS, rows), encoding="utf-8")
    lines = (folder / "lexicon.tsv").read_text("utf-8") + "hiă\tnghĩa\tABVD 741\tattested-1\n"
    (folder / "lexicon.tsv").write_text(lines, encoding="utf-8")
    row = {"id": "rad-stop-001", "text": "ama hia", "verdict": "2", "correction": "ama hiă"}
    assert imported(folder, row)["rad-stop-001"].text == "ama hiă"


def test_a_sheet_of_another_sentence_is_passed_over(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "old.csv"
    old = {"id": "rad-greet-001", "verdict": "sai", "text": "kâo huĭ", "wanted": "thư"}
    path.write_bytes(filled(old, {"id": "rad-stop-001", "verdict": "1"}))
    assert run(folder, "import", str(path), "--write") == 0
    assert "rad-greet-001: passed over" in capsys.readouterr().out
    assert [sentence.review for sentence in everything(folder).sentences] == ["", "", "", "lan:natural"]
    assert everything(folder).missing == ()


def test_missing_words_are_gathered_once_each(folder: Path) -> None:
    row = {"id": "rad-greet-001", "wanted": "cảm ơn, hôm qua;\n hàng  xóm"}
    imported(folder, row)
    imported(folder, row)
    words = [(word, "rad-greet-001", "lan") for word in ("cảm ơn", "hôm qua", "hàng xóm")]
    assert list(everything(folder).missing) == words
    assert everything(folder).sentences[0].review == ""


def test_an_empty_sheet_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "empty.csv"
    run(folder, "export", str(path))
    before = files(folder)
    assert run(folder, "import", str(path), "--write") == 0
    assert "holds no answers" in capsys.readouterr().out
    assert files(folder) == before


def test_a_filled_in_sheet_is_not_written_over(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "soat.csv"
    path.write_text("answers", encoding="utf-8")
    assert run(folder, "export", str(path)) == 1
    assert "there already" in capsys.readouterr().err
    assert path.read_text("utf-8") == "answers"


def test_when_one_file_cannot_be_written_none_is(folder: Path) -> None:
    before = files(folder)
    with pytest.raises(FileNotFoundError):
        save({folder / "greet.tsv": "new", folder / "nowhere" / "stop.tsv": "new"})
    assert files(folder) == before


def test_a_file_that_is_not_there_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "import", str(folder / "none.csv")) == 1
    assert "none.csv" in capsys.readouterr().err


def test_faulty_data_are_not_built_upon(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "stop.tsv").write_text("broken\n", encoding="utf-8")
    assert run(folder, "export", str(folder / "soat.csv")) == 1
    assert "mend them first" in capsys.readouterr().err
    assert not (folder / "soat.csv").exists()
