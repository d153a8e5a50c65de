"""What stands on the pages of dangerous places and of a commune's tasks."""

from __future__ import annotations

from handlers.audit import Act
from handlers.console.said import Said
from handlers.sheets.place_form import Kind, Problem
from locales import N_

KINDS: dict[str, str] = {
    Kind.POND: N_("Pond"),
    Kind.WELL: N_("Well"),
    Kind.RIVER: N_("River or stream"),
    Kind.LAKE: N_("Lake or reservoir"),
    Kind.PIT: N_("Pit with water"),
    Kind.CANAL: N_("Canal or ditch"),
    Kind.SEA: N_("Sea"),
    Kind.OTHER: N_("Other water"),
}
PROBLEMS: dict[str, str] = {
    Problem.NO_COMMUNE: N_("Please choose the commune. You may enter places of your own communes only."),
    Problem.NO_KIND: N_("Please choose what kind of water it is: pond, well, river…"),
    Problem.NO_PLACE: N_("Please say where it is, so that somebody else finds it."),
    Problem.LONG: N_("A place has at most 300 letters, who found or fenced it at most 120."),
    Problem.NO_DAY: N_("Please say on which day it was found."),
    Problem.WRONG_DAY: N_("This is not a day: give day, month and year, like 05/06/2026."),
    Problem.TO_COME: N_("This day has not come yet."),
    Problem.REVERSED: N_("The day of fencing lies before the day on which it was found. Please put the dates right."),
    Problem.NO_FINDER: N_("Please say who found it: an office or a post."),
    Problem.NO_FENCER: N_("Day of fencing and who fenced it go together: please fill in both, or none."),
    Problem.THERE: N_("This place stands on the list already."),
}
ACTS: dict[str, str] = {
    Act.CHANGE_PLACES: N_("changed the list of dangerous places"),
    Act.DO_SHEET_TASK: N_("ticked off a task of a commune"),
    Act.UNDO_SHEET_TASK: N_("opened a task of a commune again"),
}
SAID: dict[Said, str] = {
    Said.PLACES_KEPT: N_("The list is kept."),
    Said.PLACES_SAME: N_("Nothing differed from what stands there."),
    Said.PLACE_GONE: N_("This place is not on the list any more."),
    Said.PLACES_UNDONE: N_("Put back as it was before."),
    Said.PLACES_NOT_UNDONE: N_("Nothing to put back: it was changed since, or was not entered by you."),
    Said.SHEET_TASK_DONE: N_("Ticked off."),
    Said.SHEET_TASK_OPEN: N_("The task is open again."),
    Said.SHEET_TASK_GONE: N_("There is no such task any more: its words were changed."),
}
