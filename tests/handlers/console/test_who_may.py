"""Every route of the console for every role, at every kind of case: what comes back is what the table says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

import httpx2
import pytest
from starlette.routing import Route

from handlers import claiming, correction, report
from handlers.case import Answer, ItemKind, Report
from handlers.console.app import build
from handlers.console.routes import PUBLIC, right_of
from handlers.console.said import Said
from handlers.correction import Corrected
from handlers.item import add_item, add_staff_item
from handlers.permission import Right, Role, Standing, may, reach_of, reaches
from handlers.recording import Recording
from handlers.store.models import (
    Case,
    Consent,
    Correction,
    HandOver,
    Interpretation,
    NewCode,
    Referral,
    Reply,
    Task,
)
from handlers.triage import Facts, Level
from tests.fakes.telegram_world import VOICE
from tests.handlers.console.visits import ADDRESS, House, Visitor
from tests.handlers.people import chat, judged

# What these pages ask of the database is asked on both elsewhere: here it is asked for each role.
once = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WORDS = "Bố nó đánh nó ở buôn Ky"
NUMBER = "0900 000 417"
HERE, ELSEWHERE = "24133", "24277"
REFUSED = frozenset(
    {Said.NOT_ALLOWED, Said.CASE_CLOSED, Said.TAKEN, Said.YOURS, Said.NOT_STAFF, Said.NO_CASE, Said.HAND_OVER_GONE}
)
NONCE = "0" * 32
LABELS = {"intent": "report_neglect", "danger": "no", "language": "vi", "text": "[tên] bị bỏ đói", "seen": "yes"}


@dataclass(frozen=True)
class Scene:
    """How a case lies when somebody comes to it; what `standings` that gives is said here by hand."""

    name: str
    standings: frozenset[Standing]
    claimed_by: str | None = "other"
    closed: bool = False
    passed_on: bool = False
    offered: bool = False
    referred: tuple[str, str] | None = None
    asked: str | None = None


def scene(name: str, *standings: Standing, **how: object) -> Scene:
    return Scene(name, frozenset(standings), **how)  # type: ignore[arg-type]


SCENES = (
    scene("unclaimed", Standing.UNCLAIMED, claimed_by=None),
    scene("own", Standing.OWN, claimed_by="me"),
    scene("another's", Standing.ANOTHERS),
    scene("another's, passed on", Standing.ANOTHERS, Standing.PASSED_ON, passed_on=True),
    scene("another's, offered to oneself", Standing.ANOTHERS, Standing.OFFERED, offered=True),
    scene("own, closed", Standing.OWN_CLOSED, claimed_by="me", closed=True),
    scene("another's, closed", Standing.CLOSED, closed=True),
    scene("referred here", Standing.ANOTHERS, Standing.REFERRED, referred=(HERE, "2025")),
    scene("referred here, closed", Standing.CLOSED, Standing.REFERRED, referred=(HERE, "2025"), closed=True),
    scene("referred elsewhere", Standing.ANOTHERS, referred=(ELSEWHERE, "2025")),
    scene("referred to another commune that once had this code", Standing.ANOTHERS, referred=(HERE, "2024")),
    scene("asked", Standing.ANOTHERS, Standing.ASKED, asked="rad"),
    scene("asked for a language that one does not know", Standing.ANOTHERS, asked="en"),
    scene("asked, closed", Standing.CLOSED, asked="rad", closed=True),
)


@dataclass(frozen=True)
class Try:
    """One use of a route: the right that the table is asked for, and the form. `with_` is what has to be there."""

    right: Right
    form: dict[str, str] = field(default_factory=dict)
    with_: str = ""


# Every route that names a case, and each way in which it is used.
TRIES: dict[tuple[str, str], list[Try]] = {
    ("GET", "/cases/{number}"): [Try(Right.SEE)],
    ("GET", "/cases/{number}/files/{item}"): [Try(Right.HEAR, with_="recording"), Try(Right.LOOK, with_="picture")],
    ("POST", "/cases/{number}/claim"): [Try(Right.CLAIM)],
    ("POST", "/cases/{number}/cannot"): [Try(Right.DECLINE, {"why": "busy"})],
    ("POST", "/cases/{number}/at-work"): [Try(Right.AT_WORK)],
    ("POST", "/cases/{number}/reply"): [Try(Right.REPLY, {"text": "Chào em", "nonce": NONCE})],
    ("POST", "/cases/{number}/voice"): [Try(Right.REPLY, {"nonce": NONCE}, with_="voice")],
    ("GET", "/cases/{number}/talk"): [Try(Right.READ)],
    ("POST", "/cases/{number}/seen"): [Try(Right.READ, {"items": NONCE})],
    ("POST", "/cases/{number}/draft"): [Try(Right.REPLY, {"text": "Chào em"})],
    ("POST", "/cases/{number}/take-back"): [Try(Right.REPLY, with_="held reply")],
    ("POST", "/cases/{number}/situation"): [Try(Right.REPLY, {"situation": "danger-child"})],
    ("POST", "/cases/{number}/note"): [Try(Right.NOTE, {"text": "Chỉ cho đồng nghiệp"})],
    ("POST", "/cases/{number}/tasks"): [Try(Right.TASK, {"text": "Gọi lại", "day": "2026-12-01", "hour": "08:00"})],
    ("POST", "/cases/{number}/tasks/{item}"): [Try(Right.TASK, {"done": "yes"}, with_="task")],
    ("POST", "/cases/{number}/call"): [
        Try(Right.CALL, {"text": "Nó vẫn khóc"}),
        Try(Right.CALL_BY_CODE, {"text": "Nó vẫn khóc"}, with_="code read out"),
    ],
    ("POST", "/cases/{number}/level"): [
        Try(Right.RAISE, {"level": "P0", "reason": "vì"}),
        Try(Right.LOWER, {"level": "P3", "reason": "vì"}),
    ],
    ("POST", "/cases/{number}/close"): [Try(Right.CLOSE, {"reason": "xong", "because": "helped"})],
    ("POST", "/cases/{number}/refer"): [
        Try(Right.REFER, {"to": "Trạm y tế"}),
        Try(Right.REFER, {"to": "Xã", "commune": ELSEWHERE}),
    ],
    ("POST", "/cases/{number}/refer/back"): [Try(Right.REFER, {"commune": ELSEWHERE})],
    ("POST", "/cases/{number}/interpreter"): [Try(Right.ASK, {"whom": "interpreter:rad"})],
    ("POST", "/cases/{number}/translation"): [Try(Right.TRANSLATE, {"text": "Em bé nói là đói"})],
    ("POST", "/cases/{number}/pictures"): [Try(Right.REPLY, {"take": "yes"})],
    ("POST", "/cases/{number}/nuisance"): [Try(Right.NUISANCE)],
    ("POST", "/cases/{number}/unmute"): [Try(Right.UNMUTE)],
    ("POST", "/cases/{number}/release"): [Try(Right.RELEASE)],
    ("POST", "/cases/{number}/hand-over"): [
        Try(Right.HAND_OVER, {"to": "helper", "note": "Gọi lại bà"}),
        Try(Right.HAND_OVER, {"undo": "yes"}, with_="offer"),
    ],
    ("POST", "/cases/{number}/accept"): [Try(Right.ACCEPT)],
    ("POST", "/cases/{number}/refuse"): [Try(Right.ACCEPT, {"why": "busy"})],
    ("GET", "/cases/{number}/correct/{source}"): [Try(Right.CORRECT)],
    ("POST", "/cases/{number}/correct"): [Try(Right.CORRECT, {"source": "what", **LABELS})],
    ("GET", "/cases/{number}/classify"): [Try(Right.CORRECT)],
    ("POST", "/cases/{number}/classify"): [Try(Right.CORRECT, {"age": "7-10", "kind": "BL01"})],
    ("POST", "/cases/{number}/withdraw"): [Try(Right.CORRECT, with_="correction")],
    ("GET", "/cases/{number}/findings/{source}"): [Try(Right.RECORD)],
    ("POST", "/cases/{number}/findings"): [Try(Right.RECORD, {"section": "where", "knew": "0", "commune": HERE})],
    ("POST", "/cases/{number}/number"): [Try(Right.CALL_BACK)],
    ("POST", "/cases/{number}/new-code"): [Try(Right.NEW_CODE)],
    ("POST", "/cases/{number}/new-code/approve"): [Try(Right.NEW_CODE, with_="asked for a code")],
    ("POST", "/cases/{number}/new-code/drop"): [Try(Right.NEW_CODE, with_="asked for a code")],
    ("POST", "/cases/{number}/new-code/give"): [Try(Right.NEW_CODE, with_="approved code")],
    # The case is that of the correction.
    ("POST", "/corrections/{id}/approve"): [Try(Right.CORRECT, with_="correction")],
    ("POST", "/corrections/{id}/refuse"): [Try(Right.CORRECT, with_="correction")],
}
# All others, with what takes the place of a name in the address. Signing out is the last thing that one does.
ELSE = {
    ("GET", "/"),
    ("GET", "/queue"),
    ("POST", "/queue/view"),
    ("POST", "/find"),
    ("GET", "/bell"),
    ("GET", "/situations"),
    ("POST", "/situations"),
    ("GET", "/situations/{id}"),
    ("POST", "/situations/{id}"),
    ("GET", "/corrections"),
    ("GET", "/shift"),
    ("POST", "/shift"),
    ("GET", "/me"),
    ("POST", "/me/duty"),
    ("POST", "/me/telegram"),
    ("POST", "/me/telegram/unlink"),
    ("POST", "/me/sessions/{hash}/revoke"),
    ("POST", "/me/mail"),
    ("POST", "/me/mail/code"),
    ("POST", "/me/mail/remove"),
    ("GET", "/duty-list"),
    ("POST", "/duty-list/add"),
    ("POST", "/duty-list/copy"),
    ("POST", "/duty-list/undo"),
    ("POST", "/duty-list/{id}/remove"),
    ("GET", "/staff/{id}/skills"),
    ("POST", "/staff/{id}/skills"),
    ("GET", "/staff"),
    ("POST", "/staff/invite"),
    ("GET", "/staff/{id}/role"),
    ("POST", "/staff/{id}/role"),
    ("POST", "/staff/{id}/deactivate"),
    ("POST", "/staff/{id}/link"),
    ("POST", "/staff/{id}/link/make"),
    ("POST", "/staff/{id}/link/agree"),
    ("POST", "/staff/{id}/link/refuse"),
    ("GET", "/figures"),
    ("GET", "/figures/csv"),
    ("GET", "/figures/dictionary"),
    ("GET", "/figures/core"),
    ("GET", "/figures/places"),
    ("GET", "/figures/published"),
    ("POST", "/figures/publish"),
    ("GET", "/report"),
    ("GET", "/report/file/{form}"),
    ("POST", "/report/paper"),
    ("GET", "/audit"),
    ("GET", "/sheets"),
    ("GET", "/sheets/{period}/table/{form}"),
    ("POST", "/sheets/{period}/table"),
    ("POST", "/sheets/{period}/undo"),
    ("GET", "/sheets/{period}/{commune}"),
    ("POST", "/sheets/{period}/{commune}"),
    ("POST", "/sheets/{period}/{commune}/task"),
    ("GET", "/sheets/{period}/{commune}/paper"),
    ("GET", "/places"),
    ("GET", "/places/new"),
    ("POST", "/places/new"),
    ("POST", "/places/undo"),
    ("GET", "/places/table/{form}"),
    ("POST", "/places/table"),
    ("GET", "/places/{id}"),
    ("POST", "/places/{id}"),
    ("POST", "/places/{id}/off"),
    ("GET", "/figures/internal"),
    ("POST", "/figures/internal"),
    ("POST", "/figures/internal/{id}/sign"),
    ("POST", "/figures/internal/{id}/refuse"),
    ("POST", "/figures/internal/{id}/fetch"),
    ("GET", "/day"),
    ("GET", "/wall-links"),
    ("POST", "/wall-links"),
    ("POST", "/wall-links/{id}/revoke"),
    ("GET", "/campaigns"),
    ("GET", "/campaigns/new"),
    ("POST", "/campaigns/new"),
    ("GET", "/campaigns/slogans"),
    ("GET", "/campaigns/slogans/new"),
    ("POST", "/campaigns/slogans/new"),
    ("GET", "/campaigns/slogans/table/{form}"),
    ("POST", "/campaigns/slogans/table"),
    ("GET", "/campaigns/slogans/{id}"),
    ("POST", "/campaigns/slogans/{id}"),
    ("POST", "/campaigns/slogans/{id}/end"),
    ("GET", "/campaigns/numbers"),
    ("GET", "/campaigns/{id}/numbers"),
    ("GET", "/campaigns/{id}/numbers/csv"),
    ("GET", "/campaigns/{id}"),
    ("GET", "/campaigns/{id}/edit"),
    ("POST", "/campaigns/{id}/edit"),
    ("POST", "/campaigns/{id}/end"),
    ("POST", "/campaigns/{id}/resume"),
    ("POST", "/campaigns/{id}/delete"),
    ("POST", "/campaigns/{id}/variants"),
    ("GET", "/campaigns/{id}/variants/{variant}"),
    ("POST", "/campaigns/{id}/variants/{variant}"),
    ("GET", "/campaigns/{id}/variants/{variant}/papers"),
    ("GET", "/campaigns/{id}/variants/{variant}/papers/{paper}/{form}"),
    ("POST", "/campaigns/{id}/variants/{variant}/papers/number"),
    ("POST", "/sign-out"),
}
NOT_IN_THE_MENU = (
    "/campaigns/new",
    "/campaigns/numbers",
    "/campaigns/slogans",
    "/campaigns/slogans/new",
    "/figures/csv",
    "/figures/dictionary",
    "/figures/core",
    "/figures/places",
    "/figures/published",
    "/figures/internal",
    "/places",
    "/places/new",
    "/bell",
    "/wall-links",
)  # a part of each page; linked from the staff's page


def scenes(role: Role) -> list[Scene]:
    """Who is not brought to single cases is tried at one of each kind that others are brought to."""
    if role in (Role.COMMUNE, Role.INTERPRETER):
        return list(SCENES)
    return [one for one in SCENES if len(one.standings) > 1 or (one.referred, one.asked) == (None, None)]


def rules(house: House) -> dict[tuple[str, str], Right]:
    """What every route takes that is not public, read from the application itself."""
    found = {}
    for route in house.app.routes:
        if isinstance(route, Route) and (right := right_of(route)) is not None:
            found |= {(method, route.path): right for method in route.methods or () if method != "HEAD"}
    return found


async def people(house: House, role: Role) -> tuple[Visitor, dict[str, str]]:
    """Somebody in this role, of the commune HERE, who knows Ê Đê, with their id and those of two others."""
    where = {"commune_code": HERE, "commune_scheme": "2025", "languages": "vi,rad"}
    me = await house.hire("Me", role, **where)
    other = await house.hire("Other")
    helper = await house.hire("Helper", Role.INTERPRETER, languages="vi,rad")
    return await house.sign_in(me.login), {"me": me.id, "other": other.id, "interpreter": helper.id}


async def lay(house: House, for_bot, at: Scene, ids: dict[str, str], with_: str) -> tuple[str, str]:
    """A case as the scene has it: its number, and the id of what is to be there."""
    told = (
        Answer("what", "Chuyện gì?", WORDS, WORDS),
        Answer("role", "Bạn là ai?", "Cô giáo của cháu", "school"),
        Answer("contact_how", "Gọi số nào?", NUMBER, NUMBER),
    )
    now, item = house.now(), ""
    async with house.store.writing() as session:
        made = await report.open_case(
            session,
            for_bot,
            Report(told, Facts(), "vi", ELSEWHERE, "2025"),
            judged(Level.P2),
            conversation=await chat(session),
            received_at=now,
            now=now,
        )
        case = await session.get_one(Case, made.case_id)
        session.add(Consent(case_id=case.id, kind="call_back", version="1", given_at=now))
        if at.referred is not None:
            code, scheme = at.referred
            row = Referral(case_id=case.id, commune_code=code, commune_scheme=scheme)
            row.referred_by, row.referred_at = ids["other"], now
            session.add(row)
        if at.asked is not None:
            row = Interpretation(case_id=case.id, staff_id=ids["me"], language=at.asked)
            row.asked_by, row.asked_at = ids["other"], now
            session.add(row)
        match with_:
            case "recording":
                item = await report.add_recording(session, case.id, Recording(b"OggS", "audio/ogg", b"ID3"), now=now)
            case "picture":
                item = add_item(session, case, ItemKind.PICTURE, b"image/jpeg\njpeg", now=now)
            case "task":
                item = (await add_staff_item(session, case, ItemKind.TASK, b"xin", now=now, staff_id=ids["other"])).id
                await session.flush()
                session.add(Task(item_id=item, case_id=case.id, due_at=now))
            case "held reply":
                item = (await add_staff_item(session, case, ItemKind.REPLY, b"xin", now=now, staff_id=ids["me"])).id
                await session.flush()
                held = now + timedelta(seconds=9)
                session.add(Reply(item_id=item, case_id=case.id, sealed=b"x", created_at=now, held_until=held))
            case "correction":
                plain = correction._CORRECTED.dump_json(Corrected("bỏ đói", "report_neglect", False, "vi"))
                item = (
                    await add_staff_item(session, case, ItemKind.CORRECTION, plain, now=now, staff_id=ids["other"])
                ).id
                await session.flush()
                session.add(Correction(item_id=item, case_id=case.id, source="what"))
            case "code read out":
                house.app.state.console.read_out.note(ids["me"], case.id, now)
            case "asked for a code":
                session.add(NewCode(case_id=case.id, asked_by=ids["other"], asked_at=now))
            case "approved code":
                asked = NewCode(case_id=case.id, asked_by=ids["me"], asked_at=now)
                asked.approved_by, asked.approved_at = ids["other"], now
                session.add(asked)
        offer = (ids["other"], ids["me"]) if at.offered else (ids["me"], ids["other"]) if with_ == "offer" else None
        if offer is not None:
            session.add(HandOver(case_id=case.id, from_id=offer[0], to_id=offer[1], offered_at=now))
        case.claimed_by = ids[at.claimed_by] if at.claimed_by else None
        case.claimed_at = now if at.claimed_by else None
        claiming.prove(session, case)
        case.passed_on_at = now + timedelta(seconds=1) if at.passed_on else None
        case.status = "closed" if at.closed else "claimed" if at.claimed_by else "open"
        case.closed_at = now if at.closed else None
    return made.number, item


async def use(me: Visitor, method: str, path: str, one: Try, ids: dict[str, str], number: str, item: str):
    path = path.format(number=number, item=item, source="what", id=item)
    form = {name: value.replace("interpreter:", f"{ids['interpreter']}:") for name, value in one.form.items()}
    form |= {"item": item} if one.with_ in ("correction", "held reply") else {}
    form |= {"nonce": uuid4().hex} if "nonce" in form else {}
    if one.with_ == "voice":
        headers = {"origin": ADDRESS, "sec-fetch-site": "same-origin"}
        return await me.client.post(path, data=form, files={"file": ("voice", VOICE)}, headers=headers)
    return await (me.get(path) if method == "GET" else me.post(path, **form))


def outcome(answer: httpx2.Response) -> str:
    """What came of it, in one of five words."""
    if answer.status_code == 403:
        return "refused"
    if answer.status_code == 404:
        return "no such case"
    if answer.status_code == 303:
        said = answer.headers["location"].partition("said=")[2]
        return "no such case" if said == Said.NO_CASE else "refused" if said in REFUSED else "done"
    return "done" if answer.status_code in (200, 204) else f"{answer.status_code}"


def expected(role: Role, at: Scene, rule: Right, right: Right) -> str:
    """By the table alone."""
    if not may(role, rule):
        return "refused"
    if not reaches(role, Right.SEE, at.standings):
        return "no such case"
    return "done" if reaches(role, right, at.standings) else "refused"


async def test_a_route_without_a_rule_is_found_and_no_console_starts_with_one(house):
    for route in house.app.routes:
        assert right_of(route) is not None or route.path in PUBLIC, route
    assert {route.path for route in house.app.routes if right_of(route) is None} == PUBLIC
    with pytest.raises(LookupError):
        right_of(Route("/cases/{number}/everything", lambda request: None))


async def test_no_console_starts_with_a_route_without_a_rule(house, monkeypatch):
    forgotten = [Route("/cases/{number}/everything", lambda request: None)]
    monkeypatch.setattr("handlers.console.app.routes", lambda: forgotten)
    with pytest.raises(LookupError):
        build(house.app.state.console)


async def test_every_route_is_tried(house):
    assert set(rules(house)) == TRIES.keys() | ELSE
    assert all("{number}" not in path for _, path in ELSE)


def test_every_right_about_a_case_is_tried_and_every_standing_comes_up():
    tried = {one.right for tries in TRIES.values() for one in tries}
    about_cases = {right for right in Right if any(reach_of(role, right) for role in Role)}
    assert about_cases - tried == {Right.READ_TALK, Right.READ_REPORT}  # what a page shows: below
    assert {standing for one in SCENES for standing in one.standings} == set(Standing)


@once
@pytest.mark.parametrize("role", Role)
async def test_each_route_at_each_case_does_what_the_table_says(house, for_bot, role):
    me, ids = await people(house, role)
    wrong = []
    for (method, path), rule in rules(house).items():
        for one in TRIES.get((method, path), []):
            # Where the role has not the right at all, no case is even looked for.
            for at in scenes(role) if may(role, rule) else SCENES[:2]:
                if "{id}" in path and not reaches(role, Right.SEE, at.standings):
                    continue
                number, item = await lay(house, for_bot, at, ids, one.with_)
                came = outcome(await use(me, method, path, one, ids, number, item))
                if came != expected(role, at, rule, one.right):
                    wrong.append(f"{method} {path} {one.right} {at.name}: {came}")
    assert wrong == []


@once
@pytest.mark.parametrize("role", Role)
async def test_a_page_shows_of_a_case_what_the_table_says(house, for_bot, role):
    me, ids = await people(house, role)
    wrong = []
    for at in SCENES:
        number, _ = await lay(house, for_bot, at, ids, "recording")
        page = (await me.get(f"/cases/{number}?open=yes")).text
        shown = {
            "words": WORDS in page,
            "number": NUMBER in page or NUMBER.replace(" ", "") in page,
            "the way to the number": f"/cases/{number}/number" in page,
            "the way to record": f"/cases/{number}/findings/" in page,
            "who reports": "Cô giáo của cháu" in page,
            "a recording": "/files/" in page,
        }
        whole, talk, part = (
            reaches(role, one, at.standings) for one in (Right.READ, Right.READ_TALK, Right.READ_REPORT)
        )
        by_table = {
            "words": whole or talk or part,
            "number": False,  # it is shown on purpose, and recorded
            "the way to the number": reaches(role, Right.CALL_BACK, at.standings),
            "the way to record": reaches(role, Right.RECORD, at.standings),
            "who reports": whole or talk,
            "a recording": reaches(role, Right.HEAR, at.standings),
        }
        if shown != by_table:
            wrong.append((at.name, shown))
        in_queue = may(role, Right.SEE) and number in (await me.get("/queue?tab=all")).text
        if in_queue != reaches(role, Right.SEE, at.standings):
            wrong.append((at.name, "queue", in_queue))
    assert wrong == []


@once
@pytest.mark.parametrize("role", Role)
async def test_every_other_route_is_open_to_the_roles_of_the_table_only(house, role):
    me, ids = await people(house, role)
    for method, path in sorted(ELSE, key=lambda one: one[1] == "/sign-out"):
        parts = {"period": "2026H1", "commune": "24133", "form": "csv", "variant": "none", "paper": "a4"}
        address = path.format(id=ids["other"], hash="none", **parts)
        answer = await (me.get(address) if method == "GET" else me.post(address))
        assert answer.status_code < 500
        assert (answer.status_code != 403) == may(role, rules(house)[method, path]), (method, path)


async def test_a_case_that_one_may_not_see_is_answered_like_one_that_there_is_not(house, for_bot):
    me, ids = await people(house, Role.COMMUNE)
    number, _ = await lay(house, for_bot, SCENES[2], ids, "")
    there, nowhere = await me.get(f"/cases/{number}"), await me.get("/cases/26-9999")
    assert there.status_code == nowhere.status_code == 404
    assert there.text.replace(number, "") == nowhere.text.replace("26-9999", "")


@once
@pytest.mark.parametrize("role", Role)
async def test_whoever_signs_in_comes_to_a_page_of_their_role(house, role):
    me = await house.hire_and_sign_in("Me", role)
    answer = await me.get("/")
    while answer.status_code == 303:
        answer = await me.follow(answer)
    assert answer.status_code == 200
    for method, path in ELSE:  # no link leads to where one may not be
        if method == "GET" and path != "/" and "{" not in path:
            linked, allowed = f'href="{path}"' in answer.text, may(role, rules(house)[method, path])
            assert not linked or (allowed and path != "/bell"), path
            assert linked or not allowed or path in NOT_IN_THE_MENU, path


@pytest.mark.parametrize("before", [Role.SUPERVISOR, Role.CASE_WORKER, Role.INTAKE])
@pytest.mark.parametrize("now", [Role.CAMPAIGNER, Role.ADMINISTRATOR, Role.COMMUNE])
async def test_a_role_that_was_changed_meanwhile_counts_at_once_in_an_open_session(house, for_bot, before, now):
    me, ids = await people(house, before)
    number, _ = await lay(house, for_bot, SCENES[1], ids, "")
    assert WORDS in (await me.get(f"/cases/{number}")).text
    await house.change(ids["me"], role=now)
    assert WORDS not in (await me.get(f"/cases/{number}?open=yes")).text
    reply = await me.post(f"/cases/{number}/reply", text="Chào em", nonce=uuid4().hex)
    assert outcome(reply) in ("refused", "no such case")


async def test_a_role_that_there_is_not_may_do_nothing(house, for_bot):
    me, ids = await people(house, Role.SUPERVISOR)
    number, _ = await lay(house, for_bot, SCENES[0], ids, "")
    await house.change(ids["me"], role="officer")
    for path in ("/", "/queue", "/me", "/staff", "/audit", f"/cases/{number}"):
        assert (await me.get(path)).status_code == 403, path
