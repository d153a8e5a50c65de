"""The console's routes, each with the right that it takes."""

from __future__ import annotations

from functools import partial
from importlib.resources import files
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from handlers.console import (
    acts,
    audit,
    bell,
    calling,
    campaign_numbers,
    campaigns,
    case,
    classify,
    correct,
    corrections,
    dangerous_places,
    day,
    duty_list,
    figures,
    figures_internal,
    figures_published,
    find,
    findings,
    first,
    handed,
    invite,
    mail,
    me,
    new_code,
    new_link,
    notes,
    nuisance,
    others,
    pane,
    papers,
    queue,
    set_up,
    sheet_paper,
    sheet_tasks,
    sheets,
    shift,
    sign_in,
    situations,
    six_month,
    skills,
    slogans,
    staff,
    start,
    wall,
    wall_links,
)
from handlers.console.page import Page, guarded
from handlers.permission import Right

HTMX = Path(str(files("js_lib_htmx"))) / "static" / "htmx" / "htmx.min.js"
_STATIC = Path(__file__).with_name("static")
# Who is not signed in may come here, and nowhere else.
PUBLIC = frozenset(
    {
        "/sign-in",
        "/first/{token}",
        "/invitation/{token}",
        "/set-up/{token}",
        "/wall",  # for staff, as `guarded` has it, or by a link's cookie; it asks itself
        "/wall/link",
        "/static/htmx.js",
        "/static",
        "/health",
    }
)


