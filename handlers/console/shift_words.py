"""What the end of a shift and handing over are called on a page, for handlers/console/words.py and the page itself."""

from __future__ import annotations

from enum import StrEnum

from handlers.audit import Act
from handlers.console.said import Said
from handlers.handing_over import Outcome
from locales import N_


class Choice(StrEnum):
    """What is to become of a case when its claimer goes; nothing chosen is AS_IS."""

    AS_IS = ""
    KEEP = "keep"
    PASS = "pass"
    RELEASE = "release"
    UNDO = "undo"


ACTS: dict[str, str] = {
    Act.ON_CALL: N_("keeps the case on call, off duty too"),
    Act.HAND_OVER: N_("asked a colleague to take the case over"),
    Act.ACCEPT: N_("accepted the case from a colleague"),
    Act.REFUSE: N_("did not accept the case from a colleague"),
    Act.UNDO_HAND_OVER: N_("took the hand-over back"),
    Act.NO_ANSWER: N_("no answer to the hand-over: the claimer keeps the case"),
    Act.NOTE_FOR_NEXT: N_("left a note for whoever has the case next"),
}
SAID: dict[Said, str] = {
    Said.ACCEPTED: N_("The case is yours. Please read it now. Your duty stays as it is."),
    Said.NOT_ACCEPTED: N_("Noted. Your colleague keeps the case and hears it at once."),
    Said.HAND_OVER_ASKED: N_("Your colleague is asked. Until they accept, the case stays yours."),
    Said.HAND_OVER_UNDONE: N_("The hand-over is taken back. The case stays yours."),
    Said.HAND_OVER_GONE: N_("This hand-over no longer stands: it was taken back, or its time was over."),
    Said.NOBODY_TO_ASK: N_("Nobody was asked: please choose a colleague who is here now."),
    Said.SHIFT_SAVED: N_("Your choices are kept."),
    Said.LEFT_AS_IS: N_("You are off duty. Cases without a choice stay yours; of the urgent ones others are alerted."),
}
OUTCOMES: dict[str, str] = {
    Outcome.ACCEPTED: N_("accepted {time}"),
    Outcome.REFUSED: N_("not accepted {time}"),
    Outcome.UNANSWERED: N_("no answer by {time}"),
    Outcome.GONE: N_("has no access any more, {time}"),
    Outcome.UNDONE: N_("taken back {time}"),
}
CLOSED = N_("This case was closed meanwhile.")
TAKEN = N_("{name} has this case now, since {time}.")
FREE = N_("This case was given back meanwhile and waits for somebody.")
WHOM = N_("Please choose who is to be asked.")
GONE = N_("{name} can't be asked any more. Please choose somebody else.")
NOT_ALLOWED = N_("You may not do this to this case.")
