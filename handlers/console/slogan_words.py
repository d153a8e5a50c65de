"""What stands on the pages of slogans."""

from __future__ import annotations

from handlers.audit import Act
from handlers.campaigns.slogan_form import Hung, Problem
from handlers.console.said import Said
from locales import N_

KINDS: dict[str, str] = {
    Hung.BANNER: N_("Banner"),
    Hung.LED: N_("LED board"),
    Hung.WALL: N_("Painted on a wall"),
    Hung.POSTER: N_("Poster"),
    Hung.LOUDSPEAKER: N_("Loudspeaker"),
    Hung.RADIO: N_("Radio"),
    Hung.OTHER: N_("Something else"),
}
LANGUAGES = {"vi": N_("Vietnamese"), "rad": N_("Ê Đê")}
PROBLEMS: dict[str, str] = {
    Problem.NO_TEXT: N_("Please write the slogan."),
    Problem.LONG: N_("A slogan has at most 500 letters, its place at most 300."),
    Problem.NO_LANGUAGE: N_("Please choose the language: Vietnamese or Ê Đê."),
    Problem.NO_KIND: N_("Please choose on what it stands."),
    Problem.NO_PLACE: N_("Please say where it hangs."),
    Problem.UNKNOWN_COMMUNE: N_("This commune is not one of today's 102, or its name can mean several."),
    Problem.WRONG_DAY: N_("This is not a day: give day, month and year, or leave it empty."),
    Problem.REVERSED: N_("The last day lies before the first. Please put the dates right."),
    Problem.UNKNOWN_CODE: N_(
        "No place of a campaign has this code. Copy it from the campaign's page, or leave it empty."
    ),
    Problem.CHANGED: N_(
        "Somebody else changed this slogan meanwhile; nothing was overwritten. Look at what stands there now, "
        "and send yours once more if it shall count."
    ),
    Problem.THERE: N_("The same slogan hangs there already."),
}
ACTS: dict[str, str] = {
    Act.ADD_SLOGAN: N_("added a slogan"),
    Act.CHANGE_SLOGAN: N_("changed a slogan"),
    Act.END_SLOGAN: N_("noted that a slogan hangs no longer"),
    Act.READ_SLOGANS: N_("read slogans from a table"),
}
SAID: dict[Said, str] = {
    Said.SLOGAN_ADDED: N_("The slogan stands on the list."),
    Said.SLOGAN_CHANGED: N_("The slogan has been changed."),
    Said.SLOGAN_ENDED: N_("Noted: it hangs no longer. It stays on the list; its last day can be changed."),
    Said.SLOGAN_GONE: N_("This slogan is not there any more."),
    Said.SLOGANS_READ: N_("The table has been read."),
}
