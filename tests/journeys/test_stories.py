"""Every story on a channel with buttons and on one without; the committed transcripts are what the bot says today."""

from __future__ import annotations

from pathlib import Path

import pytest

from handlers.store.engine import Store
from handlers.store.keys import BotKeys, ConsoleKeys
from nlu.client import NluClient
from tests.fakes.services import ROOT, Nlu
from tests.journeys.scene import Scene
from tests.journeys.stories import STORIES, Story
from tests.journeys.transcript import Transcript

JOURNEYS = ROOT / "docs" / "journeys"
played_on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def _played(story: Story, store: Store, keys: BotKeys, console: ConsoleKeys, nlu: Nlu, *, plain: bool) -> str:
    async with NluClient(nlu.url, timeout=20) as client:
        scene = Scene(store, keys, console, client.parse, Transcript(story.title, story.intro), plain)
        await story.play(scene)
        await scene.staff_see()
    return scene.transcript.text


@played_on_sqlite
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
async def test_the_story_goes_as_its_transcript_says(
    story: Story, store: Store, for_bot: BotKeys, for_console: ConsoleKeys, nlu: Nlu, request: pytest.FixtureRequest
):
    told = await _played(story, store, for_bot, for_console, nlu, plain=False)
    path = JOURNEYS / f"{story.name}.md"
    if request.config.getoption("--write-journeys"):
        path.write_text(told, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == told, "the bot talks differently now: read it, then `make journeys`"


@played_on_sqlite
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
async def test_the_story_can_be_lived_through_without_any_button(
    story: Story, store: Store, for_bot: BotKeys, for_console: ConsoleKeys, nlu: Nlu
):
    await _played(story, store, for_bot, for_console, nlu, plain=True)


def test_every_transcript_belongs_to_a_story_and_is_listed():
    names = {f"{story.name}.md" for story in STORIES}
    assert {path.name for path in JOURNEYS.glob("*.md")} == {*names, "README.md"}
    index = Path(JOURNEYS / "README.md").read_text(encoding="utf-8")
    assert [name for name in sorted(names) if name not in index] == []
