"""The web chat's templates, filled: the page to talk on, the one left behind, the one that explains a refusal."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from bot.channels.web import icons
from bot.channels.web.session import IDLE, Shown
from bot.channels.web.taps import has_main, is_move, taps
from bot.dialogue.said.arrival import topic_line
from bot.inbound import LONGEST
from locales import N_, translator

FOLDER = Path(__file__).parent
_CODE = re.compile(r"^(\d{3}(?: \d{3}){4})$", re.MULTILINE)
LINES_A_PAGE = 60
LETTERS_A_PAGE = 30_000  # code points
_ON_TOP = ("child", "police", "ambulance")

TOO_LONG = N_(
    "This is too long for one message, and it has not been sent. "
    "All your words are still in the box: please send them in two or more parts."
)
_PROBLEMS = {
    400: N_("This could not be read. Please go back and send your message again, as words."),
    403: N_("This did not come from our own page. Please open the page again and write there."),
    404: N_("There is no such page here."),
    405: N_("There is no such page here."),
    408: N_("This came too slowly to be taken in. Please send it again. If it cannot wait, call."),
    413: N_("That is far too much at once: it was not sent and could not be kept. Please send it in shorter parts."),
    500: N_("Something went wrong on our side. Please go back and try again."),
    503: N_("Nothing can be shown just now. Please try again in a minute. If it cannot wait, call."),
}


class Html:
    """Fills the templates with what does not change from page to page. Arguments as in Web."""

    def __init__(self, *, title: str | None, numbers: Mapping[str, str], leave_to: str, drafts: bool = False) -> None:
        _ = translator("vi")
        files = b"".join(path.read_bytes() for path in sorted((FOLDER / "static").iterdir()))
        self._templates = Environment(
            loader=FileSystemLoader(FOLDER / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["callable"] = _callable(numbers.values())
        self._templates.filters["paragraphs"] = _paragraphs
        self._templates.tests["move"] = is_move
        self._templates.globals.update(
            _=_,
            also=_also("rad", drafts),
            title=title or _(N_("Chat")),
            numbers=dict(numbers),
            on_top=_ON_TOP,
            longest=LONGEST,
            too_long=_(TOO_LONG),
            leave_to=leave_to,
            microphone=icons.MICROPHONE,
            idle=int(IDLE.total_seconds()),
            version=hashlib.sha256(files).hexdigest()[:8],
        )

    def chat(
        self,
        lines: Sequence[Shown],
        *,
        live: bool,
        before: int | None = None,
        pictures: bool = False,
        version: str = "",
        nonce: str,
        campaign: str = "",
        alert: str = "",
        call: Sequence[str] = (),
        seconds: int = 0,
        text: str = "",
        status: int = 200,
    ) -> HTMLResponse:
        """The conversation. The choices that came after the person's last words can be tapped, older ones are text.

        Of a long talk it is the last part, or the one that ends above the line `before`.
        `alert` says what went wrong, where it names them with `seconds`; `call`, kinds of number, stands above it.
        """
        last = max((number for number, line in enumerate(lines) if line.author == "me"), default=-1)
        choices = [choice for line in lines[last + 1 :] for choice in line.choices]
        first, end = part(lines, before, last)
        return self._page(
            "chat.html",
            status,
            lines=lines[first:end],
            last=min(last, end - 1) - first,
            earlier=lines[first].id if first else None,
            later=end < len(lines),
            taps=taps(choices),
            looks_over=has_main(choices),
            code=_code_that_stands(lines),
            live=live,
            pictures=pictures,
            version=version,
            nonce=nonce,
            campaign=campaign,
            alert=translator("vi")(alert).replace("{seconds}", str(seconds)) if alert else "",
            call=call,
            text=text,
        )

    def landing(self, *, topic: str, discreet: bool, chat: str, telegram: str) -> str:
        """The page of a campaign's code. A discreet one says nowhere, title and preview included, what this is."""
        _ = translator("vi")
        line = topic_line(topic)
        title = {} if discreet else {"title": _(N_("Join hands for children"))}
        return self._templates.get_template("landing.html").render(
            topic=_(line.msgid) if line is not None else "",
            discreet=discreet,
            chat=chat,
            telegram=telegram,
            description=_(N_("Write here. You need no name.")),
            **title,
        )

    def closed(self, *, erased: bool, nonce: str) -> HTMLResponse:
        return self._page("closed.html", 200, nonce=nonce, erased=erased)

    def waiting(self, texts: Sequence[str], *, seconds: int, asks: int) -> HTMLResponse:
        """The page of a newcomer who waits for their turn; it asks again by itself after `asks` seconds.

        Browsers know "Refresh" as a header for as long as in the page, and the forms that lead here may have a script.
        """
        response = self._page("waiting.html", 429, texts=texts, seconds=seconds)
        response.headers["Retry-After"], response.headers["Chat-Wait"] = str(seconds), str(asks)
        response.headers["Refresh"] = f"{asks};url=/wait"
        return response

    def problem(self, status: int) -> HTMLResponse:
        message = _PROBLEMS.get(status, _PROBLEMS[400 if status < 500 else 500])
        return self._page("problem.html", status, message=message)

    def _page(self, name: str, status: int, **context: object) -> HTMLResponse:
        return HTMLResponse(self._templates.get_template(name).render(**context), status)


def _also(language: str, drafts: bool) -> Callable[[str], str]:
    """What stands beside a Vietnamese text for readers of another language; "" where nobody has reviewed one.

    With `drafts`, on a trial, also what nobody has, and it says that it is a draft.
    """
    vi, other = translator("vi"), translator(language, drafts)

    def also(msgid: str) -> str:
        found = other(msgid).partition("\n")[0]
        return found if found != vi(msgid) else ""

    return also


def part(lines: Sequence[Shown], before: int | None, last: int) -> tuple[int, int]:
    """Of which line to which one a page shows: the end of the talk, with all since the person's `last` words, or what
    stands above the line `before`."""
    end = len(lines)
    if before is not None:
        end = next((number for number, line in enumerate(lines) if line.id >= before), end) or end
    first, letters = end, 0
    while first > 0 and (
        first == end
        or (end - first < LINES_A_PAGE and letters + len(lines[first - 1].text) <= LETTERS_A_PAGE)
        or (before is None and first > last >= 0)
    ):
        first -= 1
        letters += len(lines[first].text)
    return first, end


def _code_that_stands(lines: Sequence[Shown]) -> str:
    """The receipt code of what is talked about now; "" where none was given here, or another report has begun."""
    return next((line.code for line in reversed(lines) if line.code is not None), "")


def _paragraphs(text: str) -> list[str]:
    """Each is one on the page, so that nobody scrolls over blank lines."""
    return text.split("\n\n")


def _callable(numbers: Collection[str]) -> Callable[[str], Markup]:
    """A filter: the text, escaped, in which the emergency numbers can be tapped and a receipt code stands out.

    Signs that a font may lack are drawn. A group of digits among other groups, as in such a code, is no emergency
    number.
    """
    either = "|".join(map(re.escape, numbers))
    pattern = re.compile(rf"(?<!\d)(?<!\d[ .\-])({either})(?![ .\-]?\d)")

    def linked(text: str) -> Markup:
        tapped = pattern.sub(r'<a href="tel:\1">\1</a>', str(escape(text)))
        for sign, drawn in icons.SIGNS.items():
            tapped = tapped.replace(sign, drawn)
        return Markup(_CODE.sub(r'<b class="given" translate="no">\1</b>', tapped))

    return linked
