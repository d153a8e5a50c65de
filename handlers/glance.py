"""What a case's row in the queue shows of its sealed report: who reports, and the reason that decided its urgency.

Sealed like every item, so the database tells no more of a case than before; each to one size, so neither does its
length. Whoever adds to a case writes these anew: they are never read to be written.
"""

from __future__ import annotations

from handlers.case import Report
from handlers.store.models import Case
from handlers.store.seal import seal
from handlers.triage import Triage, deciding
from locales import N_

BY_STAFF = N_("Somebody of the staff has judged so")
_SIZE = 240  # bytes; every reason fits (tests/handlers/test_glance.py)


def show_reporter(case: Case, report: Report) -> None:
    """Who reports, where they said so; what was known before stays where this report does not say it."""
    role = next((one.value for one in report.answers if one.question == "role"), "")
    if role not in ("", "unsaid", "unknown"):
        case.sealed_reporter = _sealed(case, "reporter", role)


def show_reason(case: Case, triage: Triage) -> None:
    """The reason that decided how urgent this case is now."""
    case.sealed_reason = _sealed(case, "reason", deciding(triage))


def show_judged(case: Case) -> None:
    """A person has set the urgency; why stands on the case in their own words."""
    case.sealed_reason = _sealed(case, "reason", BY_STAFF)


def about_glance(case_id: str, what: str) -> str:
    """What a sealed column is bound to: its case and its own name."""
    return f"glance:{case_id}:{what}"


def _sealed(case: Case, what: str, text: str) -> bytes:
    return seal(text.encode()[:_SIZE].ljust(_SIZE), case.public_key, about_glance(case.id, what))