def routes() -> list[Route | Mount]:
    """Every route with the right that it takes, which `guarded` asks for before its page runs."""
    get, post = _get, _post
    return [
        get("/", start.start, Right.ACCOUNT),
        Route("/sign-in", sign_in.form, methods=["GET"]),
        Route("/sign-in", sign_in.sign_in, methods=["POST"]),
        Route("/first/{token}", first.form, methods=["GET"]),
        Route("/first/{token}", first.begin, methods=["POST"]),
        Route("/invitation/{token}", invite.form, methods=["GET"]),
        Route("/invitation/{token}", invite.begin, methods=["POST"]),
        Route("/set-up/{token}", set_up.form, methods=["GET"]),
        Route("/set-up/{token}", set_up.confirm, methods=["POST"]),
        post("/sign-out", sign_in.sign_out, Right.ACCOUNT),
        get("/queue", queue.queue, Right.SEE),
        post("/queue/view", queue.keep_view, Right.CLAIM),
        post("/find", find.find, Right.FIND),
        get("/bell", bell.bell, Right.ACCOUNT),
        get("/cases/{number}", case.case, Right.SEE),
        get("/cases/{number}/files/{item}", case.file, Right.HEAR),
        post("/cases/{number}/claim", queue.claim, Right.CLAIM),
        post("/cases/{number}/cannot", acts.cannot, Right.DECLINE),
        post("/cases/{number}/at-work", acts.at_work, Right.AT_WORK),
        post("/cases/{number}/reply", acts.send_reply, Right.REPLY),
        get("/cases/{number}/talk", pane.news, Right.READ),
        post("/cases/{number}/seen", pane.in_view, Right.READ),
        post("/cases/{number}/draft", pane.save, Right.REPLY),
        post("/cases/{number}/take-back", pane.take_back, Right.REPLY),
        post("/cases/{number}/note", notes.add, Right.NOTE),
        post("/cases/{number}/tasks", notes.add_task, Right.TASK),
        post("/cases/{number}/tasks/{item}", notes.tick, Right.TASK),
        post("/cases/{number}/situation", situations.put, Right.REPLY),
        post("/cases/{number}/voice", acts.send_voice, Right.REPLY),
        post("/cases/{number}/call", find.note_call, Right.CALL),
        post("/cases/{number}/level", acts.change_level, Right.RAISE),
        post("/cases/{number}/close", acts.close, Right.CLOSE),
        post("/cases/{number}/refer", others.refer, Right.REFER),
        post("/cases/{number}/refer/back", others.take_back, Right.REFER),
        post("/cases/{number}/interpreter", others.ask, Right.ASK),
        post("/cases/{number}/translation", others.translate, Right.TRANSLATE),
        post("/cases/{number}/pictures", acts.pictures, Right.REPLY),
        post("/cases/{number}/nuisance", nuisance.close, Right.NUISANCE),
        post("/cases/{number}/unmute", nuisance.reopen, Right.UNMUTE),
        post("/cases/{number}/release", acts.release, Right.RELEASE),
        get("/cases/{number}/correct/{source}", correct.form, Right.CORRECT),
        post("/cases/{number}/correct", acts.correct, Right.CORRECT),
        get("/cases/{number}/classify", classify.form, Right.CORRECT),
        post("/cases/{number}/classify", classify.keep, Right.CORRECT),
        post("/cases/{number}/withdraw", acts.withdraw, Right.CORRECT),
        get("/cases/{number}/findings/{source}", findings.form, Right.RECORD),
        post("/cases/{number}/findings", findings.record, Right.RECORD),
        post("/cases/{number}/number", calling.number, Right.CALL_BACK),
        post("/cases/{number}/new-code", new_code.ask, Right.NEW_CODE),
        post("/cases/{number}/new-code/approve", new_code.approve, Right.NEW_CODE),
        post("/cases/{number}/new-code/drop", new_code.drop, Right.NEW_CODE),
        post("/cases/{number}/new-code/give", new_code.give, Right.NEW_CODE),
        get("/situations", situations.listed, Right.SITUATIONS),
        post("/situations", situations.keep, Right.SITUATIONS),
        get("/situations/{id}", situations.form, Right.SITUATIONS),
        post("/situations/{id}", situations.keep, Right.SITUATIONS),
        get("/corrections", corrections.corrections, Right.CORRECT),
        post("/corrections/{id}/approve", corrections.approve, Right.CORRECT),
        post("/corrections/{id}/refuse", corrections.refuse, Right.CORRECT),
        get("/sheets", sheets.overview, Right.SHEETS),
        get("/sheets/{period}/table/{form}", sheets.table, Right.SHEETS),
        post("/sheets/{period}/table", sheets.take_table, Right.ENTER),
        post("/sheets/{period}/undo", sheets.undo, Right.ENTER),
        get("/sheets/{period}/{commune}", sheets.sheet, Right.SHEETS),
        post("/sheets/{period}/{commune}", sheets.save, Right.ENTER),
        post("/sheets/{period}/{commune}/task", sheet_tasks.tick, Right.ENTER),
        get("/sheets/{period}/{commune}/paper", sheet_paper.paper, Right.SHEETS),
        get("/places", dangerous_places.listed, Right.SHEETS),
        get("/places/new", dangerous_places.new, Right.ENTER),
        post("/places/new", dangerous_places.add, Right.ENTER),
        post("/places/undo", dangerous_places.undo, Right.ENTER),
        get("/places/table/{form}", dangerous_places.table, Right.SHEETS),
        post("/places/table", dangerous_places.take_table, Right.ENTER),
        get("/places/{id}", dangerous_places.form, Right.ENTER),
        post("/places/{id}", dangerous_places.edit, Right.ENTER),
        post("/places/{id}/off", dangerous_places.take_off, Right.ENTER),
        post("/cases/{number}/hand-over", handed.hand_over, Right.HAND_OVER),
        post("/cases/{number}/accept", handed.accept, Right.ACCEPT),
        post("/cases/{number}/refuse", handed.refuse, Right.ACCEPT),
        get("/shift", shift.shift, Right.DUTY),
        post("/shift", shift.end, Right.DUTY),
        get("/me", me.me, Right.ACCOUNT),
        post("/me/duty", me.duty, Right.DUTY),
        post("/me/telegram", me.telegram, Right.DUTY),
        post("/me/telegram/unlink", me.unlink, Right.ACCOUNT),
        post("/me/sessions/{hash}/revoke", me.revoke, Right.ACCOUNT),
        post("/me/mail", mail.ask, Right.DUTY),
        post("/me/mail/code", mail.prove, Right.DUTY),
        post("/me/mail/remove", mail.remove, Right.ACCOUNT),
        get("/duty-list", duty_list.page, Right.ACCOUNT),
        post("/duty-list/add", duty_list.add, Right.DUTY_LIST),
        post("/duty-list/copy", duty_list.copy, Right.DUTY_LIST),
        post("/duty-list/undo", duty_list.undo, Right.DUTY_LIST),
        post("/duty-list/{id}/remove", duty_list.remove, Right.DUTY_LIST),
        get("/staff/{id}/skills", skills.form, Right.DUTY_LIST),
        post("/staff/{id}/skills", skills.change, Right.DUTY_LIST),
        get("/staff", staff.staff_page, Right.STAFF),
        post("/staff/invite", invite.invite, Right.INVITE),
        get("/staff/{id}/role", staff.role_form, Right.CHANGE_ROLE),
        post("/staff/{id}/role", staff.change_role, Right.CHANGE_ROLE),
        post("/staff/{id}/deactivate", staff.deactivate, Right.DEACTIVATE),
        post("/staff/{id}/link", new_link.ask, Right.DEACTIVATE),
        post("/staff/{id}/link/make", new_link.make, Right.DEACTIVATE),
        post("/staff/{id}/link/agree", new_link.agree, Right.AGREE_LINK),
        post("/staff/{id}/link/refuse", new_link.refuse, Right.ACCOUNT),
        get("/audit", audit.audit, Right.AUDIT),
        get("/day", day.day, Right.DAY),
        Route("/wall", wall.board, methods=["GET"]),
        Route("/wall/link", wall.form, methods=["GET"]),
        Route("/wall/link", wall.open_link, methods=["POST"]),
        get("/wall-links", wall_links.page, Right.WALL_LINK),
        post("/wall-links", wall_links.make, Right.WALL_LINK),
        post("/wall-links/{id}/revoke", wall_links.revoke, Right.WALL_LINK),
        get("/campaigns", campaigns.campaigns_page, Right.CAMPAIGN),
        get("/campaigns/new", campaigns.new, Right.CAMPAIGN),
        post("/campaigns/new", campaigns.create, Right.CAMPAIGN),
        get("/campaigns/slogans", slogans.listed, Right.CAMPAIGN),
        get("/campaigns/slogans/new", slogans.new, Right.CAMPAIGN),
        post("/campaigns/slogans/new", slogans.add, Right.CAMPAIGN),
        get("/campaigns/slogans/table/{form}", slogans.table, Right.CAMPAIGN),
        post("/campaigns/slogans/table", slogans.take_table, Right.CAMPAIGN),
        get("/campaigns/slogans/{id}", slogans.form, Right.CAMPAIGN),
        post("/campaigns/slogans/{id}", slogans.edit, Right.CAMPAIGN),
        post("/campaigns/slogans/{id}/end", slogans.end, Right.CAMPAIGN),
        get("/campaigns/numbers", campaign_numbers.listed, Right.REACHED),
        get("/campaigns/{id}/numbers", campaign_numbers.page, Right.REACHED),
        get("/campaigns/{id}/numbers/csv", campaign_numbers.download, Right.REACHED),
        get("/campaigns/{id}", campaigns.campaign_page, Right.CAMPAIGN),
        get("/campaigns/{id}/edit", campaigns.edit_form, Right.CAMPAIGN),
        post("/campaigns/{id}/edit", campaigns.edit, Right.CAMPAIGN),
        post("/campaigns/{id}/end", campaigns.end, Right.CAMPAIGN),
        post("/campaigns/{id}/resume", campaigns.resume, Right.CAMPAIGN),
        post("/campaigns/{id}/delete", campaigns.delete, Right.CAMPAIGN),
        post("/campaigns/{id}/variants", campaigns.add_variant, Right.CAMPAIGN),
        get("/campaigns/{id}/variants/{variant}", campaigns.variant_form, Right.CAMPAIGN),
        post("/campaigns/{id}/variants/{variant}", campaigns.edit_variant, Right.CAMPAIGN),
        get("/campaigns/{id}/variants/{variant}/papers", papers.page, Right.CAMPAIGN),
        get("/campaigns/{id}/variants/{variant}/papers/{paper}/{form}", papers.paper, Right.CAMPAIGN),
        post("/campaigns/{id}/variants/{variant}/papers/number", papers.confirm, Right.CAMPAIGN),
        get("/figures", figures.dashboard, Right.FIGURES),
        get("/figures/csv", figures.download, Right.FIGURES),
        get("/figures/dictionary", figures.dictionary, Right.FIGURES),
        get("/figures/core", figures_published.core, Right.FIGURES),
        get("/figures/places", figures_published.places, Right.FIGURES),
        get("/figures/published", figures_published.download, Right.FIGURES),
        post("/figures/publish", figures_published.freeze, Right.PUBLISH),
        get("/figures/internal", figures_internal.page, Right.INTERNAL),
        post("/figures/internal", figures_internal.ask, Right.INTERNAL),
        post("/figures/internal/{id}/sign", figures_internal.sign, Right.SIGN_INTERNAL),
        post("/figures/internal/{id}/refuse", figures_internal.refuse, Right.SIGN_INTERNAL),
        post("/figures/internal/{id}/fetch", figures_internal.fetch, Right.INTERNAL),
        get("/report", six_month.page, Right.FIGURES),
        get("/report/file/{form}", six_month.file, Right.FIGURES),
        post("/report/paper", six_month.keep, Right.PUBLISH),
        Route("/static/htmx.js", _htmx),
        Mount("/static", StaticFiles(directory=_STATIC)),
        Route("/health", lambda request: PlainTextResponse("ok")),
    ]


def right_of(route: BaseRoute) -> Right | None:
    """The right that a route takes; None for a public one. Raises LookupError for a route without a rule."""
    endpoint = getattr(route, "endpoint", None)
    if isinstance(endpoint, partial) and endpoint.func is guarded:
        return Right(endpoint.keywords["right"])
    if getattr(route, "path", None) in PUBLIC:
        return None
    raise LookupError(f"no rule says who may use {route}")


def _get(path: str, page: Page, right: Right) -> Route:
    return Route(path, partial(guarded, page=page, right=right), methods=["GET"])


def _post(path: str, page: Page, right: Right) -> Route:
    return Route(path, partial(guarded, page=page, right=right), methods=["POST"])


async def _htmx(request: Request) -> Response:
    return FileResponse(HTMX, media_type="text/javascript", headers={"Cache-Control": "no-cache"})
