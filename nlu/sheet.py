"""Ê Đê sentences to a sheet that a speaker fills in on a phone, and what they said back into nlu/data/rad.

`python -m nlu.sheet export FILE.csv` and `python -m nlu.sheet import FILE.csv`; docs/translating.md explains both.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from pathlib import Path

from nlu.answers import Answer, BadSheet, answers, pen_name, sheet_of
from nlu.lexicon import (
    EVALUATION,
    MISSING,
    MISSING_COLUMNS,
    RAD,
    SENTENCE_COLUMNS,
    Collection,
    Sentence,
    attested,
    check,
    read,
    row_of,
    table,
    wrong_sentence,
)
from nlu.meaning import INTENTS
from nlu.tokens import same, spoken, tokens_of
from nlu.verdicts import NATURAL, UNREVIEWED, Verdict, is_same_person, read_review, status_of, write_review


@dataclass(frozen=True)
class Outcome:
    """What importing would write: whole files, and what to tell about it."""

    files: Mapping[Path, str]
    told: tuple[str, ...]


def sheet(everything: Collection, intent: str | None = None, limit: int | None = None, reader: str = "") -> str:
    """The sentences that still wait for reviewers; none that `reader` has judged already."""
    waiting = [
        sentence
        for sentence in everything.sentences
        if sentence.status == UNREVIEWED
        and intent in (None, sentence.intent)
        and not any(is_same_person(said.reviewer, reader) for said in read_review(sentence.review))
    ]
    return sheet_of((each.id, each.text, each.meaning, "", "", "", reader) for each in waiting[:limit])


def apply(everything: Collection, said: Iterable[Answer], folder: Path) -> Outcome:
    """What the answers make of the sentences. Raises BadSheet; writes nothing."""
    known = attested(everything.entries)
    sentences = {sentence.id: sentence for sentence in everything.sentences}
    taken = {same(sentence.text) for sentence in everything.sentences}
    taken |= {same(line["text"]) for _, line in everything.evaluation}
    missing = list(everything.missing)
    told: list[str] = []
    wrong: list[str] = []
    for answer in said:
        old = sentences.get(answer.id)
        if old is None:
            wrong.append(f"row {answer.row}: there is no sentence {answer.id}. Copy the code from the exported sheet.")
            continue
        if spoken(answer.text) != spoken(old.text):
            if set(answer.text) & set("?\ufffd") - set(old.text):
                wrong.append(f"row {answer.row}: letters of {answer.id} were lost. Save the sheet as CSV UTF-8.")
            else:
                told.append(f"{answer.id}: passed over, the sheet has another sentence there. Export it again.")
            continue
        missing += [(word, answer.id, answer.reader) for word in answer.wanted]
        if answer.verdict:
            new = _judged(old, answer, known, taken)
            taken.add(same(new.text))
            sentences[old.id] = new
            told.append(f"{old.id}: {old.status} -> {new.status}, {new.review}")
            told += [f"{old.id}: now says: {new.text}"] if new.text != old.text else []
    if wrong:
        raise BadSheet("\n".join(wrong))
    files = {}
    for path in sorted({sentence.path for sentence in sentences.values()}):
        files[path] = table(SENTENCE_COLUMNS, map(row_of, (s for s in sentences.values() if s.path == path)))
    new_words = list(dict.fromkeys(missing))
    told += [f"missing word: {word} ({id_})" for word, id_, _ in new_words[len(everything.missing) :]]
    files[folder / MISSING] = table(MISSING_COLUMNS, new_words)
    return Outcome({path: text for path, text in files.items() if path.read_text("utf-8") != text}, tuple(told))


def _judged(old: Sentence, answer: Answer, known: Mapping[str, str], taken: Set[str]) -> Sentence:
    """The sentence after one answer.

    A correction of what is not natural replaces the text if the checker can follow it, and its review starts anew: what
    others said, they said of another sentence. Any other correction is kept as a note.
    """
    if answer.verdict != NATURAL and spoken(answer.correction) not in ((), spoken(old.text)):
        words = tokens_of(answer.correction, known, [word for word in old.words if ":" in word])
        if words and same(answer.correction) not in taken - {same(old.text)}:
            review = write_review([Verdict(answer.reader, NATURAL)])
            new = replace(old, text=answer.correction, words=words, review=review, status=UNREVIEWED)
            if not any(wrong_sentence(new, known)):
                return new
    others = [said for said in read_review(old.review) if not is_same_person(said.reviewer, answer.reader)]
    verdicts = (*others, Verdict(answer.reader, answer.verdict, answer.correction))
    return replace(old, review=write_review(verdicts), status=status_of(verdicts))


def save(files: Mapping[Path, str]) -> None:
    """All of them or, when one can't be written, none."""
    fresh = {path: path.with_name(f".{path.name}.new") for path in files}
    try:
        for path, text in files.items():
            fresh[path].write_text(text, encoding="utf-8", newline="")
        for path, new in fresh.items():
            new.replace(path)
    finally:
        for new in fresh.values():
            new.unlink(missing_ok=True)


def main(arguments: list[str], folder: Path = RAD, evaluation: Path = EVALUATION) -> int:
    parser = argparse.ArgumentParser(prog="python -m nlu.sheet", description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    out = commands.add_parser("export", help="write the sentences that wait for reviewers")
    out.add_argument("--intent", choices=sorted(INTENTS), metavar="INTENT", help="of this intent only")
    out.add_argument("--limit", type=int, metavar="N", help="at most so many; 30 are read in half an hour")
    out.add_argument("--for", dest="reader", default="", metavar="NAME", help="who will read; skips what they judged")
    back = commands.add_parser("import", help="show what a filled-in sheet changes")
    back.add_argument("--reader", default="", metavar="NAME", help="who filled it in, where the sheet does not say")
    back.add_argument("--write", action="store_true", help="change nlu/data/rad; without it nothing is written")
    for command in (out, back):
        command.add_argument("file", type=Path, metavar="FILE.csv")
    given = parser.parse_args(arguments)
    if given.command == "export" and given.limit is not None and given.limit < 1:
        parser.error("--limit is at least 1")
    everything = read(folder, evaluation)
    if faults := check(everything):
        print(
            f"{faults[0]}\n{len(faults)} faults: mend them first, python -m nlu.lexicon check names all",
            file=sys.stderr,
        )
        return 1
    try:
        return _export(everything, given) if given.command == "export" else _import(everything, given, folder)
    except (BadSheet, OSError) as wrong:
        print(f"{given.file}: nothing was written.\n{wrong}", file=sys.stderr)
        return 1


def _export(everything: Collection, given: argparse.Namespace) -> int:
    if given.file.exists():
        raise BadSheet("The file is there already, and may hold a speaker's answers. Choose another name.")
    written = sheet(everything, given.intent, given.limit, pen_name(given.reader))
    save({given.file: f"\ufeff{written}"})  # by the mark a spreadsheet knows UTF-8
    print(f"{given.file}: {written.count(chr(10)) - 1} sentences")
    return 0


def _import(everything: Collection, given: argparse.Namespace, folder: Path) -> int:
    outcome = apply(everything, answers(given.file.read_bytes(), given.reader), folder)
    print("\n".join(outcome.told) or "The sheet holds no answers.")
    if given.write:
        save(outcome.files)
        print(f"{len(outcome.files)} files written.")
    else:
        print(f"{len(outcome.files)} files would change. Give --write to write them.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
