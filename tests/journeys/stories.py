"""What people live through with the line, told once and played on every kind of channel.

Every person, place of living and event here is made up. A story asserts what must hold, and its transcript
(`make journeys`, docs/journeys/) lets people read how the bot talks.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from handlers.case import Because, Level
from tests.journeys.scene import Scene

MORE = "This is what I will send. Is it right?"
RECEIPT = "Your report was received at {time}. Your receipt code:"
DANGER = "This sounds dangerous. Please call now:"
ADDED = "I have added it."


@dataclass(frozen=True)
class Story:
    name: str
    title: str
    intro: str
    play: Callable[[Scene], Awaitable[None]]


STORIES: list[Story] = []


def story(title: str, intro: str) -> Callable[[Callable[[Scene], Awaitable[None]]], Callable[[Scene], Awaitable[None]]]:
    def keep(play: Callable[[Scene], Awaitable[None]]) -> Callable[[Scene], Awaitable[None]]:
        STORIES.append(Story(play.__name__.replace("_", "-"), title, intro, play))
        return play

    return keep


@story("A child alone with a violent carer", "Telegram. The child writes about the father, who is drunk and near.")
async def a_child_alone_with_a_violent_carer(scene: Scene) -> None:
    await scene.on_duty()
    child = scene.person("Em nhỏ")
    await child.says("ba say rượu đang đánh em, em trốn trong nhà vệ sinh")
    child.sees(DANGER)
    child.sees("Where are you now? Commune, thôn or buôn, or a landmark. You can also send your location.")
    case = await scene.case()
    assert case.level == Level.P0 and case.unfinished
    await child.says("buôn Ky phường Thành Nhất")
    await child.taps("Only write to me here")
    await scene.claimed(case)
    await child.says("ba đang đập cửa")
    child.sees("If you can, call now:")
    await scene.answered(case, "Cô đọc được tin của em rồi. Người lớn ở gần đang đến chỗ em.")
    await child.taps("Open it now")
    child.sees("The staff write:")
    await child.says("dạ em nghe tiếng xe rồi")
    assert "nghe tiếng xe" in await scene.words(case)
    assert len(await scene.cases()) == 1
