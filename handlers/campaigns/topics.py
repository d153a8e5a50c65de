"""What a campaign is about, by what it reaches people, and what is known of whoever came by it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Topic(StrEnum):
    """Each has its first words in bot/dialogue/said/arrival.py and its name in handlers/console/campaign_words.py."""

    GENERAL = "general"
    CHILDREN_MONTH = "children_month"  # Tháng Hành động vì trẻ em, every June
    DROWNING = "drowning"
    CHILD_MARRIAGE = "child_marriage"
    ONLINE_SAFETY = "online_safety"


class Kind(StrEnum):
    """By what a variant reaches people."""

    SCHOOL = "school"
    VILLAGE = "village"  # a buôn, thôn or tổ dân phố
    BANNER = "banner"
    POSTER = "poster"
    CARD = "card"
    LED = "led"
    RADIO = "radio"
    LOUDSPEAKER = "loudspeaker"
    POST = "post"  # to be shared


class Step(StrEnum):
    """How far somebody came. Each counts once in a talk."""

    OPENED = "opened"  # the landing page
    STARTED = "started"  # a talk, by the link or the typed code
    FINISHED = "finished"  # a report, to its receipt
    URGENT = "urgent"  # P0 or P1
    CLAIMED = "claimed"  # in time, as far as it was known when the talk ended


class Standing(StrEnum):
    """How a campaign stands today."""

    PLANNED = "planned"
    RUNNING = "running"
    OVER = "over"  # its last day is past
    ENDED = "ended"  # by hand


@dataclass(frozen=True, slots=True)
class Came:
    """What the code says by which somebody came. `again`: this chat has been counted today."""

    variant: str
    topic: str
    place: tuple[str, str] | None = None  # commune code and scheme
    again: bool = False


def standing(starts_on: date, ends_on: date | None, ended: bool, today: date) -> Standing:
    """How a campaign stands on a day in Viet Nam; both of its own days belong to it."""
    if ended:
        return Standing.ENDED
    if today < starts_on:
        return Standing.PLANNED
    return Standing.OVER if ends_on is not None and today > ends_on else Standing.RUNNING
