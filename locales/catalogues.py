"""Keeping the catalogues: `update` extracts and merges, `check` fails on what is missing, stale, broken or unreviewed.

Ê Đê is held to the words of nlu/data/rad/lexicon.tsv, drafts and reviewed texts alike.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import polib

from locales import REVIEWED_BY_TWO, is_final, translator
from nlu.lexicon import attested, read
from nlu.tokens import spoken, tokens_of

ROOT = Path(__file__).parent.parent
TEMPLATE = ROOT / "locales" / "messages.pot"
COMPLETE = ("vi", "vi_child")  # a missing text here is an error; other languages fall back to it
LABEL_LIMIT = 60  # a button's, as in bot/channels
TEXT_LIMIT = 1024  # several texts make one message, and Telegram's may have 4096 letters
_PLACEHOLDER = re.compile(r"\{[^{}]*\}|[{}]")
_COMMAND = re.compile(r"(?<!\S)/\w+")
_TO_ADULT = re.compile(r"\b(?:[Bb]ạn(?! bè| học| của em ấy)|[Tt]ôi|[Cc]án bộ(?! y tế))\b")
_NAMES = ("name:Chung_Tay", "name:Telegram")
_COLUMNS = ("language", "texts", "translated", "draft", "reviewed", "missing", "stale")


def extract(target: Path) -> None:
    """Write every msgid of the code and the templates to `target`, in an order that does not change by itself."""
    command = [
        *(sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract", "-F", "babel.cfg"),
        *(
            "-k",
            "N_",
            "--sort-by-file",
            "--add-location=file",
            "--no-wrap",
        ),
        *("--omit-header", "-o", str(target), "."),
    ]
    subprocess.run(command, cwd=ROOT, check=True)


def update() -> None:
    """Extract, merge into each language without guessing, and print how far each is."""
    extract(TEMPLATE)
    print(_row(_COLUMNS))
    for path in catalogues():
        merge(path, TEMPLATE)
        language = language_of(path)
        catalogue = polib.pofile(str(path), wrapwidth=0)
        counts = count(catalogue, language)
        tidy(catalogue, language)
        catalogue.save(str(path))
        print(_row((language, *counts)))


def merge(path: Path, template: Path) -> None:
    """Bring a catalogue up to date with the template; fuzzy marks and comments stay as they are."""
    command = ["msgmerge", "--quiet", "--no-fuzzy-matching", "--update", "--backup=none", "--no-wrap"]
    subprocess.run([*command, str(path), str(template)], check=True)


def tidy(catalogue: polib.POFile, language: str) -> None:
    """Drop what is not needed, and tell reviewers, who may read no English, what each text says in Vietnamese.

    What speakers gave their time to is kept when the code drops it: it may come back.
    """
    speakers = language in REVIEWED_BY_TWO
    for entry in list(catalogue):
        if not is_wanted(entry, language) and not (speakers and entry.obsolete):
            catalogue.remove(entry)
        elif speakers and not entry.obsolete:
            entry.comment = f"Tiếng Việt: {translator('vi')(entry.msgid)}"


def count(catalogue: Iterable[polib.POEntry], language: str) -> tuple[int, ...]:
    """What stands under each of the table's columns for a merged catalogue."""
    entries = list(catalogue)
    wanted = [entry for entry in entries if is_wanted(entry, language)]
    final = sum(bool(entry.msgstr) and is_final(entry, language) for entry in wanted)
    missing = sum(not entry.msgstr for entry in wanted)
    reviewed = final if language in REVIEWED_BY_TWO else 0
    return (
        len(wanted),
        final,
        len(wanted) - final - missing,
        reviewed,
        missing,
        sum(entry.obsolete for entry in entries),
    )


def is_wanted(entry: polib.POEntry, language: str) -> bool:
    """Whether `language` needs this text.

    Staff work in Vietnamese, so Ê Đê has only what reporters read; a child's Vietnamese only what differs.
    """
    if language == "vi":
        return not entry.obsolete
    to_reporter = any(place.startswith("bot/") and not place.startswith("bot/duty") for place, _ in entry.occurrences)
    if language == "vi_child":
        said = any(place.startswith("bot/dialogue") for place, _ in entry.occurrences)
        return said and not entry.obsolete and to_adult(translator("vi")(entry.msgid))
    return to_reporter


def to_adult(text: str) -> bool:
    """Whether a Vietnamese text says "bạn", "tôi" or "cán bộ": to a child one says "em" and "cô chú trực"."""
    return _TO_ADULT.search(text) is not None


