"""Numbers as a file that Excel opens right in Viet Nam: CSV, or XLSX with what its words mean on a page of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from starlette.requests import Request
from starlette.responses import Response

from handlers.table_file import Page, Value, csv_of, xlsx_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet(name: str, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> Response:
    """A CSV to be kept as `name`.csv."""
    return _file(f"{name}.csv", "text/csv", csv_of(header, rows))


def book(name: str, pages: Sequence[Page]) -> Response:
    """An XLSX to be kept as `name`.xlsx."""
    return _file(f"{name}.xlsx", XLSX, xlsx_of(pages))


def wants_book(request: Request) -> bool:
    """Whether ?form=xlsx is asked for."""
    return request.query_params.get("form") == "xlsx"


def _file(name: str, kind: str, body: bytes) -> Response:
    return Response(body, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
