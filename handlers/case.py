"""A case as values: what it is made of, how urgent it is, its clocks, and who may do what with it. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone
from enum import IntEnum, StrEnum

from handlers.taxonomy import UNCLASSIFIED, row_of, taxonomy
from locales import N_
from nlu.meaning import REPORT_INTENTS


def triage(facts: Facts) -> Triage:
    """The highest of the taxonomy row's own level and every rule that fires; rules only raise.

    An answer that is missing counts as risk in a report and in anything not classified (domain brief, 3.2).
    """
    group = row_of(facts.intent, facts.signals)
    usual = Level[taxonomy()[group].severity]
    fired = [rule for rule in RULES if rule.fires(facts)]
    level = min([usual, *(rule.level for rule in fired)])
    return Triage(level, group, (*(rule.reason for rule in fired), _USUAL))


UNHEARD = N_("A recording that nobody has listened to yet")


def rungs_due(level: Level, alerted_at: datetime, now: datetime) -> list[tuple[int, Who]]:
    """Every rung of the ladder that is due by `now`, lowest first; of the repeated alarm only the newest."""
    due = [(index, rung.who) for index, rung in enumerate(LADDER[level]) if rung_due_at(rung, alerted_at) <= now]
    every = ALARM_EVERY.get(level)
    if every is not None and len(due) == len(LADDER[level]):
        last = rung_due_at(LADDER[level][-1], alerted_at)
        repeats = (now - last) // every
        if repeats:
            due.append((len(LADDER[level]) - 1 + repeats, Who.EVERYBODY))
    return due


def rung_due_at(rung: Rung, alerted_at: datetime) -> datetime:
    """When a rung is to be alerted, in UTC."""
    if rung.minutes is None:
        return next_working_morning(alerted_at)
    return alerted_at + timedelta(minutes=rung.minutes)


def next_working_morning(after: datetime) -> datetime:
    """The first 08:00 in Viet Nam, Monday to Friday, later than `after`; in UTC.

    A report of Friday 01:00 is for Friday morning: so first contact is never more than the 72 hours of P3 away.
    """
    day = after.astimezone(VIETNAM).date()
    while True:
        morning = datetime.combine(day, time(8), VIETNAM)
        if morning > after and day.weekday() < 5:
            return morning.astimezone(UTC)
        day += timedelta(days=1)


def claim_deadline(level: Level, alerted_at: datetime) -> datetime:
    """When an unclaimed case is overdue: the ladder's last rung, for P3 the time of first contact."""
    if level is Level.P3:
        return alerted_at + FIRST_CONTACT[level]
    return rung_due_at(LADDER[level][-1], alerted_at)


def emergency_due(received_at: datetime) -> datetime:
    """When the twelve hours of NĐ 56/2017 are over, counted from the report's first message."""
    return received_at + TWELVE_HOURS


def may(role: Role | str, act: str) -> bool:
    """Whether a role may do an act at all; what is not in the table is denied. Whose case it is comes on top."""
    return role in _MAY.get(act, frozenset())


def four_eyes(proposed_by: str | None, staff_id: str) -> bool:
    """Whether this person is a second one: nobody approves what they proposed themselves."""
    return proposed_by is not None and proposed_by != staff_id


class Level(IntEnum):
    """Urgency, most urgent first: P0 in danger now, P1 within twelve hours, P2 within the day, P3 ordinary."""

    P0 = 0
    P1 = 1
    P2 = 2
    P3 = 3


class Status(StrEnum):
    OPEN = "open"
    CLAIMED = "claimed"
    CLOSED = "closed"


class Because(StrEnum):
    """Why a case was closed, as its reporter is told; who did what stays in the staff's own reason."""

    HELPED = "helped"
    REFERRED = "referred"
    UNREACHED = "unreached"  # nobody could be reached and nothing more be found out
    NOTHING_TO_DO = "nothing_to_do"  # not about a child in need, or known under another number


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    SUPERVISOR = "supervisor"
    OFFICER = "officer"


class ItemKind(StrEnum):
    SNAPSHOT = "snapshot"  # JSON of Report
    TRIAGE = "triage"  # JSON of Triage
    MESSAGE = "message"  # the reporter's later words
    RECORDING = "recording"  # the reporter's voice: its media type, a line break, its bytes
    PICTURE = "picture"  # asked for by staff, cleaned: its media type, a line break, its bytes
    REMARK = "remark"  # what the reporter did: "not dangerous after all", "left", "danger again"
    REPLY = "reply"  # staff to reporter
    SPOKEN_REPLY = "spoken_reply"  # staff to reporter: its media type, a line break, its bytes
    CALL = "call"  # what the reporter said on the telephone, written down by staff
    REASON = "reason"  # staff: why lowered, why closed
    CORRECTION = "correction"  # staff: JSON of handlers.correction.Corrected


