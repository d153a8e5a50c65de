"""The parts of the report that rest on what communes entered and wrote, and on what campaigns did. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.campaigns.topics import Topic
from handlers.figures.tables import At
from handlers.sheets.indicators import Kind, all_of_them
from handlers.six_month.document import MISSING, Block, Heading, Number, Paragraph, Row, Table
from handlers.six_month.source import Pen


def context(pen: Pen) -> Iterator[Block]:
    yield Heading("I. BỐI CẢNH")
    if not pen.value("sheet/communes"):
        yield pen.say("Đến ngày chốt số liệu, {sheet/communes}/{communes} xã, phường đã gửi số liệu của kỳ báo cáo.")
    else:
        yield pen.say(
            "Theo số liệu của {sheet/communes}/{communes} xã, phường, toàn tỉnh có {sheet/TE01} trẻ em dưới 16 tuổi; "
            "trong đó {sheet/TE02} trẻ em có hoàn cảnh đặc biệt, {sheet/TE03} trẻ em có nguy cơ rơi vào hoàn cảnh "
            "đặc biệt."
        )
    if pen.value("sheet/supported/of"):
        yield pen.say("Tỷ lệ trẻ em có hoàn cảnh đặc biệt được trợ giúp là {sheet/supported%sheet/supported/of}.")
    yield _table(pen, "Trẻ em và trợ giúp xã hội", ("children", "support"))


def reach(pen: Pen) -> Iterator[Block]:
    yield Heading("V. TRUYỀN THÔNG VÀ CÁC CHIẾN DỊCH")
    if pen.value("campaigns"):
        yield pen.say(
            "Trong kỳ có {campaigns} chiến dịch với {campaigns/variants} điểm, hình thức truyền thông dẫn về đường "
            "dây; {campaigns/opened} lượt mở trang giới thiệu và {campaigns/started} lượt trò chuyện từ mã chiến dịch."
        )
        rows: tuple[Row, ...] = tuple(
            (
                one.name,
                *(pen.number(f"campaign/{one.id}/{step}") for step in ("variants", "opened", "started", "finished")),
            )
            for one in pen.source.campaigns
        )
        table = Table("Chiến dịch và mức tiếp cận", ("Chiến dịch", "Điểm", "Lượt mở", "Lượt trò chuyện", "Tin báo"),
                      (44, 12, 14, 16, 14), rows, defined=pen.define("arrivals"))  # fmt: skip
        yield table
        yield from pen.drawn(table, 2)
    else:
        yield pen.say("Trong kỳ có {campaigns} chiến dịch truyền thông dẫn về đường dây.")
    if pen.value("sheet/TT01") is not None:
        yield pen.say(
            "Các xã, phường tổ chức {sheet/TT01} buổi truyền thông, nói chuyện với {sheet/TT02} lượt người dự; "
            "{sheet/TT07} diễn đàn trẻ em với {sheet/TT08} trẻ em tham gia."
        )
    yield _table(pen, "Công tác truyền thông của xã, phường", ("awareness",))


def drowning_and_marriage(pen: Pen) -> Iterator[Block]:
    yield Heading("VI. PHÒNG, CHỐNG ĐUỐI NƯỚC VÀ TẢO HÔN")
    yield Heading("1. Phòng, chống đuối nước", 2)
    yield from _topic(pen, Topic.DROWNING, "phòng, chống đuối nước")
    yield pen.say(
        "Có {sheet/DN01} trẻ em chết do đuối nước; {sheet/DN02} trẻ em được học bơi an toàn; {sheet/DN03} nơi nguy "
        "hiểm đã được rào, cắm biển cảnh báo."
    )
    yield _table(pen, "Phòng, chống đuối nước", ("drowning",))
    yield Heading("2. Phòng, chống tảo hôn, trẻ em bỏ học", 2)
    yield from _topic(pen, Topic.CHILD_MARRIAGE, "phòng, chống tảo hôn")
    yield pen.say("Các xã, phường ghi nhận {sheet/TN01} cặp tảo hôn và {sheet/TN02} trẻ em bỏ học.")
    yield _table(pen, "Tảo hôn và bỏ học", ("harm",))


def people(pen: Pen) -> Iterator[Block]:
    yield Heading("VII. TỔ CHỨC, CỘNG TÁC VIÊN VÀ TẬP HUẤN")
    yield pen.say(
        "Có {sheet/BM01} xã, phường có Ban điều hành về trẻ em; {sheet/BM02} xã, phường có kế hoạch công tác trẻ "
        "em trong năm; {sheet/BM03} người làm công tác trẻ em cấp xã và {sheet/BM04} cộng tác viên ở {sheet/BM05} "
        "thôn, buôn, tổ dân phố; mở {sheet/TH01} lớp tập huấn với {sheet/TH02} lượt người dự."
    )
    yield _table(pen, "Tổ chức, nhân lực, tập huấn, mô hình", ("people", "training", "models"))


def fund(pen: Pen) -> Iterator[Block]:
    yield Heading("VIII. QUỸ BẢO TRỢ TRẺ EM")
    yield pen.say(
        "Quỹ Bảo trợ trẻ em vận động được {sheet/QB01} đồng tiền mặt và hiện vật trị giá {sheet/QB02} đồng; đã chi "
        "{sheet/QB03} đồng, giúp {sheet/QB04} lượt trẻ em bằng tiền và {sheet/QB05} lượt trẻ em bằng hiện vật."
    )
    yield _table(pen, "Quỹ Bảo trợ trẻ em", ("fund",))


def outlook(pen: Pen) -> Iterator[Block]:
    yield Heading("IX. KHÓ KHĂN, HẠN CHẾ")
    yield from _remarks(pen, "KK01")
    yield Heading("X. NHIỆM VỤ KỲ TỚI")
    yield from _remarks(pen, "KK02")


def annex(pen: Pen) -> Iterator[Block]:
    """One line for each commune. What nobody entered stays … and is counted in the list of what is missing."""
    yield Heading("PHỤ LỤC. SỐ LIỆU THEO XÃ, PHƯỜNG")
    columns = ("TE01", "TE02", "TE03", "BM04")
    rows: list[Row] = []
    for at, (code, name) in enumerate(pen.source.communes.items(), 1):
        case = pen.number(At("commune", code).code)
        entered = (_quiet(pen, f"commune/{code}/{indicator}") for indicator in columns)
        rows.append((str(at), name, case, *entered))
    heads = ("TT", "Xã, phường", "Vụ việc", "Trẻ em", "Hoàn cảnh đặc biệt", "Có nguy cơ", "Cộng tác viên")
    defined = pen.define("place")
    yield Table(
        "Số liệu của từng xã, phường", heads, (7, 31, 12, 12, 14, 12, 12), tuple(rows), texts=2, defined=defined
    )


def _quiet(pen: Pen, key: str) -> Number:
    return pen.number(key) if key in pen.source.values else Number(key, MISSING)


def _topic(pen: Pen, topic: str, words: str) -> Iterator[Block]:
    if pen.value(f"campaigns/{topic}"):
        opened = f"{{campaigns/{topic}/opened}} lượt mở trang giới thiệu"
        yield pen.say(f"Đã có {{campaigns/{topic}}} chiến dịch {words}, với {opened}.")


def _table(pen: Pen, caption: str, sections: tuple[str, ...]) -> Table:
    """Each indicator's sum, and how many communes it is the sum of; those that are short are noted as missing."""
    rows: list[Row] = []
    for code, indicator in all_of_them().items():
        if indicator.section not in sections or indicator.kind in (Kind.TEXT, Kind.SHARE):
            continue
        filled = pen.number(f"sheet/{code}/communes")
        number = pen.number(f"sheet/{code}")
        short = (pen.value("communes") or 0) - (pen.value(f"sheet/{code}/communes") or 0)
        if number.text != MISSING and short:
            pen.note_missing(f"{indicator.vi}: còn {short}/{pen.value('communes')} xã, phường chưa nhập")
        rows.append((indicator.vi, number, filled))
    return Table(
        caption,
        ("Chỉ tiêu", "Số liệu", "Số xã, phường đã nhập"),
        (54, 22, 24),
        tuple(rows),
        defined=pen.define("entered"),
    )


def _remarks(pen: Pen, code: str) -> Iterator[Block]:
    mine = [one for one in pen.source.remarks if one.indicator == code]
    if not mine:
        pen.note_missing(f"{all_of_them()[code].vi}: chưa có nội dung")
        yield Paragraph((MISSING,))
    together: dict[str, list[str]] = {}  # who wrote the same stands in one line
    for one in mine:
        together.setdefault(" ".join(one.text.split()), []).append(one.commune)
    for text, names in together.items():
        yield Paragraph((f"– {', '.join(names)}: {text}",))
