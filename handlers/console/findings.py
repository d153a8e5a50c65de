"""What staff record beside the report: a small form for each section, answered so that nothing is lost."""

from __future__ import annotations

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response

from handlers import finding, stewardship
from handlers.case import ItemKind, Status
from handlers.console import opening, summary
from handlers.console.line import author_names, communes
from handlers.console.page import console_of, fields, go, problem, show
from handlers.console.said import Said
from handlers.console.sections import FIELD_NAMES, SEXES, TITLES
from handlers.duty import may_on
from handlers.finding import FIELDS, Section, finding_from, standing
from handlers.permission import NotAllowed, Right
from handlers.store.models import Case, Staff
from handlers.store.rows import NoSuchCase
from handlers.taxonomy import taxonomy
from locales import N_


async def form(request: Request, staff: Staff) -> Response:
    """GET /cases/{number}/findings/{source}: the section's form, with what the reporter said of it beside."""
    console = console_of(request)
    section = request.path_params["source"]
    if section not in tuple(Section):
        return problem(request, 404, console.translate(N_("This page does not exist.")))
    async with console.store.writing() as session:
        found = (await session.scalars(select(Case).where(Case.number == request.path_params["number"]))).one()
        try:
            items = await opening.open_summary(session, console.keys, found, staff, console.now(), Right.RECORD)
        except opening.Forgotten:
            return problem(request, 403, console.translate(N_("This case was forgotten")))
        except opening.MayNotRead:
            return problem(request, 403, console.translate(N_("This case is not yours")))
        names = await author_names(session, console.translate)
    whole = summary.summary(items, names, console.translate)
    part = next(one for one in whole.parts if one.section == section)
    findings = [finding_from(item.plain) for item in items if item.kind is ItemKind.FINDING and item.plain]
    now = {field: value for (of, field), value in standing(findings).items() if of == section}
    return _page(request, found, Section(section), now, now, str(whole.knew), part=part)


async def record(request: Request, staff: Staff) -> Response:
    """POST /cases/{number}/findings: `was-…` is what the form showed, so that only what was changed is recorded.

    What can't be recorded comes back on the page, to be mended or copied.
    """
    section, knew = await fields(request, "section", "knew")
    console = console_of(request)
    if section not in tuple(Section):
        return problem(request, 404, console.translate(N_("This page does not exist.")))
    own = [field.value for field in FIELDS[Section(section)]]
    written = await fields(request, *own, *(f"was-{field}" for field in own))
    values = {field: text.replace("\r\n", "\n").strip() for field, text in zip(own, written, strict=False)}
    was = dict(zip(own, (text.replace("\r\n", "\n").strip() for text in written[len(own) :]), strict=True))
    changed = {field: value for field, value in values.items() if value != was[field]}
    number, now, over = request.path_params["number"], console.now(), False
    count = int(knew) if knew.isascii() and knew.isdigit() and len(knew) < 9 else 0
    this = select(Case).where(Case.number == number)
    try:
        async with console.store.writing() as session:
            found = (await session.scalars(this)).one()
            alone = await finding.record(session, found.id, staff.id, section, changed, knew=count, now=now)
            await stewardship.worked(session, found, staff.id, now)
    except finding.Unchanged:
        return go(f"/cases/{number}", Said.NOTHING_NEW)
    except finding.TooLong as error:
        text = N_("Not recorded: a text is too long ({most} characters at most). Please shorten it.")
        said = console.translate(text).format(most=finding.longest(str(error)))
    except finding.NotThere:
        said = console.translate(N_("Not recorded: this can't be chosen."))
    except (finding.Gone, NoSuchCase):
        said, over = console.translate(N_("Not recorded: this case was forgotten, nobody can read it any more.")), True
    except NotAllowed:
        text = N_("Not recorded: this case is somebody else's now. What you wrote stands below, to be copied.")
        said, over = console.translate(text), True
    else:
        return go(f"/cases/{number}", Said.RECORDED if alone else Said.RECORDED_BOTH)
    async with console.store.reading() as session:
        found = (await session.scalars(this)).one()
    return _page(request, found, Section(section), values, was, knew, wrong=said, status=403 if over else 400)


def _page(
    request: Request,
    found: Case,
    section: Section,
    values: dict[str, str],
    was: dict[str, str],
    knew: str,
    *,
    part: summary.Part | None = None,
    wrong: str = "",
    status: int = 200,
) -> Response:
    return show(
        request,
        "finding.html",
        status=status,
        case=found,
        closed=found.status == Status.CLOSED,
        may_record=status != 403 and may_on(console_of(request).store.trust, request.state.staff, found, Right.RECORD),
        section=section,
        title=TITLES[section],
        own=FIELDS[section],
        labels=FIELD_NAMES,
        sexes=SEXES,
        values=values,
        was=was,
        knew=knew,
        part=part,
        wrong=wrong,
        longest=finding.longest,
        communes=communes(),
        groups=list(taxonomy().values()),
    )
