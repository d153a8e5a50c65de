"""Small words, answered: what frightened people say in one short message, in many wordings, and what they hear.

The seven openings that this began with and ten other wordings of each (tests/journeys/small_words.tsv), said by eleven
people, one after another; two more stories are of a waiting in danger and of a report with few words.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from bot.dialogue.heard.voices import Voice
from tests.journeys.scene import VOICES, Reporter, Scene
from tests.journeys.stories import DANGER, KEEP, Story, story

SMALL_WORDS: list[Story] = []
_LINES = Path(__file__).with_name("small_words.tsv").read_text(encoding="utf-8").splitlines()
# Who → what they say, in this order.
SAID: dict[str, list[tuple[Voice, str]]] = defaultdict(list)
for _line in _LINES:
    if _line and not _line.startswith("#"):
        _who, _kind, _text = _line.split("\t")
        SAID[_who].append((Voice(_kind), _text))
# Of each kind what is said to it, whatever was told before.
SAFE = ("Are you safe right now?", "Are you safe right now, and the child if you write about one?")
ANSWERS = {
    Voice.FAULT: ("No, it is not your fault. It is right that you tell it.",),
    Voice.STAY: ("I am here. I am a machine and do not get tired; you can write at any hour.",),
    Voice.WHAT_NOW: (
        "You are doing it already: you tell. Go on here, bit by bit; nothing else has to be decided now. "
        "If it becomes dangerous, go to where people are.",
        "One thing now: if you can get there, go to where people are, such as a neighbour. If you cannot, write here. "
        "Call 111 (free) when nobody can hear you.",
    ),
    Voice.DIRTY: ("You are not dirty. What somebody did to you speaks of them, and not of you.",),
    Voice.BOTHER: ("You bother nobody. This line is here for exactly that.",),
    Voice.READ: (
        "Nobody has opened your report yet.",
        "Nothing has been sent from here yet. If you have sent a report before, write its code (15 digits); "
        "else write here.",
        "What you have written here has not been sent yet. The staff get it when you send it.",
        "It has been received. A person has not taken it up yet.",
    ),
    Voice.PREGNANT: (
        "I name no place and no medicine for that: without a doctor it can be very dangerous. It is not wrong to "
        "ask. A person can talk with you about it at any hour: 111 (free). You can also write here what has "
        "happened, and the age of whoever is pregnant.",
    ),
}


async def _say(person: Reporter, *kinds: Voice, who: str = "") -> None:
    """All that this person says, or what is of these kinds: each time the answer is to that."""
    for kind, text in SAID[who or person.name]:
        if kinds and kind not in kinds:
            continue
        before = len(person.screen)
        await person.says(text)
        told = "\n".join(message.text for message in person.screen[before:])
        assert any(voice(msgid) in told for msgid in ANSWERS[kind] for voice in VOICES), (text, told)
        if any(voice(msgid) in told for msgid in SAFE for voice in VOICES):
            await person.taps("Yes, safe")


@story(
    "Small words, answered",
    "Telegram. A page of many short talks: five children and young people say what one says who does not yet dare to "
    "tell: in full, without marks, in the short writing of young people, as in the centre, as in the south. Each is a "
    "talk of its own. Nobody sends a report; half an hour later all of it is with staff.",
    among=SMALL_WORDS,
)
async def small_words_answered(scene: Scene) -> None:
    await scene.on_duty()
    for name in ("Em", "Em khong dau", "Em teen", "Em miền Trung", "Em miền Nam"):
        await _say(scene.person(name))
    await scene.waits(minutes=40)
    assert len(await scene.cases()) == 5  # nobody has tapped "send", and all of it reaches a person


@story(
    "Small words of grown-ups",
    "Telegram. A mother, a grandmother and a woman who was hurt herself say the same in their voices.",
    among=SMALL_WORDS,
)
async def small_words_of_grown_ups(scene: Scene) -> None:
    await scene.on_duty()
    for name in ("Mẹ", "Bà", "Chị"):
        await _say(scene.person(name))


@story(
    "Small words after a report",
    "Telegram. A boy has sent his report, and a girl hers; they wait, and write what one writes while waiting. They "
    "hear how far it is, as it is.",
    among=SMALL_WORDS,
)
async def small_words_after_a_report(scene: Scene) -> None:
    await scene.on_duty()
    for name, told in (
        ("Em trai", "thầy dạy thêm sờ vào người em"),
        ("Em gái", "dượng hay sờ vào người em khi mẹ đi làm"),
    ):
        child = scene.person(name)
        await child.says(told)
        while not any(voice(KEEP) in child.screen[-1].text for voice in VOICES):
            await child.taps(_next(child))
        await child.taps("That is all")
        await _say(child)


def _next(person: Reporter) -> str:
    """The way on from here to the receipt."""
    there = person.screen[-1]
    shown = there.text + "\n".join(label for _, label in there.choices)
    ways = ("That is right", "Send the report", "Yes, safe", "Skip")
    return next(way for way in ways if any(voice(way) in shown for voice in VOICES))


@story(
    "Small words in danger",
    "The web chat. A girl hides while her father is drunk. Between the numbers and the answer of the staff she writes "
    "what comes to her.",
    among=SMALL_WORDS,
)
async def small_words_in_danger(scene: Scene) -> None:
    await scene.on_duty()
    girl = scene.person("Em đang trốn", "web")
    await girl.says("ba say rượu đang đánh mẹ, em trốn dưới gầm giường")
    girl.sees(DANGER)
    await girl.taps("Skip")
    await girl.taps("Yes, write to me here")
    await _say(girl)


@story(
    "Waiting in danger, not alone",
    "Telegram. A boy hides and asks not to be left waiting in silence. Only a neutral notice shows by itself; he taps "
    "it and reads how far it is and one safe thing to do. Staff take it up in between; then somebody comes, and he "
    "leaves.",
    among=SMALL_WORDS,
)
async def waiting_in_danger_not_alone(scene: Scene) -> None:
    await scene.on_duty()
    boy = scene.person("Em trai")
    await boy.says("ba đang đánh em, em trốn trong chuồng bò")
    boy.sees(DANGER)
    await boy.taps("Skip")
    await boy.taps("Yes, write to me here")
    await boy.taps("Write to me while I wait")
    boy.sees("All right. While you wait I write here, three times at most.")
    await scene.waits(minutes=6)
    boy.sees("There is a new message for you. Open it now?")
    await boy.taps("Open it now")
    boy.sees("Nobody has opened your report yet.")
    boy.sees("Stay hidden as long as it is quiet there. Turn off the sound of your phone and dim the screen.")
    await scene.claimed(await scene.case())
    await scene.waits(minutes=8)
    await boy.taps("Open it now")
    assert "đã nhận tin của em" in boy.screen[-1].text
    await boy.says("thoát")
    assert (await scene.case()).do_not_write
    await scene.waits(minutes=40)
    assert len(boy.screen) == 1  # nobody who holds the telephone now is told anything


@story(
    "Few words on the web",
    "The web chat. From the first screen to the receipt, with hardly a word: one sentence, and taps.",
    among=SMALL_WORDS,
)
async def few_words_on_the_web(scene: Scene) -> None:
    await scene.on_duty()
    child = scene.person("Em", "web")
    await child.starts()
    await child.taps("I need help")
    await child.says("bị đánh")
    while not any(voice(KEEP) in child.screen[-1].text for voice in VOICES):
        await child.taps(_next(child))
    told = sum(len(message.text.split()) for message in child.screen)
    assert (scene.plain or told <= 300) and len(await scene.cases()) == 1  # as plain text the answers stand in it
