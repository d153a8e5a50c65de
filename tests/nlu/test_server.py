"""The real service over HTTP: any text gets the whole answer, anything else one readable line, nothing is logged."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
import time
import unicodedata
from pathlib import Path
from typing import Any, Literal

import httpx2
import pytest

from nlu.meaning import INTENTS, LANGUAGE_CODES, SIGNALS
from tests.fakes.services import NLU_PYTHON, ROOT, Nlu, free_port, start_nlu

ODD = {
    "empty": "",
    "blank": " \n\t ",
    "long": "cháu bị bố đánh " * 700,
    "long without a blank": "a" * 10_000,
    "long marks": "a" + "\u0301" * 10_000,
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
    assert isinstance(danger["now"], bool)
    assert set(danger["signals"]) <= SIGNALS
    assert bool(danger["evidence"]) == danger["now"]
    for start, end in danger["evidence"]:
        assert 0 <= start < end <= len(text)
        assert end - start <= 60
    for entity in meaning["entities"]:
        assert 0 <= entity["start"] < entity["end"] <= len(text)


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_any_text_gets_the_whole_answer_soon(nlu: Nlu, text: str) -> None:
    started = time.monotonic()
    assert_whole(ask(nlu, text), text)
    assert time.monotonic() - started < 1.5


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


def test_health_answers_while_long_messages_are_read(nlu: Nlu) -> None:
    text = "cháu bị bố đánh hoài cháu sợ lắm " * 1_000
    busy = [threading.Thread(target=ask, args=(nlu, text)) for _ in range(4)]
    for thread in busy:
        thread.start()
    started = time.monotonic()
    assert httpx2.get(f"{nlu.url}/health", trust_env=False).json() == {"status": "ok"}
    assert time.monotonic() - started < 1
    for thread in busy:
        thread.join()


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
        started = time.monotonic()
        service.process.send_signal(stop)
        assert service.process.wait(10) == 0
        assert time.monotonic() - started < 4
        assert "Traceback" not in service.log.read_text()


_FAILING = """
import socket, sys
from aiohttp import web
from nlu.server import application

def parse(text):
    if "xyzzyplugh" in text:
        raise RuntimeError(f"can't read {text}")
    return {"text": text}

taken = socket.socket()
taken.bind(("127.0.0.1", int(sys.argv[1])))
web.run_app(application(parse, {}), sock=taken, access_log=None, print=None)
"""


def test_one_failed_message_is_a_clean_500_and_the_service_lives_on() -> None:
    port = free_port()
    process = subprocess.Popen(
        [NLU_PYTHON, "-c", _FAILING, str(port)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    transport = httpx2.HTTPTransport(retries=10)  # until it listens
    with process, httpx2.Client(base_url=f"http://127.0.0.1:{port}", transport=transport) as client:
        try:
            failed = client.post("/model/parse", json={"text": "a xyzzyplugh b"})
            assert failed.status_code == 500
            assert set(failed.json()) == {"error"}
            assert client.post("/model/parse", json={"text": "b"}).json() == {"text": "b"}
        finally:
            process.terminate()
            logged, _ = process.communicate(timeout=10)
    assert "xyzzyplugh" not in failed.text + logged
    assert "RuntimeError" in logged
    assert "Traceback" not in logged


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
    for name in ("__init__.py", "server.py", "train.py"):
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
