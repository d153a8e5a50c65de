"""The part of the report on indicator 0101: abused children by kind of harm. Pure.

By kind and sex, age or setting at once no number is printed: what is sent is published, and beside the published
tables nearly every such number of a half-year could be worked out or is small (ADR 0026). The line's own page has them.
"""

from __future__ import annotations

from collections.abc import Iterator

from handlers.six_month.document import Block, Paragraph, Row, Table
from handlers.six_month.source import HARM_CELLS, Pen


def harm(pen: Pen) -> Iterator[Block]:
    yield Paragraph(("Số vụ việc theo hình thức xâm hại như bảng dưới đây", *pen.define("harm"), "."))
    rows: list[Row] = [(pen.label("group", row), pen.number(key)) for row, key in HARM_CELLS.items()]
    table = Table("Vụ việc theo hình thức xâm hại", ("Hình thức xâm hại", "Số vụ việc"), (75, 25), tuple(rows))
    yield table
    yield from pen.drawn(table)
    yield Paragraph((
        "Không nêu số theo hình thức xâm hại cùng lúc với giới tính, độ tuổi hoặc môi trường: trong sáu tháng hầu hết "
        "các số này nhỏ hơn 5. Giới tính, độ tuổi và môi trường của tất cả vụ việc xem mục 2 và mục 3.",
    ))  # fmt: skip
