"""The short answers to what frightened people say: first that it was heard, then one true thing. Written by hand.

No promise, no blame, no "why". What says something of the staff stands apart, for in a trial nobody reads.
"""

from __future__ import annotations

from enum import StrEnum

from bot.dialogue.heard.voices import Voice
from bot.dialogue.line import Line
from bot.dialogue.said.screens import TRIAL
from bot.dialogue.text import Text
from locales import N_


class About(StrEnum):
    """What was told so far, for the one thing to do now."""

    DYING = "dying"
    DANGER = "danger"
    BLACKMAIL = "blackmail"
    ELSE = "else"


# Said by somebody who wants to die, these say that it goes on.
HEAVY = frozenset(
    {Voice.HATE_SELF, Voice.WORTHLESS, Voice.UNLOVED, Voice.LONELY, Voice.SAD, Voice.TIRED, Voice.NOT_BELIEVED}
)

_NOT_YOUR_FAULT = N_("No, it is not your fault. It is right that you tell it.")
_THOUGHTS_OF_DYING = N_("If there are thoughts of dying or of hurting yourself, you can write them here too.")

# Of each what is said to it, a line each.
_TO_ALL: dict[Voice, tuple[str, ...]] = {
    Voice.ARRESTED: (N_("To tell this here is no crime. If something you did worries you, you can write that too."),),
    Voice.PARENT_ARRESTED: (
        N_("It is hard when it is somebody close. You only tell what happened: what follows is not decided by you."),
    ),
    Voice.FAMILY_KNOWS: (
        N_("I understand that this frightens you. If somebody comes near, write x: this screen is left at once."),
    ),
    Voice.REVENGE: (
        N_(
            "That is a worry to take seriously. Write who may do it, and whether they are near. If somebody comes to "
            "harm you, go to where people are, and call 113 when you can."
        ),
    ),
    Voice.HOME: (
        N_("Not knowing where you will be is frightening. Write what you want and what you do not want: that counts."),
    ),
    Voice.THROWN_OUT: (
        N_(
            "The thought of losing your home is frightening. If it happens, at whatever hour, go to somebody you trust "
            "or to where people are, and write here or call 111 (free)."
        ),
    ),
    Voice.WHAT_HAPPENS: (N_("It is good that you ask."),),
    Voice.GUILT: (N_("Whoever hurts a child answers for that, not whoever speaks of it. It is good that you ask."),),
    Voice.RIGHT: (N_("Yes, it is right to speak of this. You need no proof, and need not be sure."),),
    Voice.MISTAKEN: (
        N_("You need not be sure. You tell what you have seen and heard; to find out more is the work of others."),
    ),
    Voice.NO_PROOF: (
        N_(
            "You need no proof to tell this. If there are messages or pictures already, keep them and send them "
            "to nobody."
        ),
    ),
    Voice.SMALL: (N_("It is not too small. What weighs on you counts here."),),
    Voice.NOBODY_CAME: (
        N_("It is hard to have spoken and to see nobody come. You are right to ask. Write what has happened since."),
    ),
    Voice.SLOW: (N_("Waiting like this is hard."),),
    Voice.READ: (N_("You are right to ask."),),
    Voice.THERE: (N_("I am here. I am a machine, and I answer at any hour."),),
    Voice.REAL: (N_("It is right to ask. I, who answer at once, am a machine."),),
    Voice.TRUSTED: (N_("I do not doubt you. You need not prove anything here."),),
    Voice.NOT_BELIEVED: (
        N_("It hurts not to be believed. Here you need not prove it; I keep your words as you write them."),
    ),
    Voice.DIRTY: (N_("You are not dirty. What somebody did to you speaks of them, and not of you."),),
    Voice.HATE_SELF: (
        N_("That is heavy to carry. Many who were hurt feel like this; it does not mean that you are bad."),
        _THOUGHTS_OF_DYING,
    ),
    Voice.WORTHLESS: (
        N_("Whoever is hurt for long begins to think so. You found the strength to write: that says something else."),
        _THOUGHTS_OF_DYING,
    ),
    Voice.ASHAMED: (N_("Many feel ashamed who did nothing wrong. The shame belongs to whoever did it."),),
    Voice.UNLOVED: (N_("It hurts to feel that. You are worth caring for, whatever others do."),),
    Voice.STAY: (N_("I am here. I am a machine and do not get tired; you can write at any hour."),),
    Voice.LONELY: (
        N_(
            "It is hard to be alone with this, and good that you wrote. If there is somebody with whom you feel "
            "at ease, "
            "you can go and sit with them."
        ),
    ),
    Voice.DARE_NOT: (N_("It is all right not to dare. One word is enough, and you can stop at any time."),),
    Voice.NO_WORDS: (N_("It need not be in order. One word is enough: who, where, or how you feel."),),
    Voice.HELP: (N_("I hear you. Write in a few words what you need. If you are in danger now, write that."),),
    Voice.AFRAID: (N_("It is natural to be afraid. Breathe out slowly a few times. I am here; write when you can."),),
    Voice.CRYING: (N_("You may cry. There is no hurry; write when you can."),),
    Voice.SAD: (N_("I am sorry that it is so heavy. You can write it in whatever words come."),),
    Voice.TIRED: (
        N_("You have carried this for long. You can rest a little, and write on when you like."),
        _THOUGHTS_OF_DYING,
    ),
    Voice.NO_SLEEP: (
        N_("Nights are often the hardest. Nothing has to be decided tonight; you can write here at any hour."),
    ),
    Voice.BOTHER: (N_("You bother nobody. This line is here for exactly that."),),
    Voice.BETTER: (N_("It is good that it is a little easier. If that changes, write here."),),
    Voice.THANKS: (N_("Thank you too, for writing. That took courage. You can write here at any time."),),
    Voice.NIGHT: (N_("Sleep well. You can write here at any time."),),
}
# What follows about the staff, where there are some.
_OF_STAFF = {
    Voice.PARENT_ARRESTED: N_(
        "The staff look first at how you can be safe. In serious danger they must ask others to help, which may be the "
        "police. Write what you are afraid of."
    ),
    Voice.FAMILY_KNOWS: N_(
        "Write who must not know: the staff will see it. In serious danger they must still pass it on."
    ),
    Voice.HOME: N_("Nothing is decided by your writing here. The staff read what you want."),
    Voice.WHAT_HAPPENS: N_(
        "First the staff read what you send, and may write to you here. In serious danger they must ask "
        "others to help, "
        "such as the police, a hospital or the commune."
    ),
    Voice.REAL: N_("The staff on duty are people: they read what you send, and may write to you here."),
}
# One safe thing to do now.
_TO_DO_NOW = {
    About.DANGER: N_(
        "One thing now: if you can get there, go to where people are, such as a neighbour. If you cannot, write here. "
        "Call 111 (free) when nobody can hear you."
    ),
    About.BLACKMAIL: N_(
        "Three things now: pay nothing, send nothing more, keep the messages. You have done nothing wrong by telling. "
        "Go on writing here, or call 111 (free)."
    ),
    About.DYING: N_(
        "One thing now: do not stay alone. Sit with somebody you trust, and put away what could hurt you. "
        "Write here at any "
        "hour; at 111 (free) somebody listens, day and night."
    ),
    About.ELSE: N_(
        "You are doing it already: you tell. Go on here, bit by bit; nothing else has to be decided now. "
        "If it becomes dangerous, go to where people are."
    ),
}
_THE_CHILD_NEEDS_YOU = N_(
    "You see it now, and you speak: that is what the child needs of you. Whoever hurts a child answers for that."
)
_NOT_ALONE = N_(
    "You have already said the hardest thing. Do not stay alone with it: go and sit with somebody you trust. "
    "Write on here; at 111 (free) somebody listens too, day and night."
)
_NIGHT_OF_DYING = N_(
    "Rest a little. If the thoughts come back tonight, do not stay alone with them: write here, "
    "or call 111 (free) or 115."
)
_STILL_HERE = N_("I am still here, and I keep every word. Write it as it comes.")
_NO_HURRY = N_("I have noted this too. There is no hurry.")


