"""The bot process's settings: the only reader of its environment, and one readable line for whatever is wrong."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.dialogue.line import Line
from bot.mail import MailServer, server_of
from handlers.store.engine import async_url

_LIKE_THIS = '{"name": "…", "answered_by": "…", "hours": "…", "promises": {"P0": "…"}}'
_VERIFIED_FOR = timedelta(days=183)  # a number that nobody has dialled for half a year is not shown


class WrongSettings(Exception):
    """One line per wrong setting, each saying what to do."""


def bind(address: str) -> tuple[str, int]:
    """ "127.0.0.1:8080" as host and port; raises ValueError."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError("must be host:port, such as 127.0.0.1:8080")
    return host.strip("[]"), int(port)


def _is_bind(address: str) -> str:
    bind(address)
    return address


def _is_database(url: str) -> str:
    try:
        async_url(url)
    except Exception:
        raise ValueError("must be sqlite:///path or postgresql://user:password@host/name") from None
    return url


def _is_address(url: str) -> str:
    if not url.startswith(("http://", "https://")) or any(mark in url for mark in " ?#"):
        raise ValueError("must be a scheme, host and port, such as https://api.telegram.org")
    return url.rstrip("/")


class Number(BaseModel):
    """A telephone number that is shown, and the day somebody last made sure of it."""

    number: str = Field(pattern=r"^[0-9 .+]{3,20}$")
    verified: date


class Operator(BaseModel):
    """Who runs the line and what they promise: reading times in words, by level ("P0": "trong 15 phút")."""

    name: str = Field(min_length=2)
    answered_by: str = ""
    hours: str = ""
    promises: dict[str, str] = {}


def _name_or_json(value: object) -> object:
    """A plain name is an operator who promises nothing."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value) if value.lstrip().startswith("{") else {"name": value}
    except ValueError:
        raise ValueError(f"must be a name, or JSON such as {_LIKE_THIS}") from None


class Settings(BaseSettings):
    """Environment or `.env`, prefix CHUNGTAY_. Everything has a default but what only the operator can know."""

    model_config = SettingsConfigDict(env_prefix="CHUNGTAY_", env_file=".env", extra="ignore", env_ignore_empty=True)

    operator: Annotated[Operator | None, NoDecode, BeforeValidator(_name_or_json)] = None
    telegram_token: SecretStr | None = None
    telegram_api_url: Annotated[str, AfterValidator(_is_address)] = "https://api.telegram.org"
    staff_chat_id: int | None = None
    mail_server: SecretStr | None = None  # smtps://user:password@host, where alerts by e-mail are handed over
    mail_from: str = ""  # the address that they come from
    database_url: Annotated[str, AfterValidator(_is_database)] = "sqlite:///var/chungtay.db"
    data_dir: Path = Path("var")
    nlu_url: Annotated[str, AfterValidator(_is_address)] = "http://127.0.0.1:5005"
    proxy_url: str | None = None
    web_bind: Annotated[str, AfterValidator(_is_bind)] = "127.0.0.1:8080"
    web_https: bool = False  # the web chat stands behind https: its cookie is then marked Secure
    hold_seconds: float = Field(default=1.2, ge=0, le=1.5)  # that a calm answer waits for what else is being written
    show_drafts: bool = False  # also what no speaker of the language has reviewed, marked as a draft
    console_url: str = ""  # where staff read cases: shown to those of them who write to the bot instead
    exit_url: Annotated[str, AfterValidator(lambda url: url)] = "https://www.google.com/search?q=thời+tiết"
    number_child: Number = Number(number="111", verified=date(2026, 11, 23))
    number_disaster: Number = Number(number="112", verified=date(2026, 11, 23))
    number_police: Number = Number(number="113", verified=date(2026, 11, 23))
    number_fire: Number = Number(number="114", verified=date(2026, 11, 23))
    number_ambulance: Number = Number(number="115", verified=date(2026, 11, 23))
    number_provincial: Number | None = None

    @property
    def keys_dir(self) -> Path:
        return self.data_dir / "keys"

    @property
    def hold(self) -> timedelta:
        return timedelta(seconds=self.hold_seconds)

    @property
    def mail(self) -> MailServer | None:
        """Raises ValueError, which `read` turns into a line."""
        return server_of(self.mail_server.get_secret_value(), self.mail_from) if self.mail_server is not None else None

    def line(self, on_duty: bool, now: datetime | None = None) -> Line:
        """What may be said at this moment."""
        today = (now or datetime.now(UTC)).astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).date()
        provincial = self.number_provincial
        fresh = provincial is not None and timedelta(0) <= today - provincial.verified <= _VERIFIED_FOR
        operator = self.operator
        numbers = (
            ("child", self.number_child.number),
            ("disaster", self.number_disaster.number),
            ("police", self.number_police.number),
            ("fire", self.number_fire.number),
            ("ambulance", self.number_ambulance.number),
        )
        return Line(
            operator=operator.name if operator else None,
            answered_by=operator.answered_by if operator else "",
            hours=operator.hours if operator else "",
            promises=tuple((int(level[1]), words) for level, words in operator.promises.items()) if operator else (),
            on_duty=on_duty,
            provincial=provincial.number if provincial is not None and fresh else None,
            numbers=numbers,
        )


def read() -> Settings:
    """The settings, or WrongSettings with a line for each wrong one. Values are never repeated: they may be secret."""
    try:
        settings = Settings()
    except ValidationError as error:
        wrong_ones = json.loads(error.json(include_input=False))
        raise WrongSettings("\n".join(_in_words(wrong) for wrong in wrong_ones)) from None
    except Exception as error:  # a JSON value that cannot be read comes as the library's own error
        raise WrongSettings(f"A setting cannot be read: {str(error).splitlines()[0]}") from None
    for level in settings.operator.promises if settings.operator else ():
        if level not in ("P0", "P1", "P2", "P3"):
            raise WrongSettings("CHUNGTAY_OPERATOR: promises may name P0, P1, P2 and P3 only.")
    if settings.staff_chat_id is not None and settings.telegram_token is None:
        raise WrongSettings("CHUNGTAY_STAFF_CHAT_ID is set but CHUNGTAY_TELEGRAM_TOKEN is not: set both or neither.")
    if settings.mail_server is not None:
        try:
            server_of(settings.mail_server.get_secret_value(), settings.mail_from)
        except ValueError as error:
            raise WrongSettings(f"CHUNGTAY_MAIL_SERVER, CHUNGTAY_MAIL_FROM: {error}. See .env.example.") from None
    return settings


def _in_words(wrong: dict[str, object]) -> str:
    where = wrong["loc"]
    name = ".".join(str(part) for part in where) if isinstance(where, list) else str(where)
    first, _, rest = name.partition(".")
    reason = str(wrong["msg"]).removeprefix("Value error, ")
    return f"CHUNGTAY_{first.upper()}{' (' + rest + ')' if rest else ''}: {reason}. See .env.example."
