"""What is shown that is not a question: first screen, notice, numbers, receipt. Promises come from Line."""

from __future__ import annotations

from collections.abc import Iterable

from bot.dialogue.effects import Say
from bot.dialogue.heard.danger import numbers_for
from bot.dialogue.line import Line
from bot.dialogue.text import Choice, Text
from handlers.triage import Level
from locales import N_

NOTICE_VERSION = "2026-11-24"

WAYS_IN = (
    Choice("self", N_("I need help"), ("toi can giup", "chau can giup", "em can giup", "con can giup", "can giup do")),
    Choice("child", N_("I know a child who needs help"), ("bao tin", "toi biet mot tre em can giup")),
    Choice("ask", N_("I have a question"), ("hoi", "toi muon hoi", "chau muon hoi", "em muon hoi", "cho hoi")),
    Choice("language", "Ê Đê · English", ("ngon ngu", "doi ngon ngu", "tieng khac")),
)

_NUMBER_TEXTS = {
    "child": N_("☎ {number} – child protection line (free, day and night)"),
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


def who_reads(line: Line) -> tuple[Text, ...]:
    """Who reads this and when, or that nobody does."""
    if line.operator is None:
        return (TRIAL,)
    lines = [Text(N_("{operator} reads what you write here."), (("operator", line.operator),))]
    if line.answered_by:
        lines.append(Text(N_("• Answered by: {who}"), (("who", line.answered_by),)))
    if line.hours:
        lines.append(Text(N_("• Hours: {hours}"), (("hours", line.hours),)))
    if not line.on_duty:
        lines.append(nobody_on_duty(line))
    return tuple(lines)


def nobody_on_duty(line: Line) -> Text:
    return Text(
        N_(
            "Nobody is on duty at this moment. Your message is kept and will be read. If it cannot wait, call {number}."
        ),
        (("number", dict(line.numbers).get("child", "111")),),
    )


def danger_first(line: Line) -> Say:
    """The first thing anyone sees: the numbers, and who reads this."""
    return Say(
        (
            Text(N_("Is someone in danger now? Please call:")),
            *number_lines(line, ("child", "police", "ambulance")),
            *who_reads(line),
        ),
        exit_button=True,
    )


def notice(line: Line, *, ask: bool = True) -> Say:
    """The notice, with the three ways in where nothing was said yet. Nobody has to agree: writing on is enough."""
    told = [_WHAT_I_AM if line.operator is not None else _WHAT_I_AM_IN_TRIAL]
    if line.channel.carried:
        told.append(line.channel.carried)
    if line.operator is not None:
        told.append(_HALFWAY)
    told.append(line.channel.leaving)
    if not ask:
        return Say(tuple(map(Text, told)))
    asked = N_("What would you like to do? You can tap, or just write what is going on.")
    return Say(tuple(map(Text, (*told, asked))), "start", WAYS_IN, above=len(told))


_WHAT_I_AM = N_(
    "I am a machine that takes reports about children. Staff will read what you send; "
    "when a child is in serious danger they must pass it on. You need not give your name."
)
_WHAT_I_AM_IN_TRIAL = N_(
    "I am a machine that takes reports about children. In this trial no staff read them. You need not give your name."
)
_HALFWAY = N_(
    "If you stop halfway: a report that tells of a risk reaches staff after 30 minutes, anything else "
    "is deleted after 30 days."
)


def first_screen(line: Line, *, ask: bool = True) -> tuple[Say, Say]:
    return (danger_first(line), notice(line, ask=ask))


def ways_in_again() -> Say:
    return Say((Text(N_("What would you like to do?")),), "start", WAYS_IN)


def danger_numbers(line: Line, signals: frozenset[str], *, again: bool = False) -> Say:
    """The numbers by signal, before anything is asked."""
    kinds = numbers_for(signals)
    first = N_("This sounds dangerous. Please call now:") if not again else N_("If you can, call now:")
    lines: list[Text] = [Text(first), *number_lines(line, kinds)]
    if line.operator is None:
        lines.append(TRIAL)
    elif line.on_duty:
        lines.append(Text(N_("If you cannot speak, write here. The staff are being alerted.")))
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
    lines = [
        Text(N_("Your report was received at {time}. Your receipt code:")),
        Text("{receipt}"),
        Text(
            N_(
                "Keep it where only you can see it. With this code you can see what happens and add more, "
                "here or from another phone. It never shows what you reported."
            )
        ),
    ]
    if line.operator is None:
        lines.append(TRIAL)
        return Say(tuple(lines))
    promise = dict(line.promises).get(int(level))
    if promise and line.on_duty:
        lines.append(
            Text(N_("{operator} promises to read it {promise}."), (("operator", line.operator), ("promise", promise)))
        )
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
        "only the staff who handle your report will see it."
    )
)
CAUTION_IN_TRIAL = Text(
    N_("You do not have to give a name, phone, address or school. It is your choice; in this trial nobody reads it.")
)