def answered(kind: Voice, line: Line, *, of_self: bool | None = None, about: About = About.ELSE) -> tuple[Text, ...]:
    """What is said to it the first time; `of_self` is whether a child speaks of themself, where that is known."""
    lines = [Text(one) for one in _own(kind, of_self, about)]
    if line.operator is None:
        return (*lines, TRIAL)
    return (*lines, Text(_OF_STAFF[kind])) if kind in _OF_STAFF else tuple(lines)


def answered_again(line: Line, *, first: bool = True) -> tuple[Text, ...]:
    """What is said when it is heard once more, and once more after that."""
    text = Text(_STILL_HERE if first else _NO_HURRY)
    return (text, TRIAL) if line.operator is None else (text,)


def _own(kind: Voice, of_self: bool | None, about: About) -> tuple[str, ...]:
    if kind is Voice.WHAT_NOW:
        return (_TO_DO_NOW[about],)
    if kind is Voice.GUILT and of_self is not None:
        return (_NOT_YOUR_FAULT if of_self else _THE_CHILD_NEEDS_YOU,)
    if kind is Voice.NIGHT and about is About.DYING:
        return (_NIGHT_OF_DYING,)
    if about is About.DYING:  # they have said it: that is not asked for again
        own = tuple(text for text in _TO_ALL[kind] if text != _THOUGHTS_OF_DYING)
        return (*own, _NOT_ALONE) if kind in HEAVY else own
    return _TO_ALL[kind]
