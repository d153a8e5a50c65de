"""The parts of the report that the line itself knows: contacts, cases by kind, sex, age, setting and place, help. Pure.

The report is an official Vietnamese paper in whatever language the console is shown, so its sentences stand here as
they are printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from handlers.case import Because
from handlers.figures import areas
from handlers.figures.child_helpline import REASONS
from handlers.figures.coarse import AGES, SETTINGS
from handlers.figures.counters import What
from handlers.figures.facts import ONGOING
from handlers.figures.tables import ALL, TOTAL, UNKNOWN, At
from handlers.six_month import harm_parts
from handlers.six_month.document import Block, Heading, Paragraph, Row, Table
from handlers.six_month.source import Pen, age_name, day

VIOLENCE = At("reason", "violence").code
SIGNS = (
    "Trong báo cáo này, dấu “–” là số không nêu vì nhỏ hơn 5, hoặc vì từ số ấy có thể tính ra một số nhỏ hơn 5; "
    "dấu “…” là chưa có số liệu."
)  # fmt: skip
_TABLES = "Bảng số vụ việc theo loại, giới tính, độ tuổi, môi trường, địa bàn"


def contacts(pen: Pen) -> Iterator[Block]:
    yield Heading("II. TIẾP NHẬN THÔNG TIN QUA ĐƯỜNG DÂY")
    yield pen.say("Trong kỳ, đường dây tiếp nhận {contacts} lượt liên hệ{^contact}" + _against(pen, "contacts") + ".")
    rows = [
        _line(pen, f"contacts/channel/{name}", pen.label("method", name)) for name in _names(pen, "contacts/channel")
    ]
    if rows:
        yield Table("Lượt liên hệ theo kênh", ("Kênh", "Lượt"), (75, 25), tuple(rows))
    months = [_line(pen, key, f"Tháng {int(key[-2:])}") for key in _keys(pen, "contacts/month")]
    if months and pen.value("contacts"):
        yield from _with_chart(pen, Table("Lượt liên hệ theo tháng", ("Tháng", "Lượt"), (75, 25), tuple(months)))
    first = [what for what in What if what != What.CONTACT]
    if pen.value("contacts"):
        rows = [_line(pen, f"contacts/first/{what}", pen.label("began_with", what)) for what in first]
        yield from _with_chart(pen, Table(
            "Lượt liên hệ theo nội dung mở đầu", ("Nội dung", "Lượt"), (75, 25), tuple(rows),
            defined=pen.define("first"),
        ))  # fmt: skip


def cases(pen: Pen) -> Iterator[Block]:
    yield Heading("III. TÌNH HÌNH BẠO LỰC, XÂM HẠI TRẺ EM VÀ CÁC VỤ VIỆC KHÁC")
    yield Heading("1. Theo loại vụ việc", 2)
    until = pen.source.weeks_until
    weeks = f" (tính theo tuần trọn, đến hết ngày {day(until)})" if until is not None else ""
    if pen.value("cases") == 0 and "cases" in pen.source.values:
        yield Paragraph((f"Trong kỳ không có vụ việc nào được lập hồ sơ{weeks}: ", pen.number("cases"), " vụ việc."))
    else:
        yield pen.say(f"Toàn tỉnh có {{cases}} vụ việc{{^case}} được lập hồ sơ{weeks}" + _against(pen, "cases") + ".")
    if not pen.source.published:
        yield Paragraph((
            "Số vụ việc theo loại, giới tính, độ tuổi, môi trường và địa bàn: … (chưa có bảng số liệu được công bố "
            "của kỳ báo cáo)." if pen.source.whole else
            "Số vụ việc theo loại, giới tính, độ tuổi, môi trường và địa bàn: … (chỉ có khi chốt số liệu đến hết kỳ).",
        ))  # fmt: skip
        pen.note_missing(f"{_TABLES}: chưa công bố" if pen.source.whole else f"{_TABLES}: ngày chốt trước ngày cuối kỳ")
        return
    if pen.value(VIOLENCE) is not None:
        yield pen.say(
            f"Trong đó có {{{VIOLENCE}}} vụ việc bạo lực, xâm hại trẻ em{{^violence}}, "
            f"chiếm {{{VIOLENCE}%{TOTAL.code}}}."
        )
    yield from _with_chart(pen, Table(
        "Số vụ việc theo loại", ("Loại vụ việc", "Số vụ việc"), (75, 25), tuple(_reasons(pen)), total=True,
        defined=pen.define("reason"),
    ))  # fmt: skip
    yield Heading("2. Theo giới tính và độ tuổi", 2)
    girls = At("age_sex", ALL, "girl").code
    if pen.value(girls) is not None and pen.value(TOTAL.code):
        yield pen.say(f"Trẻ em gái có {{{girls}}} vụ việc, chiếm {{{girls}%{TOTAL.code}}} tổng số.")
    ages = _age_sex(pen)
    yield ages
    yield from pen.drawn(ages, len(ages.head) - 1)
    yield Heading("3. Theo môi trường xảy ra", 2)
    yield from _most(
        pen, "setting", SETTINGS, "Nhiều nhất là {name}, với {{{key}}} vụ việc, chiếm {{{key}%{total}}} tổng số."
    )
    table = _simple(pen, "Số vụ việc theo môi trường xảy ra", "Môi trường", "setting", (*SETTINGS, UNKNOWN))
    yield from _with_chart(pen, replace(table, defined=pen.define("setting")))
    yield Heading("4. Trẻ em bị xâm hại (chỉ tiêu 0101)", 2)
    yield from harm_parts.harm(pen)
    yield Heading("5. Theo địa bàn", 2)
    yield pen.say(
        "Số vụ việc theo khu vực trong tỉnh như bảng dưới đây; theo từng xã, phường xem Phụ lục. Vụ việc được tính vào "
        "nơi xảy ra."
    )
    yield from _with_chart(pen, _simple(pen, "Số vụ việc theo khu vực", "Khu vực", "area", (*areas.regions(), UNKNOWN)))


def help_given(pen: Pen) -> Iterator[Block]:
    yield Heading("IV. CAN THIỆP, HỖ TRỢ VÀ CHUYỂN TUYẾN")
    helped, referred = At("outcome", Because.HELPED).code, At("outcome", Because.REFERRED).code
    if pen.source.published:
        shown = [(key, words) for key, words in ((helped, "được đường dây hỗ trợ trực tiếp"),
                 (referred, "được chuyển đến cơ quan, cơ sở có thẩm quyền tiếp nhận")) if pen.value(key)]  # fmt: skip
        if shown:
            yield pen.say("Trong kỳ có " + "; ".join(f"{{{key}}} vụ việc {words}" for key, words in shown) + ".")
        outcomes = [name for name in (*Because, ONGOING) if At("outcome", name).code in pen.source.values]
        yield from _with_chart(pen, _simple(pen, "Kết quả xử lý vụ việc", "Kết quả", "outcome", outcomes))
    else:
        yield Paragraph(("Kết quả xử lý vụ việc: … (chưa có bảng số liệu được công bố của kỳ báo cáo).",))
        pen.note_missing("Kết quả xử lý vụ việc: chưa công bố")
    if not pen.source.whole:
        pen.note_missing("Tỷ lệ tiếp nhận đúng hạn và tỷ lệ giữ đúng 12 giờ: ngày chốt trước ngày cuối kỳ")
        return
    if pen.value("in_time/of"):
        yield pen.say(
            "Cán bộ nhận {in_time}/{in_time/of} vụ việc đúng thời hạn của từng mức khẩn{^in_time}, đạt "
            "{in_time%in_time/of}."
        )
    if pen.value("plans/of"):
        yield pen.say(
            "Trong {plans/of} vụ việc phải có biện pháp bảo vệ trong 12 giờ theo Nghị định số 56/2017/NĐ-CP, {plans} "
            "vụ việc được giữ đúng hạn{^twelve}, đạt {plans%plans/of}."
        )
    if pen.value("cases") and not (pen.value("in_time/of") and pen.value("plans/of")):
        yield Paragraph(("Tỷ lệ nhận vụ việc đúng hạn hoặc giữ đúng 12 giờ không nêu được vì số vụ việc quá nhỏ (–).",))


def _against(pen: Pen, key: str) -> str:
    """ ", tăng 12,5% so với cùng kỳ năm trước (100)", where both are known."""
    now, before = pen.value(key), pen.value(f"{key}/before")
    if now is None or not before:
        return ""
    if now == before:
        return f", bằng cùng kỳ năm trước ({{{key}/before}})"
    if pen.number(f"{key}~{key}/before").text == "0%":
        return f", tương đương cùng kỳ năm trước ({{{key}/before}})"
    way = "tăng" if now > before else "giảm"
    return f", {way} {{{key}~{key}/before}} so với cùng kỳ năm trước ({{{key}/before}})"


def _reasons(pen: Pen) -> Iterator[Row]:
    for reason in REASONS:
        at = At("reason", reason)
        if pen.source.values.get(at.code, 0) == 0:
            continue
        yield _line(pen, at.code, pen.label("reason", reason))
        groups = sorted(key for key in pen.source.values if key.startswith(f"reason|{reason}|") and key != at.code)
        if len(groups) > 1:
            for key in groups:
                yield _line(pen, key, "– " + pen.label("group", key.rpartition("|")[2]))
    yield _line(pen, TOTAL.code, "Tổng số")


def _age_sex(pen: Pen) -> Table:
    sexes = ("girl", "boy", UNKNOWN, ALL)
    rows: list[Row] = [
        (age_name(age), *(pen.number(At("age_sex", age, sex).code) for sex in sexes)) for age in (*AGES, UNKNOWN)
    ]
    whole = tuple(pen.number(At("age_sex", ALL, sex).code) for sex in sexes[:-1])
    rows.append(("Tổng số", *whole, pen.number(TOTAL.code)))
    heads = ("Độ tuổi", "Trẻ em gái", "Trẻ em trai", "Không rõ", "Tổng số")
    caption = "Số vụ việc theo độ tuổi và giới tính của trẻ em"
    return Table(caption, heads, (32, 17, 17, 17, 17), tuple(rows), total=True, defined=pen.define("age"))


def _simple(pen: Pen, caption: str, of: str, table: str, names: Iterable[str]) -> Table:
    called = "place" if table == "area" else table
    rows = [_line(pen, At(table, name).code, pen.label(called, name)) for name in names]
    rows.append(_line(pen, TOTAL.code, "Tổng số"))
    return Table(caption, (of, "Số vụ việc"), (75, 25), tuple(rows), total=True)


def _most(pen: Pen, table: str, names: Iterable[str], template: str) -> Iterator[Block]:
    """A sentence on the largest of them, where none that is hidden could be larger and no other is as large."""
    known = {name: pen.value(At(table, name).code) for name in names}
    shown = sorted(((number, name) for name, number in known.items() if number), reverse=True)
    if any(number is None for number in known.values()) or not shown or (len(shown) > 1 and shown[0][0] == shown[1][0]):
        return
    at = At(table, shown[0][1])
    name = pen.label(table, at.row)
    yield pen.say(template.format(name=name[:1].lower() + name[1:], key=at.code, total=TOTAL.code))


def _with_chart(pen: Pen, table: Table) -> Iterator[Block]:
    yield table
    yield from pen.drawn(table)


def _line(pen: Pen, key: str, name: str) -> Row:
    return name, pen.number(key)


def _names(pen: Pen, head: str) -> list[str]:
    return [key.rpartition("/")[2] for key in _keys(pen, head)]


def _keys(pen: Pen, head: str) -> list[str]:
    return sorted(key for key in pen.source.values if key.startswith(f"{head}/"))
