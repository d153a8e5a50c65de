"""The six-month report, composed by rules from its figures. Pure."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

from handlers.six_month import entered_parts, line_parts
from handlers.six_month.document import Document, Paragraph
from handlers.six_month.paper import Paper
from handlers.six_month.source import Pen, Source, day

_PARTS = (
    entered_parts.context,
    line_parts.contacts,
    line_parts.cases,
    line_parts.help_given,
    entered_parts.reach,
    entered_parts.drowning_and_marriage,
    entered_parts.people,
    entered_parts.fund,
    entered_parts.outlook,
)


def compose(source: Source, paper: Paper, label: Callable[[str, str], str]) -> Document:
    """`label` says what a line of a table of figures is called."""
    pen = Pen(source, label)
    half = f"6 tháng {'đầu' if source.half.half == 1 else 'cuối'} năm {source.half.year}"
    opening = Paragraph((
        "Thực hiện Luật Trẻ em năm 2016 và Nghị định số 56/2017/NĐ-CP ngày 09/5/2017 của Chính phủ, "
        f"{paper.shown('agency')} báo cáo kết quả {half} (số liệu từ ngày {day(source.half.first)} đến hết ngày "
        f"{day(source.until)}) như sau:",
    ))  # fmt: skip
    signs = Paragraph((line_parts.SIGNS,))
    body = tuple(chain.from_iterable(part(pen) for part in _PARTS))
    closing = Paragraph((f"Trên đây là báo cáo kết quả {half}, {paper.shown('agency')} kính báo cáo./.",))
    annex = tuple(entered_parts.annex(pen))
    if source.too_late:
        pen.note_missing(f"{source.too_late} số liệu của xã, phường có ngày sau ngày chốt: không tính")
    for name in paper.empty():
        pen.note_missing(f"Thể thức: {name}")
    return Document(
        half=source.half,
        until=source.until,
        written=source.written,
        title=f"Kết quả công tác bảo vệ trẻ em, phòng, chống xâm hại trẻ em\n{half}",
        blocks=(opening, signs, *body, closing),
        annex=annex,
        missing=tuple(pen.missing),
        made_up=source.made_up,
    )
