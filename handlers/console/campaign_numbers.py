"""How many came by a campaign: its page with charts and tables, and the same as a file. Nothing leads to a case."""

from __future__ import annotations

from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from handlers.campaigns import campaigns, variants
from handlers.campaigns.funnel import Funnel, Line, funnel, opens
from handlers.campaigns.topics import Step
from handlers.console import campaign_words
from handlers.console.charts import Chart, chart
from handlers.console.csv_file import book, sheet, wants_book
from handlers.console.figures_words import label
from handlers.console.page import console_of, go, show
from handlers.console.said import Said
from handlers.permission import Right, may
from handlers.store.models import Campaign, Staff, Variant
from handlers.table_file import Page, Value
from locales import N_, Translate

STEPS = {
    Step.OPENED: N_("Opened the page"),
    Step.STARTED: N_("Began a talk"),
    Step.FINISHED: N_("Reported"),
    Step.URGENT: N_("Urgent"),
    Step.CLAIMED: N_("Claimed in time"),
}
_NOT_TOLD = "–"
_MEANINGS = (
    (
        N_("Numbers by fives"),
        N_(
            "Opens up to now, all else until the end of last week. Of reports it is said how many by fives: “<5” is "
            "none to four, “≥5” at least five. So no number points to a person."
        ),
    ),
    (
        N_("Starts"),
        N_(
            "Somebody who comes back on the same day counts once as a start. Claimed in time: as far as it was known "
            "when the talk ended, so rather too few. Who comes by is never kept."
        ),
    ),
)


async def listed(request: Request, staff: Staff) -> Response:
    """GET /campaigns/numbers: every campaign, for those who don't run them too."""
    console = console_of(request)
    async with console.store.reading() as session:
        found = await campaigns.listed(session)
        came = await opens(session, console.now(), exact=_exact(staff))
    lines = [(one, campaigns.standing_of(one, console.now()), *came.get(one.id, (0, 0))) for one in found]
    return show(request, "campaigns_numbers.html", lines=lines, words_of=campaign_words)


async def page(request: Request, staff: Staff) -> Response:
    """GET /campaigns/{id}/numbers"""
    campaign, ways, came = await _asked(request, staff)
    if campaign is None:
        return _gone(staff)
    _ = console_of(request).translate
    return show(
        request,
        "campaign_numbers.html",
        campaign=campaign,
        came=came,
        charts=_charts(came, _),
        notes={"came": "", "weeks": ""},
        steps=STEPS,
        places=_places(ways, came, _),
        weeks=_weeks(came, _),
        languages=_languages(came, _),
    )


async def download(request: Request, staff: Staff) -> Response:
    """GET /campaigns/{id}/numbers/csv: every number of the page, as it is told there."""
    campaign, ways, came = await _asked(request, staff)
    if campaign is None:
        return _gone(staff)
    _ = console_of(request).translate
    tables = (
        (N_("By place"), _places(ways, came, _)),
        (N_("By week"), _weeks(came, _)),
        (N_("By language"), _languages(came, _)),
    )
    rows = [(_(title), name, *_cells(line)) for title, lines in tables for name, line in lines]
    header = [_(N_("Table")), _(N_("Line")), *(_(one) for one in STEPS.values())]
    name = f"chien-dich-{campaign.starts_on.isoformat()}"
    if not wants_book(request):
        return sheet(name, header, rows)
    meanings = [(_(title), _(text)) for title, text in _MEANINGS]
    numbers = Page(_(N_("Numbers")), header, rows, (22, 44, *[16] * len(STEPS)))
    return book(name, [numbers, Page(_(N_("What the columns mean")), [_(N_("Line")), ""], meanings, (30, 90))])


async def _asked(request: Request, staff: Staff) -> tuple[Campaign | None, list[Variant], Funnel]:
    console, id_ = console_of(request), request.path_params["id"]
    async with console.store.reading() as session:
        campaign = await session.get(Campaign, id_)
        ways = await variants.of_campaign(session, id_)
        return campaign, ways, await funnel(session, id_, console.now(), exact=_exact(staff))


def _exact(staff: Staff) -> bool:
    """Whether this person sees numbers of reports as they are: who may see the cases themselves."""
    return may(staff.role, Right.SEE)


def _gone(staff: Staff) -> Response:
    return go("/campaigns" if may(staff.role, Right.CAMPAIGN) else "/campaigns/numbers", Said.CAMPAIGN_GONE)


def _charts(came: Funnel, _: Translate) -> list[Chart]:
    told = [came.total.get(step) for step in STEPS]
    rows = [(_(name), one.least if one else 0) for name, one in zip(STEPS.values(), told, strict=True)]
    weeks = sorted(came.by_week)
    opened = [came.by_week[week][Step.OPENED] for week in weeks]
    every = len(weeks) // 6 + 1
    return [
        chart("came", _(N_("How far they came")), rows, of=_(N_("Step")), counted=_(N_("Number")),
              told=[str(one) for one in told]),
        chart("weeks", _(N_("Opened the page, by week")),
              [(_week(week, _), one.least if one else 0) for week, one in zip(weeks, opened, strict=True)],
              of=_(N_("Week")), counted=_(STEPS[Step.OPENED]), columns=True,
              marks=[f"{week:%d/%m}" if at % every == 0 else "" for at, week in enumerate(weeks)]),
    ]  # fmt: skip


def _places(ways: list[Variant], came: Funnel, _: Translate) -> list[tuple[str, Line]]:
    lines = [(one.label, came.by_variant[one.id]) for one in ways if one.id in came.by_variant]
    return [*lines, (_(N_("All places")), came.total)]


def _weeks(came: Funnel, _: Translate) -> list[tuple[str, Line]]:
    return [(_week(week, _), line) for week, line in came.by_week.items()]


def _languages(came: Funnel, _: Translate) -> list[tuple[str, Line]]:
    return [(label("language", language, _), line) for language, line in came.by_language.items()]


def _week(week: date, _: Translate) -> str:
    return _(N_("Week from {day}")).format(day=f"{week:%d/%m/%Y}")


def _cells(line: Line) -> list[Value]:
    told = [line[step] for step in STEPS]
    return [_NOT_TOLD if one is None else one.least if one.exact else str(one) for one in told]
