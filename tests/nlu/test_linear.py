"""Whatever a text holds, reading it costs in proportion to its length: counted in steps, never in seconds."""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from collections.abc import Callable

import pytest

from nlu.components import ages, danger, entities, gloss, parts, patterns, phrasebook, roles, shorthand, syllables, text
from nlu.components.danger import Reader
from nlu.components.text import Line, words
from nlu.windows import LONGEST
from tests.fakes.services import NLU_PYTHON, ROOT
from tests.nlu.hostile import HOSTILE
from tests.nlu.operations import faults, forget, operations, patterns_of

pytestmark = pytest.mark.long

SHORT = LONGEST // 4  # code points; four times as much is the longest text that the service reads at once
READER = Reader()
PARTS = entities.taught()
MODULES = [ages, danger, entities, gloss, parts, patterns, phrasebook, roles, shorthand, syllables, text]
READERS: dict[str, Callable[[str, Line], object]] = {
    "words": lambda said, line: words(said),
    "line": lambda said, line: Line(line.words),
    "ages": lambda said, line: list(ages.ages(line.text)),
    "entities": lambda said, line: entities.entities(said, line, PARTS),
    "danger": lambda said, line: READER.read(line),
    "Ê Đê": lambda said, line: gloss.in_vietnamese(line.words),
}


def cost(reader: Callable[[str, Line], object], said: str) -> int:
    line = Line(words(said))
    forget(MODULES)
    return operations(lambda: reader(said, line))


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("reader", READERS)
def test_four_times_the_text_is_four_times_the_steps(reader: str, hostile: str) -> None:
    said = HOSTILE[hostile] * (4 * SHORT)
    READERS[reader](said[:SHORT], Line(words(said[:SHORT])))  # what is made at first use is made
    short, long = (cost(READERS[reader], said[:length]) for length in (SHORT, 4 * SHORT))
    assert long <= 4.5 * short + 500, f"{short} steps for {SHORT} letters, {long} for {4 * SHORT}"


def test_marks_piled_up_are_never_put_in_order_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's normalisation is quadratic in the marks of one letter, which no count of our own steps would show."""
    sorted_at_once: list[int] = []
    normalize = unicodedata.normalize

    class Watched:
        combining, category = unicodedata.combining, unicodedata.category

        @staticmethod
        def normalize(form: str, said: str) -> str:
            runs = re.findall("[\u0300-\u036f]+", said)
            sorted_at_once.append(max(map(len, runs), default=0))
            return normalize(form, said)  # type: ignore[arg-type]

    for module in (text, syllables, phrasebook, gloss, entities):
        if hasattr(module, "unicodedata"):
            monkeypatch.setattr(module, "unicodedata", Watched)
    for letter in "aа":
        said = f"x{letter}" + "\u0323\u0301" * 1000
        line = Line(words(said))
        entities.entities(said, line)
        READER.read(line)
    assert 0 < max(sorted_at_once) <= 2 * text.MOST_MARKS


def test_a_letter_is_still_read_under_its_marks() -> None:
    assert [word.marked[0] for word in words("e\u0301" + "\u0323" * 500 + "m")] == ["ẹ"]
    assert [(word.start, word.end) for word in words("e" + "\u0323" * 500 + "m")] == [(0, 502)]


def test_no_sign_is_written_out_as_a_whole_sentence() -> None:
    said = "½ﬃﷺ" * 500
    assert sum(len(word.marked) for word in words(said)) <= len(said) * (1 + text.MOST_MORE)


def test_what_is_too_long_for_a_syllable_or_a_phrase_fills_no_memory() -> None:
    forget(MODULES)
    said = " ".join(letters * 350 for letters in ("bc", "dg", "a1")) + " " + "1" * 700
    entities.entities(said, Line(words(said)))
    assert sum(cache.cache_info().currsize for cache in (syllables.telex, syllables.vni)) == 0
    assert phrasebook.bare.cache_info().currsize == 0
    assert syllables._is_syllable.cache_info().currsize == 0


def test_no_pattern_can_try_more_than_a_bounded_piece_again() -> None:
    found = [pattern for thing in [*MODULES, READER] for pattern in patterns_of(thing)]
    assert len(found) > 1000
    assert {pattern.pattern[:60]: faults(pattern) for pattern in found if faults(pattern)} == {}


@pytest.mark.parametrize("wrong", [r"(?<!\S)(a |b )+c", r"(?<!\S)\d+\d+x", r"(?<!\S)(?:\w+){0,4}x", r"x\w+y"])
def test_a_pattern_that_could_is_found_out(wrong: str) -> None:
    assert faults(re.compile(wrong))


_IN_THE_SERVICE = f"""
import json, sys
sys.path.insert(0, {str(ROOT)!r})
from nlu.components import counts, language, syllables, text
from nlu.components.counts import Counts, cut
from nlu.components.judgement import weightiest
from nlu.components.language import Languages
from nlu.components.text import words
from tests.nlu.hostile import HOSTILE
from tests.nlu.operations import faults, forget, operations, patterns_of
told = [(words("em bị bố đánh " * 3), "vi"), (words("kâo amâo thâo ôh " * 3), "rad"), (words("help me please"), "en")]
languages = Languages.learn(told)
counted = Counts()
counted.learn([cut(read) for read, _ in told] * 3)
def cost(said):
    read = words(said)
    forget([counts, language, syllables, text])
    languages._seen.clear()
    def act():
        message = cut(read)
        row = counted.rows([message])
        weightiest(message, counted.shares(message, row, [1.0] * 10_000))
        languages.guess(read)
    return operations(act)
costs = {{}}
for name, said in json.load(sys.stdin).items():
    cost(said[:500])  # what is made at first use is made
    costs[name] = [cost((said * 2000)[:length]) for length in (500, 2000)]
print(json.dumps({{
    "costs": costs,
    "faults": [p.pattern for p in patterns_of(language) if faults(p)],
}}))
"""


def test_counting_and_language_cost_in_proportion_too() -> None:
    told = json.dumps(HOSTILE)
    ended = subprocess.run(
        [NLU_PYTHON, "-c", _IN_THE_SERVICE], cwd=ROOT, input=told, capture_output=True, text=True, check=True
    )
    found = json.loads(ended.stdout)
    assert set(found["costs"]) == set(HOSTILE)
    assert {name: steps for name, steps in found["costs"].items() if steps[1] > 4.5 * steps[0] + 2000} == {}
    assert found["faults"] == []
