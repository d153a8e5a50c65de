"""The real service over HTTP: any text gets the whole answer, anything else one readable line, nothing is logged."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import httpx2
import pytest

from nlu.meaning import INTENTS, LANGUAGE_CODES, SIGNALS
from nlu.windows import LONGEST
from tests.fakes.services import NLU_PYTHON, ROOT, Nlu, free_port, start_nlu

pytestmark = pytest.mark.long

MOST_WAITING = 32  # nlu.server imports Rasa's own aiohttp, which is not in this environment

ODD = {
    "empty": "",
    "blank": " \n\t ",
    "long": ("cháu bị bố đánh " * 700)[:LONGEST],
    "long without a blank": "a" * LONGEST,
    "long marks": "a" + "\u0301" * (LONGEST - 1),
    "emoji": "👨‍👩‍👧😭🆘",
    "digits": "0905 123 456",
    "nfd": unicodedata.normalize("NFD", "cháu bị bố đánh ở thôn 3"),
    "zero width": "\u200bch\u200báu b\ufeffị đ\u2060ánh",
    "command": "/start",
    "intent shortcut": '/greet{"name": "x"}',
    "json": '{"text": "x"}',
    "rtl": "\u202eمرحبا\u202c שלום",
    "html": "<script>alert(1)</script>&amp;",
    "nul": "a\x00b",
    "ede": "Kâo čiăng blŭ hŏng ih mơ̆",
    "astral": "𝕔𝕙á𝕦 bị đánh 😭",
}


def ask(nlu: Nlu, text: str) -> dict[str, Any]:
    response = httpx2.post(f"{nlu.url}/model/parse", json={"text": text}, timeout=10, trust_env=False)
    assert response.status_code == 200, response.text
    meaning: dict[str, Any] = response.json()
    return meaning


def assert_whole(meaning: dict[str, Any], text: str) -> None:
    assert meaning["text"] == text
    assert meaning["intent"]["name"] is None or meaning["intent"]["name"] in INTENTS
    assert 0 <= meaning["intent"]["confidence"] <= 1
    assert all(rank["name"] in INTENTS and 0 <= rank["confidence"] <= 1 for rank in meaning["intent_ranking"])
    assert meaning["language"]["code"] in LANGUAGE_CODES
    assert 0 <= meaning["language"]["confidence"] <= 1
    danger = meaning["danger"]
    assert isinstance(danger["now"], bool) and isinstance(danger["maybe"], bool)
    assert not (danger["now"] and danger["maybe"])
    assert set(danger["signals"]) <= SIGNALS
    assert bool(danger["evidence"]) == danger["now"]
    for start, end in danger["evidence"]:
        assert 0 <= start < end <= len(text)
        assert end - start <= 60
    for entity in meaning["entities"]:
        assert 0 <= entity["start"] < entity["end"] <= len(text)


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_any_text_gets_the_whole_answer(nlu: Nlu, text: str) -> None:
    assert_whole(ask(nlu, text), text)


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "👍", "12345"])
def test_what_is_no_language_is_und(nlu: Nlu, text: str) -> None:
    assert ask(nlu, text)["language"]["code"] == "und"


def test_a_leading_slash_is_text_like_any_other(nlu: Nlu) -> None:
    meaning = ask(nlu, "/greet bố đang cầm dao đuổi em")
    assert meaning["danger"]["now"]
    assert meaning["intent"]["confidence"] < 1


@pytest.mark.parametrize("before", ["", "   ", "\n\n", "\u200b\u200b", "😭👨‍👩‍👧 ", "\ufeff/"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_spans_are_places_in_the_text_as_it_was_sent(nlu: Nlu, before: str, form: Literal["NFC", "NFD"]) -> None:
    text = before + unicodedata.normalize(form, "cháu 12 tuổi đang bị bố dượng đánh")
    meaning = ask(nlu, text)
    found = {e["entity"]: unicodedata.normalize("NFC", text[e["start"] : e["end"]]) for e in meaning["entities"]}
    assert found["age"] == "12 tuổi"
    assert found["relation"] == "bố dượng"
    evidence = [unicodedata.normalize("NFC", text[start:end]) for start, end in meaning["danger"]["evidence"]]
    assert any("bị bố dượng đánh" in piece for piece in evidence), evidence


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"{}", 400),
        (b"[]", 400),
        (b"null", 400),
        (b'"text"', 400),
        (b'{"text": null}', 400),
        (b'{"text": 5}', 400),
        (b'{"text": ["a"]}', 400),
        (b'{"message": "a"}', 400),
        (b'{"text": "\xff"}', 400),
        ('{"text": "bố"}'.encode("utf-16"), 400),
        (b'{"text": "\\ud83d"}', 400),
        (b'{"text": ' + b"[" * 50_000, 400),
        (b'{"text": "' + b"a" * 70_000 + b'"}', 413),
        (b'{"text": "' + b"a" * (LONGEST + 1) + b'"}', 413),
    ],
)
def test_any_other_body_is_refused_with_one_readable_line(nlu: Nlu, body: bytes, status: int) -> None:
    response = httpx2.post(f"{nlu.url}/model/parse", content=body, trust_env=False)
    assert response.status_code == status
    assert set(response.json()) == {"error"}
    assert "\n" not in response.json()["error"]
    assert httpx2.get(f"{nlu.url}/health", trust_env=False).status_code == 200


def test_another_charset_is_refused(nlu: Nlu) -> None:
    headers = {"content-type": "application/json; charset=windows-1258"}
    response = httpx2.post(f"{nlu.url}/model/parse", content=b'{"text": "a"}', headers=headers, trust_env=False)
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/"), ("GET", "/model/parse"), ("POST", "/model/train"), ("PUT", "/model")]
)
def test_it_serves_nothing_but_the_contract(nlu: Nlu, method: str, path: str) -> None:
    response = httpx2.request(method, nlu.url + path, trust_env=False)
    assert response.status_code in (404, 405)
    assert set(response.json()) == {"error"}


def test_version_names_the_model(nlu: Nlu) -> None:
    version = httpx2.get(f"{nlu.url}/version", trust_env=False).json()
    assert (ROOT / "nlu" / "models" / f"{version['model']}.tar.gz").exists()
    assert version["rasa"] == "3.6.21"


def test_no_word_of_a_message_is_logged_even_when_logging_is_at_its_loudest() -> None:
    marker = "xyzzyplugh"
    with start_nlu(free_port(), debug=True) as service:
        ask(service, f"bố đang đánh em {marker}")
        httpx2.post(f"{service.url}/model/parse", content=f'{{"text": "{marker}'.encode(), trust_env=False)
        httpx2.get(f"{service.url}/{marker}", trust_env=False)
        service.process.terminate()
        service.process.wait(10)
        logged = service.log.read_text()
    assert "ready on" in logged
    assert marker not in logged
    assert "đánh" not in logged


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_at_once_and_cleanly(stop: signal.Signals) -> None:
    with start_nlu(free_port()) as service, httpx2.Client(base_url=service.url, trust_env=False) as kept_open:
        kept_open.get("/health")
        service.process.send_signal(stop)
        assert service.process.wait(10) == 0
        assert "Traceback" not in service.log.read_text()


_SERVICE = """
import socket, sys
from aiohttp import web
from nlu.server import application

