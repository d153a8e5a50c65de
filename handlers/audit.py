"""What is written down of who did what: the acts that there are, and the line of each."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.store.models import Audit


class Act(StrEnum):
    """What somebody did, as it stands in the database; handlers/console/words.py says how it is called."""

    # an account
    SIGN_IN = "sign_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_OUT = "sign_out"
    SET_UP = "set_up"
    INVITE = "invite"
    ASK_LINK = "ask_link"
    AGREE_LINK = "agree_link"
    REFUSE_LINK = "refuse_link"
    NEW_LINK = "new_link"
    LINK_ON_MACHINE = "link_on_machine"
    CHANGE_ROLE = "change_role"
    DEACTIVATE = "deactivate"
    REVOKE_SESSION = "revoke_session"
    TELEGRAM_LINK = "telegram_link"
    TELEGRAM_LINKED = "telegram_linked"
    TELEGRAM_UNLINKED = "telegram_unlinked"
    DUTY_ON = "duty_on"
    DUTY_OFF = "duty_off"
    VOUCH = "vouch"  # by a person on the machine; `detail` is "begin", "anew" or whose account was repaired
    MAKE_WALL_LINK = "make_wall_link"
    REVOKE_WALL_LINK = "revoke_wall_link"
    OPEN_WALL = "open_wall"  # with such a link, by nobody known; `detail` is its id
    DUTY_LIST = "duty_list"
    LOOK_AFTER = "look_after"  # the communes and languages of somebody, as a supervisor set them
    MAIL_CODE = "mail_code"
    MAIL_PROVED = "mail_proved"
    MAIL_REMOVED = "mail_removed"
    # a case's life
    OPEN = "open"  # of the reporter, as the next one; all others are of staff
    MAY_WRITE_AGAIN = "may_write_again"
    CLAIM = "claim"
    TAKE_OVER = "take_over"  # `detail` is who had it before
    ASK_AT_WORK = "ask_at_work"
    AT_WORK = "at_work"
    PASS_ON = "pass_on"
    TAKE_UP = "take_up"
    CANNOT = "cannot"
    SAY_WHY = "say_why"
    RELEASE = "release"
    ON_CALL = "on_call"
    HAND_OVER = "hand_over"  # `detail` is to whom
    ACCEPT = "accept"  # `detail` is who had it before
    REFUSE = "refuse"
    UNDO_HAND_OVER = "undo_hand_over"
    NO_ANSWER = "no_answer"
    NOTE_FOR_NEXT = "note_for_next"
    RAISE = "raise"
    LOWER = "lower"
    CLOSE = "close"
    CLOSE_AS_NUISANCE = "close_as_nuisance"
    UNMUTE = "unmute"
    REFER = "refer"
    REFER_BACK = "refer_back"
    ASK_INTERPRETER = "ask_interpreter"
    TRANSLATE = "translate"
    REPLY = "reply"
    TAKE_BACK = "take_back"
    FIND = "find"
    CALL = "call"
    RECORD = "record"  # `detail` is the section
    SHOW_NUMBER = "show_number"
    NOTE = "note"
    ADD_TASK = "add_task"
    DO_TASK = "do_task"
    UNDO_TASK = "undo_task"
    ASK_NEW_CODE = "ask_new_code"
    APPROVE_NEW_CODE = "approve_new_code"
    REFUSE_NEW_CODE = "refuse_new_code"
    WITHDRAW_NEW_CODE = "withdraw_new_code"
    GIVE_NEW_CODE = "give_new_code"
    FORGET = "forget"  # by nobody: its time was over
    ALLOW_PICTURES = "allow_pictures"
    REFUSE_PICTURES = "refuse_pictures"
    # an opening of what is sealed
    SEE = "see"  # of a case's head alone: number, urgency, times, commune, who has it
    READ = "read"  # one line a look; `detail` says how many of which kind, `item_id` which where it was one
    LISTEN = "listen"
    LOOK = "look"
    READ_DRAFT = "read_draft"  # by its author alone
    CHANGE_SITUATION = "change_situation"  # `detail` is which and which version
    # a correction for the machine
    CORRECT = "correct"
    READ_CORRECTION = "read_correction"
    APPROVE_CORRECTION = "approve_correction"
    REFUSE_CORRECTION = "refuse_correction"
    WITHDRAW_CORRECTION = "withdraw_correction"
    EXPORT = "export"
    ENTER_FIGURES = "enter_figures"  # `detail` is the half-year and how many cells
    CHANGE_PLACES = "change_places"  # the list of dangerous places; `detail` is how many
    DO_SHEET_TASK = "do_sheet_task"  # `detail` is the half-year and the commune
    UNDO_SHEET_TASK = "undo_sheet_task"
    # figures in which nothing is hidden; `detail` is the export's id
    ASK_INTERNAL = "ask_internal"
    SIGN_INTERNAL = "sign_internal"
    REFUSE_INTERNAL = "refuse_internal"
    FETCH_INTERNAL = "fetch_internal"
    # campaigns
    CONFIRM_NUMBER = "confirm_number"  # `detail` is the number: it stands on posters
    # a campaign; `detail` is its id, or its variant's
    MAKE_CAMPAIGN = "make_campaign"
    CHANGE_CAMPAIGN = "change_campaign"
    END_CAMPAIGN = "end_campaign"
    RESUME_CAMPAIGN = "resume_campaign"
    DELETE_CAMPAIGN = "delete_campaign"
    ADD_VARIANT = "add_variant"
    CHANGE_VARIANT = "change_variant"
    # slogans; `detail` is the id, or how many were read from a table
    ADD_SLOGAN = "add_slogan"
    CHANGE_SLOGAN = "change_slogan"
    END_SLOGAN = "end_slogan"
    READ_SLOGANS = "read_slogans"
    # figures
    PUBLISH = "publish"  # `detail` is the period
    CHANGE_PAPER = "change_paper"  # the report's head, signature and layout; `detail` is which fields
    CLASSIFY = "classify"  # what a case is counted as


def note(
    session: AsyncSession,
    act: Act,
    *,
    at: datetime,
    staff_id: str | None = None,
    case_id: str | None = None,
    item_id: str | None = None,
    detail: str | None = None,
) -> None:
    """Write the act down, in the transaction that does it. `detail` is a code or an id, never a person's words."""
    session.add(Audit(at=at, staff_id=staff_id, act=act, case_id=case_id, item_id=item_id, detail=detail))
