"""Places that help: read from a table with clear errors, replaced as a whole, found by commune."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from handlers import services
from handlers.console.import_services import WrongTable, code_of, read_table, run, summary
from handlers.store.engine import Store
from handlers.store.models import Service, ServiceCommune

TODAY = date(2026, 11, 24)
HEAD = "name,kind,communes,address,hours,languages,cost,phone,checked\n"
CLINIC = (
    "Trạm y tế Ví Dụ,health,Xã Ea Kar|24400,1 Đường Ví Dụ,7 giờ đến 17 giờ,tiếng Việt,miễn phí,"
    "0262 000 000,2026-11-20\n"
)
ANYWHERE = "Tư vấn Ví Dụ,counselling,*,,,,,0262 000 001,01/11/2026\n"


def read(*rows: str) -> services.Table:
    return services.read(HEAD + "".join(rows), code_of, TODAY)


def test_a_table_is_read_with_communes_by_name_or_code():
    clinic, anywhere = read(CLINIC, ANYWHERE).services
    assert clinic.communes == {"24373", "24400"} and not anywhere.communes
    assert anywhere.checked_on == date(2026, 11, 1)
    assert clinic.told == ("Trạm y tế Ví Dụ. 1 Đường Ví Dụ. 7 giờ đến 17 giờ. ☎ 0262 000 000. miễn phí. tiếng Việt")


def test_semicolons_and_a_byte_order_mark_are_read_too():
    text = "\ufeff" + (HEAD + ANYWHERE).replace(",", ";")
    assert len(services.read(text, code_of, TODAY).services) == 1


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",health,*,,,,,111,2026-11-20\n", "a name is missing"),
        ("A,health,*,,,,,,2026-11-20\n", "neither a phone nor an address"),
        ("A,spa,*,,,,,111,2026-11-20\n", "kind 'spa' is none of"),
        ("A,health,Hà Nội,,,,,111,2026-11-20\n", "'Hà Nội' is no commune of today"),
        ("A,health,Ea Bar,,,,,111,2026-11-20\n", "could be several"),
        ("A,health,,,,,,111,2026-11-20\n", "communes are missing"),
        ("A,health,*,,,,,111,2026-12-01\n", "checked must be a past day"),
        ("A,health,*,,,,,111,hôm qua\n", "checked must be a past day"),
        ("A,health,*,nhà số 1, đường 2,,,,111,2026-11-20\n", "more cells than columns"),
        (f"{'A' * 201},health,*,,,,,111,2026-11-20\n", "name is longer than 200"),
    ],
)
def test_a_wrong_line_is_named_with_what_to_mend(row: str, said: str):
    table = read(ANYWHERE, row)
    assert any(error.startswith("line 3: ") and said in error for error in table.errors), table.errors


def test_the_same_place_twice_missing_columns_and_an_empty_table_are_said():
    assert "the same name and address as in line 2" in read(CLINIC, CLINIC).errors[0]
    assert (
        "columns are missing: phone, checked"
        in services.read("name,kind,communes,address,hours,languages,cost", code_of, TODAY).errors[0]
    )
    assert read().errors and services.read("", code_of, TODAY).errors


def test_a_file_in_another_encoding_or_that_is_not_there_is_refused_with_words(tmp_path: Path):
    (tmp_path / "a.csv").write_bytes((HEAD + CLINIC).encode("utf-16"))
    for name in ("a.csv", "none.csv"):
        with pytest.raises(WrongTable, match=name):
            read_table(tmp_path / name)


@pytest.mark.anyio
async def test_a_dry_run_writes_nothing_and_an_import_replaces_the_whole_list(store: Store):
    both = read(CLINIC, ANYWHERE).services
    changes = await run(store, both, dry_run=True)
    assert "Dry run: nothing was written." in summary(changes, dry_run=True) and len(changes.new) == 2
    assert await _count(store) == (0, 0)
    await run(store, both, dry_run=False)
    assert await _count(store) == (2, 2)
    again = await run(store, both, dry_run=False)
    assert again.same == 2 and not (again.new or again.changed or again.removed)
    moved = read(CLINIC.replace("0262 000 000", "0262 000 009")).services
    changes = await run(store, moved, dry_run=False)
    assert (changes.changed, changes.removed) == (["Trạm y tế Ví Dụ"], ["Tư vấn Ví Dụ"])
    assert await _count(store) == (1, 2)


@pytest.mark.anyio
async def test_what_is_near_comes_before_what_is_for_everybody(store: Store):
    await run(store, read(ANYWHERE, CLINIC).services, dry_run=False)
    async with store.reading() as session:
        assert [one.name for one in await services.near(session, ["24373"])] == ["Trạm y tế Ví Dụ", "Tư vấn Ví Dụ"]
        assert [one.name for one in await services.near(session, ["24133"])] == ["Tư vấn Ví Dụ"]


async def _count(store: Store) -> tuple[int, int]:
    async with store.reading() as session:
        return tuple(
            [await session.scalar(select(func.count()).select_from(table)) for table in (Service, ServiceCommune)]
        )  # type: ignore[return-value]
