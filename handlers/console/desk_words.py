"""What notes, tasks and situation texts are called on a page; handlers/console/words.py takes them in."""

from __future__ import annotations

from handlers.audit import Act
from handlers.case import ItemKind
from handlers.console.said import Said
from handlers.situations import Voice, Wrong
from handlers.tasks import NotADay
from locales import N_

KINDS: dict[str, str] = {ItemKind.NOTE: N_("Internal note"), ItemKind.TASK: N_("Task")}
ACTS: dict[str, str] = {
    Act.NOTE: N_("added an internal note"),
    Act.ADD_TASK: N_("added a task"),
    Act.DO_TASK: N_("ticked a task off"),
    Act.UNDO_TASK: N_("opened a task again"),
    Act.CHANGE_SITUATION: N_("changed a situation text"),
}
SAID = {
    Said.NOTE_ADDED: N_("The internal note is kept. Nothing was sent to the reporter."),
    Said.TASK_ADDED: N_("The task is kept. Nothing was sent to the reporter."),
    Said.TASK_DONE: N_("Ticked off. Under the tasks that are done you can take it back."),
    Said.TASK_OPEN: N_("The task is open again."),
    Said.TASK_GONE: N_("There is no such task on this case."),
    Said.SITUATION_PUT: N_("The text stands at the end of your draft. Read it and change it before you send."),
    Said.SITUATION_GONE: N_("This text was withdrawn meanwhile. What you had written is kept as a draft."),
    Said.SITUATION_KEPT: N_("Kept. It is offered from now on."),
    Said.SITUATION_WITHDRAWN: N_("Withdrawn: it is offered no more. You can restore any of its versions."),
}
VOICES = {Voice.CHILD: N_("To a child"), Voice.ADULT: N_("To an adult")}
NOT_A_DAY = {
    NotADay.UNREADABLE: N_("Please give the day and the hour by which it is to be done."),
    NotADay.PAST: N_("This day and hour are over. Please choose a later one."),
    NotADay.TOO_FAR: N_("This is more than a year away. Please choose an earlier day."),
}
WRONG = {
    Wrong.EMPTY: N_("Please give a title and a text."),
    Wrong.TOO_LONG: N_("This text is too long; please shorten it."),
    Wrong.PLACEHOLDER: N_("There is something in braces that can't be filled in. These can: {known}."),
    Wrong.MARKS: N_("The number of a case or a receipt code may not stand in a text for everybody."),
    Wrong.CHANGED: N_("Somebody else changed this text meanwhile. Theirs counts; yours stands below."),
}