class Remark(StrEnum):
    """What a reporter did, where that is not in words: the text of a REMARK item that holds no courtesy of theirs."""

    NOT_DANGEROUS_AFTER_ALL = "not_dangerous_after_all"
    DANGER_AGAIN = "danger_again"
    WITHDREW_CALL_BACK = "withdrew_call_back"
    SENT_VOICE = "sent_voice"
    SENT_PICTURE = "sent_picture"
    SENT_BROKEN_PICTURE = "sent_broken_picture"
    SENT_FILE = "sent_file"
    SENT_STICKER = "sent_sticker"
    SENT_POLL = "sent_poll"
    SENT_CONTACT = "sent_contact"
    SENT_OTHER = "sent_other"


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of a report: the question as it was asked, the answer as it was given, and its key."""

    question: str  # the Question's key, "age"
    asked: str  # the question's words in the language used
    given: str  # the person's words, or the label they chose
    value: str  # a choice's key, or the words again


@dataclass(frozen=True, slots=True)
class Facts:
    """What triage looks at. Every value is a choice's key; None means not asked or not known."""

    intent: str | None = None
    danger_now: bool = False  # heard in the person's words, or answered
    signals: frozenset[str] = frozenset()
    danger: str | None = None  # "yes", "no", "unknown"
    access: str | None = None  # "living_together", "near", "no", "unknown"
    harm_doer: str | None = None  # a relation of nlu.meaning, or "unknown"
    age: str | None = None  # "0-3", "4-6", "7-10", "11-13", "14-15", "16-17", "unknown"
    language: str = "vi"  # "rad" once Ê Đê was heard


@dataclass(frozen=True, slots=True)
class Report:
    """What the conversation hands over: readable for ever, whatever becomes of the questionnaire."""

    answers: tuple[Answer, ...]
    facts: Facts
    language: str
    commune_code: str | None = None
    commune_scheme: str | None = None


@dataclass(frozen=True, slots=True)
class Triage:
    """The level, the taxonomy row, and the reasons as English msgids that staff see translated."""

    level: Level
    group: str
    reasons: tuple[str, ...]


class NotAllowed(Exception):
    """This person may not do this to this case."""


# --- triage: every rule as data ----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Rule:
    """When `fires` holds, the level is at least `level`, and staff see `reason`."""

    fires: Callable[[Facts], bool]
    level: Level
    reason: str


_USUAL = N_("This is the usual urgency of this kind of report")

_UNKNOWN = frozenset({None, "unknown"})
_CARERS = frozenset({"father", "mother", "stepfather", "stepmother", "carer"})
_KIN = frozenset({"grandparent", "sibling", "relative"})


def _unclassified(facts: Facts) -> bool:
    return row_of(facts.intent, facts.signals) == UNCLASSIFIED


def _in_ede(facts: Facts) -> bool:
    return facts.language == "rad"


def _about_a_child(facts: Facts) -> bool:
    """A report, or something that no person has classified yet: here what is unknown counts as risk.

    What the machine makes of Ê Đê classifies nothing: no speaker has checked what it learnt from.
    """
    return facts.intent in REPORT_INTENTS or _unclassified(facts) or _in_ede(facts)


def _someone_harms(facts: Facts) -> bool:
    """A dangerous place has no harm-doer and has harmed no child, unless the person named one."""
    return _about_a_child(facts) and (facts.intent != "report_hazard" or facts.harm_doer not in _UNKNOWN)


def _signal(*names: str) -> Callable[[Facts], bool]:
    """A signal counts by itself in a report, also where the text was not read as "now"."""
    return lambda facts: _about_a_child(facts) and not facts.signals.isdisjoint(names)


def _accident_signal(*names: str) -> Callable[[Facts], bool]:
    """As `_signal`, but what a report of a dangerous place warns of has not happened yet."""
    return lambda facts: _someone_harms(facts) and not facts.signals.isdisjoint(names)


def _carer(facts: Facts) -> bool:
    return facts.harm_doer in _CARERS or (facts.harm_doer in _KIN and facts.access == "living_together")


