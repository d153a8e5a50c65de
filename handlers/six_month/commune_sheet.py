"""One commune's sheet of a half-year as a paper to print and sign, in the layout of the six-month report. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from handlers.sheets.entries import Entry
from handlers.sheets.indicators import Indicator, Kind, all_of_them, written
from handlers.sheets.period import HalfYear
from handlers.six_month.document import MISSING, Block, Document, Heading, Paragraph, Row, Table
from handlers.six_month.paper import Paper
from handlers.six_month.source import day

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV")
_HEAD = ("Chỉ tiêu", "Nguồn, tính đến ngày", "Kỳ trước", "Kỳ này")
_WIDTHS = (46, 32, 16, 16)


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """A dangerous place that is not fenced, in words."""

    kind: str
    place: str
    found_on: date
    found_by: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the paper is made of; `titles` of the sections by their code, in Vietnamese."""

    commune: str  # "Xã Ea Kar"
    half: HalfYear
    written: date
    titles: Mapping[str, str]
    values: Mapping[str, Entry]  # by indicator
    before: Mapping[str, Entry]
    open_places: Sequence[OpenPlace] = ()
    tasks: Sequence[tuple[str, bool]] = ()  # set for this half-year, and whether each is done
    made_up: bool = False


def paper_of(commune: str, report: Paper) -> Paper:
    """The report's margins and size of letters under the commune's own head; it goes to whoever writes the report."""
    head = Paper(
        agency=f"Ủy ban nhân dân {commune[0].lower()}{commune[1:]}",
        code="UBND",
        place=commune.partition(" ")[2],
        authority="TM. Ủy ban nhân dân",
        recipients="; ".join(name for name in (report.agency, "Lưu: VT") if name),
    )
    sizes = {name: getattr(report, name) for name in ("top", "bottom", "left", "right", "body")}
    return replace(head, **sizes)


def compose(sheet: Sheet, paper: Paper) -> Document:
    half = f"6 tháng {'đầu' if sheet.half.half == 1 else 'cuối'} năm {sheet.half.year}"
    opening = f"{paper.shown('agency')} báo cáo số liệu công tác trẻ em {half} trên địa bàn như sau:"
    body: list[Block] = [Paragraph((opening,))]
    for at, (section, title) in enumerate(sheet.titles.items()):
        body.append(Heading(f"{_ROMAN[at]}. {title.upper()}"))
        rows = [row for row in all_of_them().values() if row.section == section]
        numbers = [row for row in rows if row.kind is not Kind.TEXT]
        if numbers:
            body.append(Table("", _HEAD, _WIDTHS, tuple(_line(sheet, row) for row in numbers), texts=2))
        for row in rows:
            if row.kind is Kind.TEXT:
                body += _words(sheet, row, alone=len(rows) == 1)
        if section == "drowning" and sheet.open_places:
            body.append(_places(sheet))
    if sheet.tasks:
        body.append(Heading(f"{_ROMAN[len(sheet.titles)]}. NHIỆM VỤ ĐÃ ĐẶT RA CHO KỲ NÀY"))
        body += [Paragraph((f"– {words}: {'đã xong' if done else 'chưa xong'}.",)) for words, done in sheet.tasks]
    body.append(Paragraph(("Trên đây là số liệu công tác trẻ em của địa phương./.",)))
    missing = [row.vi for code, row in all_of_them().items() if _text(row, sheet.values.get(code)) == MISSING]
    return Document(
        half=sheet.half,
        until=min(sheet.half.last, sheet.written),
        written=sheet.written,
        title=f"Số liệu công tác trẻ em {half}\n{sheet.commune}",
        blocks=tuple(body),
        annex=(),
        missing=(*missing, *(f"Thể thức: {name}" for name in paper.empty())),
        made_up=sheet.made_up,
    )


def _line(sheet: Sheet, row: Indicator) -> Row:
    entry, before = sheet.values.get(row.code), sheet.before.get(row.code)
    told = f"{entry.source}, {day(entry.as_of)}" if entry and entry.value is not None else ""
    return row.vi, told, _text(row, before), _text(row, entry)


def _words(sheet: Sheet, row: Indicator, *, alone: bool) -> Iterator[Block]:
    if not alone:
        yield Heading(row.vi, 2)
    for line in _text(row, sheet.values.get(row.code)).splitlines():
        if line.strip():
            yield Paragraph((line.strip(),))


def _places(sheet: Sheet) -> Table:
    rows = tuple((one.kind, one.place, day(one.found_on), one.found_by) for one in sheet.open_places)
    head = ("Loại", "Ở đâu", "Phát hiện ngày", "Ai phát hiện")
    return Table("Nơi nguy hiểm còn chưa rào", head, (16, 46, 16, 26), rows, texts=4)


def _text(row: Indicator, entry: Entry | None) -> str:
    return written(row.kind, entry.value) if entry is not None and entry.value is not None else MISSING
