"""A browser without a screen, and staff who can sign in with it: what the console's tests tell their stories with."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import uuid4

import httpx2
import pyotp
from starlette.applications import Starlette

from handlers.console import auth
from handlers.console.app import build
from handlers.console.page import Console, templates
from handlers.permission import Role
from handlers.store.engine import Store
from handlers.store.keys import ConsoleKeys
from handlers.store.models import Staff
from handlers.store.trust import console_trust
from handlers.vouching import set_secrets, vouch
from tests.handlers.people import NOON

ADDRESS = "http://console.test"
PASSWORD = "năm con voi đi qua buôn"


class Time:
    """The console's clock, moved by hand."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at

    def go(self, **length: float) -> None:
        self.at += timedelta(**length)


@dataclass
class Visitor:
    """One browser. Forms are sent as a browser sends them from the console's own pages, unless `headers` differ."""

    client: httpx2.AsyncClient

    async def get(self, path: str, **headers: str) -> httpx2.Response:
        return await self.client.get(path, headers=headers)

    async def post(self, path: str, headers: dict[str, str] | None = None, **form: str) -> httpx2.Response:
        """The answer itself: redirects are not followed."""
        sent = {"origin": ADDRESS, "sec-fetch-site": "same-origin"} if headers is None else headers
        return await self.client.post(path, data=form, headers=sent)

    async def follow(self, answer: httpx2.Response) -> httpx2.Response:
        assert answer.status_code == 303, answer.text
        return await self.client.get(answer.headers["location"])


@dataclass
class House:
    """A console over one store, with a clock that is moved by hand and nobody to wait for."""

    store: Store
    keys: ConsoleKeys
    now: Time
    app: Starlette
    secrets: dict[str, str] = field(default_factory=dict)

    def visitor(self, network: str = "203.0.113.7") -> Visitor:
        transport = httpx2.ASGITransport(app=self.app, raise_app_exceptions=False, client=(network, 40000))
        return Visitor(httpx2.AsyncClient(transport=transport, base_url=ADDRESS))

    def code(self, login: str) -> str:
        return pyotp.TOTP(self.secrets[login]).at(self.now())

    async def hire(
        self, name: str, role: Role = Role.CASE_WORKER, *, on_duty: bool = True, **columns: str | None
    ) -> Staff:
        """Somebody whose account is set up: the login is the name in small letters."""
        id_ = uuid4().hex
        sealed = auth.new_secret(self.keys.staff, id_)
        staff = Staff(
            id=id_,
            login=name.casefold(),
            name=name,
            role=role,
            on_duty_since=self.now() if on_duty else None,
            totp_last_step=0,
            created_at=self.now(),
            **columns,
        )
        async with self.store.writing() as session:
            set_secrets(staff, _hashed(), sealed)
            session.add(staff)
            await vouch(session, staff)
        self.secrets[staff.login] = auth.open_secret(self.keys.staff, staff) or ""
        return staff

    async def change(self, staff_id: str, **columns: object) -> None:
        """What stands in somebody's row from now on, as the console changes it."""
        async with self.store.writing() as session:
            staff = await session.get_one(Staff, staff_id)
            for name, value in columns.items():
                setattr(staff, name, value)
            await vouch(session, staff)

    async def sign_in(self, login: str) -> Visitor:
        visitor = self.visitor()
        self.now.go(seconds=auth.STEP)  # a code works once
        answer = await visitor.post("/sign-in", login=login, password=PASSWORD, code=self.code(login))
        assert answer.status_code == 303, answer.text
        return visitor

    async def hire_and_sign_in(self, name: str, role: Role = Role.CASE_WORKER, *, on_duty: bool = True) -> Visitor:
        return await self.sign_in((await self.hire(name, role, on_duty=on_duty)).login)


def open_house(store: Store, keys: ConsoleKeys, **different: Any) -> House:
    now = Time()
    store.trust = console_trust(keys)
    values: dict[str, Any] = {
        "store": store,
        "keys": keys,
        "now": now,
        "translate": str,
        "address": ADDRESS,
        "trial": False,
        "templates": templates(str),
        **different,
    }
    return House(store, keys, now, build(Console(**values)))


@cache
def _hashed() -> str:
    return auth._HASHER.hash(PASSWORD)


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, page
    return found[1]
