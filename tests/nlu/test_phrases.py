"""The tables of phrases: every row is read, means something to its reader, and makes the digest of the model."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nlu import model
from nlu.components import danger, phrases
from nlu.components.patterns import phrase
from nlu.meaning import RELATIONS, SIGNALS

LANGUAGES = ("vi", "rad")
TABLES = sorted(path for language in LANGUAGES for path in (phrases.HERE / language).glob("*.tsv"))
CUES = {*danger.CUES, "figures", "denials", "untrue", "anybody"}


@pytest.mark.parametrize("table", TABLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_row_of_a_table_is_a_phrase(table: Path) -> None:
    rows = phrases.rows(table.parent.name, table.stem, 3 if table.stem == "danger" else 2)
    assert rows
    for row in rows:
        for part in re.split(" [<>] ", row[-1]):
            assert phrase(part)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_group_is_used_and_none_is_unknown(language: str) -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in TABLES if path.parent.name == language)
    named = set(re.findall(r"\{([A-Z]+)\}", text.replace("{NAME}", "")))
    assert named == {name for name, _ in phrases.rows(language, "groups", 2)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phrase_of_danger_has_a_signal_and_cues_that_there_are(language: str) -> None:
    for signal, needs, _ in phrases.danger(language):
        assert signal in SIGNALS | {danger.UNSAID}
        assert set(needs) <= {*danger.CUES, "told"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cue_and_a_relation_are_ones_that_there_are(language: str) -> None:
    assert set(phrases.phrases(language, "cues")) <= CUES
    assert set(phrases.phrases(language, "relations")) <= RELATIONS | {""}


def test_vietnamese_has_phrases_for_every_signal_and_every_cue() -> None:
    assert {signal for signal, *_ in phrases.danger("vi")} >= SIGNALS
    assert set(phrases.phrases("vi", "cues")) == CUES


@pytest.mark.parametrize("line", ["weapon", "weapon\t-", "weapon\t\tcầm dao", "weapon\t-\tcầm dao\tvà"])
def test_a_row_that_is_none_says_where_it_stands(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "vi").mkdir()
    (tmp_path / "vi" / "danger.tsv").write_text(f"# signal, cues, phrase\n{line}\n", encoding="utf-8")
    monkeypatch.setattr(phrases, "HERE", tmp_path)
    with pytest.raises(ValueError, match=r"danger\.tsv:2"):
        phrases.danger("vi")


def test_the_models_digest_holds_every_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "ROOT", tmp_path)
    for table in TABLES:
        copy = tmp_path / table.relative_to(phrases.HERE.parents[1])
        copy.parent.mkdir(parents=True, exist_ok=True)
        before = model.current_model()
        copy.write_bytes(table.read_bytes())
        assert model.current_model() != before, table.name
