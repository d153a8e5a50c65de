"""Corrections on their pages, and how the approved ones leave the console: on made-up cases."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess

import pytest
from sqlalchemy import delete, select

from handlers import correction_files, report, retention
from handlers.case import ItemKind, Role
from handlers.console import words
from handlers.console.export_corrections import Counts, export
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


async def test_beside_each_message_stands_a_form_with_a_redacted_proposal(house, for_bot):
    visitor, number, _, message = await with_message(house, for_bot)
    page = (await visitor.get(f"/cases/{number}")).text
    assert page.count(f'action="/cases/{number}/correct"') == 2  # what was told at first, and the message
    assert f">{REDACTED}</textarea>" in page and f'value="{message}"' in page and 'value="what"' in page
    other = await house.hire_and_sign_in("Khác")
    assert f"{number}/correct" not in (await other.get(f"/cases/{number}?open=yes")).text


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


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR])
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


def test_the_command_prints_counts_and_refuses_a_repository(place, tmp_path):
    done = run("handlers.console.export_corrections", place)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "0 corrections of 0 cases are exported; 0 files were removed.\n"
    subprocess.run([GIT, "init", "--quiet", str(tmp_path)], check=True)
    done = run("handlers.console.export_corrections", place)
    assert done.returncode == 1 and "never go into a repository" in done.stderr and "Traceback" not in done.stderr
