"""Who may do what with a case and in the console: one table, asked by pages, templates, handlers, docs and tests. Pure.

What is not in the table is denied. A right about a case is had in some standings to it only: whoever claimed it, before
anybody has, where it was referred to one's commune (docs/decisions/0022-one-table-of-nine-roles.md says why).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from handlers.case import Status


def may(role: str, right: str) -> bool:
    """Whether a role has a right at all. Where it is about a case, `reaches` says on which."""
    return role in TABLE.get(right, {})


def reaches(role: str, right: str, standings: Collection[Standing]) -> bool:
    """Whether a role has a right on a case to which its owner has these standings."""
    return not reach_of(role, right).isdisjoint(standings)


def reach_of(role: str, right: str) -> frozenset[Standing]:
    """The standings in which a role has a right; none where it has not, or where it is not about a case."""
    return TABLE.get(right, {}).get(role, _NOWHERE)


def rights_on(role: str, standings: Collection[Standing]) -> frozenset[Right]:
    """Everything that may be done to a case by somebody who has these standings to it."""
    return frozenset(right for right in Right if reaches(role, right, standings))


def holders(right: Right) -> tuple[Role, ...]:
    """The roles that have a right at all, in the order of Role."""
    return tuple(role for role in Role if may(role, right))


def standing_of(staff_id: str, claimed_by: str | None, status: str) -> Standing:
    """How somebody stands to a case by who has claimed it."""
    if status == Status.CLOSED:
        return Standing.OWN_CLOSED if claimed_by == staff_id else Standing.CLOSED
    if claimed_by is None:
        return Standing.UNCLAIMED
    return Standing.OWN if claimed_by == staff_id else Standing.ANOTHERS


def four_eyes(proposed_by: str | None, staff_id: str) -> bool:
    """Whether this person is a second one: nobody approves what they proposed themselves."""
    return proposed_by is not None and proposed_by != staff_id


class Role(StrEnum):
    INTAKE = "intake"
    CASE_WORKER = "case_worker"
    COMMUNE = "commune"
    INTERPRETER = "interpreter"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    CAMPAIGNER = "campaigner"
    LEADER = "leader"


class Standing(StrEnum):
    """How somebody stands to a case: one of the first five, and perhaps one of the others too."""

    UNCLAIMED = "unclaimed"
    OWN = "own"
    ANOTHERS = "anothers"  # claimed by somebody else
    OWN_CLOSED = "own_closed"
    CLOSED = "closed"  # and it was somebody else's
    REFERRED = "referred"  # to one's commune, closed or not: the commune goes on when the line has done its part
    PASSED_ON = "passed_on"  # another's, whose silence or leaving has others alerted: until somebody accepts it
    OFFERED = "offered"  # another's, who hands it over to oneself: until it is accepted, refused or taken back
    ASKED = "asked"  # of oneself, to interpret a language that one knows, until the case is closed


class Right(StrEnum):
    """What can be done; each route of the console names one."""

    ACCOUNT = "account"  # one's own page and sessions, signing out
    DUTY = "duty"  # to go on duty and be alerted
    DUTY_LIST = "duty_list"  # to change it, and what somebody is asked for first; all staff read it
    ALARMS = "alarms"  # to hear what is wrong in the house: a silent process, nobody on duty
    FIND = "find"  # a case by the receipt code that somebody reads on the telephone
    LEAD = "lead"  # to hear of threats and of the ladder's third rung; a second person without being on duty
    STAFF = "staff"  # the page of who is here
    INVITE = "invite"
    CHANGE_ROLE = "change_role"
    DEACTIVATE = "deactivate"  # take somebody's access away, or give it anew
    AGREE_LINK = "agree_link"  # as a second person, to a new set-up link for somebody else's account
    AUDIT = "audit"
    FIGURES = "figures"
    SHEETS = "sheets"  # what communes enter; a commune's officer sees their own
    ENTER = "enter"
    WALL = "wall"  # how many wait and are on duty, without a name or a number
    WALL_LINK = "wall_link"  # to let a screen show it without anybody signed in
    DAY = "day"  # the day's numbers
    PUBLISH = "publish"  # tables of a half-year, a year or three, for good
    INTERNAL = "internal"  # to ask for figures with nothing hidden, and to fetch what another has signed
    SIGN_INTERNAL = "sign_internal"  # what somebody else asked for
    CAMPAIGN = "campaign"
    REACHED = "reached"  # how many came by a campaign; of reports as they are only to who may see cases
    SITUATIONS = "situations"  # to change the texts that answers may begin with; they are used by who may reply
    # About a case.
    SEE = "see"  # that it is there: number, urgency, times, commune, who has it
    READ = "read"  # every word on it
    READ_TALK = "read_talk"  # what was said both ways, without how to reach the reporter
    READ_REPORT = "read_report"  # what was reported of the child, without who told it
    HEAR = "hear"  # recordings
    LOOK = "look"  # pictures
    CLAIM = "claim"
    DECLINE = "decline"
    AT_WORK = "at_work"  # to say that one is at it
    REPLY = "reply"
    RAISE = "raise"
    LOWER = "lower"
    REFER = "refer"
    ASK = "ask"  # an interpreter
    TRANSLATE = "translate"  # to add a note of what was said
    CLOSE = "close"
    NUISANCE = "nuisance"  # to close it in one press and mute its chat for a day
    UNMUTE = "unmute"
    RELEASE = "release"
    HAND_OVER = "hand_over"  # to a named colleague, and to leave a note for whoever has it next
    ACCEPT = "accept"  # what is handed over to oneself, or refuse it
    CALL = "call"  # to note a telephone call of the reporter
    CALL_BY_CODE = "call_by_code"  # the same on a case that one may not read, once its code was read out
    RECORD = "record"  # what staff find, beside what the reporter said
    CALL_BACK = "call_back"  # to be shown the number that the reporter gave
    CORRECT = "correct"  # what the machine understood wrongly
    NOTE = "note"  # to add a note for other staff
    TASK = "task"  # to add one, to tick it off, to open it again
    NEW_CODE = "new_code"  # to ask for one, agree to it, refuse it


class NotAllowed(Exception):
    """This person may not do this to this case."""


_NOWHERE: frozenset[Standing] = frozenset()  # of a right that is not about a case: had, and on no case
_OWN = frozenset({Standing.OWN})
_MINE = _OWN | {Standing.OWN_CLOSED}
_OTHERS_TOO = _OWN | {Standing.ANOTHERS}
_UNCLAIMED = frozenset({Standing.UNCLAIMED})
_ALIVE = _UNCLAIMED | _OTHERS_TOO
_ANY = _ALIVE | _MINE | {Standing.CLOSED}
_REFERRED = frozenset({Standing.REFERRED})
_ASKED = frozenset({Standing.ASKED})


def _all(roles: Iterable[str], reach: frozenset[Standing] = _NOWHERE) -> dict[str, frozenset[Standing]]:
    return dict.fromkeys(roles, reach)


_WORKING = (Role.INTAKE, Role.CASE_WORKER)
_CLAIMING = (*_WORKING, Role.SUPERVISOR)
_ACCESS = _all([Role.ADMINISTRATOR])

# What may be done to a case that one may not read: whatever brings somebody to it, or makes it louder.
UNREAD = frozenset({Right.SEE, Right.CLAIM, Right.ACCEPT, Right.DECLINE, Right.RAISE, Right.CALL_BY_CODE})

TABLE: Mapping[str, Mapping[str, frozenset[Standing]]] = {
    Right.ACCOUNT: _all(Role),
    Right.DUTY: _all(_CLAIMING),
    Right.DUTY_LIST: _all([Role.SUPERVISOR]),
    Right.ALARMS: _all([*_CLAIMING, Role.ADMINISTRATOR]),
    Right.FIND: _all(_CLAIMING),
    Right.LEAD: _all([Role.SUPERVISOR]),
    Right.STAFF: _all([Role.SUPERVISOR, Role.ADMINISTRATOR]),
    Right.INVITE: _ACCESS,
    Right.CHANGE_ROLE: _ACCESS,
    Right.DEACTIVATE: _ACCESS,
    Right.AGREE_LINK: _all([Role.SUPERVISOR, Role.ADMINISTRATOR]),
    Right.AUDIT: _all([Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR]),
    Right.FIGURES: _all([Role.SUPERVISOR, Role.AUDITOR, Role.LEADER]),
    Right.SHEETS: _all([Role.COMMUNE, Role.SUPERVISOR, Role.AUDITOR, Role.LEADER]),
    Right.ENTER: _all([Role.COMMUNE, Role.SUPERVISOR]),
    Right.WALL: _all([*_CLAIMING, Role.ADMINISTRATOR]),
    Right.WALL_LINK: _all([Role.SUPERVISOR, Role.ADMINISTRATOR]),
    Right.DAY: _all(_CLAIMING),
    Right.SITUATIONS: _all([Role.SUPERVISOR]),
    Right.PUBLISH: _all([Role.SUPERVISOR, Role.LEADER]),
    Right.INTERNAL: _all([Role.SUPERVISOR, Role.LEADER]),
    Right.SIGN_INTERNAL: _all([Role.SUPERVISOR, Role.LEADER]),
    Right.CAMPAIGN: _all([Role.CAMPAIGNER]),
    Right.REACHED: _all([Role.CAMPAIGNER, Role.SUPERVISOR, Role.AUDITOR, Role.LEADER]),
    Right.SEE: {**_all(_CLAIMING, _ANY), Role.COMMUNE: _REFERRED, Role.INTERPRETER: _ASKED},
    Right.READ: {Role.INTAKE: _MINE | _UNCLAIMED, Role.CASE_WORKER: _MINE, Role.SUPERVISOR: _ANY},
    Right.READ_TALK: {Role.INTERPRETER: _ASKED},
    Right.READ_REPORT: {Role.COMMUNE: _REFERRED},
    Right.HEAR: {
        Role.INTAKE: _MINE | _UNCLAIMED,
        Role.CASE_WORKER: _MINE,
        Role.SUPERVISOR: _ANY,
        Role.INTERPRETER: _ASKED,
    },
    Right.LOOK: {Role.INTAKE: _MINE | _UNCLAIMED, Role.CASE_WORKER: _MINE, Role.SUPERVISOR: _ANY},
    Right.CLAIM: _all(_CLAIMING, _UNCLAIMED | {Standing.PASSED_ON}),
    Right.DECLINE: _all(_CLAIMING, _ANY),  # whatever became of it meanwhile
    Right.AT_WORK: _all(_CLAIMING, _OWN),
    Right.REPLY: {**_all(_WORKING, _OWN), Role.SUPERVISOR: _ALIVE},
    Right.RAISE: {**_all(_CLAIMING, _ALIVE), Role.INTERPRETER: _ASKED},  # who hears danger says so
    Right.LOWER: {Role.CASE_WORKER: _OWN, Role.SUPERVISOR: _ALIVE},
    Right.REFER: {**_all(_WORKING, _OWN), Role.SUPERVISOR: _ALIVE},
    Right.ASK: {**_all(_WORKING, _OWN), Role.SUPERVISOR: _ALIVE},
    Right.TRANSLATE: {Role.INTERPRETER: _ASKED},
    Right.CLOSE: {Role.CASE_WORKER: _OWN, Role.SUPERVISOR: _ALIVE},
    Right.NUISANCE: {Role.INTAKE: _UNCLAIMED | _OWN, Role.CASE_WORKER: _OWN, Role.SUPERVISOR: _ALIVE},
    Right.UNMUTE: {Role.INTAKE: _MINE | _UNCLAIMED, Role.CASE_WORKER: _MINE, Role.SUPERVISOR: _ANY},  # as READ
    Right.RELEASE: {**_all(_WORKING, _OWN), Role.SUPERVISOR: _OTHERS_TOO},
    Right.HAND_OVER: _all(_CLAIMING, _OWN),
    Right.ACCEPT: _all(_CLAIMING, frozenset({Standing.OFFERED})),
    Right.CALL: {Role.INTAKE: _MINE | _UNCLAIMED, Role.CASE_WORKER: _MINE, Role.SUPERVISOR: _ANY},  # as READ
    Right.CALL_BY_CODE: _all(_CLAIMING, _ANY),  # whoever answered the telephone
    Right.RECORD: {**_all(_WORKING, _MINE), Role.SUPERVISOR: _ANY},
    Right.CALL_BACK: {**_all(_WORKING, _MINE), Role.SUPERVISOR: _ANY},
    Right.CORRECT: {**_all(_WORKING, _MINE), Role.SUPERVISOR: _ANY},
    Right.NOTE: {Role.INTAKE: _MINE | _UNCLAIMED, Role.CASE_WORKER: _MINE, Role.SUPERVISOR: _ANY},  # as READ
    Right.TASK: {**_all(_WORKING, _OWN), Role.SUPERVISOR: _ALIVE},
    Right.NEW_CODE: {**_all(_WORKING, _MINE), Role.SUPERVISOR: _ANY},
}
