"""What every request and answer passes."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from handlers.console.routes import right_of, routes
from handlers.console.shield import hosts_of
from handlers.permission import Role
from handlers.store.models import Staff
from tests.handlers.console.visits import ADDRESS, PASSWORD, open_house

# What these pages ask of the database is asked on both elsewhere.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

FOREIGN = [
    {},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},  # another port of this very host: the web chat
    {"sec-fetch-site": "none"},
    {"sec-fetch-site": "same-origin", "origin": "http://evil.test"},
    {"origin": "http://evil.test"},
    {"origin": "http://console.test:8080"},
    {"origin": "null"},
]


@pytest.mark.parametrize("headers", FOREIGN)
async def test_a_form_from_anywhere_else_is_refused_and_changes_nothing(house, headers):
    visitor = await house.hire_and_sign_in("Lan", on_duty=False)
    answer = await visitor.post("/me/duty", headers, on="yes")
    assert answer.status_code == 403
    async with house.store.reading() as session:
        assert (await session.scalar(select(Staff))).on_duty_since is None


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "same-origin"}, {"origin": ADDRESS}])
async def test_a_form_of_our_own_gets_through_also_from_a_browser_that_sends_only_one_header(house, headers):
    visitor = await house.hire_and_sign_in("Lan", on_duty=False)
    assert (await visitor.post("/me/duty", headers, on="yes")).status_code == 303


async def test_the_console_answers_under_its_own_name_only(house):
    visitor = await house.hire_and_sign_in("Lan")
    for name in ("evil.test", "console.test.evil.test", "127.0.0.1", "localhost", "evil.test@console.test", ""):
        for path in ("/queue", "/sign-in", "/health", "/static/console.css"):
            answer = await visitor.get(path, host=name)
            assert answer.status_code == 400 and "set-cookie" not in answer.headers, (name, path)
        posted = await visitor.post("/me/duty", {"host": name, "sec-fetch-site": "same-origin"}, on="yes")
        assert posted.status_code == 400
    assert (await visitor.get("/queue", host="CONSOLE.TEST:80")).status_code == 200


async def test_on_ones_own_machine_the_console_has_each_of_its_names(database_url):
    here = ["127.0.0.1", "localhost", "[::1]"]
    assert hosts_of("http://127.0.0.1:8081") == hosts_of("http://[::1]:8081") == here
    assert hosts_of("https://Console.example.org") == ["console.example.org"]
    assert hosts_of("http://192.0.2.7:8081") == ["192.0.2.7"]


async def test_behind_https_the_cookie_is_one_that_no_other_host_can_set(store, for_console):
    house = open_house(store, for_console, address="https://console.test")
    await house.hire("Lan")
    form = {"login": "lan", "password": PASSWORD, "code": house.code("lan")}
    answer = await house.visitor().post("/sign-in", {"sec-fetch-site": "same-origin"}, **form)
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("__host-ct_staff=") and "; secure" in cookie and "; path=/" in cookie
    assert "domain" not in cookie
    token = answer.headers["set-cookie"].partition("=")[2].partition(";")[0]
    for name, status in (("ct_staff", 303), ("__Host-ct_staff", 200)):
        assert (await house.visitor().get("/queue", cookie=f"{name}={token}")).status_code == status


async def test_every_answer_carries_the_strict_headers(house):
    visitor = await house.hire_and_sign_in("Lan")
    for path in ("/sign-in", "/queue", "/nowhere", "/first/nothing"):
        headers = (await visitor.get(path)).headers
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["referrer-policy"] == "same-origin"


async def test_a_body_that_is_too_long_is_not_read(house):
    visitor = house.visitor()
    assert (await visitor.post("/sign-in", login="x" * 200_000)).status_code == 413


def signed_in_pages() -> list[tuple[str, str]]:
    taking = [route for route in routes() if right_of(route) is not None]
    return [(method, route.path) for route in taking for method in route.methods if method in ("GET", "POST")]


@pytest.mark.parametrize(("method", "path"), signed_in_pages())
async def test_no_page_of_the_staff_is_shown_to_a_stranger(house, method, path):
    path = re.sub(r"{(\w+)}", lambda part: "26-0001" if part[1] == "number" else "x", path)
    visitor = house.visitor()
    answer = await (visitor.get(path) if method == "GET" else visitor.post(path))
    # Asked to sign in, and led on afterwards to the page itself or the form's case: never to an act.
    wanted = path if method == "GET" else "/cases/26-0001" if path.startswith("/cases/") else "/"
    assert answer.status_code == 303
    assert answer.headers["location"] == ("/sign-in" if wanted == "/" else f"/sign-in?next={wanted}")


async def test_the_script_comes_from_the_installed_package_and_no_page_names_another_host(house):
    visitor = await house.hire_and_sign_in("Lan", Role.ADMINISTRATOR)
    assert "htmx" in (await visitor.get("/static/htmx.js")).text[:200]
    for path in ("/", "/me", "/staff", "/audit", "/sign-in"):
        text = (await visitor.get(path)).text
        assert "http://" not in text.replace(ADDRESS, "") and "https://" not in text
        assert "style=" not in text and "<script>" not in text
