"""The sentence for each code that a page may be asked to show after a form."""

from __future__ import annotations

from handlers.console import (
    board_words,
    campaign_words,
    desk_words,
    duty_words,
    internal_words,
    place_words,
    sheet_words,
    shift_words,
    six_month_words,
    slogan_words,
)
from handlers.console.said import Said
from locales import N_

SAID = {
    **shift_words.SAID,
    Said.CLAIMED: N_("The case is yours. Please read it now."),
    Said.YOURS: N_("This case is yours already."),
    Said.TAKEN: N_("Somebody was faster: {name} claimed this case at {time}."),
    Said.CASE_CLOSED: N_("This case has been closed."),
    Said.CLAIMED_OFF_DUTY: N_("The case is yours, this one alone: you are still off duty. Please read it now."),
    Said.NOT_STAFF: N_("Your account can't claim cases."),
    Said.NO_CASE: N_("There is no such case."),
    Said.DECLINED: N_("Noted: you can't take this case. The next person is being alerted."),
    Said.AT_WORK: N_("Noted: you are at this case. Nobody else is alerted."),
    Said.RELEASED: N_("You gave the case back. Staff are being alerted again."),
    Said.LEVEL_CHANGED: N_("The urgency has been changed."),
    Said.CLOSED: N_("The case is closed."),
    Said.REFERRED: N_("Noted. The reporter sees that help elsewhere has it; never where."),
    Said.REFERRED_TO_COMMUNE: N_("Noted. The commune's officers see this case now: please also call them."),
    Said.REFERRAL_TAKEN_BACK: N_("Taken back: that commune no longer sees this case."),
    Said.INTERPRETER_ASKED: N_("The interpreter has been asked, and sees this case until it is closed."),
    Said.NO_INTERPRETER: N_("Please choose an interpreter."),
    Said.TRANSLATED: N_("Noted. Whoever has claimed the case sees that there is something new."),
    Said.SENT_LATER: N_("Your answer is kept. The notice goes out at the next hour that the person called safe."),
    Said.SENT: N_(
        "Your answer goes out in ten seconds; until then you can take it back. The person sees a neutral notice first."
    ),
    Said.KEPT: N_("Your answer is kept. The person finds it when they come back with their code."),
    Said.DO_NOT_WRITE: N_("Not sent: do not write to this person. Tick the box to keep the answer for their return."),
    Said.SENT_ALREADY: N_("This answer was sent already. It was not sent twice."),
    Said.NEWS: N_("Not sent yet: something new came since you began to write. Please read it, then send."),
    Said.TAKEN_BACK: N_("Taken back: nothing was sent. The text is in your draft again."),
    Said.VOICE_TAKEN_BACK: N_("Taken back: nothing was sent. The recording has been deleted."),
    Said.DELIVERED: N_("Too late: this answer has gone out and can't be taken back."),
    Said.DRAFT_KEPT: N_("The draft is kept. Nothing was sent."),
    Said.DRAFT_BOTH: N_("This draft was written on two pages. Both texts are kept, one below the other."),
    Said.DRAFT_GONE: N_("The draft is empty and has been deleted."),
    Said.NOT_ALLOWED: N_("You may not do this to this case."),
    Said.REASON_NEEDED: N_("Please give a reason."),
    Said.PICTURES_TAKEN: N_("Pictures are taken on this case now. Ask the person for it in an answer."),
    Said.PICTURES_REFUSED: N_("No more pictures are taken on this case. What is there stays."),
    Said.FOUND: N_("This is the case of that code. Tell the caller how far it is, never what stands in it."),
    Said.LINK_ASKED: N_(
        "Asked for. A supervisor or another administrator has to agree; the owner of the account is told. Nothing has "
        "changed yet. Where there is no second person, the link is made on the machine."
    ),
    Said.LINK_AGREED: N_("You have agreed. Whoever asked can make the link now."),
    Said.LINK_REFUSED: N_("There will be no new link. Nothing has changed."),
    Said.LINK_GONE: N_("This link is asked for no more, or was agreed to by somebody else."),
    Said.NO_CODE: N_("A receipt code has 15 digits. Please type it again."),
    Said.WRONG_CODE: N_("There is no case with this code. Please have the caller read it once more."),
    Said.CODES_SLOWED: N_("Too many wrong codes were tried here. Please wait a minute, at most five."),
    Said.CALL_NOTED: N_("Noted. Whoever has claimed the case sees that there is something new."),
    Said.RECORDED: N_("Recorded, with your name and the time. What the reporter said stays as it is."),
    Said.RECORDED_BOTH: N_(
        "Recorded. Something else was recorded while you wrote: nothing is lost, the history has both. Please compare."
    ),
    Said.NOTHING_NEW: N_("Nothing was changed, so nothing was recorded."),
    Said.NO_NUMBER: N_("The reporter gave no telephone number for being called."),
    Said.NEW_CODE_ASKED: N_("Asked for. A second person who may read this case has to approve it within 24 hours."),
    Said.NEW_CODE_THERE: N_("A new code has been asked for already."),
    Said.NEW_CODE_GONE: N_("This request no longer stands: taken back, refused, fulfilled or older than a day."),
    Said.NEW_CODE_APPROVED: N_("Approved. Whoever asked sees the new code once and reads it out in the call."),
    Said.NEW_CODE_DROPPED: N_("The request has been taken back. The reporter's code stays as it was."),
    Said.EMPTY: N_("There is no text to send."),
    Said.NO_RECORDING: N_(
        "Not sent: this is no recording that can be played, or it is longer than about four minutes."
    ),
    Said.TOO_LONG: N_("This text is too long; please shorten it."),
    Said.DUTY_ON: N_("You are on duty. New cases will be alerted to you."),
    Said.DUTY_OFF: N_("You are off duty."),
    Said.REVOKED: N_("The session has been ended."),
    Said.ROLE_CHANGED: N_("The role has been changed. It counts at once."),
    Said.ROLE_INCOMPLETE: N_("Please choose a role, and for a commune officer the commune."),
    Said.DEACTIVATED: N_("The person has no access any more; their cases are waiting for somebody."),
    Said.NOT_YOURSELF: N_("You can't do this to your own account."),
    Said.UNLINKED: N_("Telegram is unlinked."),
    Said.WELCOME: N_("Your account is ready."),
    Said.CORRECTION_PROPOSED: N_("Thank you. A second person looks at it before the machine may learn from it."),
    Said.CORRECTION_INCOMPLETE: N_(
        "Not kept: please choose every label, leave some text, and tick that you have read it."
    ),
    Said.CORRECTION_THERE: N_("There is a correction of this message already."),
    Said.CORRECTION_GONE: N_("This correction is no longer waiting."),
    Said.CORRECTION_APPROVED: N_("Approved. The machine may learn from it."),
    Said.CORRECTION_REFUSED: N_("Refused. The text of the correction has been deleted."),
    Said.CORRECTION_WITHDRAWN: N_("Taken back and deleted. The next export removes it from the file too."),
    Said.SECOND_PERSON: N_("You proposed this yourself: somebody else has to look at it."),
    Said.PUBLISHED: N_("Published. These tables stay as they are."),
    Said.PUBLISHED_ALREADY: N_("Somebody published these tables before; they stay as they are."),
    Said.NO_PERIOD: N_("This period cannot be published: it is not over, or it is added up from others that are not."),
    Said.CLASSIFIED: N_("Kept. The figures follow within a day."),
    **sheet_words.SAID,
    **place_words.SAID,
    **internal_words.SAID,
    **slogan_words.SAID,
    **six_month_words.SAID,
    **campaign_words.SAID,
    **board_words.SAID,
    **desk_words.SAID,
    **duty_words.SAID,
}


def said(code: str) -> str:
    """The sentence of a code; an unknown code says nothing."""
    return SAID[Said(code)] if code in frozenset(Said) else ""
