"""The words that stand on the paper around the report itself, the same in DOCX and PDF. Pure."""

from __future__ import annotations

from handlers.six_month.document import Document
from handlers.six_month.paper import Paper

NAME_OF_STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
RECIPIENTS = "Nơi nhận:"
MISSING_HEAD = "SỐ LIỆU VÀ NỘI DUNG CÒN THIẾU (bỏ trang này khi ban hành)"
MADE_UP = "SỐ LIỆU MẪU DO MÁY TẠO, KHÔNG PHẢI SỐ LIỆU THẬT"


def number(paper: Paper) -> str:
    """The number itself is written in by whoever issues it."""
    return f"Số:        /BC-{paper.shown('code')}"


def place_and_day(document: Document, paper: Paper) -> str:
    day = document.written
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{paper.shown('place')}, ngày {day.day:02d} tháng {month} năm {day.year}"
