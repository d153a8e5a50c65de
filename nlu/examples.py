"""The messages that the model learns from and is judged by, as plain values; and which of them are nearly the same."""

from __future__ import annotations

import csv
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
DATA = HERE / "data"
EVALUATION = HERE / "evaluation"
# Two messages of which more than this share of neighbouring words is the same are nearly the same.
ALIKE = 0.6


class Malformed(Exception):
    """A file of examples can't be read; the message names the file and line and says what is expected."""


@dataclass(frozen=True)
class Example:
    """One message with what it means; `danger` is None where nobody has judged it."""

    text: str
    intent: str
    danger: bool | None = None
    signals: tuple[str, ...] = ()
    language: str = "vi"
    source: str = ""  # file:line, for people


def training(extra: Path | None = None) -> list[Example]:
    """All that is in nlu/data, then the approved corrections in the folder `extra` (JSONL, as the console writes).

    Bare answers to a question have the intent "".
    """
    found = [example for path in sorted((DATA / "vi").glob("*.yml")) for example in _from_yaml(path)]
    found += [example for path in sorted((DATA / "rad").glob("*.tsv")) for example in _from_tsv(path)]
    found += _answers(DATA / "answers.yml")
    if extra is not None:
        found += [as_example(line) for path in sorted(extra.glob("*.jsonl")) for line in lines(path)]
    return found


def lines(path: Path) -> list[dict[str, Any]]:
    """The messages of a JSONL file in the form of the contract's evaluation lines; raises Malformed."""
    found: list[dict[str, Any]] = []
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as failure:
        raise Malformed(f"{path}: can't be read as UTF-8 text ({type(failure).__name__})") from None
    for number, written in enumerate(content.split("\n"), 1):
        if not written.strip():
            continue
        try:
            line = json.loads(written)
        except ValueError:
            raise Malformed(f"{path}:{number}: this is not JSON; one object a line is expected") from None
        if not isinstance(line, dict) or not isinstance(line.get("text"), str) or not line.get("id"):
            raise Malformed(f'{path}:{number}: an object with "id" and "text" is expected')
        found.append({**line, "source": f"{path.name}:{number}"})
    return found


def as_example(line: dict[str, Any]) -> Example:
    return Example(
        line["text"],
        line.get("intent", ""),
        line.get("danger_now"),
        tuple(line.get("signals") or ()),
        line.get("language", "vi"),
        line["source"],
    )


def _from_yaml(path: Path) -> Iterator[Example]:
    """Rasa's YAML 3.1; a block's metadata holds `danger` (now, none), `signals` and `language` of its messages."""
    try:
        blocks = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["nlu"]
        for block in blocks:
            about = block.get("metadata") or {}
            danger = {"now": True, "none": False}.get(about.get("danger"))
            for number, line in enumerate(block["examples"].splitlines(), 1):
                if line.startswith("- "):
                    source = f"{path.name}, {block['intent']}, line {number}"
                    signals = tuple(about.get("signals") or ())
                    language = about.get("language", "vi")
                    yield Example(line[2:].strip(), block["intent"], danger, signals, language, source)
    except (yaml.YAMLError, KeyError, TypeError) as failure:
        raise Malformed(f"{path}: Rasa's YAML 3.1 with a list `nlu` is expected ({type(failure).__name__})") from None


def _answers(path: Path) -> Iterator[Example]:
    for question, told in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["answers"].items():
        for line in told.splitlines():
            yield Example(line.removeprefix("- "), "", danger=False, source=f"{path.name}:{question}")


def _from_tsv(path: Path) -> Iterator[Example]:
    """Composed Ê Đê sentences, one file an intent; see docs/translating.md."""
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE), 2):
            if "text" not in row or row.get("status") == "rejected":
                continue
            signals = tuple(signal for signal in (row["signals"] or "").split(",") if signal not in ("", "-"))
            source = f"{path.name}:{number}"
            yield Example(row["text"], path.stem, row["danger"] == "now", signals, row["language"], source)


def same(text: str) -> str:
    """What two messages have in common when only case, marks, punctuation and blanks differ."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("ƀ", "b"))
    bare = (letter for letter in plain if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in bare).split())


def near_duplicates(texts: Iterable[str], others: Iterable[str] | None = None) -> list[tuple[int, int]]:
    """Pairs of places whose messages are nearly the same: within `texts`, or of `texts` and `others`.

    Compares neighbouring word pairs without marks (Broder's resemblance, 1997); shorter messages than four words are
    nearly the same only if they are the same. Two that have so much in common also share one of their rarest pairs
    (the prefix filter of Chaudhuri et al. 2006): only those are compared.
    """
    within = others is None
    left = [_pairs(text) for text in texts]
    right = left if others is None else [_pairs(text) for text in others]
    count = Counter(pair for pairs in right for pair in pairs)
    places: dict[str, list[int]] = {}
    for index, pairs in enumerate(right):
        for pair in _rarest(pairs, count):
            places.setdefault(pair, []).append(index)
    found: list[tuple[int, int]] = []
    for index, pairs in enumerate(left):
        for other in {other for pair in _rarest(pairs, count) for other in places.get(pair, ())}:
            if (not within or other < index) and _alike(pairs, right[other]):
                found.append((other, index) if within else (index, other))
    return found


def _alike(pairs: frozenset[str], others: frozenset[str]) -> bool:
    shared = len(pairs & others)
    return shared > ALIKE * (len(pairs) + len(others) - shared)


def _rarest(pairs: frozenset[str], count: Counter[str]) -> list[str]:
    """So many that the others are too few to be nearly the same by them."""
    return sorted(pairs, key=lambda pair: (count[pair], pair))[: len(pairs) - int(ALIKE * len(pairs))]


def _pairs(text: str) -> frozenset[str]:
    words = same(text).split()
    if len(words) < 4:  # "đúng", "dừng" and "đừng" are not the same
        return frozenset({" ".join(unicodedata.normalize("NFC", text).lower().strip(" .,!?…").split()) or text})
    return frozenset(f"{first} {second}" for first, second in pairwise(words))
