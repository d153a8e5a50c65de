"""Footnotes of a DOCX, which python-docx cannot write: their part of the package, and the sign where each belongs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.shared import Pt

from handlers.six_month.document import Footnote

_TEXT, _SIGN = "FootnoteText", "FootnoteReference"
_SEPARATORS = (("separator", "-1"), ("continuationSeparator", "0"))  # the lines above footnotes, which Word asks for
_EMPTY = b'<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'


def add_part(made: Any, footnotes: Iterable[Footnote]) -> None:
    """Put all footnotes of a document into its package."""
    text = made.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    text.base_style, text.font.size = made.styles["Normal"], Pt(10)
    text.paragraph_format.space_after = Pt(0)
    sign = made.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    sign.font.superscript = True
    text.element.set(qn("w:styleId"), _TEXT)
    sign.element.set(qn("w:styleId"), _SIGN)
    root = parse_xml(_EMPTY)
    listed = OxmlElement("w:footnotePr")
    for kind, number in _SEPARATORS:
        one = _footnote(root, number)
        one.set(qn("w:type"), kind)
        _run(one[0]).append(OxmlElement(f"w:{kind}"))
        entry = OxmlElement("w:footnote")
        entry.set(qn("w:id"), number)
        listed.append(entry)
    for footnote in footnotes:
        line = _footnote(root, str(footnote.number))[0]
        style = OxmlElement("w:pStyle")
        style.set(qn("w:val"), _TEXT)
        line.get_or_add_pPr().append(style)
        _run(line, _SIGN).append(OxmlElement("w:footnoteRef"))
        words = OxmlElement("w:t")
        words.text = f" {footnote.text}"
        words.set(qn("xml:space"), "preserve")
        _run(line).append(words)
    made.settings.element.find(qn("w:compat")).addprevious(listed)
    body = serialize_part_xml(root)
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, body, made.part.package)
    made.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def add_sign(line: Any, footnote: Footnote) -> None:
    """The footnote's number at the end of a paragraph as far as it is written."""
    sign = OxmlElement("w:footnoteReference")
    sign.set(qn("w:id"), str(footnote.number))
    _run(line._p, _SIGN).append(sign)


def _footnote(root: Any, number: str) -> Any:
    one = OxmlElement("w:footnote")
    one.set(qn("w:id"), number)
    one.append(OxmlElement("w:p"))
    root.append(one)
    return one


def _run(line: Any, style: str = "") -> Any:
    run = OxmlElement("w:r")
    if style:
        look, name = OxmlElement("w:rPr"), OxmlElement("w:rStyle")
        name.set(qn("w:val"), style)
        look.append(name)
        run.append(look)
    line.append(run)
    return run
