"""The report as a PDF, drawn by Typst from the same document as the DOCX."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import typst

from handlers.six_month.document import SHORT, Block, Document, Heading, Number, Paragraph, Row, Table
from handlers.six_month.paper import FONT, Paper
from handlers.six_month.words import MADE_UP, MISSING_HEAD, MOTTO, NAME_OF_STATE, RECIPIENTS, number, place_and_day

_TEMPLATE = Path(__file__).parent / "templates" / "report.typ"


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
    made: Any = typst.compile(
        str(_TEMPLATE),
        format=form,
        ppi=ppi,
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
    )
    return made if isinstance(made, list) else [made]


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading(text, level):
            return {"kind": "heading", "text": text, "level": level}
        case Paragraph(parts):
            return {"kind": "paragraph", "text": _text(parts)}
        case Table():
            rows = [[_text((part,)) for part in row] for row in block.rows]
            return {"kind": "table", "caption": block.caption, "head": list(block.head), "widths": list(block.widths),
                    "rows": rows, "notes": list(block.notes), "texts": block.texts, "total": block.total,
                    "short": len(block.rows) <= SHORT}  # fmt: skip


def _text(parts: Row) -> str:
    return "".join(part.text if isinstance(part, Number) else part for part in parts)
