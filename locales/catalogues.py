"""Keeping the catalogues: `update` extracts and merges, `check` fails on what is missing, stale or broken."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).parent.parent
TEMPLATE = ROOT / "locales" / "messages.pot"
COMPLETE = ("vi",)  # a missing text here is an error; other languages fall back to it
_PLACEHOLDER = re.compile(r"\{[a-z_]*\}")
_TELEGRAM_LIMIT = 4096


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
    """Extract, then merge into each language without guessing."""
    extract(TEMPLATE)
    for path in catalogues():
        command = ["msgmerge", "--quiet", "--no-fuzzy-matching", "--update", "--backup=none", "--no-wrap"]
        subprocess.run([*command, str(path), str(TEMPLATE)], check=True)
        catalogue = polib.pofile(str(path), wrapwidth=0)
        for entry in catalogue.obsolete_entries():
            catalogue.remove(entry)
        catalogue.save(str(path))
        missing = len(catalogue.untranslated_entries())
        print(f"{path.relative_to(ROOT)}: {len(catalogue)} texts, {missing} to translate")


def check() -> list[str]:
    """What is wrong, a line each; empty when all is well."""
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "messages.pot"
        extract(fresh)
        wanted = {entry.msgid for entry in polib.pofile(str(fresh))}
    if wanted != {entry.msgid for entry in polib.pofile(str(TEMPLATE))}:
        wrong.append("locales/messages.pot is not what the code says now. Run: make i18n")
    for path in catalogues():
        wrong += _check_one(path, wanted)
    return wrong


def _check_one(path: Path, wanted: set[str]) -> list[str]:
    name = path.relative_to(ROOT)
    command = ["msgfmt", "--check", "--output-file=/dev/null", str(path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    wrong = [f"{name}: {line}" for line in result.stderr.splitlines()] if result.returncode else []
    catalogue = polib.pofile(str(path))
    have = {entry.msgid for entry in catalogue}
    wrong += [f"{name}: no longer used: {msgid[:60]!r}. Run: make i18n" for msgid in sorted(have - wanted)]
    if path.parent.parent.name in COMPLETE:
        translated = {entry.msgid for entry in catalogue.translated_entries()}
        wrong += [f"{name}: not translated: {msgid[:60]!r}" for msgid in sorted(wanted - translated)]
    for entry in catalogue.translated_entries():
        if sorted(_PLACEHOLDER.findall(entry.msgid)) != sorted(_PLACEHOLDER.findall(entry.msgstr)):
            wrong.append(f"{name}: placeholders differ: {entry.msgid[:60]!r}")
        if len(entry.msgstr) > _TELEGRAM_LIMIT // 4:
            wrong.append(f"{name}: too long for a chat: {entry.msgid[:60]!r}")
    return wrong


def catalogues() -> list[Path]:
    return sorted(ROOT.glob("locales/*/LC_MESSAGES/messages.po"))


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
