"""Corrections on their pages, and how the approved ones leave the console: on made-up cases."""

from __future__ import annotations

import asyncio
import html
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Awaitable

import pytest
from sqlalchemy import delete, select

from handlers import correction_files, report, retention
from handlers.case import ItemKind
from handlers.console import words
from handlers.console.acts import LONGEST_REPLY
from handlers.console.export_corrections import Counts, export
from handlers.permission import Role
from handlers.redaction import redact
from handlers.store.models import Audit, Case, CaseKey, Correction, Item, Staff
from nlu import meaning
from tests.handlers.console.test_case import claimed
from tests.handlers.console.test_start import place as place
from tests.handlers.console.test_start import run
from tests.handlers.console.visits import House, Visitor
from tests.handlers.people import NOON, WORDS

MESSAGE = "Tối qua H'Hoa bị nhốt, gọi 0912 345 678"
REDACTED = "Tối qua [tên] bị nhốt, gọi [số điện thoại]"
FORM = {
    "intent": "report_physical_violence",
    "danger": "yes",
    "language": "vi",
    "text": "Tối qua [tên] bị nhốt",
    "seen": "yes",
}
GIT = shutil.which("git") or "git"


async def with_message(house: House, for_bot, name: str = "Lan") -> tuple[Visitor, str, str, str]:
    """The claimer, the case's number and id, and the id of what its reporter wrote later."""
    visitor, number = await claimed(house, for_bot, name)
    async with house.store.writing() as session:
        case = await session.scalar(select(Case).where(Case.number == number))
        message = await report.add(session, case.id, ItemKind.MESSAGE, MESSAGE, now=house.now())
    return visitor, number, case.id, message


async def approved(house: House, for_bot, name: str = "Lan") -> tuple[str, str, str]:
    """A case's number and id, and the id of a line that "Mai <name>" approved."""
    visitor, number, case_id, message = await with_message(house, for_bot, name)
    await visitor.post(f"/cases/{number}/correct", source=message, **FORM)
    line = await line_of(house, case_id)
    mai = await house.hire_and_sign_in(f"Mai-{name}", Role.SUPERVISOR)
    assert (await mai.post(f"/corrections/{line}/approve")).headers["location"].endswith("correction_approved")
    return number, case_id, line


async def line_of(house: House, case_id: str) -> str:
    async with house.store.reading() as session:
        return await session.scalar(select(Correction.item_id).where(Correction.case_id == case_id)) or ""


async def acts(house: House, *kinds: str) -> list[tuple[str | None, str]]:
    async with house.store.reading() as session:
        query = select(Staff.name, Audit.act).join(Staff, Staff.id == Audit.staff_id, isouter=True)
        rows = await session.execute(query.where(Audit.act.in_(kinds)).order_by(Audit.id))
        return [(row.name, row.act) for row in rows]


def test_every_intent_and_language_has_a_label_in_the_group_it_belongs_to():
    reports, questions, said, others = words.INTENTS.values()
    assert set(reports) == meaning.REPORT_INTENTS and set(questions) == meaning.QUESTION_INTENTS
    assert set(said) == meaning.DIALOGUE_ACTS and set(words.INTENT) == meaning.INTENTS
    assert {*reports, *questions, *said, *others} == meaning.INTENTS
    assert set(words.SPOKEN) == meaning.LANGUAGE_CODES


async def test_beside_each_message_is_the_way_to_a_form_with_a_redacted_proposal(house, for_bot):
    visitor, number, _, message = await with_message(house, for_bot)
    page = (await visitor.get(f"/cases/{number}")).text
    ways = re.findall(rf'href="(/cases/{number}/correct/[^"]+)"', page)
    assert sorted(ways) == sorted(f"/cases/{number}/correct/{one}" for one in ("what", message))
    form = (await visitor.get(f"/cases/{number}/correct/{message}")).text
    assert f">{REDACTED}</textarea>" in form and f'value="{message}"' in form and MESSAGE in html.unescape(form)
    first = (await visitor.get(f"/cases/{number}/correct/what")).text
    assert 'value="what"' in first and WORDS in html.unescape(first)
    other = await house.hire_and_sign_in("Khác")
    assert f"{number}/correct" not in (await other.get(f"/cases/{number}?open=yes")).text


