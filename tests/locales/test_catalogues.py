"""What `make check` says of a catalogue: each rule by a text that breaks it."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest

from bot.channels import Shows
from locales import translator
from locales.catalogues import LABEL_LIMIT, ROOT, count, faults, labels_in, merge, tidy, unattested

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
TWO = "# reviewed-by: A.\n# reviewed-by: B.\n"


def entry(msgid: str, msgstr: str, before: str = "") -> str:
    return f'{before}#: bot/dialogue/asking.py\nmsgid "{msgid}"\nmsgstr "{msgstr}"\n\n'


def told(language: str, *entries: str, wanted: set[str] | None = None, labels: frozenset[str] = frozenset()) -> str:
    """The faults of a catalogue that holds these entries; all are wanted unless said otherwise."""
    catalogue = polib.pofile(HEADER + "".join(entries))
    have = {one.msgid for one in catalogue}
    return "\n".join(faults(catalogue, language, have if wanted is None else wanted, set(labels)))


def test_a_draft_and_a_text_that_two_people_reviewed_are_in_order():
    assert not told("rad", entry("Father", "Ama", "#, fuzzy\n"), entry("Mother", "Amĭ", TWO))


@pytest.mark.parametrize(
    "reviewers",
    ["", "# reviewed-by: A.\n", "# reviewed-by: A.\n# reviewed-by: a.\n", "# reviewed-by:\n# reviewed-by: B.\n"],
    ids=["nobody", "one", "the same twice", "one without a name"],
)
def test_an_ede_text_that_no_two_people_reviewed_may_not_stand_as_final(reviewers: str):
    assert "an unreviewed Ê Đê string shown as final" in told("rad", entry("Father", "Ama", reviewers))


def test_vietnamese_needs_no_reviewers():
    assert not told("vi", entry("Father", "Cha"))


@pytest.mark.parametrize("before", ["#, fuzzy\n", TWO], ids=["draft", "reviewed"])
def test_a_word_that_is_not_attested_is_named(before: str):
    wrong = told("rad", entry("Father or teacher", "Ama amâodah thầy", before))
    assert "lexicon.tsv, look at thầy: 'Father or teacher'" in wrong


@pytest.mark.parametrize(
    "text", ["Djŏ", "{name} {words}", "☎ 111 – răng mgang phung hđeh", "/boqua", "Chung Tay: 2 čô"]
)
def test_placeholders_commands_digits_and_names_are_no_words(text: str):
    assert unattested(text) == []


@pytest.mark.parametrize(
    ("text", "unknown"),
    [("ama/cha", ["cha"]), ("Ama, bố", ["bố"]), ("ama {name}x", ["x"]), ("Čô hđeh", ["čô"])],
)
def test_nothing_else_passes_for_a_word(text: str, unknown: list[str]):
    assert unattested(text) == unknown


@pytest.mark.parametrize("before", ["", "#, fuzzy\n"], ids=["final", "fuzzy"])
@pytest.mark.parametrize("msgstr", ["Ih mâo thŭn", "Ih mâo {year} thŭn", "Ih mâo {years thŭn", "{years} {years} thŭn"])
def test_a_broken_placeholder_is_told_also_in_a_fuzzy_text(msgstr: str, before: str):
    assert "placeholders differ" in told("rad", entry("You are {years} years old", msgstr, before))


def test_a_label_must_fit_a_button_and_a_text_a_chat():
    long, longer = "ama " * 16, "ama " * 257
    labels = frozenset({"Father"})
    assert "too long for a button" in told("rad", entry("Father", long, "#, fuzzy\n"), labels=labels)
    assert "too long for a button" in told("vi", entry("Father", long), labels=labels)
    assert not told("vi", entry("Father", long))
    assert "too long for a chat" in told("rad", entry("Father", longer, "#, fuzzy\n"))


def test_the_labels_are_those_that_the_code_puts_on_buttons():
    labels = labels_in(ROOT / "bot")
    assert {"Yes", "Father", "Skip", "Report about a child"} <= labels
    assert "How old are you?" not in labels and "father" not in labels
    assert Shows(buttons=True, max_text=1).max_label == LABEL_LIMIT


def test_what_is_missing_is_a_fault_of_vietnamese_only():
    assert "not translated: 'Father'" in told("vi", entry("Father", ""))
    assert "not translated: 'Father'" in told("vi", entry("Father", "Cha", "#, fuzzy\n"))
    assert "not translated: 'Father'" in told("vi", wanted={"Father"})
    assert not told("rad", entry("Father", ""))


def test_what_the_code_no_longer_says_is_a_fault_unless_it_is_put_by():
    assert "no longer used: 'Father'" in told("rad", entry("Father", "Ama", TWO), wanted=set())
    assert not told("rad", '#~ msgid "Father"\n#~ msgstr "Ama"\n', wanted=set())


@pytest.mark.long
def test_a_merge_keeps_drafts_and_comments_puts_by_what_is_stale_and_guesses_nothing(tmp_path: Path):
    catalogue, template = tmp_path / "messages.po", tmp_path / "messages.pot"
    draft = "# synthetic, unreviewed\n#, fuzzy\n"
    stood = [entry("Father", "Ama", draft), entry("Mother", "Amĭ", TWO), entry("Grandfather", "Aê", TWO)]
    catalogue.write_text(HEADER + "".join(stood), encoding="utf-8")
    template.write_text(
        HEADER + entry("Father", "") + entry("Mother", "") + entry("Grandfather!", ""), encoding="utf-8"
    )
    merge(catalogue, template)
    merged = polib.pofile(str(catalogue))
    found = {one.msgid: one for one in merged}
    assert found["Father"].fuzzy and found["Father"].tcomment == "synthetic, unreviewed"
    assert not found["Mother"].fuzzy and found["Mother"].tcomment.count("reviewed-by") == 2
    assert found["Grandfather!"].msgstr == "" and found["Grandfather"].obsolete
    texts, translated, drafts, reviewed, missing, stale = count(merged, "rad")
    assert (texts, translated, drafts, reviewed, missing, stale) == (3, 1, 1, 1, 1, 1)


def test_tidying_drops_what_is_stale_in_vietnamese_and_keeps_it_in_ede():
    gone = '#~ msgid "Grandfather"\n#~ msgstr "Aê"\n'
    vietnamese, ede = polib.pofile(HEADER + entry("Father", "Cha") + gone), polib.pofile(HEADER + gone)
    tidy(vietnamese, "vi")
    tidy(ede, "rad")
    assert [one.msgid for one in vietnamese] == ["Father"] and [one.msgid for one in ede] == ["Grandfather"]


def test_who_reviews_ede_finds_the_vietnamese_beside_it():
    catalogue = polib.pofile(HEADER + entry("Mother", "Amĭ", "#, fuzzy\n"))
    tidy(catalogue, "rad")
    assert catalogue[0].comment == f"Tiếng Việt: {translator('vi')('Mother')}" and catalogue[0].fuzzy


def test_only_what_reporters_read_is_counted_for_ede():
    for_staff = '#: handlers/console/words.py\nmsgid "Queue"\nmsgstr ""\n\n'
    catalogue = polib.pofile(HEADER + entry("Father", "") + for_staff)
    assert count(catalogue, "rad")[0] == 1 and count(catalogue, "vi")[0] == 2


def test_every_draft_of_the_catalogue_says_that_it_is_synthetic_and_unreviewed():
    catalogue = polib.pofile(str(ROOT / "locales" / "rad" / "LC_MESSAGES" / "messages.po"))
    drafts = [one for one in catalogue if one.fuzzy]
    assert drafts and all(one.tcomment.startswith("synthetic, unreviewed") for one in drafts)
    assert catalogue.metadata["Plural-Forms"] == "nplurals=1; plural=0;"
