"""Languages are told by words alone: learnt here from the training messages, without the rest of the pipeline."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from nlu.examples import EVALUATION, lines
from nlu.scores import languages_of
from tests.fakes.services import NLU_PYTHON, ROOT

pytestmark = pytest.mark.long

_IN_THE_SERVICE = f"""
import json, sys
sys.path.insert(0, {str(ROOT)!r})
from nlu.components.language import Languages
from nlu.components.text import words
from nlu.examples import training
languages = Languages.learn((words(each.text), each.language) for each in training())
print(json.dumps([languages.guess(words(text), text)[0] for text in json.load(sys.stdin)]))
"""
EXAMPLES = {
    # A word of the one language in a message of the other.
    "adei bị sốt cao, cô ơi": "mixed",
    "kao khong dam ve nha": "mixed",
    "kâo hưn leh với cán bộ xã": "mixed",
    # Names are of no language.
    "Nhà em ở buôn Akŏ Dhông": "vi",
    "chú Y Bhăm đánh em, em ở Ea H'leo": "vi",
    "em o buon ea nao": "vi",
    "Krông Pắc": "vi",
    "Kâo dôk ti Lâm Đồng hŏng Nguyễn Văn Minh": "rad",
    "KÂO HUĬ": "rad",
    "Đru kâo bĕ. Kâo huĭ. Amĭ kâo hia.": "rad",
    # Vietnamese without its marks that looks like English, and like Ê Đê.
    "me an do the": "vi",
    "to con do me danh": "vi",
    "co an ko": "vi",
    "cam dao kia": "vi",
    "không ạ": "vi",
    # English that looks like keystrokes or like Vietnamese.
    "he's here": "en",
    "someone is outside": "en",
    "idk what to do rn": "en",
    "hi there": "en",
    "hello cô": "vi",
    # Ê Đê with a few words that nobody has written down for us, and without its letters.
    "kâo bhŏk hŏng ayŏng": "rad",
    "lehanan kyuanan": "rad",
    "kao hui, ama cam amai": "rad",
    # The neighbours, who share its letters: Jarai, Bahnar, M'nông, K'ho, Xơ Đăng.
    "ƀing gơmơi hơmâo laih tơlơi anun": "und",
    "bing gomoi homao laih toloi anun": "und",
    "kon pơlei hơnơ̆ng pơgơ̆r tơdrong jang": "und",
    "bunuyh geh nău ngơi ăp rnôk": "und",
    "lơh broă niam tàm lơgar geh bơta": "und",
    "tơdroăng cheăng dêi pơlê hiăng pêi": "und",
    "tơlơi": "und",
}


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    texts = [*EXAMPLES, *(line["text"] for line in lines(EVALUATION / "languages.jsonl"))]
    ended = subprocess.run(
        [NLU_PYTHON, "-c", _IN_THE_SERVICE],
        cwd=ROOT,
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(zip(texts, json.loads(ended.stdout), strict=True))


@pytest.mark.parametrize("text", EXAMPLES)
def test_the_language_is_told_by_its_words(said: dict[str, str], text: str) -> None:
    assert said[text] == EXAMPLES[text]


def test_short_messages_hold_the_floors(said: dict[str, str]) -> None:
    judged: list[tuple[dict[str, Any], dict[str, Any]]] = [
        (line, {"language": {"code": said[line["text"]]}}) for line in lines(EVALUATION / "languages.jsonl")
    ]
    figures = languages_of(judged)
    assert figures["language F1, mixed"] >= 0.90
    assert figures["language recall, en"] >= 0.95
    assert figures["language recall, vi"] >= 0.95
    assert figures["language recall, rad"] >= 0.95