async def test_each_opening_of_the_form_is_recorded_and_only_who_may_read_the_case_sees_it(house, for_bot):
    visitor, number, _, message = await with_message(house, for_bot)
    other = await house.hire_and_sign_in("Khác")
    before = len(await acts(house, "read"))
    assert (await other.get(f"/cases/{number}/correct/{message}")).status_code == 403
    for source in ("no-such", "note-7", "contact"):
        assert (await visitor.get(f"/cases/{number}/correct/{source}")).status_code == 404
    assert (await visitor.get("/cases/none/correct/what")).status_code == 404
    opened = len(await acts(house, "read"))
    await visitor.get(f"/cases/{number}/correct/{message}")
    assert len(await acts(house, "read")) == opened + 1
    assert opened - before == 1  # the report, in which there is no seventh note
    await visitor.post(f"/cases/{number}/correct", source=message, **FORM)
    again = await visitor.get(f"/cases/{number}/correct/{message}")
    assert again.headers["location"].endswith("correction_there")


async def test_opening_a_case_redacts_nothing_and_the_form_no_more_than_it_takes(house, for_bot):
    visitor, number, case_id, _ = await with_message(house, for_bot)
    async with house.store.writing() as session:
        long = await report.add(session, case_id, ItemKind.MESSAGE, f"Hùng {'a.' * 12_000} Lan", now=house.now())
    assert await redacted_here(visitor.get(f"/cases/{number}")) == 0
    assert await redacted_here(visitor.get(f"/cases/{number}/correct/{long}")) == 0  # in a thread: other pages go on
    form = (await visitor.get(f"/cases/{number}/correct/{long}")).text
    assert len(re.search(r"<textarea[^>]*>(.*?)</textarea>", form)[1]) <= LONGEST_REPLY and "It is long" in form
    assert f"{'a.' * 12_000} Lan" in form  # what a person reads is whole


async def redacted_here(visit: Awaitable[object]) -> int:
    """How many texts are redacted in the loop that all pages share while a page is made."""
    count = 0

    def look(frame, event, argument):
        nonlocal count
        count += event == "call" and frame.f_code is redact.__code__

    sys.setprofile(look)
    try:
        await visit
    finally:
        sys.setprofile(None)
    return count


async def test_a_correction_goes_from_the_case_to_a_second_person_and_back_as_a_flag(house, for_bot):
    lan, number, case_id, message = await with_message(house, for_bot)
    page = await lan.follow(await lan.post(f"/cases/{number}/correct", source=message, **FORM))
    assert "A second person looks at it" in page.text and "waits for a second person" in page.text
    line = await line_of(house, case_id)
    assert "1 of your own wait" in (await lan.get("/corrections")).text
    assert "No correction waits" in (await lan.get("/corrections")).text
    own = await lan.follow(await lan.post(f"/corrections/{line}/approve"))
    assert "somebody else has to look at it" in own.text

    mai = await house.hire_and_sign_in("Mai", Role.SUPERVISOR, on_duty=False)
    page = await mai.get("/corrections")
    assert FORM["text"] in page.text and words.INTENT[FORM["intent"]] in page.text and number in page.text
    assert MESSAGE not in page.text and WORDS not in page.text
    assert await acts(house, "read_correction") == [("Mai", "read_correction")]
    assert "Approved." in (await mai.follow(await mai.post(f"/corrections/{line}/approve"))).text
    assert "no longer waiting" in (await mai.follow(await mai.post(f"/corrections/{line}/approve"))).text
    assert "correction approved" in (await lan.get(f"/cases/{number}")).text
    page = await lan.follow(await lan.post(f"/cases/{number}/withdraw", item=line))
    assert "Taken back and deleted" in page.text and "correction approved" not in page.text
    assert await acts(house, "correct", "approve_correction", "withdraw_correction") == [
        ("Lan", "correct"),
        ("Mai", "approve_correction"),
        ("Lan", "withdraw_correction"),
    ]


