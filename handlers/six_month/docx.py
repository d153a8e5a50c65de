"""The report as a DOCX to edit, in the layout of an official paper."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from handlers.six_month.document import (
    SHORT,
    Block,
    Chart,
    Document,
    Footnote,
    Heading,
    Paragraph,
    Row,
    Table,
    text_of,
)
from handlers.six_month.docx_footnotes import add_part, add_sign
from handlers.six_month.paper import FONT, Paper
from handlers.six_month.pdf import charts_of
from handlers.six_month.words import MADE_UP, MISSING_HEAD, MOTTO, NAME_OF_STATE, RECIPIENTS, number, place_and_day

_TABLE, _NOTE = Pt(12), Pt(11)


def docx_of(document: Document, paper: Paper) -> bytes:
    made: Any = docx.Document()
    _sheet(made, paper)
    add_part(made, document.footnotes)
    width = 210 - paper.left - paper.right
    charts = [block for block in document.blocks if isinstance(block, Chart)]
    pictures = dict(zip(charts, charts_of(charts, width), strict=True))
    _head(made, document, paper)
    for block in document.blocks:
        _block(made, block, width, pictures)
    made.paragraphs[-1].paragraph_format.keep_with_next = True
    _signature(made, paper)
    made.add_page_break()
    for block in document.annex:
        _block(made, block, width, pictures)
    if document.missing:
        made.add_page_break()
        _line(made, MISSING_HEAD, align=ALIGN.CENTER, bold=True)
        for one in document.missing:
            _line(made, f"– {one}", size=_TABLE)
    made.core_properties.title = document.title.replace("\n", " ")
    made.core_properties.author = paper.agency
    made.core_properties.language = "vi-VN"
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _sheet(made: Any, paper: Paper) -> None:
    section = made.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(paper.top), Mm(paper.bottom)
    section.left_margin, section.right_margin = Mm(paper.left), Mm(paper.right)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    top = section.header.paragraphs[0]
    top.alignment = ALIGN.CENTER
    run = top.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            element.text = text
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)
    style = made.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(paper.body)
    fonts = style.element.rPr.rFonts
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)
    style.paragraph_format.space_after, style.paragraph_format.space_before = Pt(6), Pt(0)


def _head(made: Any, document: Document, paper: Paper) -> None:
    left, right = _two_columns(made, (67, 98))
    if paper.superior:
        _line(left, paper.superior.upper(), size=Pt(13), align=ALIGN.CENTER, after=0)
    _line(left, paper.shown("agency").upper(), size=Pt(13), align=ALIGN.CENTER, bold=True, after=0)
    _rule(left, 24)
    _line(left, number(paper), size=Pt(13), align=ALIGN.CENTER)
    _line(right, NAME_OF_STATE, size=Pt(12), align=ALIGN.CENTER, bold=True, after=0)
    _line(right, MOTTO, size=Pt(13), align=ALIGN.CENTER, bold=True, after=0)
    _rule(right, 12)
    _line(right, place_and_day(document, paper), size=Pt(13), align=ALIGN.CENTER, italic=True)
    if document.made_up:
        _line(made, MADE_UP, align=ALIGN.CENTER, bold=True)
    _line(made, "BÁO CÁO", size=Pt(14), align=ALIGN.CENTER, bold=True, before=12, after=0)
    _line(made, document.title, size=Pt(14), align=ALIGN.CENTER, bold=True, after=0)
    _rule(made, 58)


def _block(made: Any, block: Block, width: int, pictures: Mapping[Chart, bytes]) -> None:
    """`width` of the text in millimetres."""
    match block:
        case Heading(text, level):
            line = _line(made, text, bold=True, before=6)
            line.paragraph_format.keep_with_next = True
            line.paragraph_format.first_line_indent = Mm(10)
            line.style = made.styles["Normal"]
            _outline(line, level)
        case Paragraph(parts):
            line = _line(made, "", align=ALIGN.JUSTIFY)
            line.paragraph_format.first_line_indent = Mm(10)
            for part in parts:
                if isinstance(part, Footnote):
                    add_sign(line, part)
                else:
                    line.add_run(text_of((part,)))
        case Table():
            _table(made, block, width)
        case Chart():
            line = _line(made, "", align=ALIGN.CENTER, before=6)
            picture = line.add_run().add_picture(io.BytesIO(pictures[block]), width=Mm(width))
            picture._inline.docPr.set("descr", block.told)
            picture._inline.docPr.set("title", block.caption)


def _table(made: Any, block: Table, width: int) -> None:
    if block.caption:
        line = _line(made, block.caption, size=_TABLE, italic=True, before=6, after=3)
        line.paragraph_format.keep_with_next = True
        for footnote in block.defined:
            add_sign(line, footnote)
    table = made.add_table(rows=0, cols=len(block.head), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    shares = [Mm(width * share / sum(block.widths)) for share in block.widths]
    for column, share in zip(table.columns, shares, strict=True):
        column.width = share
    _cells(table, block.head, shares, len(block.head), bold=True)
    short = len(block.rows) <= SHORT
    _mark(table.rows[0], "w:tblHeader")
    for at, row in enumerate(block.rows, 1):
        _cells(table, row, shares, block.texts, bold=block.total and at == len(block.rows))
    if short:  # stays on one page
        for row in table.rows[:-1]:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True
    for note in block.notes:
        _line(made, note, size=_NOTE, italic=True, before=3, after=3, align=ALIGN.JUSTIFY)


def _cells(table: Any, row: Row, shares: Iterable[Any], texts: int, *, bold: bool) -> None:
    added = table.add_row()
    _mark(added, "w:cantSplit")
    heading = len(table.rows) == 1
    for at, (cell, part, share) in enumerate(zip(added.cells, row, shares, strict=True)):
        cell.width = share
        line = cell.paragraphs[0]
        line.alignment = ALIGN.CENTER if heading else ALIGN.LEFT if at < texts else ALIGN.RIGHT
        line.paragraph_format.space_after = Pt(2)
        run = line.add_run(text_of((part,)))
        run.font.size, run.bold = _TABLE, bold


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _signature(made: Any, paper: Paper) -> None:
    left, right = _two_columns(made, (82, 83))
    _line(left, RECIPIENTS, size=Pt(12), bold=True, italic=True, after=0)
    for at, one in enumerate(paper.listed, 1):
        _line(left, f"- {one}{'.' if at == len(paper.listed) else ';'}", size=Pt(11), after=0)
    if paper.authority:
        _line(right, paper.authority.upper(), size=Pt(14), align=ALIGN.CENTER, bold=True, after=0)
    _line(right, paper.shown("title").upper(), size=Pt(14), align=ALIGN.CENTER, bold=True, after=72)
    _line(right, paper.shown("signer"), size=Pt(14), align=ALIGN.CENTER, bold=True)


def _two_columns(made: Any, widths: tuple[int, int]) -> tuple[Any, Any]:
    table = made.add_table(rows=1, cols=2)
    table.autofit = False
    for cell, column, width in zip(table.rows[0].cells, table.columns, widths, strict=True):
        cell.width = column.width = Mm(width)
    _mark(table.rows[0], "w:cantSplit")
    return table.rows[0].cells[0], table.rows[0].cells[1]


def _line(
    where: Any,
    text: str,
    *,
    size: Any = None,
    align: Any = None,
    bold: bool = False,
    italic: bool = False,
    before: int = 0,
    after: int = 6,
) -> Any:
    """A paragraph in a document or a cell; a cell's first, empty one is used up."""
    empty = (
        [one for one in where.paragraphs if not one.text and not one._p.xpath(".//w:pBdr")] if _is_cell(where) else []
    )
    line = empty[0] if empty else where.add_paragraph()
    run = line.add_run(text)
    run.bold, run.italic = bold, italic
    if size is not None:
        run.font.size = size
    if align is not None:
        line.alignment = align
    line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(before), Pt(after)
    return line


def _is_cell(where: Any) -> bool:
    return hasattr(where, "_tc")


def _rule(where: Any, indent: int) -> None:
    """A short rule: an empty line with a border above it, drawn in on both sides."""
    line = where.add_paragraph()
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Mm(indent)
    line.paragraph_format.space_after, line.paragraph_format.line_spacing = Pt(0), Pt(8)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    line._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _outline(line: Any, level: int) -> None:
    """The level at which a heading stands in Word's own outline."""
    element = OxmlElement("w:outlineLvl")
    element.set(qn("w:val"), str(level - 1))
    line._p.get_or_add_pPr().append(element)
