"""One safe thing to do while somebody waits in danger, by what the danger is. Never a method, a reproach or a promise.

Sources: safety planning of services against domestic violence (towards a way out, away from the kitchen, no stepping
between); WHO, LIVE LIFE 2021, and #chatsafe (means out of reach, nobody alone); common first aid (press on what bleeds,
do not move who fell); Telegram 46/CĐ-TTg of 10 July 2026 (drowning); minimal facts (no questions about acts); Decree
56/2017, article 31 (keep what is evidence).
"""

from __future__ import annotations

from dataclasses import dataclass

from locales import N_


@dataclass(frozen=True, slots=True)
class Thing:
    """What to do, in two voices: `own` to whoever is in it, `text` to who tells of a child."""

    text: str
    own: str


# The first that fits is said: what costs a life soonest, and whoever hides is told nothing that could be heard.
THINGS = {
    "suicide": Thing(
        N_("Stay with the child and listen. Put out of reach whatever could hurt."),
        N_("Put out of your reach whatever could hurt you, and go where somebody is. You need not say anything."),
    ),
    "hiding": Thing(
        N_("Let the child stay hidden, and do not ring its phone: the sound can give it away."),
        N_("Stay hidden as long as it is quiet there. Turn off the sound of your phone and dim the screen."),
    ),
    "drowning": Thing(
        N_("Do not jump in after the child: hold out a pole. Out of the water, keep it lying and warm."),
        N_("Hold on to something that floats, and call out to the people on the bank."),
    ),
    "fire_poison": Thing(
        N_("Nobody goes back into fire or smoke. If something was swallowed, do not make the child vomit."),
        N_("Stay out of fire and smoke. If you swallowed something, do not make yourself vomit."),
    ),
    "serious_injury": Thing(
        N_("Press a clean cloth firmly on what bleeds, and do not move a child who has fallen."),
        N_("Sit or lie down, and press a clean cloth firmly on what bleeds."),
    ),
    "abandoned_infant": Thing(
        N_("Keep the baby warm, lying on its back, and stay with it."),
        N_("Keep the baby warm, lying on its back, and stay with it."),
    ),
    "lost": Thing(
        N_("Let somebody stay at home in case the child comes back. Write here what it wears."),
        N_("Stay in one place with light and people: a shop, a school, the commune office."),
    ),
    "missing": Thing(
        N_("Let somebody stay at home in case the child comes back. Write here what it wears."),
        N_("As soon as people are near, call out loudly that you need help."),
    ),
    "weapon": Thing(
        N_("Do not step between them. Stay near enough to see, and do not say that you have reported it."),
        N_("If the way is free, go to a neighbour. If not, stay near a door and away from the kitchen."),
    ),
    "violence_now": Thing(
        N_("Do not step between them. Stay near enough to see, and do not say that you have reported it."),
        N_("If the way is free, go to a neighbour. If not, stay near a door and away from the kitchen."),
    ),
    "sexual_assault_now": Thing(
        N_("Stay with the child, away from that person. Do not ask what was done."),
        N_("If the way is free, go where people are. It is not your fault."),
    ),
    "trafficking": Thing(
        N_("Do not go after them. Write here which vehicle, which road and when."),
        N_("Get into no vehicle, and stay where many people are."),
    ),
    "confined": Thing(
        N_("Do not break in alone. Stay within hearing, and write here who comes and goes."),
        N_("Dim the screen so that the battery lasts. If you hear somebody you trust, knock and call."),
    ),
    "forced_marriage_now": Thing(
        N_("Do not argue with the family now. Write here which day it is to be, and where the child is."),
        N_("You may say no. If you can, stay near a grown-up you trust."),
    ),
    "blackmail": Thing(
        N_("Let the child pay nothing and send nothing more. Keep the messages."),
        N_("Pay nothing, send nothing more, and keep the messages."),
    ),
}
ANY = Thing(
    N_("Stay near the child if that is safe for you."),
    N_("Stay where you feel safest, near somebody you trust if you can."),
)
# For the second time: the same words twice are no company.
STEADY = Thing(
    N_("Keep your phone charged and with you."),
    N_("Breathe out slowly, a few times. I have kept what you wrote."),
)


def thing(dangers: frozenset[str], *, before: int) -> Thing:
    """What is said about these dangers to whoever has been told something `before` so many times."""
    return STEADY if before == 1 else next((found for danger, found in THINGS.items() if danger in dangers), ANY)
