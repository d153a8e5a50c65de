"""What the codes of the duty list and of alerts by e-mail are called on a page."""

from __future__ import annotations

from handlers.alarms import AlarmKind
from handlers.audit import Act
from handlers.console.said import Said
from handlers.duty_list import Change
from locales import N_

DAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
CHANGES = {
    Change.ADDED: N_("{name} put somebody on the list, {time}"),
    Change.REMOVED: N_("{name} took a shift off the list, {time}"),
    Change.COPIED: N_("{name} copied a week, {time}"),
}
ACTS: dict[str, str] = {
    Act.DUTY_LIST: N_("changed the duty list"),
    Act.LOOK_AFTER: N_("changed somebody's languages and communes"),
    Act.MAIL_CODE: N_("asked for a code by e-mail"),
    Act.MAIL_PROVED: N_("proved their e-mail address"),
    Act.MAIL_REMOVED: N_("alerts by e-mail ended"),
}
ALARMS: dict[str, str] = {
    AlarmKind.ROUTE_DOWN: N_("Alerts by {detail} do not get through at present; other routes go on"),
}
SAID = {
    Said.SHIFT_ADDED: N_("Put on the duty list."),
    Said.SHIFT_REMOVED: N_("Taken off the duty list."),
    Said.WEEK_COPIED: N_("Copied from the week before. Please look it over."),
    Said.UNDONE: N_("The last change of the duty list has been undone."),
    Said.SHIFT_INCOMPLETE: N_("Not kept: please choose who, at least one day, and from when until when."),
    Said.SHIFT_OVERLAPS: N_("Not kept: this person is on the list at that time already."),
    Said.SHIFT_NOT_ON_DESK: N_("Not kept: this person has no access any more, or can't go on duty."),
    Said.SHIFT_TOO_FAR: N_("Not kept: that day is more than a year away."),
    Said.NOTHING_TO_COPY: N_("Nothing was copied: the week before is empty, or all of it stands here already."),
    Said.NOTHING_TO_UNDO: N_("Nothing was undone: somebody has changed the list since."),
    Said.SKILLS_KEPT: N_("Kept. The ladder asks this person first where it fits."),
    Said.SKILLS_INCOMPLETE: N_("Not kept: please choose at least one language."),
    Said.DUTY_ON_UNREACHED: N_("You are on duty, but no alert can reach you: please link Telegram or e-mail."),
    Said.MAIL_SENT: N_("A code is on its way to that address. Please enter it here within 15 minutes."),
    Said.MAIL_NO_ADDRESS: N_("This is no e-mail address. Please type it again."),
    Said.MAIL_TOO_SOON: N_("A code was sent a moment ago. Please wait a minute before you ask for another."),
    Said.MAIL_WRONG_CODE: N_("This code is wrong or too old. After five tries, please ask for a new one."),
    Said.MAIL_PROVED: N_("The address is yours: alerts go there too from now on."),
    Said.MAIL_REMOVED: N_("No alert is sent by e-mail any more."),
}
