"""What is shown that is not a question: first screen, notice, numbers, receipt. Promises come from Line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.dialogue.effects import RECEIPT, Say
from bot.dialogue.heard.danger import numbers_for
from bot.dialogue.line import Line
from bot.dialogue.text import Choice, Text
from handlers.triage import Level
from locales import N_

NOTICE_VERSION = "2026-11-30"

WAYS_IN = (
    Choice("self", N_("I need help"), ("toi can giup", "chau can giup", "em can giup", "con can giup", "can giup do")),
    Choice("child", N_("I know a child who needs help"), ("bao tin", "toi biet mot tre em can giup")),
    Choice("ask", N_("I have a question"), ("hoi", "toi muon hoi", "chau muon hoi", "em muon hoi", "cho hoi")),
    Choice("language", "Ê Đê · English", ("ngon ngu", "doi ngon ngu", "tieng khac")),
    Choice("about", N_("Read more"), ("doc them", "xem them", "ai doc", "may la gi")),
)
_AGAIN = WAYS_IN[:-1]  # who asks once more has seen what there is to read

_NUMBER_TEXTS = {
    "child": N_("☎ {number} – children, free"),
    "police": N_("☎ {number} – police"),
    "ambulance": N_("☎ {number} – ambulance"),
    "fire": N_("☎ {number} – fire and rescue"),
    "disaster": N_("☎ {number} – disaster and rescue"),
}

TRIAL = Text(
    N_("⚠ This is a trial. Nobody reads what you write here. If a child needs help, call 111."),
)


def number_lines(line: Line, kinds: Iterable[str]) -> tuple[Text, ...]:
    """A line for each kind of number that is set, in the order given, the provincial line after them."""
    numbers = dict(line.numbers)
    lines = [Text(_NUMBER_TEXTS[kind], (("number", numbers[kind]),)) for kind in kinds if kind in numbers]
    if line.provincial:
        lines.append(Text(N_("☎ {number} – provincial child protection line"), (("number", line.provincial),)))
    return tuple(lines)


def numbers_in_one_line(line: Line) -> Text:
    """The same numbers without a word of what each is for."""
    numbers = dict(line.numbers)
    kinds = (numbers.get(kind) for kind in ("child", "police", "ambulance"))
    known = " · ".join(number for number in (*kinds, line.provincial) if number)
    return Text(N_("Whoever needs somebody now can call {numbers}."), (("numbers", known),))


def nobody_on_duty(line: Line) -> Text:
    return Text(
        N_(
            "Nobody is on duty at this moment; what you write is kept and will be read. "
            "If it cannot wait, call {number}."
        ),
        (("number", dict(line.numbers).get("child", "111")),),
    )


def danger_first(line: Line) -> tuple[Say, ...]:
    """The first thing anyone sees: the numbers, where they do not stand on the screen at all times."""
    if line.channel.shows_numbers:
        return ()
    numbers = number_lines(line, ("child", "police", "ambulance"))
    return (Say((Text(N_("In danger now? Call:")), *numbers), exit_button=True),)


def notice(line: Line, *, ask: bool = True) -> Say:
    """What anybody should know before writing, in sixty words, with the ways in where nothing was said yet.

    A machine; who reads; what is passed on; what this channel itself gives away; how to leave. Nobody has to agree:
    writing on is enough. The rest is `notice_in_full`.
    """
    if line.operator is None:
        told = [TRIAL]
    else:
        told = [Text(_WHAT_I_AM, (("operator", line.operator),))]
        if not line.on_duty:
            told.append(nobody_on_duty(line))
    channel = [text for text in (line.channel.carried, line.channel.leaving) if text]
    if channel:
        names = [f"line{number}" for number in range(len(channel))]
        told.append(Text(" ".join(f"{{{name}}}" for name in names), tuple(zip(names, map(Text, channel), strict=True))))
    if not ask:
        return Say(tuple(told))
    return Say((*told, Text(N_("Tap, or just write:"))), "start", WAYS_IN, above=len(told))


def notice_in_full(line: Line) -> Say:
    """What stands behind "Read more"."""
    lines = [Text(_WHAT_I_DO if line.operator is not None else _WHAT_I_DO_IN_TRIAL)]
    if line.operator is None:
        lines.append(TRIAL)
    else:
        lines.append(Text(N_("{operator} reads what you write here."), (("operator", line.operator),)))
        if line.answered_by:
            lines.append(Text(N_("• Answered by: {who}"), (("who", line.answered_by),)))
        if line.hours:
            lines.append(Text(N_("• Hours: {hours}"), (("hours", line.hours),)))
        lines.append(Text(_HALFWAY))
    return Say((*lines, *map(Text, line.channel.more)))


_WHAT_I_AM = N_(
    "I am a machine. {operator} reads what you send; you need no name. "
    "In serious danger the staff must pass it on to those who can help."
)
_WHAT_I_DO = N_(
    "I am a machine that takes reports about children. Only the staff on duty and those who are in charge of the line "
    "can read what you send. When a child is in serious danger they must ask others to help, such as the police, "
    "a hospital or the commune. You need not give your name."
)
_WHAT_I_DO_IN_TRIAL = N_(
    "I am a machine that takes reports about children. In this trial no staff read them. You need not give your name."
)
_HALFWAY = N_(
    "You can stop at any time. What tells of a risk reaches staff after 30 minutes; anything else is deleted after "
    "30 days."
)


def first_screen(line: Line, *, ask: bool = True, topic: Text | None = None) -> tuple[Say, ...]:
    """With what a campaign is about over the ways in, for whoever came by one."""
    told = notice(line, ask=ask)
    if topic is not None:
        told = replace(told, lines=(*told.lines[:-1], topic, *told.lines[-1:]), above=told.above + 1)
    return (*danger_first(line), told)


def ways_in_again() -> Say:
    return Say((Text(N_("What can I do for you?")),), "start", _AGAIN)


def danger_numbers(line: Line, signals: frozenset[str], *, again: bool = False) -> Say:
    """The numbers by signal, before anything is asked, and one line. A call can give away who hides."""
    alerted = line.operator is not None and line.on_duty
    if alerted:
        first = N_("This is dangerous: I am telling the staff now. If you can call without being noticed, call:")
        first = N_("I am telling the staff again. If you can call without being noticed, call:") if again else first
    else:
        first = N_("This is dangerous. If you can call without being noticed, call now:")
        first = N_("If you can, call now:") if again else first
    lines: list[Text] = [Text(first), *number_lines(line, numbers_for(signals))]
    if line.operator is None:
        lines.append(TRIAL)
    elif line.on_duty:
        lines.append(Text(N_("If you cannot speak, write here.")))
    else:
        lines.append(
            Text(
                N_(
                    "Nobody is on duty at this moment. Do not wait for an answer here, call {number}. "
                    "If you cannot speak, write here: it is kept."
                ),
                (("number", dict(line.numbers).get("child", "111")),),
            )
        )
    return Say(tuple(lines), exit_button=True)


def receipt(line: Line, level: Level, *, in_danger: bool = False) -> Say:
    """The code, and no promise but what the operator set for this urgency. In danger it follows the numbers."""
    received = N_("Your code:") if in_danger else N_("Your report was received at {time}. Your code:")
    keep = Text(N_("Copy it if you can: with the code you can look and go on writing from any phone."))
    lines = [Text(received), Text(RECEIPT), keep]
    if line.operator is None:
        lines.append(TRIAL)
        return Say(tuple(lines))
    promise = dict(line.promises).get(int(level))
    if promise and line.on_duty:
        lines.append(Text(N_("Somebody reads it {promise}."), (("promise", promise),)))
    else:
        lines.append(Text(N_("{operator} will read it."), (("operator", line.operator),)))
    if in_danger:
        return Say(tuple(lines))
    if not line.on_duty:
        lines.append(nobody_on_duty(line))
    if level <= Level.P1:
        lines.append(
            Text(
                N_("If it becomes dangerous before that, call {number}."),
                (("number", dict(line.numbers).get("child", "111")),),
            )
        )
    return Say(tuple(lines))


CAUTION = Text(
    N_(
        "You do not have to give a name, phone, address or school. It is your choice; "
        "only the staff on duty and those in charge of the line can read it."
    )
)
CAUTION_IN_TRIAL = Text(
    N_("You do not have to give a name, phone, address or school. It is your choice; in this trial nobody reads it.")
)
