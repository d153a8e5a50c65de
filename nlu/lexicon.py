"""The attested Ê Đê words, the sentences composed of them, and the check that no other word slips in.

`python -m nlu.lexicon check` prints each fault as file:line with what to do. Standard library only.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlu.meaning import INTENTS, SIGNALS
from nlu.tokens import fold, same, spelled, spoken, wrong_tokens
from nlu.verdicts import REJECTED, REVIEWED, STATUSES, read_review, status_of

ROOT = Path(__file__).resolve().parent.parent
RAD = ROOT / "nlu" / "data" / "rad"
EVALUATION = ROOT / "nlu" / "evaluation" / "rad.jsonl"
LEXICON, MISSING = "lexicon.tsv", "missing.tsv"

ENTRY_COLUMNS = ("rad", "vi", "source", "confidence")
SENTENCE_COLUMNS = ("id", "text", "meaning", "danger", "signals", "language", "words", "status", "review")
MISSING_COLUMNS = ("word", "id", "reviewer")
CONFIDENCES = ("attested-2+ sources", "attested-1", "inferred")
LINE_TYPES: dict[str, type] = {
    **dict.fromkeys(("id", "text", "meaning", "intent", "language", "register", "words", "status"), str),
    **{"danger_now": bool, "signals": list, "evidence": list},
}
LONGEST_EVIDENCE = 60  # code points
_TYPED = re.compile(r"""[^\W_](?:[^\W_]|[\u0300-\u036f ,.;:?!"'…/()-])*""")


@dataclass(frozen=True)
class Entry:
    rad: str
    vi: str
    source: str
    confidence: str


@dataclass(frozen=True)
class Sentence:
    """One line of nlu/data/rad/<intent>.tsv; `path` and `line` say where it stands."""

    id: str
    text: str
    meaning: str
    danger: bool
    signals: tuple[str, ...]
    language: str
    words: tuple[str, ...]
    status: str
    review: str
    path: Path
    line: int

    @property
    def intent(self) -> str:
        return self.path.stem


@dataclass(frozen=True)
class Fault:
    path: Path
    line: int
    says: str

    def __str__(self) -> str:
        name = self.path.relative_to(ROOT) if self.path.is_relative_to(ROOT) else self.path
        return f"{name.as_posix()}:{self.line}: {self.says}"


@dataclass(frozen=True)
class Collection:
    """All that is there. `evaluation` is (line, object as in the file); `faults` are what could not be read."""

    entries: tuple[Entry, ...]
    sentences: tuple[Sentence, ...]
    missing: tuple[tuple[str, str, str], ...]
    evaluation: tuple[tuple[int, Mapping[str, Any]], ...]
    evaluation_path: Path
    faults: tuple[Fault, ...]


def attested(entries: Iterable[Entry]) -> dict[str, str]:
    """Each entry in lower case, and its token. Of the discontinuous "amâo ... ôh" each part may stand alone."""
    return {part.lower(): part.replace(" ", "_") for entry in entries for part in entry.rad.split(" ... ")}


def wrong_sentence(sentence: Sentence, known: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with a sentence by itself."""
    short = sentence.intent.removeprefix("report_")
    if sentence.intent not in INTENTS:
        yield "the file is not named after an intent of nlu/meaning.py: rename it"
    if not re.fullmatch(rf"rad-{re.escape(short)}-\d{{3}}", sentence.id):
        yield f'id is "{sentence.id}": write rad-{short}- and three digits'
    if not sentence.meaning:
        yield "meaning is empty: say in Vietnamese what is meant"
    if sentence.status not in STATUSES:
        yield f'status is "{sentence.status}": write one of {", ".join(STATUSES)}'
    yield from _wrong_words(sentence.text, sentence.words, sentence.signals, sentence.language, known)
    try:
        due = status_of(read_review(sentence.review))
    except ValueError as wrong:
        yield str(wrong)
        return
    if sentence.status == REVIEWED and due != REVIEWED:
        yield "reviewed needs natural or understandable of two different reviewers in review, and wrong of none"
    elif sentence.status in STATUSES and sentence.status not in (due, REJECTED):
        yield f"by its review the status is {due}: write that"


def _wrong_words(
    text: str, words: Iterable[str], signals: Iterable[object], language: object, known: Mapping[str, str]
) -> Iterator[str]:
    """What holds for training and evaluation alike."""
    words = tuple(words)
    yield from wrong_tokens(words, known)
    if spelled(words) != spoken(text):
        yield f'words spell "{" ".join(spelled(words))}" and the text says otherwise: make them agree'
    if not _TYPED.fullmatch(text) or text != " ".join(text.split()):
        yield "the text has markup, or blanks too many: write it as a person types it"
    if unknown := sorted(str(signal) for signal in signals if str(signal) not in SIGNALS):
        yield f"no such signal: {', '.join(unknown)}; nlu/meaning.py has them, - stands for none"
    if language not in ("rad", "mixed"):
        yield f'language is "{language}": write rad or mixed'
    elif language == "mixed" and not any(word.startswith("vi:") for word in words):
        yield "mixed without a Vietnamese word: mark it vi:, or write rad"


def wrong_line(line: Mapping[str, Any], known: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with an evaluation line in full orthography by itself."""
    if wrong := [name for name, kind in LINE_TYPES.items() if not isinstance(line.get(name), kind)]:
        yield f"missing or of another kind: {', '.join(wrong)}"
        return
    if line["intent"] not in INTENTS or line["status"] not in STATUSES or line["register"] != "full":
        yield f"intent: one of nlu/meaning.py; status: {', '.join(STATUSES)}; register: full or folded"
    yield from _wrong_words(line["text"], line["words"].split(), line["signals"], line["language"], known)
    if line["danger_now"] != bool(line["evidence"]):
        yield "danger_now comes with evidence, and evidence with danger_now"
    for span in line["evidence"]:
        start, end = span if isinstance(span, list) and [type(place) for place in span] == [int, int] else (0, 0)
        if not 0 <= start < end <= len(line["text"]) or end - start > LONGEST_EVIDENCE:
            yield f"evidence {span} must lie in the text, [start, end], at most {LONGEST_EVIDENCE} code points"


def twin_of(line: Mapping[str, Any]) -> dict[str, Any]:
    """The same evaluation line folded. Its evidence may move: the combining breve takes a place of its own."""
    text = line["text"]
    evidence = [[len(fold(text[:start])), len(fold(text[:end]))] for start, end in line["evidence"]]
    return {**line, "id": f"{line['id']}-folded", "text": fold(text), "evidence": evidence, "register": "folded"}


def check(everything: Collection) -> list[Fault]:
    """Every fault there is, in the order of the files."""
    known = attested(everything.entries)
    faults = list(everything.faults)
    ids: set[str] = set()
    texts: dict[str, str] = {}

    def once(id_: str, text: str) -> Iterator[str]:
        if id_ in ids:
            yield f"id {id_} stands twice: give it a number of its own"
        if same(text) in texts:
            yield f"says the same as {texts[same(text)]}: remove one; a training sentence gives way to evaluation"
        ids.add(id_)
        texts.setdefault(same(text), id_)

    twins: dict[str, tuple[int, Mapping[str, Any]]] = {}
    for line, said in everything.evaluation:
        if said.get("register") == "folded" and twins.setdefault(str(said.get("id")), (line, said))[0] != line:
            faults.append(Fault(everything.evaluation_path, line, "is a second twin with this id: remove it"))
    for line, said in everything.evaluation:
        if said.get("register") != "folded":
            twin = twins.pop(f"{said.get('id')}-folded", (0, None))[1]
            wrong = list(wrong_line(said, known))
            if not wrong:
                wrong += once(said["id"], said["text"])
            if not wrong and twin != twin_of(said):
                wrong.append(f"its folded twin must be {json.dumps(twin_of(said), ensure_ascii=False)}")
            faults += (Fault(everything.evaluation_path, line, what) for what in wrong)
    for line, _ in twins.values():
        faults.append(
            Fault(everything.evaluation_path, line, "is the folded twin of no line: remove it or mend its id")
        )
    for sentence in everything.sentences:
        wrong = [*wrong_sentence(sentence, known), *once(sentence.id, sentence.text)]
        faults += (Fault(sentence.path, sentence.line, what) for what in wrong)
    return sorted(faults, key=lambda fault: (str(fault.path), fault.line))


def read(folder: Path = RAD, evaluation: Path = EVALUATION) -> Collection:
    """Everything; lines that can't be read are left out and told in `faults`."""
    faults: list[Fault] = []
    entries = []
    for line, row in _rows(folder / LEXICON, ENTRY_COLUMNS, faults):
        entries.append(Entry(**row))
        if not all(row.values()) or row["confidence"] not in CONFIDENCES:
            faults.append(Fault(folder / LEXICON, line, f"fill every column; confidence: {', '.join(CONFIDENCES)}"))
    sentences = []
    for path in sorted(filter(_holds_sentences, folder.glob("*.tsv"))):
        for line, row in _rows(path, SENTENCE_COLUMNS, faults):
            sentences.append(_sentence(row, path, line))
            if row["danger"] not in ("now", "-"):
                faults.append(Fault(path, line, f'danger is "{row["danger"]}": write now or -'))
    missing = [(row["word"], row["id"], row["reviewer"]) for _, row in _rows(folder / MISSING, MISSING_COLUMNS, faults)]
    judged: list[tuple[int, Mapping[str, Any]]] = []
    for line, written in _lines(evaluation, faults):
        try:
            judged.append((line, dict(json.loads(written))))
        except (ValueError, TypeError):
            faults.append(Fault(evaluation, line, "is no JSON object: one a line is expected"))
    return Collection(tuple(entries), tuple(sentences), tuple(missing), tuple(judged), evaluation, tuple(faults))


def _holds_sentences(path: Path) -> bool:
    """An intent's file, or one with sentences under a wrong name; other tables may lie beside them."""
    return path.stem in INTENTS or path.read_bytes().startswith(b"id\t")


def _sentence(row: Mapping[str, str], path: Path, line: int) -> Sentence:
    return Sentence(
        id=row["id"],
        text=row["text"],
        meaning=row["meaning"],
        danger=row["danger"] == "now",
        signals=() if row["signals"] == "-" else tuple(row["signals"].split(",")),
        language=row["language"],
        words=tuple(row["words"].split(" ")),
        status=row["status"],
        review=row["review"],
        path=path,
        line=line,
    )


def table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A file of nlu/data/rad. Cells hold no tabs and no line ends."""
    return "".join("\t".join(cells) + "\n" for cells in (columns, *rows))


def row_of(sentence: Sentence) -> tuple[str, ...]:
    danger, signals = "now" if sentence.danger else "-", ",".join(sentence.signals) or "-"
    said = (sentence.id, sentence.text, sentence.meaning, danger, signals, sentence.language)
    return (*said, " ".join(sentence.words), sentence.status, sentence.review)


def _rows(path: Path, columns: tuple[str, ...], faults: list[Fault]) -> Iterator[tuple[int, dict[str, str]]]:
    for line, written in _lines(path, faults):
        cells = tuple(written.split("\t"))
        if line == 1 and cells != columns:
            faults.append(Fault(path, 1, f"the first line must name the columns {', '.join(columns)}, with tabs"))
            return
        if line > 1 and len(cells) != len(columns):
            faults.append(Fault(path, line, f"has {len(cells)} columns instead of {len(columns)}: look at its tabs"))
        elif line > 1:
            yield line, dict(zip(columns, cells, strict=True))


def _lines(path: Path, faults: list[Fault]) -> Iterator[tuple[int, str]]:
    try:
        content = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as failure:
        faults.append(Fault(path, 1, f"can't be read as UTF-8 text ({type(failure).__name__})"))
        return
    for line, written in enumerate(content.split("\n"), 1):
        if "\r" in written or unicodedata.normalize("NFC", written) != written:
            faults.append(Fault(path, line, "must be in NFC and end with LF alone: normalise it"))
        if written.strip():
            yield line, written


def main(arguments: list[str]) -> int:
    if arguments != ["check"]:
        print("usage: python -m nlu.lexicon check", file=sys.stderr)
        return 2
    everything = read()
    faults = check(everything)
    for fault in faults:
        print(fault)
    if faults:
        print(f"nlu.lexicon: {len(faults)} faults, see docs/translating.md", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
