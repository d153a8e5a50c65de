"""What staff read in Telegram about a case: its plain columns only, never a word, a name or a place of the report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from handlers.alerts import ALERT_KINDS
from handlers.attention import is_passed_on
from handlers.case import Status
from handlers.deadlines import LENGTHS, VIETNAM, claim_deadline
from handlers.escalation import Claim, Outcome
from handlers.handing_over import Answer
from handlers.heartbeat import Process
from handlers.legal_clocks import KINDS
from handlers.outbox import Kind
from handlers.store.models import Case
from handlers.triage import Level
from locales import N_, translator

_LEVELS = {
    Level.P0: N_("🔴 P0 – danger now"),
    Level.P1: N_("🟠 P1 – urgent"),
    Level.P2: N_("🟡 P2 – today"),
    Level.P3: N_("⚪ P3 – ordinary"),
}
_SHORT = {Level.P0: "🔴 P0", Level.P1: "🟠 P1", Level.P2: "🟡 P2", Level.P3: "⚪ P3"}
_NEW_CASES = N_("{level}: {count} new cases, the newest {number}")
_LANGUAGES = {"vi": N_("Vietnamese"), "rad": N_("Ê Đê"), "en": N_("English")}
ANSWERS = {
    Outcome.WON: N_("Case {number} is yours. Read it in the console."),
    Outcome.YOURS: N_("This case is yours already, since {time}."),
    Outcome.TAKEN: N_("Already claimed by {name}, {time}."),
    Outcome.CLOSED: N_("This case is closed since {time}."),
    Outcome.NOT_STAFF: N_("You have no permission here."),
    Outcome.NO_CASE: N_("This case does not exist any more."),
}
ACCEPTED = {
    Answer.DONE: N_("The case is yours. Read it in the console. Your duty stays as it is."),
    Answer.YOURS: N_("You have accepted this case already."),
    Answer.TAKEN: N_("Somebody else has this case now."),
    Answer.CLOSED: N_("This case has been closed."),
    Answer.GONE: N_("This hand-over no longer stands: it was taken back, or its time was over."),
}
OPEN_CASE = N_("Open case {number}")

LINK_ASKED = N_(
    "⚠️ Somebody has asked for a new set-up link to your account at the console. If it was not for you, refuse it there "
    "and tell a supervisor at once: whoever uses that link acts under your name."
)
_SILENCES = {
    Process.CLOCK: N_("⚠️ The ladder of alerts is silent. The bot alerts in its place."),
    Process.CONSOLE: N_("⚠️ The console is silent: cases can't be read. Alerts go on, and you can still claim here."),
}
_ABOUT = {
    Kind.AT_WORK: N_("You have this case, and nothing has happened on it for a while. Are you at it?"),
    Kind.ONLY_TAPS: N_("Whoever has this case says again and again that they are at it; nothing else happens on it."),
    Kind.TAKEN_OVER: N_("You gave no sign of work, so somebody else has this case now."),
    Kind.LEFT: N_("Whoever had this case has left, and nobody elsewhere has it. Others are being alerted."),
    Kind.HAND_OVER: N_(
        "A colleague asks you to take this case over. Please accept, or say in the console that you can't."
    ),
    Kind.HANDED_OVER: N_("Your colleague has accepted this case: it is theirs now."),
    Kind.NOT_ACCEPTED: N_("Your colleague has not accepted this case: it is still yours."),
    Kind.TWELVE_HOURS: N_("The twelve hours for emergency measures: nobody has noted a referral yet."),
    Kind.FIRST_CONTACT: N_("The 72 hours for first contact: nobody has answered the reporter yet."),
    Kind.TASK_DUE: N_("A task on this case is due now. What it is stands in the console."),
    Kind.WHY: N_("You can't take this case; the others are asked. Why? One tap is enough."),
}
_CLOCKS = {kind: legal for legal, kind in KINDS.items()}
_CALL = N_("Please call whoever looks after the server now.")


def say(msgid: str, **params: str) -> str:
    """A text for staff: in Vietnamese."""
    return translator("vi")(msgid).format(**params)


def alert_text(kind: str, case: Case, holder: str | None, now: datetime) -> str:
    """An alert: level, number, language and deadline; or that an alert came again, or that the reporter wrote."""
    language = say(_LANGUAGES.get(case.language, _LANGUAGES["vi"]))
    lines = [
        say(_LEVELS[Level(case.level)]),
        say(N_("Case {number} · {language}"), number=case.number, language=language),
    ]
    if kind == Kind.UNREAD:
        lines.append(say(N_("The reporter has written. Please read it in the console.")))
    elif kind == Kind.ALERT_AGAIN:
        lines.append(say(N_("This case is alerted again. Please look at it now.")))
    elif kind in _ABOUT:
        lines.append(say(_ABOUT[Kind(kind)]))
    if kind in _CLOCKS:
        due = case.received_at + LENGTHS[_CLOCKS[Kind(kind)]]
        lines.append(say(N_("It was over at {time}") if due <= now else N_("It ends at {time}"), time=clock(due, now)))
    elif case.status == Status.OPEN:
        deadline = claim_deadline(Level(case.level), case.waits_since)
        lines.append(say(N_("Claim by {time}"), time=clock(deadline, now)))
    elif holder is not None and case.claimed_at is not None:
        lines.append(say(N_("Claimed by {name}, {time}"), name=holder, time=clock(case.claimed_at, now)))
        if is_passed_on(case) and kind in ALERT_KINDS:
            lines.append(say(N_("No sign of work since. Please take it over if you can.")))
    return "\n".join(lines)


def gathered_text(waiting: Sequence[Case], taken: int, now: datetime, *, again: bool) -> str:
    """Several cases in one alert: of each level how many wait and which is the newest, and how many are taken."""
    lines = []
    for level in Level:
        if of_level := [case for case in in_order(waiting) if case.level == level]:
            text = N_("{level}: {count} cases still wait, the newest {number}") if again else _NEW_CASES
            lines.append(say(text, level=_SHORT[level], count=str(len(of_level)), number=of_level[0].number))
    if waiting:
        first = min(claim_deadline(Level(case.level), case.waits_since) for case in waiting)
        lines.append(say(N_("Claim the first by {time}"), time=clock(first, now)))
    if taken:
        lines.append(say(N_("{count} cases of this message have found somebody"), count=str(taken)))
    return "\n".join(lines)


def in_order(cases: Iterable[Case]) -> list[Case]:
    """The most urgent first, and of one level the newest."""
    newest_first = sorted(cases, key=lambda case: (case.opened_at, len(case.number), case.number), reverse=True)
    return sorted(newest_first, key=lambda case: case.level)


def taken_text(case: Case, holder: str | None, now: datetime) -> str:
    """What an alert's message becomes: "26-0421 · claimed by Y Thuyết 14:21"."""
    if case.status == Status.CLOSED and case.closed_at is not None:
        return say(N_("{number} · closed {time}"), number=case.number, time=clock(case.closed_at, now))
    since = clock(case.claimed_at, now) if case.claimed_at is not None else ""
    return say(N_("{number} · claimed by {name} {time}"), number=case.number, name=holder or "?", time=since)


def silent_text(process: Process, heard: datetime | None, now: datetime) -> str:
    """That a process of ours is silent, and what still works without it."""
    since = say(N_("Last heard: {time}"), time=clock(heard, now)) if heard is not None else ""
    return "\n".join(line for line in (say(_SILENCES[process]), since, say(_CALL)) if line)


def claim_answer(claim: Claim, number: str, now: datetime) -> str:
    """What the person who pressed "Claim" is told."""
    time = clock(claim.at, now) if claim.at is not None else ""
    return say(ANSWERS[claim.reason], number=number, name=claim.by_name or "?", time=time)


def clock(moment: datetime, now: datetime) -> str:
    """The time in Viet Nam, with the day unless it is today."""
    local = moment.astimezone(VIETNAM)
    return local.strftime("%H:%M" if local.date() == now.astimezone(VIETNAM).date() else "%H:%M, %d/%m")
