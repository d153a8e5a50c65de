"""What the console process reads from its environment or `.env`; nothing else in this package reads it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from handlers.console.forgetting import Forgetting


class Settings(BaseSettings):
    """`CHUNGTAY_*`. `operator` is only asked whether it is there: without it every page says that this is a trial."""

    model_config = SettingsConfigDict(
        env_prefix="CHUNGTAY_", env_file=".env", env_ignore_empty=True, extra="ignore", hide_input_in_errors=True
    )

    database_url: str = Field("sqlite:///var/chungtay.db", pattern=r"^(sqlite|postgres|postgresql)(\+\w+)?://")
    data_dir: Path = Path("var")
    console_bind: str = "127.0.0.1:8081"
    console_url: str | None = Field(None, pattern=r"^https?://[^/\s]+/?$")
    web_url: str = Field("http://127.0.0.1:8080", pattern=r"^https?://[^/\s]+/?$")
    operator: str | None = None
    forget_cases_after_days: int | None = Field(None, ge=90)

    @field_validator("console_bind")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not host or not port.isdigit() or not 0 < int(port) < 65536:
            raise ValueError("give a host and a port, as in 127.0.0.1:8081")
        return value

    @property
    def host(self) -> str:
        return self.console_bind.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        return int(self.console_bind.rpartition(":")[2])

    @property
    def address(self) -> str:
        """The address that staff type, without a slash at its end."""
        return (self.console_url or f"http://{self.console_bind}").rstrip("/")

    @property
    def keys_folder(self) -> Path:
        return self.data_dir / "keys"

    @property
    def audit_copy(self) -> Path:
        """Where the console copies the audit to, outside of the database."""
        return self.data_dir / "record" / "audit.jsonl"

    @property
    def forgetting(self) -> Forgetting | None:
        """How whole cases are forgotten; None where the operator has set no time: they stay."""
        days = self.forget_cases_after_days
        return Forgetting(timedelta(days=days), self.corrections_folder) if days is not None else None

    @property
    def corrections_folder(self) -> Path:
        """Where approved corrections are exported to."""
        return self.data_dir / "nlu-corrections"


class WrongSetting(Exception):
    """A setting can't be used; the message is one line that says which and what to do."""


def read_settings(**given: Any) -> Settings:
    """The settings, or WrongSetting with one readable line. The value is never repeated: it may hold a password."""
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = "CHUNGTAY_" + "_".join(str(part) for part in first["loc"]).upper()
        raise WrongSetting(f"The setting {name} can't be used: {first['msg']}.") from None
