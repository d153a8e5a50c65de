"""A page and a small API to be anybody on the fake Telegram: write, tap, watch. No JavaScript."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.fakes.telegram_world import Chat, Group, Json, Message, Person

if TYPE_CHECKING:
    from tests.fakes.telegram import TelegramFake

_STYLE = (
    "<meta charset=utf-8><meta name=viewport content='width=device-width'><style>body{font:16px sans-serif;"
    "max-width:40em;margin:1em auto;padding:0 1em}pre{white-space:pre-wrap;font:inherit;margin:0}"
    ".bot{background:#eef;padding:.5em;margin:.4em 3em .4em 0}.me{background:#efe;padding:.5em;margin:.4em 0 .4em 3em}"
    "iframe{width:100%;height:65vh;border:1px solid #ccc}button{margin:.15em}</style>"
)


def routes(fake: TelegramFake) -> list[Route]:
    """GET / and /control/chat are pages. POST /control/say, tap, edit, send, start, group; GET /control/chats: JSON."""

    def chat_of(values: Json) -> Chat:
        title = values.get("group")
        if title:
            groups = [chat for chat in fake.world.chats.values() if isinstance(chat, Group) and chat.title == title]
            return groups[-1] if groups else fake.group(title, "supergroup")
        return fake.person(values["person"])

    async def page(request: Request) -> Response:
        person = request.query_params.get("person", "Mai")
        group = request.query_params.get("group", "")
        names = {one.name for one in fake.world.people()} | {person}
        links = " · ".join(f"<a href='/?{urlencode({'person': name})}'>{escape(name)}</a>" for name in sorted(names))
        for chat in list(fake.world.chats.values()):
            if isinstance(chat, Group) and chat.moved_to is None:
                query = urlencode({"person": person, "group": chat.title})
                links += f" · <a href='/?{query}'>{escape(chat.title)} ({chat.id})</a>"
        place = f"as <b>{escape(person)}</b>" + (f" in <b>{escape(group)}</b>" if group else "")
        query = urlencode({"person": person, "group": group})
        return HTMLResponse(
            f"<!doctype html><html lang=en><title>Fake Telegram</title>{_STYLE}<p>{links}</p>"
            f"<form action=/>Somebody else: <input name=person> <button>Go</button></form><p>You write {place}</p>"
            f"<iframe name=chat src='/control/chat?{query}'></iframe>"
            f"<form action=/control/say method=post target=chat>{_hidden(person, group)}"
            "<input name=text size=40 autofocus autocomplete=off> <button>Send</button></form>"
            f"<form action=/control/group method=post>{_hidden(person, '')}"
            "<input name=title placeholder='Name of a new staff group'> <button>Make the group</button></form></html>"
        )

    async def chat_page(request: Request) -> Response:
        values = dict(request.query_params)
        chat = chat_of(values)
        me, group = values["person"], values.get("group", "")
        lines = "".join(_shown(message, me, group) for message in reversed(chat.everything))
        toasts = "".join(f"<p><i>{escape(toast)}</i></p>" for toast in fake.person(me).toasts[-1:])
        return HTMLResponse(f"<!doctype html><meta http-equiv=refresh content=2>{_STYLE}{toasts}{lines}")

    def answer(request: Request, values: Json, result: Json) -> Response:
        if "text/html" in request.headers.get("accept", ""):
            query = urlencode({key: values.get(key, "") for key in ("person", "group")})
            return RedirectResponse(f"/control/chat?{query}", 303)
        return JSONResponse(result)

    async def values_of(request: Request) -> Json:
        if request.headers.get("content-type", "").startswith("application/json"):
            return dict(await request.json())
        return dict(await request.form())

    async def say(request: Request) -> Response:
        values = await values_of(request)
        message = fake.person(values["person"]).says(values["text"], chat=chat_of(values))
        return answer(request, values, _line(message))

    async def tap(request: Request) -> Response:
        values = await values_of(request)
        fake.person(values["person"]).taps(values["button"], chat=chat_of(values))
        return answer(request, values, {"tapped": values["button"]})

    async def edit(request: Request) -> Response:
        values = await values_of(request)
        person = fake.person(values["person"])
        message = person.message(int(values["message_id"]))
        if message is None:
            return JSONResponse({"error": "no such message"}, 404)
        person.edits(message, values["text"])
        return answer(request, values, _line(message))

    async def send(request: Request) -> Response:
        """{"person", "content"}: any content as the Bot API writes it, such as {"sticker": {…}}."""
        values = await values_of(request)
        return answer(request, values, _line(fake.person(values["person"]).sends(values["content"])))

    async def group(request: Request) -> Response:
        values = await values_of(request)
        made = fake.group(values["title"], values.get("kind", "supergroup"))
        if "text/html" in request.headers.get("accept", ""):
            query = urlencode({"person": values.get("person", "Mai"), "group": made.title})
            return RedirectResponse(f"/?{query}", 303)
        return JSONResponse({"id": made.id, "title": made.title})

    async def chats(_: Request) -> Response:
        return JSONResponse(
            [
                {"id": chat.id, "name": chat.title, "kind": chat.kind, "messages": [_line(m) for m in chat.everything]}
                | ({"toasts": chat.toasts} if isinstance(chat, Person) else {})
                for chat in list(fake.world.chats.values())
            ]
        )

    acts = {"say": say, "tap": tap, "edit": edit, "send": send, "group": group}
    return [
        Route("/", page),
        Route("/control/chat", chat_page),
        Route("/control/chats", chats),
        *(Route(f"/control/{name}", act, methods=["POST"]) for name, act in acts.items()),
    ]


def _line(message: Message) -> Json:
    return {
        "message_id": message.id,
        "by_bot": message.by_bot,
        "text": message.text,
        "buttons": [{"label": label, "data": data} for label, data in message.buttons],
        "edited": message.edited,
    }


def _hidden(person: str, group: str) -> str:
    pairs = (("person", person), ("group", group))
    return "".join(f"<input type=hidden name={name} value='{escape(value)}'>" for name, value in pairs)


def _shown(message: Message, me: str, group: str) -> str:
    buttons = "".join(
        f"<button name=button value='{escape(data or label)}'>{escape(label)}</button>"
        for label, data in message.buttons
    )
    form = f"<form action=/control/tap method=post>{_hidden(me, group)}{buttons}</form>" if buttons else ""
    who = "bot" if message.by_bot else "me"
    text = message.text or ", ".join(message.content)
    return (
        f"<div class={who}><small>{escape(message.sender['first_name'])}</small><pre>{escape(text)}</pre>{form}</div>"
    )
