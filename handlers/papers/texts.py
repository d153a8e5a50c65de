"""What stands on papers, boards and is read out, by topic and look: short, no blame, nothing promised."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from handlers.campaigns.topics import Topic
from locales import N_


class Look(StrEnum):
    """Whether a paper says what it is."""

    OPEN = "open"
    DISCREET = "discreet"


@dataclass(frozen=True, slots=True)
class Words:
    """A title that is read in passing, and the line below it."""

    title: str
    sub: str


CALL = N_("Call free of charge, day and night")
SCAN = N_("Scan to write")
TYPE = N_("or send us this number:")

_OPEN = {
    Topic.GENERAL: Words(N_("Is a child afraid? Tell us."), N_("You need not be sure. You need not say your name.")),
    Topic.CHILDREN_MONTH: Words(
        N_("Every child needs somebody to tell."),
        N_("Month of Action for Children. Write to us, whether you are a child or grown up."),
    ),
    Topic.DROWNING: Words(
        N_("A pond without a fence? Children alone by the water?"),
        N_("Tell us where, before somebody is hurt."),
    ),
    Topic.CHILD_MARRIAGE: Words(
        N_("Too young to marry? You may say no."),
        N_("By law women marry from 18, men from 20. Tell us, we listen."),
    ),
    Topic.ONLINE_SAFETY: Words(
        N_("Threatened online? Pressed for pictures?"),
        N_("It is not your fault. Keep the messages, pay nothing, tell us."),
    ),
}
_DISCREET = Words(N_("Something on your mind?"), N_("Write a few lines. Somebody reads them."))


_SPOKEN = {
    Topic.GENERAL: N_("If you are a child and afraid, or you know of a child who is hurt, you can write to the line."),
    Topic.CHILDREN_MONTH: N_(
        "In the Month of Action for Children: a child who is afraid can write to the line, and so can you."
    ),
    Topic.DROWNING: N_("If you see a pond without a fence, or children alone by the water, tell the line where it is."),
    Topic.CHILD_MARRIAGE: N_("If a girl under 18 or a boy under 20 is to be married, you can tell the line."),
    Topic.ONLINE_SAFETY: N_(
        "If somebody threatens a child online or presses for pictures, keep the messages and tell the line."
    ),
}
_SPOKEN_DISCREET = N_("If there is something you would like to tell somebody, you can write a few lines.")
SPOKEN_CALL = N_("Call {number}, free of charge, day and night.")
SPOKEN_CODE = N_("Or go to {site} and send the number {digits}. Once more: {digits}.")


def poster(look: Look, topic: Topic) -> Words:
    """What a paper says."""
    return _OPEN[topic] if look is Look.OPEN else _DISCREET


def spoken(look: Look, topic: Topic) -> str:
    """What radio and loudspeaker say before the numbers."""
    return _SPOKEN[topic] if look is Look.OPEN else _SPOKEN_DISCREET
