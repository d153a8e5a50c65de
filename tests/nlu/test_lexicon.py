"""The Ê Đê data keep to attested words, and the checker finds what does not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nlu import lexicon
from nlu.components.text import fold as folded_by_rasa
from nlu.lexicon import attested, check, read, row_of, table, twin_of
from nlu.tokens import fold, spelled, spoken, tokens_of
from nlu.verdicts import read_review, status_of, write_review

ENTRIES = ("kâo", "ama", "hđeh", "dua", "sa čô", "mơ̆ng", "čăm", "dôk", "amâo ... ôh", "klei Êđê", "H", "hia", "klei")
SENTENCE = {
    "id": "rad-greet-001",
    "text": "Ama dôk čăm kâo, amâo hia ôh",
    "meaning": "bố đang đánh con, con không khóc",
    "danger": "now",
    "signals": "violence_now",
    "language": "rad",
    "words": "ama dôk čăm kâo amâo hia ôh",
    "status": "synthetic-unreviewed",
    "review": "",
}
LINE: dict[str, Any] = {
    "id": "rad-eval-greet-001",
    "text": "mơ̆ng klei ama čăm kâo",
    "meaning": "từ chuyện bố đánh con",
    "intent": "greet",
    "danger_now": True,
    "signals": ["violence_now"],
    "evidence": [[11, 22]],
    "language": "rad",
    "register": "full",
    "words": "mơ̆ng klei ama čăm kâo",
    "status": "synthetic-unreviewed",
}


def faults(folder: Path, *sentences: dict[str, str], lines: list[dict[str, Any]] | None = None) -> list[str]:
    """What the checker says of a small collection in `folder`."""
    entries = [(word, "nghĩa", "ABVD 741", "attested-1") for word in ENTRIES]
    (folder / "lexicon.tsv").write_text(table(lexicon.ENTRY_COLUMNS, entries), encoding="utf-8")
    (folder / "missing.tsv").write_text(table(lexicon.MISSING_COLUMNS, []), encoding="utf-8")
    rows = [tuple(sentence.values()) for sentence in sentences]
    (folder / "greet.tsv").write_text(table(lexicon.SENTENCE_COLUMNS, rows), encoding="utf-8")
    judged = [LINE, twin_of(LINE)] if lines is None else lines
    evaluation = folder / "rad.jsonl"
    evaluation.write_text("".join(json.dumps(line) + "\n" for line in judged), encoding="utf-8")
    return [str(fault).removeprefix(f"{folder.as_posix()}/") for fault in check(read(folder, evaluation))]


def test_the_committed_sentences_and_evaluation_lines_are_in_order() -> None:
    everything = read()
    assert [str(fault) for fault in check(everything)] == []
    assert len(everything.sentences) > 900
    assert len(everything.evaluation) > 400


def test_the_committed_files_are_as_the_sheet_would_write_them() -> None:
    everything = read()
    for path in {sentence.path for sentence in everything.sentences}:
        rows = [row_of(sentence) for sentence in everything.sentences if sentence.path == path]
        assert table(lexicon.SENTENCE_COLUMNS, rows) == path.read_text(encoding="utf-8")


def test_no_source_is_quoted_at_length() -> None:
    assert all(len(entry.source) < 100 and "[" not in entry.source for entry in read().entries)


def test_a_sentence_of_attested_words_passes(tmp_path: Path) -> None:
    assert faults(tmp_path, SENTENCE) == []


@pytest.mark.parametrize(
    "words",
    [
        "kâo klei_Êđê",
        "kâo vi:công_an",
        "name:Y_Bhem_Niê kâo",
        "name:H'Lem kâo",
        "kâo num:9",
        "dua čô hđeh",
        "num:3 čô hđeh",
        "sa_čô hđeh",
        "amâo kâo",
        "kâo ôh",
    ],
)
def test_words_that_may_stand(tmp_path: Path, words: str) -> None:
    text = " ".join(word.partition(":")[2] or word for word in words.split()).replace("_", " ")
    assert faults(tmp_path, {**SENTENCE, "text": text, "words": words}) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"words": "ama dôk čăm kâo amâo mluk ôh", "text": "ama dôk čăm kâo amâo mluk ôh"}, '"mluk" is not in'),
        ({"words": "hđeh čô", "text": "hđeh čô"}, '"čô" must follow a number'),
        ({"words": "čô", "text": "čô"}, '"čô" must follow a number'),
        ({"words": "kâo num:chín", "text": "kâo chín"}, "is no number"),
        ({"words": "kâo vi:ƀuôn", "text": "kâo ƀuôn"}, "letters that Vietnamese has not"),
        ({"words": "kâo vi:mơ̆ng", "text": "kâo mơ̆ng"}, "letters that Vietnamese has not"),
        ({"words": "kâo vi:"}, "holds no word"),
        ({"words": "ama dôk čăm kâo"}, "words spell"),
        ({"text": "Ama dôk čăm kâo, amâo hia oh"}, "words spell"),
        ({"text": "{Ama} dôk čăm kâo, amâo hia ôh"}, "markup"),
        ({"text": "=Ama dôk čăm kâo, amâo hia ôh"}, "markup"),
        ({"text": "Ama dôk čăm kâo,  amâo hia ôh"}, "blanks too many"),
        ({"text": "Ama do\u0302k čăm kâo, amâo hia ôh"}, "must be in NFC"),
        ({"meaning": "bố đánh con\r"}, "LF"),
        ({"id": "rad-stop-001"}, "write rad-greet- and three digits"),
        ({"meaning": ""}, "meaning is empty"),
        ({"danger": "yes"}, "write now or -"),
        ({"signals": "violence"}, "no such signal: violence"),
        ({"signals": ""}, "no such signal"),
        ({"language": "vi"}, "write rad or mixed"),
        ({"language": "mixed"}, "mixed without a Vietnamese word"),
        ({"status": "checked"}, "write one of synthetic-unreviewed, reviewed, rejected"),
        ({"review": "lan:good"}, "write reviewer:verdict"),
        ({"review": "lan"}, "write reviewer:verdict"),
        ({"review": "lan:natural;Lan:natural"}, "stands twice"),
        ({"status": "reviewed"}, "two different reviewers"),
        ({"status": "reviewed", "review": "lan:natural"}, "two different reviewers"),
        ({"status": "reviewed", "review": "lan:natural;bhem:wrong"}, "two different reviewers"),
        ({"review": "lan:natural;bhem:understandable"}, "the status is reviewed"),
        ({"review": "lan:wrong"}, "the status is rejected"),
    ],
)
def test_a_fault_is_found_where_it_stands(tmp_path: Path, change: dict[str, str], says: str) -> None:
    found = faults(tmp_path, {**SENTENCE, **change})
    assert found
    assert all(fault.startswith("greet.tsv:2: ") for fault in found)
    assert any(says in fault for fault in found), found


@pytest.mark.parametrize(
    ("status", "review"),
    [
        ("reviewed", "lan:natural;bhem:understandable"),
        ("rejected", "lan:natural;bhem:wrong;correction=kâo hia, klei anei"),
        ("rejected", ""),
        ("synthetic-unreviewed", "lan:natural"),
    ],
)
def test_a_status_that_its_review_bears(tmp_path: Path, status: str, review: str) -> None:
    assert faults(tmp_path, {**SENTENCE, "status": status, "review": review}) == []


def test_one_sentence_under_two_ids_or_two_under_one_is_found(tmp_path: Path) -> None:
    again = {**SENTENCE, "text": "ama dôk čăm kâo amâo hia ôh"}
    assert faults(tmp_path, SENTENCE, {**again, "id": "rad-greet-002"}) == [
        "greet.tsv:3: says the same as rad-greet-001: remove one; a training sentence gives way to evaluation"
    ]
    assert any("id rad-greet-001 stands twice" in fault for fault in faults(tmp_path, SENTENCE, again))


def test_a_training_sentence_that_is_in_the_evaluation_is_found(tmp_path: Path) -> None:
    same = {**SENTENCE, "text": LINE["text"], "words": LINE["words"]}
    assert "greet.tsv:2: says the same as rad-eval-greet-001" in faults(tmp_path, same)[0]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", []),
        ("id\ttext\nx\ty\n", ["greet.tsv:1: the first line must name the columns"]),
        ("\t".join(lexicon.SENTENCE_COLUMNS) + "\nrad-greet-001\tkâo\n", ["greet.tsv:2: has 2 columns instead of 9"]),
        (b"\xff\xfe", ["greet.tsv:1: can't be read as UTF-8"]),
    ],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, content: str | bytes, says: list[str]) -> None:
    faults(tmp_path)
    (tmp_path / "greet.tsv").write_bytes(content if isinstance(content, bytes) else content.encode())
    found = [str(fault).removeprefix(f"{tmp_path}/") for fault in check(read(tmp_path, tmp_path / "rad.jsonl"))]
    assert len(found) == len(says)
    assert all(fault.startswith(start) for fault, start in zip(found, says, strict=True))


def test_a_file_of_no_intent_and_a_missing_lexicon_are_told(tmp_path: Path) -> None:
    faults(tmp_path)
    (tmp_path / "lexicon.tsv").unlink()
    (tmp_path / "greet.tsv").rename(tmp_path / "hello.tsv")
    rows = [tuple({**SENTENCE, "id": "rad-hello-001"}.values())]
    (tmp_path / "hello.tsv").write_text(table(lexicon.SENTENCE_COLUMNS, rows), encoding="utf-8")
    found = "\n".join(map(str, check(read(tmp_path, tmp_path / "rad.jsonl"))))
    assert "lexicon.tsv:1: can't be read" in found
    assert "not named after an intent" in found


@pytest.mark.parametrize("cell", [0, 1, 2, 3])
def test_an_entry_needs_all_its_columns(tmp_path: Path, cell: int) -> None:
    faults(tmp_path)
    row = ["kâo", "tôi", "ABVD 741", "attested-1"]
    row[cell] = ""
    (tmp_path / "lexicon.tsv").write_text(table(lexicon.ENTRY_COLUMNS, [tuple(row)]), encoding="utf-8")
    assert "lexicon.tsv:2: fill every column" in str(check(read(tmp_path, tmp_path / "rad.jsonl"))[0])


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"words": "mơ̆ng klei ama čăm aê", "text": "mơ̆ng klei ama čăm aê"}, '"aê" is not in'),
        ({"words": "mơ̆ng klei"}, "words spell"),
        ({"intent": "hello"}, "one of nlu/meaning.py"),
        ({"status": "fine"}, "synthetic-unreviewed"),
        ({"register": "half"}, "full or folded"),
        ({"signals": ["violence"]}, "no such signal"),
        ({"signals": "violence_now"}, "of another kind: signals"),
        ({"id": None}, "of another kind: id"),
        ({"evidence": []}, "comes with evidence"),
        ({"danger_now": False}, "comes with evidence"),
        ({"evidence": [[11, 23]]}, "must lie in the text"),
        ({"evidence": [[10, 10]]}, "must lie in the text"),
        ({"evidence": [["10", "22"]]}, "must lie in the text"),
        ({"evidence": [10]}, "must lie in the text"),
    ],
)
def test_a_fault_of_an_evaluation_line_is_found(tmp_path: Path, change: dict[str, Any], says: str) -> None:
    found = faults(tmp_path, lines=[{**LINE, **change}, twin_of(LINE)])
    assert any(fault.startswith("rad.jsonl:1: ") and says in fault for fault in found), found


@pytest.mark.parametrize("change", [{"evidence": [[11, 22]]}, {"text": "mơng klei ama cam kao"}, {"signals": []}])
def test_a_folded_twin_that_differs_is_found(tmp_path: Path, change: dict[str, Any]) -> None:
    (found,) = faults(tmp_path, lines=[LINE, {**twin_of(LINE), **change}])
    assert found.startswith("rad.jsonl:1: its folded twin must be ")


def test_a_missing_a_second_and_a_lonely_twin_are_found(tmp_path: Path) -> None:
    twin = twin_of(LINE)
    assert "its folded twin must be" in faults(tmp_path, lines=[LINE])[0]
    assert "second twin" in faults(tmp_path, lines=[LINE, twin, twin])[0]
    assert "twin of no line" in faults(tmp_path, lines=[LINE, twin, {**twin, "id": "rad-eval-greet-009-folded"}])[0]


def test_a_line_that_is_no_json_object_is_found(tmp_path: Path) -> None:
    faults(tmp_path)
    (tmp_path / "rad.jsonl").write_text("{\n7\n", encoding="utf-8")
    found = [str(fault) for fault in check(read(tmp_path, tmp_path / "rad.jsonl"))]
    assert [fault.rpartition("/")[2] for fault in found] == [
        "rad.jsonl:1: is no JSON object: one a line is expected",
        "rad.jsonl:2: is no JSON object: one a line is expected",
    ]


def test_the_twin_points_to_the_same_words() -> None:
    twin = twin_of(LINE)
    assert [LINE["text"][start:end] for start, end in LINE["evidence"]] == ["ama čăm kâo"]
    assert [twin["text"][start:end] for start, end in twin["evidence"]] == ["ama cam kao"]


def test_folding_is_that_of_the_language_service() -> None:
    for sentence in read().sentences:
        assert fold(sentence.text.lower()) == folded_by_rasa(sentence.text.lower())
    assert fold("Ƀuôn Ea Đrăng ƀơ̆ng") == "Buon Ea Drang bong"


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Kâo dôk, klei Êđê.", ("kâo", "dôk", "klei_Êđê")),
        ("klei, Êđê", None),
        ("sa čô hđeh", ("sa_čô", "hđeh")),
        ("12 čô hđeh", ("num:12", "čô", "hđeh")),
        ("hđeh čô", None),
        ("công an dôk", ("vi:công_an", "dôk")),
        ("công dôk", None),
        ("", None),
    ],
)
def test_a_sentence_is_cut_into_attested_words(text: str, tokens: tuple[str, ...] | None) -> None:
    known = attested(lexicon.Entry(word, "", "", "") for word in ENTRIES)
    assert tokens_of(text, known, ["vi:công_an"]) == tokens
    if tokens:
        assert spelled(tokens) == spoken(text)


def test_a_review_is_read_as_it_was_written() -> None:
    written = "lan:natural;y-bhem:understandable;correction=kâo hia, klei anei=1"
    assert write_review(read_review(written)) == written
    assert status_of(read_review(written)) == "reviewed"


def test_the_command_says_nothing_when_all_is_well_and_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert lexicon.main(["check"]) == 0
    assert capsys.readouterr().out == ""
    assert lexicon.main([]) == 2


def test_the_command_prints_faults_and_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    faults(tmp_path, {**SENTENCE, "status": "checked"})
    monkeypatch.setattr(lexicon, "read", lambda: read(tmp_path, tmp_path / "rad.jsonl"))
    assert lexicon.main(["check"]) == 1
    assert "greet.tsv:2: status is" in capsys.readouterr().out
