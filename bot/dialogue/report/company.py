"""When the bot writes of itself to somebody who waits in danger: never unasked, seldom, and not after a refusal."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.line import Line
from bot.dialogue.state import Company, State

# Minutes of silence, each counted from the one before: after 5, 12 and 30. A page in the web closes after 15.
AFTER = (5, 7, 18)


def may_be_offered(state: State, line: Line) -> bool:
    """Whether it may be asked for: not where nobody reads, nor where the person has said no, or only at some hours."""
    company = state.case.company
    over = company.wanted or company.refused or company.told >= len(AFTER)
    return line.operator is not None and not (over or state.person.hours)


def at_rest(state: State) -> State:
    """The two questions are behind: whoever wants no contact is not asked for this."""
    given = dict(state.draft.answers)
    refused = any(key in given and given[key].value == "no" for key in ("contact", "danger_contact"))
    return having(state, replace(state.case.company, refused=True)) if refused else state


def is_due(state: State) -> bool:
    """Whether the next silence is told of."""
    company = state.case.company
    return company.wanted and company.told < len(AFTER) and not state.person.hours


def minutes(state: State) -> int:
    """After how many minutes of silence; 0 for never."""
    return AFTER[state.case.company.told] if is_due(state) else 0


def ended(state: State) -> State:
    """Nothing more is written unasked. How often it was stays known: a second yes gives no more than is left."""
    company = replace(state.case.company, wanted=False, waits=False)
    return state if company == state.case.company else having(state, company)


def having(state: State, company: Company) -> State:
    return state.but(replace(state.case, company=company))
