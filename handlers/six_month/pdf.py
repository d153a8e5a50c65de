"""The report as a PDF, drawn by Typst from the same document as the DOCX; and the pictures of its charts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

import typst

from handlers.six_month.document import (
    SHORT,
    Block,
    Chart,
    Document,
    Footnote,
    Heading,
    Paragraph,
    Part,
    Table,
    text_of,
)
from handlers.six_month.paper import FONT, Paper
from handlers.six_month.words import MADE_UP, MISSING_HEAD, MOTTO, NAME_OF_STATE, RECIPIENTS, number, place_and_day

_TEMPLATES = Path(__file__).parent / "templates"
_DENSITY = 200  # pixels per inch of a chart in the DOCX


def pdf_of(document: Document, paper: Paper) -> bytes:
    return _drawn(document, paper, "pdf")[0]


def pictures_of(document: Document, paper: Paper, ppi: float = 60) -> list[bytes]:
    """Each page as a PNG."""
    return _drawn(document, paper, "png", ppi)


def _drawn(document: Document, paper: Paper, form: Literal["pdf", "png"], ppi: float | None = None) -> list[bytes]:
    content = {
        "font": FONT,
        **{name: getattr(paper, name) for name in ("top", "bottom", "left", "right", "body")},
        "superior": paper.superior.upper(),
        "agency": paper.shown("agency").upper(),
        "number": number(paper),
        "state": NAME_OF_STATE,
        "motto": MOTTO,
        "where": place_and_day(document, paper),
        "made_up": MADE_UP if document.made_up else "",
        "title": document.title,
        "blocks": [_block(one) for one in document.blocks],
        "annex": [_block(one) for one in document.annex],
        "recipients": RECIPIENTS,
        "listed": list(paper.listed),
        "authority": paper.authority.upper(),
        "office": paper.shown("title").upper(),
        "signer": paper.shown("signer"),
        "missing_head": MISSING_HEAD,
        "missing": list(document.missing),
    }
    return _compiled("report.typ", content, form, ppi)


def charts_of(charts: Iterable[Chart], width: float) -> list[bytes]:
    """Each chart as a PNG, `width` millimetres wide."""
    content = {"font": FONT, "width": width, "charts": [_block(one) for one in charts]}
    return _compiled("charts.typ", content, "png", _DENSITY) if content["charts"] else []


def _compiled(template: str, content: Any, form: Literal["pdf", "png"], ppi: float | None) -> list[bytes]:
    words = {"content": json.dumps(content, ensure_ascii=False)}
    made: Any = typst.compile(str(_TEMPLATES / template), format=form, ppi=ppi, sys_inputs=words)
    return made if isinstance(made, list) else [made]


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading(text, level):
            return {"kind": "heading", "text": text, "level": level}
        case Paragraph(parts):
            return {"kind": "paragraph", "parts": [_part(part) for part in parts]}
        case Chart(caption, bars):
            drawn = [{"label": bar.label, "number": bar.number.text, "share": block.share(bar)} for bar in bars]
            return {"kind": "chart", "caption": caption, "told": block.told, "bars": drawn}
        case Table():
            rows = [[text_of((part,)) for part in row] for row in block.rows]
            return {"kind": "table", "caption": block.caption, "head": list(block.head), "widths": list(block.widths),
                    "defined": [_part(one) for one in block.defined],
                    "rows": rows, "notes": list(block.notes), "texts": block.texts, "total": block.total,
                    "short": len(block.rows) <= SHORT}  # fmt: skip


def _part(part: Part) -> str | dict[str, str]:
    return {"footnote": part.text} if isinstance(part, Footnote) else text_of((part,))
