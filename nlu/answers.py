"""What a speaker filled in on a sheet: read kindly, whatever program saved it, but never guessed."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from nlu.marks import nfc
from nlu.tokens import fold
from nlu.verdicts import NATURAL, UNDERSTANDABLE, WRONG

ID, TEXT, MEANING, VERDICT, CORRECTION, WANTED, READER = HEADINGS = (
    *("mã", "câu Ê Đê", "ý muốn nói", "tự nhiên / hiểu được / sai"),
    *("câu sửa lại", "từ còn thiếu", "người đọc"),
)
_SAID = {
    **dict.fromkeys(("tu nhien", "1", NATURAL), NATURAL),
    **dict.fromkeys(("hieu duoc", "hieu", "2", UNDERSTANDABLE), UNDERSTANDABLE),
    **dict.fromkeys(("sai", "3", WRONG), WRONG),
}
_CHOICE = "Write tự nhiên, hiểu được or sai (or 1, 2, 3)."
_FORMULA = ("=", "+", "-", "@")  # a spreadsheet would run a cell that begins so
_PEN_NAME = re.compile(r"[^\W_][\w\u0300-\u036f.'-]{0,39}")
_NUMBER = re.compile(r"\d{6}")


class BadSheet(Exception):
    """The sheet can't be taken; the message says where and what to do, a line each."""


@dataclass(frozen=True)
class Answer:
    """One filled-in row; `verdict` is empty where only a missing word was named."""

    row: int
    id: str
    text: str
    verdict: str
    correction: str
    wanted: tuple[str, ...]
    reader: str


def sheet_of(rows: Iterable[Sequence[str]]) -> str:
    """The headings and these rows, in the order of HEADINGS, as CSV."""
    written = io.StringIO()
    csv.writer(written).writerows([HEADINGS, *(map(_guarded, row) for row in rows)])
    return written.getvalue()


def pen_name(written: str) -> str:
    """A name as it stands in a review: without blanks."""
    return "-".join(written.split())


def answers(content: bytes, reader: str = "") -> list[Answer]:
    """The filled-in rows of a sheet; `reader` is who filled it in where the sheet does not say. Raises BadSheet."""
    rows = _cells(content)
    places = _columns(rows[0][1]) if rows else {}
    wanting = [heading for heading in (ID, TEXT, VERDICT) if heading not in places]
    if wanting:
        raise BadSheet(f"row 1: no column {', '.join(wanting)}. Keep the headings as they were exported.")
    found: list[Answer] = []
    wrong: list[str] = []
    for number, cells in rows[1:]:
        said = {name: _unguarded(cells[place].strip()) for name, place in places.items() if place < len(cells)}
        said = {**dict.fromkeys(HEADINGS, ""), **said}
        if not any(said[name] for name in (VERDICT, CORRECTION, WANTED)):
            continue
        verdict = _SAID.get(_plain(said[VERDICT]), "")
        correction = _tame(said[CORRECTION].replace(";", ","))
        if said[VERDICT] and not verdict:
            wrong.append(f'row {number}: "{said[VERDICT]}" is no verdict. {_CHOICE}')
        elif correction and not verdict:
            wrong.append(f"row {number}: a correction without a verdict. {_CHOICE}")
        elif not said[ID]:
            wrong.append(f"row {number}: the column {ID} is empty. Copy the code from the exported sheet.")
        wanted = map(_tame, re.split(r"[;,\n]", said[WANTED]))
        found.append(
            Answer(
                number, said[ID], said[TEXT], verdict, correction, tuple(filter(None, wanted)), pen_name(said[READER])
            )
        )
    readers = {answer.reader.casefold(): answer.reader for answer in found if answer.reader}
    only = pen_name(reader) or (next(iter(readers.values())) if len(readers) == 1 else "")
    found = [replace(answer, reader=answer.reader or only) for answer in found]
    wrong += filter(None, map(_wrong_reader, found))
    rows_of = Counter((answer.id, answer.reader.casefold()) for answer in found)
    wrong += [f"{id_} has {times} rows of one reader. Keep one." for (id_, _), times in rows_of.items() if times > 1]
    if wrong:
        raise BadSheet("\n".join(wrong))
    return found


def _cells(content: bytes) -> list[tuple[int, list[str]]]:
    """The rows that hold something, each with its number in the sheet."""
    if content.startswith(b"PK"):
        raise BadSheet("This is a workbook, not a CSV file. Save it as CSV UTF-8 (in Google Sheets: Download, CSV).")
    if b"\0" in content or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadSheet("This file is UTF-16 (Unicode text). Save it as CSV UTF-8.")
    try:
        text = nfc(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadSheet("This file is not UTF-8 (Windows-1258 lacks Ê Đê letters). Save it as CSV UTF-8.") from None
    first = next((line for line in text.splitlines() if line.strip()), "")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        return [(number, cells) for number, cells in enumerate(rows, 1) if any(cell.strip() for cell in cells)]
    except csv.Error as failure:
        raise BadSheet(f"line {rows.line_num}: broken quotation marks ({failure}). Save the sheet again.") from None


def _columns(header: Sequence[str]) -> dict[str, int]:
    """Which column is where: headings are known without their marks, that of the verdict by its beginning."""
    names = {_plain(heading): heading for heading in HEADINGS}
    found: dict[str, int] = {}
    for place, cell in enumerate(header):
        name = VERDICT if _plain(cell).startswith("tu nhien") else names.get(_plain(cell), "")
        if name:
            found.setdefault(name, place)
    return found


def _plain(text: str) -> str:
    return " ".join(re.findall("[a-z0-9]+", fold(text).lower()))


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _tame(text: str) -> str:
    return " ".join(text.split()).lstrip("=+-@ ")


def _wrong_reader(answer: Answer) -> str:
    if not answer.reader:
        return f"row {answer.row}: who read this? Fill in {READER}, or give --reader NAME."
    if not _PEN_NAME.fullmatch(answer.reader) or _NUMBER.search(answer.reader):
        return f'row {answer.row}: "{answer.reader}" is no pen name: letters and a few digits, no telephone number.'
    return ""
