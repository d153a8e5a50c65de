"""Who may do what with a case and in the console: one table, asked by pages, templates, handlers and tests. Pure."""

from __future__ import annotations

from enum import StrEnum


def may(role: Role | str, right: Right) -> bool:
    """Whether a role has a right at all; what is not in the table is denied. Whose case it is comes on top."""
    return role in _MAY.get(right, frozenset())


def four_eyes(proposed_by: str | None, staff_id: str) -> bool:
    """Whether this person is a second one: nobody approves what they proposed themselves."""
    return proposed_by is not None and proposed_by != staff_id


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    SUPERVISOR = "supervisor"
    OFFICER = "officer"


class Right(StrEnum):
    """What takes more than being signed in."""

    CORRECT = "correct"  # on a case that one may read
    NEW_CODE = "new_code"  # to ask for one, agree to it, refuse it: on a case that one may read
    RAISE = "raise"  # on any case
    # On a case of one's own; on somebody else's, or one that nobody has claimed, it takes LEAD as well.
    REPLY = "reply"
    LOWER = "lower"
    CLOSE = "close"
    REFER = "refer"
    RELEASE = "release"
    LEAD = "lead"
    READ_ANY = "read_any"  # every case, not only one's own
    STAFF = "staff"  # the page of who is here
    AUDIT = "audit"
    INVITE = "invite"
    DEACTIVATE = "deactivate"  # take somebody's access away, or give it anew


class NotAllowed(Exception):
    """This person may not do this to this case."""


_EVERY_ROLE = frozenset(Role)
_LEADING = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
_MAY: dict[Right, frozenset[Role]] = {
    Right.CORRECT: _EVERY_ROLE,
    Right.NEW_CODE: _EVERY_ROLE,
    Right.RAISE: _EVERY_ROLE,
    Right.REPLY: _EVERY_ROLE,
    Right.LOWER: _EVERY_ROLE,
    Right.CLOSE: _EVERY_ROLE,
    Right.REFER: _EVERY_ROLE,
    Right.RELEASE: _EVERY_ROLE,
    Right.LEAD: _LEADING,
    # Not administrators: they give access to others, not to cases.
    Right.READ_ANY: frozenset({Role.SUPERVISOR}),
    Right.STAFF: _LEADING,
    Right.AUDIT: _LEADING,
    Right.INVITE: frozenset({Role.ADMINISTRATOR}),
    Right.DEACTIVATE: frozenset({Role.ADMINISTRATOR}),
}
