"""What codes are called on a page: English msgids, translated where they are shown. No word of a person is here."""

from __future__ import annotations

from handlers.alarms import AlarmKind
from handlers.audit import Act
from handlers.case import Because, ItemKind, Remark, Status
from handlers.console import board_words, campaign_words, desk_words, duty_words, sheet_words, shift_words, slogan_words
from handlers.console.said import Said
from handlers.declining import REASONS
from handlers.new_code import Refusal
from handlers.permission import Role
from handlers.triage import Level
from locales import N_

LEVELS = {
    Level.P0: N_("In danger now"),
    Level.P1: N_("Urgent, 12 hours"),
    Level.P2: N_("Within the day"),
    Level.P3: N_("Ordinary"),
}
REASONS_WHY = REASONS
SYMBOLS = {Level.P0: "▲", Level.P1: "◆", Level.P2: "●", Level.P3: "○"}
STATUSES = {Status.OPEN: N_("Waiting for somebody"), Status.CLAIMED: N_("Claimed"), Status.CLOSED: N_("Closed")}
ROLES = {
    Role.INTAKE: N_("Intake"),
    Role.CASE_WORKER: N_("Case worker"),
    Role.COMMUNE: N_("Commune officer"),
    Role.INTERPRETER: N_("Interpreter"),
    Role.SUPERVISOR: N_("Supervisor"),
    Role.ADMINISTRATOR: N_("Administrator"),
    Role.AUDITOR: N_("Auditor"),
    Role.CAMPAIGNER: N_("Campaigner"),
    Role.LEADER: N_("Leader"),
}
ROLE_NOTES = {
    Role.INTAKE: N_("reads what nobody has claimed yet, claims, answers and refers; leaves closing to case workers."),
    Role.CASE_WORKER: N_("claims cases, reads the ones they claimed, answers, refers and closes them."),
    Role.COMMUNE: N_("sees only cases referred to their commune, and of these what concerns the child."),
    Role.INTERPRETER: N_("reads and hears a case only when asked about it, and notes what was said; answers nobody."),
    Role.SUPERVISOR: N_("may also read and lead every case; each reading is recorded."),
    Role.ADMINISTRATOR: N_("gives people access and takes it away; reads no case."),
    Role.AUDITOR: N_("reads the records of who did and read what, and figures; no word of a case."),
    Role.CAMPAIGNER: N_("runs campaigns; sees no case."),
    Role.LEADER: N_("sees figures only; no case and no name."),
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
    Because.HELPED: N_("The child has been helped or is safe"),
    Because.REFERRED: N_("Another place goes on with it"),
    Because.UNREACHED: N_("Nobody could be reached, nothing more to find out"),
    Because.NOTHING_TO_DO: N_("Nothing to do here: not about a child in need, or known already"),
}
CHANNELS = {"telegram": N_("Telegram"), "web": N_("Web chat")}
KINDS: dict[str, str] = {
    ItemKind.SNAPSHOT: N_("Report"),
    ItemKind.TRIAGE: N_("Urgency"),
    ItemKind.MESSAGE: N_("The reporter wrote"),
    ItemKind.RECORDING: N_("The reporter spoke"),
    ItemKind.PICTURE: N_("The reporter sent a picture"),
    ItemKind.REMARK: N_("The reporter did"),
    ItemKind.AROUND: N_("Around the reporter's words"),
    ItemKind.PLACE: N_("The reporter put the place right"),
    ItemKind.ARRIVAL: N_("The reporter came by this, and agreed that it is noted"),
    ItemKind.REPLY: N_("Our answer"),
    ItemKind.CALL: N_("The reporter said on the telephone, written down by staff"),
    ItemKind.CALLER: N_("A caller without the code said, written down by staff"),
    ItemKind.SPOKEN_REPLY: N_("Our spoken answer"),
    ItemKind.REASON: N_("Reason given by staff"),
    ItemKind.FINDING: N_("Recorded by staff"),
    ItemKind.FOR_NEXT: N_("Note to whoever has the case next"),
    ItemKind.TRANSLATION: N_("What was said, as an interpreter understood it"),
    **desk_words.KINDS,
}
REMARKS: dict[str, str] = {
    Remark.NOT_DANGEROUS_AFTER_ALL: N_("The reporter says: not dangerous after all"),
    Remark.DANGER_AGAIN: N_("Danger was heard again"),
    Remark.THREATENED: N_("The writer threatened whoever reports"),
    Remark.TOLD_OF_A_THREAT: N_("The reporter tells of a threat against whoever speaks"),
    Remark.CORRECTED: N_("The reporter puts something right"),
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
NO_NEW_CODE = {
    Refusal.NO_CONTACT: N_("No new code can be given: the reporter asked not to be contacted."),
    Refusal.NO_CONSENT: N_("No new code can be given: the reporter did not agree to be called, or took it back."),
    Refusal.NO_NUMBER: N_("No new code can be given: there is no telephone number among the answers about contact."),
}
ACTS: dict[str, str] = {
    Act.PUBLISH: N_("published figures"),
    Act.CLASSIFY: N_("said what a case is counted as"),
    Act.SIGN_IN: N_("signed in"),
    Act.SIGN_IN_FAILED: N_("failed to sign in"),
    Act.SIGN_OUT: N_("signed out"),
    Act.SET_UP: N_("set up their account"),
    Act.INVITE: N_("invited somebody"),
    Act.NEW_LINK: N_("made a new set-up link"),
    Act.CHANGE_ROLE: N_("gave somebody another role"),
    Act.DEACTIVATE: N_("took somebody's access away"),
    Act.REVOKE_SESSION: N_("ended a session"),
    Act.TELEGRAM_LINK: N_("asked for a Telegram link"),
    Act.TELEGRAM_LINKED: N_("linked Telegram"),
    Act.TELEGRAM_UNLINKED: N_("unlinked Telegram"),
    Act.DUTY_ON: N_("went on duty"),
    Act.DUTY_OFF: N_("went off duty"),
    Act.OPEN: N_("the report arrived"),
    Act.MAY_WRITE_AGAIN: N_("the reporter can be written to again"),
    Act.CLAIM: N_("claimed the case"),
    Act.TAKE_OVER: N_("took the case over"),
    Act.ASK_AT_WORK: N_("no sign of work: the claimer was asked"),
    Act.AT_WORK: N_("said that they are at the case"),
    Act.PASS_ON: N_("others were alerted; the claimer keeps the case until one of them has it"),
    Act.TAKE_UP: N_("went on with the case"),
    Act.CANNOT: N_("could not take the case"),
    Act.SAY_WHY: N_("said why they could not take the case"),
    Act.RELEASE: N_("gave the case back"),
    **shift_words.ACTS,
    Act.RAISE: N_("raised the urgency"),
    Act.LOWER: N_("lowered the urgency"),
    Act.CLOSE: N_("closed the case"),
    Act.REFER: N_("passed the case on to help elsewhere"),
    Act.REFER_BACK: N_("took back a referral to a commune"),
    Act.ASK_INTERPRETER: N_("asked an interpreter"),
    Act.TRANSLATE: N_("noted what was said, as an interpreter"),
    Act.REPLY: N_("answered the reporter"),
    Act.TAKE_BACK: N_("took an answer back before it was sent"),
    Act.READ: N_("read the case"),
    Act.READ_DRAFT: N_("opened their own draft"),
    Act.FIND: N_("found the case by its receipt code"),
    Act.CALL: N_("noted a telephone call of the reporter"),
    Act.RECORD: N_("recorded what was found"),
    Act.SHOW_NUMBER: N_("was shown the reporter's number"),
    Act.ASK_NEW_CODE: N_("asked for a new receipt code"),
    Act.APPROVE_NEW_CODE: N_("approved a new receipt code"),
    Act.REFUSE_NEW_CODE: N_("refused a new receipt code"),
    Act.WITHDRAW_NEW_CODE: N_("took back the request for a new receipt code"),
    Act.GIVE_NEW_CODE: N_("was shown the new receipt code; the old one ended"),
    Act.LISTEN: N_("listened to a recording"),
    Act.LOOK: N_("looked at a picture"),
    Act.ALLOW_PICTURES: N_("takes pictures on this case"),
    Act.REFUSE_PICTURES: N_("takes no more pictures on this case"),
    Act.CORRECT: N_("proposed a correction for the machine"),
    Act.READ_CORRECTION: N_("read proposed corrections"),
    Act.APPROVE_CORRECTION: N_("approved a correction"),
    Act.REFUSE_CORRECTION: N_("refused a correction"),
    Act.WITHDRAW_CORRECTION: N_("took a correction back"),
    Act.EXPORT: N_("corrections were exported"),
    **sheet_words.ACTS,
    **board_words.ACTS,
    **desk_words.ACTS,
    **duty_words.ACTS,
    **campaign_words.ACTS,
    **slogan_words.ACTS,
}
ALARMS: dict[str, str] = {
    AlarmKind.OVERDUE: N_("Nobody has claimed case {number} ({detail}) in time"),
    AlarmKind.ALERT_FAILED: N_("An alert about case {number} could not be delivered"),
    AlarmKind.UNREAD: N_("The reporter of case {number} wrote and nobody has read it"),
    AlarmKind.PASSED_ON: N_("Nobody gives a sign of work on case {number} ({detail}): please take it over"),
    AlarmKind.TWELVE_HOURS: N_("The twelve hours of case {number} ({detail}) are over"),
    AlarmKind.FIRST_CONTACT: N_("Nobody has contacted the reporter of case {number} in 72 hours"),
    AlarmKind.NOBODY_ON_DUTY: N_("Nobody is on duty: new reports reach no one"),
    AlarmKind.BOT_SILENT: N_("The bot is silent: no reports are coming in"),
    AlarmKind.CLOCK_SILENT: N_("The ladder of alerts is silent: please watch the queue yourselves"),
    AlarmKind.UPDATE_FAILED: N_(
        "Somebody's message could not be read by the machine; it is kept. Please tell who looks after it"
    ),
    AlarmKind.JOB_FAILED: N_("A message could not be delivered ({detail})"),
    **duty_words.ALARMS,
}
SAID = {
    **shift_words.SAID,
    Said.PUBLISHED: N_("Published. These tables stay as they are."),
    Said.PUBLISHED_ALREADY: N_("Somebody published these tables before; they stay as they are."),
    Said.NO_PERIOD: N_("This period cannot be published: it is not over, or it is added up from others that are not."),
    Said.CLASSIFIED: N_("Kept. The figures follow within a day."),
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
    Said.NO_CODE: N_("A receipt code has 15 digits. Please type it again."),
    Said.WRONG_CODE: N_("There is no case with this code. Please have the caller read it once more."),
    Said.CODES_SLOWED: N_("Too many wrong codes were tried, by whomever. Please wait up to five minutes."),
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
    **sheet_words.SAID,
    **board_words.SAID,
    **desk_words.SAID,
    **duty_words.SAID,
    **campaign_words.SAID,
    **slogan_words.SAID,
}


def said(code: str) -> str:
    """The sentence of a code; an unknown code says nothing."""
    return SAID[Said(code)] if code in frozenset(Said) else ""


def hours(safe_hours: str | None) -> str:
    """What the reporter said of the hours at which they may be written to (handlers.contact)."""
    if not safe_hours:
        return ""
    if safe_hours == "never":
        return N_("The person asked not to be written to. The answer waits until they come back.")
    if safe_hours == "unknown":
        return N_("Only at some hours, which are not clear: see the report. The answer waits until they come back.")
    return N_("Safe hours: {hours}. The notice waits for them.")
