"""Every story on a channel with buttons and on one without; the committed transcripts are what the bot says today."""

from __future__ import annotations

import pytest

from handlers.store.engine import Store
from handlers.store.keys import BotKeys, ConsoleKeys
from nlu.client import NluClient
from tests.fakes.services import ROOT, Nlu
from tests.journeys.scene import Scene
from tests.journeys.small_words import SMALL_WORDS
from tests.journeys.stories import STORIES, Story
from tests.journeys.transcript import Transcript

_ABOUT = """# How the bot talks

Each page is what people and the bot say to each other in one made-up story, written down by the test that plays it
(tests/journeys/stories.py and small_words.py beside it): with the real core, database and language service. The same
stories are played without buttons, in messages of at most 2,000 characters and at most eight in a row. What stands in
`boxes` can be tapped. Every person and event is made up, and so is every receipt code. `make journeys` writes the
pages anew.
"""
EVERY = [*STORIES, *SMALL_WORDS]
JOURNEYS = ROOT / "docs" / "journeys"
played_on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def _played(story: Story, store: Store, keys: BotKeys, console: ConsoleKeys, nlu: Nlu, *, plain: bool) -> str:
    async with NluClient(nlu.url, timeout=20) as client:
        scene = Scene(store, keys, console, client.parse, Transcript(story.title, story.intro), plain)
        try:
            await story.play(scene)
            await scene.staff_see()
        except Exception:
            print(scene.transcript.text)
            raise
    return scene.transcript.text


@played_on_sqlite
@pytest.mark.parametrize("story", EVERY, ids=lambda story: story.name)
async def test_the_story_goes_as_its_transcript_says(
    story: Story, store: Store, for_bot: BotKeys, for_console: ConsoleKeys, nlu: Nlu, request: pytest.FixtureRequest
):
    told = await _played(story, store, for_bot, for_console, nlu, plain=False)
    path = JOURNEYS / f"{story.name}.md"
    if request.config.getoption("--write-journeys"):
        path.write_text(told, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == told, "the bot talks differently now: read it, then `make journeys`"


@played_on_sqlite
@pytest.mark.parametrize("story", EVERY, ids=lambda story: story.name)
async def test_the_story_can_be_lived_through_without_any_button(
    story: Story, store: Store, for_bot: BotKeys, for_console: ConsoleKeys, nlu: Nlu
):
    await _played(story, store, for_bot, for_console, nlu, plain=True)


def test_every_transcript_belongs_to_a_story_and_is_listed(request: pytest.FixtureRequest):
    if request.config.getoption("--write-journeys"):
        (JOURNEYS / "README.md").write_text(_index(), encoding="utf-8")
    assert {path.name for path in JOURNEYS.glob("*.md")} == {*(f"{story.name}.md" for story in EVERY), "README.md"}
    assert (JOURNEYS / "README.md").read_text(encoding="utf-8") == _index()


def _index() -> str:
    lines = [f"- [{story.title}]({story.name}.md). {story.intro}" for story in EVERY]
    return f"{_ABOUT}\n{chr(10).join(lines)}\n"