async def test_a_refused_correction_is_gone(house, for_bot):
    lan, number, case_id, message = await with_message(house, for_bot)
    await lan.post(f"/cases/{number}/correct", source=message, **FORM)
    line = await line_of(house, case_id)
    mai = await house.hire_and_sign_in("Mai", Role.SUPERVISOR)
    assert "Refused." in (await mai.follow(await mai.post(f"/corrections/{line}/refuse"))).text
    assert await line_of(house, case_id) == ""
    assert "no longer waiting" in (await mai.follow(await mai.post(f"/corrections/{line}/approve"))).text


@pytest.mark.parametrize("role", [Role.CASE_WORKER, Role.INTAKE])
async def test_who_may_not_read_the_case_sees_and_decides_nothing(house, for_bot, role):
    lan, number, case_id, message = await with_message(house, for_bot)
    await lan.post(f"/cases/{number}/correct", source=message, **FORM)
    line = await line_of(house, case_id)
    other = await house.hire_and_sign_in("Khác", role)
    page = (await other.get("/corrections")).text
    assert FORM["text"] not in page and number not in page
    for path in (f"/corrections/{line}/approve", f"/corrections/{line}/refuse", f"/cases/{number}/withdraw"):
        assert (await other.post(path, item=line)).headers["location"].endswith("not_allowed")
    assert (
        (await other.post(f"/cases/{number}/correct", source="what", **FORM)).headers["location"].endswith("_allowed")
    )
    async with house.store.reading() as session:
        assert (await session.scalars(select(Correction.approved_by))).all() == [None]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"seen": ""}, "correction_incomplete"),
        ({"danger": ""}, "correction_incomplete"),
        ({"intent": ""}, "correction_incomplete"),
        ({"language": "xx"}, "correction_incomplete"),
        ({"text": " "}, "correction_incomplete"),
        ({"text": "x" * 4000}, "too_long"),
        ({"source": "where"}, "not_allowed"),
    ],
)
async def test_a_form_that_was_not_filled_in_keeps_nothing(house, for_bot, changes, said):
    lan, number, case_id, message = await with_message(house, for_bot)
    answer = await lan.post(f"/cases/{number}/correct", **{"source": message, **FORM, **changes})
    assert answer.headers["location"] == f"/cases/{number}?said={said}"
    assert await line_of(house, case_id) == ""


async def test_approved_lines_are_exported_once_for_their_owner_alone(house, for_bot, tmp_path):
    folder = tmp_path / "nlu-corrections"
    assert await export(house.store, house.keys, folder, NOON) == Counts()
    lan, number, _, message = await with_message(house, for_bot)
    await lan.post(f"/cases/{number}/correct", source=message, **FORM)
    assert await export(house.store, house.keys, folder, NOON) == Counts() and not folder.exists()
    _, other, line = await approved(house, for_bot, "Nga")
    folder.mkdir(mode=0o755)

    assert await export(house.store, house.keys, folder, NOON) == Counts(lines=1, cases=1)
    path = folder / f"{other}.jsonl"
    assert [one.name for one in folder.iterdir()] == [path.name]
    assert (folder.stat().st_mode & 0o777, path.stat().st_mode & 0o777) == (0o700, 0o600)
    assert [json.loads(one) for one in path.read_text().splitlines()] == [
        {
            "id": line,
            "case": other,
            "text": FORM["text"],
            "intent": "report_physical_violence",
            "danger_now": True,
            "signals": [],
            "language": "vi",
            "register": "correction",
        }
    ]
    before = path.stat()
    assert await export(house.store, house.keys, folder, NOON) == Counts(lines=1, cases=1)
    assert path.stat().st_ino == before.st_ino  # nothing was opened or written again
    assert await acts(house, "export") == [(None, "export")]