# Sources: domain brief 3.2 unless another is named. Most urgent first; staff read the reasons in this order.
RULES: tuple[Rule, ...] = (
    # "danger now"
    Rule(lambda f: f.danger_now or f.danger == "yes", Level.P0, N_("The child is in danger now")),
    # "suicide intent/attempt"
    Rule(_signal("suicide"), Level.P0, N_("The report speaks of suicide")),
    # "missing, abducted, trafficked"
    Rule(_signal("missing"), Level.P0, N_("A child may be missing or abducted")),
    Rule(_signal("trafficking"), Level.P0, N_("A child may be sold or lured away")),
    # "locked in"
    Rule(_signal("confined"), Level.P0, N_("A child may be locked in or tied up")),
    # "abandoned"
    Rule(_signal("abandoned_infant"), Level.P0, N_("A small child may be abandoned")),
    # "serious injury"; taxonomy BL01: burn
    Rule(_signal("serious_injury"), Level.P0, N_("A child may be seriously injured")),
    Rule(_accident_signal("fire_poison"), Level.P0, N_("A child may be burned or poisoned")),
    # "drowning now"
    Rule(_accident_signal("drowning"), Level.P0, N_("A child may be drowning")),
    # taxonomy BL01: weapon. "violence_now" and "sexual_assault_now" are no rules of their own: such a signal without
    # present danger tells of harm that happened or is repeated, and danger_now above is their rule when it is now.
    Rule(_signal("weapon"), Level.P0, N_("There is a weapon")),
    # taxonomy TH03
    Rule(_signal("forced_marriage_now"), Level.P0, N_("A child may be taken away to be married")),
    # taxonomy BL01, "child under 3": the age band 0-3 cannot tell, and what is unknown counts as risk
    Rule(
        lambda f: f.intent == "report_physical_violence" and f.age == "0-3",
        Level.P0,
        N_("A child of three or younger is beaten"),
    ),
    # "any sexual abuse < 18"
    Rule(lambda f: f.intent == "report_sexual_abuse", Level.P1, N_("Sexual abuse is always urgent")),
    # "parent/carer is harm-doer"; NĐ 56/2017 Đ31.1b: an emergency by itself, hence a rule and not a score
    Rule(_carer, Level.P1, N_("The person who harms is a parent, or cares for the child")),
    # "harm-doer lives with child"
    Rule(lambda f: f.access == "living_together", Level.P1, N_("The person who harms lives with the child")),
    # "child <= 3 harmed"
    Rule(lambda f: _someone_harms(f) and f.age == "0-3", Level.P1, N_("The child is three or younger")),
    # "child marriage with date or cohabiting; self-harm" are the usual levels of their rows.
    # "Unknown answers count as risk"
    Rule(
        lambda f: _about_a_child(f) and not f.danger_now and f.danger in _UNKNOWN,
        Level.P1,
        N_("It is not known whether the child is in danger now"),
    ),
    Rule(
        lambda f: _someone_harms(f) and f.access in _UNKNOWN,
        Level.P1,
        N_("It is not known whether the person who harms can reach the child"),
    ),
    # "unclassified"
    Rule(_unclassified, Level.P2, N_("Nobody has read yet what kind of report this is")),
    Rule(_in_ede, Level.P2, N_("It is in Ê Đê, of which the machine is not sure: someone who knows it should read it")),
)


# --- clocks ------------------------------------------------------------------------------------------------------
class Who(StrEnum):
    """Whom a rung alerts."""

    ON_DUTY = "on_duty"  # all staff on duty, and the group
    NEXT = "next"  # linked officers who are not on duty
    SUPERVISOR = "supervisor"  # supervisors and administrators, on duty or not
    EVERYBODY = "everybody"  # all active staff, the group, the console's banner


@dataclass(frozen=True, slots=True)
class Rung:
    """Minutes unclaimed until `who` is alerted; None is the next working morning."""

    minutes: int | None
    who: Who


def _rungs(*minutes: int) -> tuple[Rung, ...]:
    return tuple(Rung(after, who) for after, who in zip(minutes, Who, strict=True))


LADDER: dict[Level, tuple[Rung, ...]] = {
    Level.P0: _rungs(0, 2, 4, 5),
    Level.P1: _rungs(0, 10, 20, 30),
    Level.P2: _rungs(0, 240, 480, 1200),
    Level.P3: (Rung(None, Who.ON_DUTY),),
}
ALARM_EVERY: dict[Level, timedelta] = {Level.P0: timedelta(minutes=2)}  # after the last rung, until claimed

# Domain brief 3.2, "First human contact", the outer limit of each.
FIRST_CONTACT: dict[Level, timedelta] = {
    Level.P0: timedelta(minutes=5),
    Level.P1: timedelta(minutes=60),
    Level.P2: timedelta(hours=24),
    Level.P3: timedelta(hours=72),
}
TWELVE_HOURS = timedelta(hours=12)  # NĐ 56/2017: the emergency plan
VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")  # no daylight saving time since 1975


# --- who may do what ---------------------------------------------------------------------------------------------
_EVERY_ROLE = frozenset(Role)
_LEADING = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
_MAY: dict[str, frozenset[Role]] = {
    "read": _EVERY_ROLE,
    "correct": _EVERY_ROLE,  # on a case that one may read
    "claim": _EVERY_ROLE,
    "cannot": _EVERY_ROLE,
    "raise": _EVERY_ROLE,
    "duty": _EVERY_ROLE,
    # on a case of one's own; on somebody else's, or one that nobody has claimed, it takes "lead" as well
    "reply": _EVERY_ROLE,
    "lower": _EVERY_ROLE,
    "close": _EVERY_ROLE,
    "refer": _EVERY_ROLE,
    "release": _EVERY_ROLE,
    "lead": _LEADING,
    "audit": _LEADING,
    "invite": frozenset({Role.ADMINISTRATOR}),
    "deactivate": frozenset({Role.ADMINISTRATOR}),
}