def check() -> list[str]:
    """What is wrong, a line each; empty when all is well."""
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "messages.pot"
        extract(fresh)
        template = polib.pofile(str(fresh))
    if {entry.msgid for entry in template} != {entry.msgid for entry in polib.pofile(str(TEMPLATE))}:
        wrong.append("locales/messages.pot is not what the code says now. Run: make i18n")
    labels = labels_in(ROOT / "bot")
    for path in catalogues():
        language = language_of(path)
        wanted = {entry.msgid for entry in template if is_wanted(entry, language)}
        told = [*_refused_by_gettext(path), *faults(polib.pofile(str(path)), language, wanted, labels)]
        wrong += [f"{path.relative_to(ROOT)}: {what}" for what in told]
    return wrong


def _refused_by_gettext(path: Path) -> list[str]:
    command = ["msgfmt", "--check", "--output-file=/dev/null", str(path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return result.stderr.splitlines() if result.returncode else []


def faults(catalogue: Iterable[polib.POEntry], language: str, wanted: set[str], labels: set[str]) -> Iterator[str]:
    """What is wrong with a catalogue: stale, missing, and each text by itself, drafts included."""
    entries = [entry for entry in catalogue if not entry.obsolete]
    for msgid in sorted({entry.msgid for entry in entries} - wanted):
        yield f"no longer used: {msgid[:60]!r}. Run: make i18n"
    if language in COMPLETE:
        for msgid in sorted(wanted - {entry.msgid for entry in entries if entry.msgstr and not entry.fuzzy}):
            yield f"not translated: {msgid[:60]!r}"
    for entry in entries:
        if entry.msgstr:
            yield from (f"{what}: {entry.msgid[:60]!r}" for what in _wrong_text(entry, language, labels))


def _wrong_text(entry: polib.POEntry, language: str, labels: set[str]) -> Iterator[str]:
    if sorted(_PLACEHOLDER.findall(entry.msgid)) != sorted(_PLACEHOLDER.findall(entry.msgstr)):
        yield "placeholders differ"
    if entry.msgid in labels and len(entry.msgstr) > LABEL_LIMIT:
        yield f"too long for a button, {LABEL_LIMIT} letters at most"
    if len(entry.msgstr) > TEXT_LIMIT:
        yield "too long for a chat"
    if language == "vi_child" and to_adult(entry.msgstr):
        yield "says bạn, tôi or cán bộ to a child"
    if not entry.fuzzy and not is_final(entry, language):
        yield "an unreviewed Ê Đê string shown as final: make it fuzzy, or have two reviewers write reviewed-by"
    if language == "rad" and (unknown := unattested(entry.msgstr)):
        yield f"not of the words in nlu/data/rad/lexicon.tsv, look at {', '.join(unknown)}"


def unattested(text: str) -> list[str]:
    """The words of a text that the lexicon has not; placeholders, commands, digits and names count for nothing."""
    plain = _COMMAND.sub(",", _PLACEHOLDER.sub(",", text))
    if not spoken(plain) or tokens_of(plain, _lexicon(), _NAMES) is not None:
        return []
    alone = [word for word in spoken(plain) if tokens_of(word, _lexicon(), _NAMES) is None]
    return list(dict.fromkeys(alone)) or [
        text
    ]  # each is a word, but one stands where it may not, as "čô" without number


@cache
def _lexicon() -> dict[str, str]:
    return attested(read().entries)


def labels_in(folder: Path) -> set[str]:
    """The msgids that stand on buttons: what the code writes as the label of a Choice."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.py"))]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call) and len(node.args) > 1]
    labels = [call.args[1] for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Choice"]
    inside = [node for label in labels for node in ast.walk(label) if isinstance(node, ast.Constant)]
    return {node.value for node in inside if isinstance(node.value, str)}


def catalogues() -> list[Path]:
    return sorted(ROOT.glob("locales/*/LC_MESSAGES/messages.po"))


def language_of(path: Path) -> str:
    return path.parent.parent.name


def _row(cells: Iterable[object]) -> str:
    return "".join(f"{cell!s:>12}" for cell in cells)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["update"]:
            update()
        case ["check"]:
            problems = check()
            print("\n".join(problems), file=sys.stderr) if problems else None
            sys.exit(1 if problems else 0)
        case _:
            sys.exit("Say: python -m locales.catalogues update, or check")
