"""What codes are called on a page: English msgids, translated where they are shown. No word of a person is here."""

from __future__ import annotations

from handlers.alarms import AlarmKind
from handlers.audit import Act
from handlers.case import Because, ItemKind, Remark, Status
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
    ItemKind.RAW_SOUND: N_("The reporter spoke"),
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
    Act.ASK_LINK: N_("asked for a new set-up link"),
    Act.AGREE_LINK: N_("agreed to a new set-up link"),
    Act.REFUSE_LINK: N_("refused a new set-up link, or took it back"),
    Act.NEW_LINK: N_("made a new set-up link"),
    Act.LINK_ON_MACHINE: N_("made a new set-up link on the machine"),
    Act.CHANGE_ROLE: N_("gave somebody another role"),
    Act.VOUCH: N_("vouched for accounts, on the machine"),
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
    Act.SEE: N_("looked at the head of the case"),
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
    **place_words.ACTS,
    Act.FORGET: N_("forgotten: its time was over"),
    **internal_words.ACTS,
    **board_words.ACTS,
    **desk_words.ACTS,
    **duty_words.ACTS,
    **campaign_words.ACTS,
    **slogan_words.ACTS,
    **six_month_words.ACTS,
}
NOT_VOUCHED_FOR = N_(
    "This account was changed outside the console: it can do nothing until it is repaired on the machine. "
    "Access can be taken away at once."
)
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
    AlarmKind.LINK_ON_MACHINE: N_(
        "A new link to the account of {detail} was made on the machine: ask them whether it is theirs"
    ),
    AlarmKind.RECORDING_UNPLAYABLE: N_(
        "A recording could not be made playable: it lies on its case as a file to be saved. Tell your administrator."
    ),
    AlarmKind.JOB_FAILED: N_("A message could not be delivered ({detail})"),
    AlarmKind.CLAIM_UNPROVED: N_("Nothing proves who claimed case {number}: please take it over"),
    AlarmKind.ITEM_UNPROVED: N_("Something on case {number} was written or changed by somebody unknown"),
    AlarmKind.ITEM_MISSING: N_("Something that staff wrote on case {number} is gone"),
    AlarmKind.STAFF_CHANGED: N_(
        "The account of {detail} was changed outside the console: it can do nothing until it is repaired on the machine"
    ),
    AlarmKind.SET_BACK: N_("The list of accounts was set back or taken away: please tell who looks after the machine"),
    AlarmKind.AUDIT_CHANGED: N_("The record of who did what was changed: please tell who looks after the machine"),
    **duty_words.ALARMS,
}


def hours(safe_hours: str | None) -> str:
    """What the reporter said of the hours at which they may be written to (handlers.contact)."""
    if not safe_hours:
        return ""
    if safe_hours == "never":
        return N_("The person asked not to be written to. The answer waits until they come back.")
    if safe_hours == "unknown":
        return N_("Only at some hours, which are not clear: see the report. The answer waits until they come back.")
    return N_("Safe hours: {hours}. The notice waits for them.")
