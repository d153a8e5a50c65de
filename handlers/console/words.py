"""What codes are called on a page: English msgids, translated where they are shown. No word of a person is here."""

from __future__ import annotations

from handlers.case import Level, Remark
from locales import N_

LEVELS = {
    Level.P0: N_("In danger now"),
    Level.P1: N_("Urgent, 12 hours"),
    Level.P2: N_("Within the day"),
    Level.P3: N_("Ordinary"),
}
SYMBOLS = {Level.P0: "▲", Level.P1: "◆", Level.P2: "●", Level.P3: "○"}
STATUSES = {"open": N_("Waiting for somebody"), "claimed": N_("Claimed"), "closed": N_("Closed")}
ROLES = {
    "officer": N_("Officer"),
    "supervisor": N_("Supervisor"),
    "administrator": N_("Administrator"),
}
ROLE_NOTES = {
    "officer": N_("claims cases, reads the ones they claimed, answers"),
    "supervisor": N_("may also read every case; each reading is recorded"),
    "administrator": N_("invites and removes staff; reads only cases they claimed"),
}
LANGUAGES = {"vi": N_("Vietnamese"), "rad": N_("Ê Đê"), "en": N_("English")}
# Of a single message, as nlu.meaning names them.
SPOKEN = {**LANGUAGES, "mixed": N_("Vietnamese and Ê Đê mixed"), "und": N_("Can't be told")}
INTENTS = {
    N_("Something happens to a child"): {
        "report_physical_violence": N_("Beaten, tied up, locked in, tormented"),
        "report_emotional_violence": N_("Insulted, threatened, driven out, isolated"),
        "report_bullying": N_("Bullied by pupils or peers"),
        "report_sexual_abuse": N_("Sexual abuse or luring"),
        "report_exploitation": N_("Made to work, beg or sell in the street"),
        "report_trafficking_missing": N_("Sold, abducted, missing, ran away"),
        "report_neglect": N_("Abandoned, left alone, kept from school or doctor"),
        "report_child_marriage": N_("Forced or early marriage"),
        "report_self_harm": N_("Wishes to die, hurts themself"),
        "report_distress": N_("Sad, afraid, anxious, addicted"),
        "report_accident": N_("Accident, injury, drowning"),
        "report_hazard": N_("A place or thing that is dangerous for children"),
        "report_unspecified": N_("Wants to report or asks for help, says not yet what"),
    },
    N_("A question"): {
        "ask_hotline": N_("Which number to call"),
        "ask_benefits": N_("Allowances, policies, scholarships, insurance"),
        "ask_papers": N_("Papers: birth, identity, custody"),
        "ask_service": N_("Where to find help: clinic, shelter, advice"),
        "ask_rights": N_("The law, the rights of children"),
        "ask_prevention": N_("How to prevent it, how to talk to a child"),
        "ask_process": N_("How reporting works, what comes after"),
        "ask_confidentiality": N_("Who will know, whether a name is needed"),
        "ask_case_status": N_("What became of a report"),
        "ask_identity": N_("Who is answering, a person or a machine"),
        "ask_human": N_("Wants to talk to a person"),
        "complain": N_("Complaint about the line or about a case"),
    },
    N_("Said in the conversation"): {
        "greet": N_("Greeting"),
        "goodbye": N_("Goodbye"),
        "thanks": N_("Thanks"),
        "affirm": N_("Yes, that is right"),
        "deny": N_("No, that is not right"),
        "dont_know": N_("Does not know"),
        "skip": N_("Skip this question"),
        "back": N_("One step back"),
        "restart": N_("Begin anew"),
        "stop": N_("Stop"),
        "help": N_("How this is used"),
        "change_language": N_("Another language"),
    },
    N_("Something else"): {
        "nuisance": N_("Joke, test, insult, advertising"),
        "out_of_scope": N_("Not about children"),
    },
}
INTENT = {name: label for group in INTENTS.values() for name, label in group.items()}
BECAUSE = {
    "helped": N_("The child has been helped or is safe"),
    "referred": N_("Another place goes on with it"),
    "unreached": N_("Nobody could be reached, nothing more to find out"),
    "nothing_to_do": N_("Nothing to do here: not about a child in need, or known already"),
}
CHANNELS = {"telegram": N_("Telegram"), "web": N_("Web chat")}
KINDS = {
    "snapshot": N_("Report"),
    "triage": N_("Urgency"),
    "message": N_("The reporter wrote"),
    "recording": N_("The reporter spoke"),
    "picture": N_("The reporter sent a picture"),
    "remark": N_("The reporter did"),
    "reply": N_("Our answer"),
    "call": N_("The reporter said on the telephone"),
    "spoken_reply": N_("Our spoken answer"),
    "reason": N_("Reason given by staff"),
}
REMARKS: dict[str, str] = {
    Remark.NOT_DANGEROUS_AFTER_ALL: N_("The reporter says: not dangerous after all"),
    Remark.DANGER_AGAIN: N_("Danger was heard again"),
    Remark.WITHDREW_CALL_BACK: N_("No longer wants to be called back"),
    Remark.SENT_VOICE: N_("Sent a voice message, which is not kept"),
    Remark.SENT_PICTURE: N_("Sent a picture, which is not kept"),
    Remark.SENT_BROKEN_PICTURE: N_("Sent a picture that could not be read"),
    Remark.SENT_FILE: N_("Sent a file, which is not kept"),
    Remark.SENT_STICKER: N_("Sent a sticker"),
    Remark.SENT_POLL: N_("Sent a poll"),
    Remark.SENT_CONTACT: N_("Sent a contact card, which is not kept"),
    Remark.SENT_OTHER: N_("Sent something that the bot can't read"),
}
ACTS = {
    "sign_in": N_("signed in"),
    "sign_in_failed": N_("failed to sign in"),
    "sign_out": N_("signed out"),
    "set_up": N_("set up their account"),
    "invite": N_("invited somebody"),
    "new_link": N_("made a new set-up link"),
    "deactivate": N_("took somebody's access away"),
    "revoke_session": N_("ended a session"),
    "telegram_link": N_("asked for a Telegram link"),
    "telegram_linked": N_("linked Telegram"),
    "telegram_unlinked": N_("unlinked Telegram"),
    "duty_on": N_("went on duty"),
    "duty_off": N_("went off duty"),
    "open": N_("the report arrived"),
    "may_write_again": N_("the reporter can be written to again"),
    "claim": N_("claimed the case"),
    "cannot": N_("could not take the case"),
    "release": N_("gave the case back"),
    "raise": N_("raised the urgency"),
    "lower": N_("lowered the urgency"),
    "close": N_("closed the case"),
    "refer": N_("passed the case on to help elsewhere"),
    "reply": N_("answered the reporter"),
    "read": N_("read the case"),
    "find": N_("found the case by its receipt code"),
    "call": N_("noted a telephone call of the reporter"),
    "listen": N_("listened to a recording"),
    "look": N_("looked at a picture"),
    "allow_pictures": N_("takes pictures on this case"),
    "refuse_pictures": N_("takes no more pictures on this case"),
    "correct": N_("proposed a correction for the machine"),
    "read_correction": N_("read proposed corrections"),
    "approve_correction": N_("approved a correction"),
    "refuse_correction": N_("refused a correction"),
    "withdraw_correction": N_("took a correction back"),
    "export": N_("corrections were exported"),
}
ALARMS = {
    "overdue": N_("Nobody has claimed case {number} ({detail}) in time"),
    "alert_failed": N_("An alert about case {number} could not be delivered"),
    "unread": N_("The reporter of case {number} wrote and nobody has read it"),
    "nobody_on_duty": N_("Nobody is on duty: new reports reach no one"),
    "bot_silent": N_("The bot is silent: no reports are coming in"),
    "clock_silent": N_("The ladder of alerts is silent: please watch the queue yourselves"),
    "update_failed": N_(
        "Somebody's message could not be read by the machine; it is kept. Please tell who looks after it"
    ),
    "job_failed": N_("A message could not be delivered ({detail})"),
}
_SAID = {
    "claimed": N_("The case is yours. Please read it now."),
    "yours": N_("This case is yours already."),
    "taken": N_("Somebody was faster: {name} claimed this case at {time}."),
    "case_closed": N_("This case has been closed."),
    "not_on_duty": N_("Go on duty first; then you can claim cases."),
    "not_staff": N_("Your account can't claim cases."),
    "no_case": N_("There is no such case."),
    "declined": N_("Noted: you can't take this case. The next person is being alerted."),
    "released": N_("You gave the case back. Staff are being alerted again."),
    "level_changed": N_("The urgency has been changed."),
    "closed": N_("The case is closed."),
    "referred": N_("Noted. The reporter sees that help elsewhere has it; never where."),
    "sent_later": N_("Your answer is kept. The notice goes out at the next hour that the person called safe."),
    "sent": N_("Your answer is kept and on its way. The person sees a neutral notice first."),
    "kept": N_("Your answer is kept. The person finds it when they come back with their code."),
    "do_not_write": N_("Not sent: do not write to this person. Tick the box to keep the answer for their return."),
    "sent_already": N_("This answer was sent already. It was not sent twice."),
    "not_allowed": N_("You may not do this to this case."),
    "reason_needed": N_("Please give a reason."),
    "pictures_taken": N_("Pictures are taken on this case now. Ask the person for it in an answer."),
    "pictures_refused": N_("No more pictures are taken on this case. What is there stays."),
    "found": N_("This is the case of that code. Tell the caller how far it is, never what stands in it."),
    "no_code": N_("A receipt code has 15 digits. Please type it again."),
    "wrong_code": N_("There is no case with this code. Please have the caller read it once more."),
    "codes_slowed": N_("Too many wrong codes were tried, by whomever. Please wait up to five minutes."),
    "call_noted": N_("Noted. Whoever has claimed the case sees that there is something new."),
    "empty": N_("There is no text to send."),
    "no_recording": N_("Not sent: this is no recording that can be played, or it is longer than about four minutes."),
    "too_long": N_("This text is too long; please shorten it."),
    "duty_on": N_("You are on duty. New cases will be alerted to you."),
    "duty_off": N_("You are off duty."),
    "revoked": N_("The session has been ended."),
    "deactivated": N_("The person has no access any more; their cases are waiting for somebody."),
    "not_yourself": N_("You can't do this to your own account."),
    "unlinked": N_("Telegram is unlinked."),
    "welcome": N_("Your account is ready."),
    "correction_proposed": N_("Thank you. A second person looks at it before the machine may learn from it."),
    "correction_incomplete": N_(
        "Not kept: please choose every label, leave some text, and tick that you have read it."
    ),
    "correction_there": N_("There is a correction of this message already."),
    "correction_gone": N_("This correction is no longer waiting."),
    "correction_approved": N_("Approved. The machine may learn from it."),
    "correction_refused": N_("Refused. The text of the correction has been deleted."),
    "correction_withdrawn": N_("Taken back and deleted. The next export removes it from the file too."),
    "second_person": N_("You proposed this yourself: somebody else has to look at it."),
}


def said(code: str) -> str:
    """The sentence of a code; an unknown code says nothing."""
    return _SAID.get(code, "")


def hours(safe_hours: str | None) -> str:
    """What the reporter said of the hours at which they may be written to (handlers.contact)."""
    if not safe_hours:
        return ""
    if safe_hours == "never":
        return N_("The person asked not to be written to. The answer waits until they come back.")
    if safe_hours == "unknown":
        return N_("Only at some hours, which are not clear: see the report. The answer waits until they come back.")
    return N_("Safe hours: {hours}. The notice waits for them.")