async def test_what_was_taken_back_forgotten_or_left_unfinished_is_removed(house, for_bot, tmp_path):
    _, kept, _ = await approved(house, for_bot, "Lan")
    number, _, line = await approved(house, for_bot, "Nga")
    _, unreadable, _ = await approved(house, for_bot, "Thu")
    await export(house.store, house.keys, tmp_path, NOON)
    (tmp_path / "nobody.jsonl").write_text("x")
    (tmp_path / "nobody.part").write_text("x")
    (tmp_path / f"{kept}.part").write_text("x")
    nga = await house.sign_in("nga")
    await nga.post(f"/cases/{number}/withdraw", item=line)
    async with house.store.writing() as session:
        await session.execute(delete(CaseKey).where(CaseKey.case_id == unreadable))
        (tmp_path / f"{unreadable}.jsonl").write_text("x")
    assert await export(house.store, house.keys, tmp_path, NOON) == Counts(lines=1, cases=1, removed=3)
    assert correction_files.cases_in(tmp_path) == {kept}
    assert {path.name for path in tmp_path.iterdir() if path.suffix in (".jsonl", ".part")} == {f"{kept}.jsonl"}


async def test_a_line_that_can_not_be_opened_or_recorded_is_not_exported(house, for_bot, tmp_path, monkeypatch):
    _, _, line = await approved(house, for_bot)
    folder = tmp_path / "out"

    def fail(*_: object) -> bytes:
        raise RuntimeError("no audit")

    with monkeypatch.context() as patched:
        patched.setattr("handlers.correction.line", fail)
        with pytest.raises(RuntimeError):
            await export(house.store, house.keys, folder, NOON)
    assert correction_files.cases_in(folder) == set() and await acts(house, "export") == []
    async with house.store.writing() as session:
        item = await session.get_one(Item, line)
        item.sealed = item.sealed[:-1] + bytes([item.sealed[-1] ^ 1])
    assert await export(house.store, house.keys, folder, NOON) == Counts(broken=1)
    sen = await house.hire_and_sign_in("Sen", Role.SUPERVISOR)
    async with house.store.writing() as session:
        (await session.get_one(Correction, line)).approved_by = None
    assert "This correction can&#39;t be opened." in (await sen.get("/corrections")).text


async def test_an_export_waits_for_the_forgetting_and_brings_nothing_back(house, for_bot, tmp_path):
    _, case_id, _ = await approved(house, for_bot)
    async with house.store.writing() as session:
        await retention.forget_case(session, case_id, tmp_path)
        started = asyncio.create_task(export(house.store, house.keys, tmp_path, NOON))
        await asyncio.sleep(0.3)
        assert not started.done()
    assert await started == Counts() and correction_files.cases_in(tmp_path) == set()


@pytest.mark.long
def test_git_could_take_only_what_it_does_not_ignore(tmp_path):
    folder = tmp_path / "repository" / "var" / "nlu-corrections"
    assert not correction_files.may_be_committed(folder)
    subprocess.run([GIT, "init", "--quiet", str(tmp_path / "repository")], check=True)
    assert correction_files.may_be_committed(folder)
    (tmp_path / "repository" / ".gitignore").write_text("var/\n")
    assert not correction_files.may_be_committed(folder)
    (tmp_path / "link").symlink_to(tmp_path / "repository" / "nlu")
    assert correction_files.may_be_committed(tmp_path / "link" / "nlu-corrections")
    folder.mkdir(parents=True)
    (folder / "a.jsonl").write_text("x")
    subprocess.run([GIT, "-C", str(folder), "add", "--force", "a.jsonl"], check=True)
    assert correction_files.may_be_committed(folder)


@pytest.mark.long
def test_the_command_prints_counts_and_refuses_a_repository(place, tmp_path):
    done = run("handlers.console.export_corrections", place)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "0 corrections of 0 cases are exported; 0 files were removed.\n"
    subprocess.run([GIT, "init", "--quiet", str(tmp_path)], check=True)
    done = run("handlers.console.export_corrections", place)
    assert done.returncode == 1 and "never go into a repository" in done.stderr and "Traceback" not in done.stderr