def parse(text):
    print(text.split()[0], flush=True)
    if text == "hold":
        sys.stdin.readline()
    if "xyzzyplugh" in text:
        raise RuntimeError(f"can't read {text}")
    return {"text": text}

taken = socket.socket()
taken.bind(("127.0.0.1", int(sys.argv[1])))
web.run_app(application(parse, {}), sock=taken, access_log=None, print=None)
"""


@dataclass
class Service:
    """The server round a reader that notes what it begins, and holds at "hold" until it is let go."""

    port: int
    process: subprocess.Popen[str]
    client: httpx2.Client

    def send(self, text: str) -> socket.socket:
        """Asks without waiting for the answer."""
        body = json.dumps({"text": text}).encode()
        asking = socket.create_connection(("127.0.0.1", self.port))
        asking.sendall(f"POST /model/parse HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        return asking

    def hold(self) -> socket.socket:
        """Keeps the reader busy."""
        asking = self.send("hold")
        assert self.begun() == "hold"
        return asking

    def begun(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def let_go(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def is_well(self) -> bool:
        return self.client.get("/health").json() == {"status": "ok"}


@pytest.fixture
def service() -> Iterator[Service]:
    port = free_port()
    process = subprocess.Popen(
        [NLU_PYTHON, "-c", _SERVICE, str(port)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    transport = httpx2.HTTPTransport(retries=10)  # until it listens
    with process, httpx2.Client(base_url=f"http://127.0.0.1:{port}", transport=transport) as client:
        client.get("/health")
        yield Service(port, process, client)
        process.kill()


def test_one_failed_message_is_a_clean_500_and_the_service_lives_on(service: Service) -> None:
    failed = service.client.post("/model/parse", json={"text": "a xyzzyplugh b"})
    assert failed.status_code == 500
    assert set(failed.json()) == {"error"}
    assert service.client.post("/model/parse", json={"text": "b"}).json() == {"text": "b"}
    service.process.terminate()
    logged, _ = service.process.communicate(timeout=10)
    assert "xyzzyplugh" not in failed.text + logged
    assert "RuntimeError" in logged
    assert "Traceback" not in logged


def test_health_answers_while_a_text_is_read(service: Service) -> None:
    with service.hold():
        assert service.is_well()
        service.let_go()


def test_what_nobody_waits_for_any_more_is_not_begun(service: Service) -> None:
    with service.hold():
        for asking in [service.send(f"given-up-{number}") for number in range(MOST_WAITING + 9)]:
            asking.close()
            assert service.is_well()  # and so it has seen that this client has gone
        with service.send("cry") as asking:
            assert service.is_well()
            service.let_go()
            assert service.begun() == "cry"
            assert asking.recv(100).startswith(b"HTTP/1.1 200")


def test_when_too_many_wait_the_next_is_told_at_once(service: Service) -> None:
    with contextlib.ExitStack() as clients:
        clients.enter_context(service.hold())
        waiting = [clients.enter_context(service.send(f"waiting-{number}")) for number in range(MOST_WAITING)]
        assert service.is_well()
        refused = service.client.post("/model/parse", json={"text": "one more"})
        assert (refused.status_code, set(refused.json())) == (503, {"error"})
        service.let_go()
        assert [service.begun() for _ in waiting] == [f"waiting-{number}" for number in range(MOST_WAITING)]
        assert all(asking.recv(100).startswith(b"HTTP/1.1 200") for asking in waiting)
        assert service.client.post("/model/parse", json={"text": "later"}).json() == {"text": "later"}


def _run(bind: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "CHUNGTAY_NLU_BIND": bind}
    return subprocess.run(
        [NLU_PYTHON, "-m", "nlu.server"], cwd=folder, env=env, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_taken_port_is_one_readable_line() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        ended = _run(f"127.0.0.1:{other.getsockname()[1]}")
    assert ended.returncode == 1
    assert "CHUNGTAY_NLU_BIND" in ended.stderr
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize("bind", ["5005", "127.0.0.1:", "127.0.0.1:port", "127.0.0.1:99999", "no host:5005"])
def test_an_address_that_is_none_is_one_readable_line(bind: str) -> None:
    ended = _run(bind)
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_a_missing_model_is_one_line_that_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "nlu" / "components").mkdir(parents=True)
    for name in ("__init__.py", "server.py", "model.py", "windows.py", "meaning.py"):
        (tmp_path / "nlu" / name).write_bytes((ROOT / "nlu" / name).read_bytes())
    (tmp_path / "config.yml").write_bytes((ROOT / "config.yml").read_bytes())
    ended = _run(f"127.0.0.1:{free_port()}", tmp_path)
    assert ended.returncode == 1
    assert "make train" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_training_again_has_nothing_to_do(nlu: Nlu) -> None:
    for arguments in ([], ["--check"]):
        assert subprocess.run([NLU_PYTHON, "-m", "nlu.train", *arguments], cwd=ROOT, check=False).returncode == 0
    assert len(list((ROOT / "nlu" / "models").glob("*.tar.gz"))) == 1
