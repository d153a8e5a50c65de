"""What the codes of the wallboard, the day page and closing in one press are called."""

from __future__ import annotations

from handlers.audit import Act
from handlers.console.said import Said
from handlers.day import What
from locales import N_

ACTS: dict[str, str] = {
    Act.CLOSE_AS_NUISANCE: N_("closed the case as a nuisance and muted its alerts for 24 hours"),
    Act.UNMUTE: N_("opened the case again and muted its alerts no longer"),
    Act.MAKE_WALL_LINK: N_("made a link for a wallboard"),
    Act.REVOKE_WALL_LINK: N_("revoked a link for a wallboard"),
    Act.OPEN_WALL: N_("a wallboard was opened by its link"),
}
SAID = {
    Said.NUISANCE_CLOSED: N_("Closed as a nuisance; its alerts are muted for 24 hours. What it writes is still read."),
    Said.MAY_BE_A_CHILD: N_(
        "Not closed: a child or a risk may be named here, or nobody has read it yet. Please read it first."
    ),
    Said.UNMUTED: N_("Open again, and no longer muted: it waits in the queue, and is alerted as before."),
    Said.NOT_MUTED: N_("Nothing to do: the alerts of this case are not muted any more."),
    Said.WALL_LINK_REVOKED: N_("The link is revoked: its screen shows nothing any more."),
}
DUE: dict[str, str] = {
    What.CLAIM: N_("to be claimed"),
    What.TWELVE_HOURS: N_("end of the twelve hours"),
    What.FIRST_CONTACT: N_("first contact, 72 hours"),
}
