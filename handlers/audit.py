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
    NEW_LINK = "new_link"
    CHANGE_ROLE = "change_role"
    DEACTIVATE = "deactivate"
    REVOKE_SESSION = "revoke_session"
    TELEGRAM_LINK = "telegram_link"
    TELEGRAM_LINKED = "telegram_linked"
    TELEGRAM_UNLINKED = "telegram_unlinked"
    DUTY_ON = "duty_on"
    DUTY_OFF = "duty_off"
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
    RAISE = "raise"
    LOWER = "lower"
    CLOSE = "close"
    REFER = "refer"
    REFER_BACK = "refer_back"
    ASK_INTERPRETER = "ask_interpreter"
    TRANSLATE = "translate"
    REPLY = "reply"
    TAKE_BACK = "take_back"
    FIND = "find"
    CALL = "call"
    ASK_NEW_CODE = "ask_new_code"
    APPROVE_NEW_CODE = "approve_new_code"
    REFUSE_NEW_CODE = "refuse_new_code"
    WITHDRAW_NEW_CODE = "withdraw_new_code"
    GIVE_NEW_CODE = "give_new_code"
    ALLOW_PICTURES = "allow_pictures"
    REFUSE_PICTURES = "refuse_pictures"
    # an opening of what is sealed
    READ = "read"
    LISTEN = "listen"
    LOOK = "look"
    READ_DRAFT = "read_draft"  # by its author alone
    # a correction for the machine
    CORRECT = "correct"
    READ_CORRECTION = "read_correction"
    APPROVE_CORRECTION = "approve_correction"
    REFUSE_CORRECTION = "refuse_correction"
    WITHDRAW_CORRECTION = "withdraw_correction"
    EXPORT = "export"
    # figures
    PUBLISH = "publish"  # `detail` is the period
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
