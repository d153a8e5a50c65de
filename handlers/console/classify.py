"""What a case is counted as: age, sex, setting, who told it and its kind, put right by those who know the case."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from handlers.audit import Act, note
from handlers.console import figures_words as words_of
from handlers.console import settle
from handlers.console.acts import act_on
from handlers.console.page import console_of, fields, problem, show
from handlers.console.said import Said
from handlers.duty import allow
from handlers.figures import keeping
from handlers.figures.coarse import AGES, REPORTERS, SETTINGS, SEXES, UNSAID, Coarse
from handlers.permission import NotAllowed, Right
from handlers.store.models import Case, CaseKey, Staff
from handlers.taxonomy import taxonomy
from locales import N_

_NAMES = ("age", "sex", "setting", "reporter", "kind")


async def form(request: Request, staff: Staff) -> Response:
    """GET /cases/{number}/classify"""
    console = console_of(request)
    _ = console.translate
    async with console.store.reading() as session:
        case = await session.scalar(select(Case).where(Case.number == request.path_params["number"]))
        if case is None:
            return problem(request, 404, _(N_("There is no case with this number.")))
        try:
            await allow(session, case, staff.id, Right.CORRECT)
        except NotAllowed:
            return problem(request, 403, _(N_("You may not open this.")))
        known = await settle.coarse_of(session, console.keys, case)
    age = [(one, _(N_("{ages} years")).format(ages=one.replace("-", "–"))) for one in AGES]
    named = {
        "sex": [(one, words_of.label("sex", one, _)) for one in SEXES],
        "setting": [(one, words_of.label("setting", one, _)) for one in SETTINGS],
        "reporter": [(one, words_of.label("reporter", one, _)) for one in REPORTERS],
    }
    kinds = [
        (group.vi, [(row.code, f"{row.vi} ({row.code})") for row in taxonomy().values() if row.parent == group.code])
        for group in taxonomy().values()
        if group.parent is None
    ]
    return show(
        request,
        "classify.html",
        case=case,
        known=known,
        choices={"age": age, **named},
        titles=_TITLES,
        kinds=[(group, rows) for group, rows in kinds if rows],
        guessed=words_of.kind(case.group),
    )


async def keep(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/classify"""
    given = dict(zip(_NAMES, await fields(request, *_NAMES), strict=True))
    now = console_of(request).now()

    async def act(session: AsyncSession, case: Case) -> Said:
        await allow(session, case, staff.id, Right.CORRECT)
        if await session.get(CaseKey, case.id) is None:
            return Said.NO_CASE
        keeping.add(session, case, _coarse(given), now, staff.id)
        note(session, Act.CLASSIFY, at=now, staff_id=staff.id, case_id=case.id)
        return Said.CLASSIFIED

    return await act_on(request, act)


def _coarse(given: dict[str, str]) -> Coarse:
    """What was chosen; what is on no list is not known."""
    lists: dict[str, frozenset[str]] = {
        "age": frozenset(AGES),
        "sex": frozenset(SEXES),
        "setting": frozenset(SETTINGS),
        "reporter": frozenset(REPORTERS),
        "kind": frozenset(taxonomy()),
    }
    return Coarse(**{name: value if value in lists[name] else UNSAID for name, value in given.items()})


_TITLES = {
    "age": N_("Age of the child"),
    "sex": N_("Girl or boy"),
    "setting": N_("Where it happens"),
    "reporter": N_("Who told it"),
}
