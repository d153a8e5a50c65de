"""What stands around a person's words and is not theirs: whose card it was, from whom a message was passed on."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.effects import Enclose, Submit
from bot.dialogue.events import Enclosed
from bot.dialogue.next import Next, only
from bot.dialogue.report.draft import has_content, report_of, triaged
from bot.dialogue.state import State
from handlers.case import AROUND, Around
from locales import translator

_MOST = 40  # in one draft; then staff get it as it is


def enclosed(state: State, event: Enclosed) -> Next:
    """Kept for what it is, on the case or on the draft, and never spoken of: it answers nothing."""
    if state.case.id is not None:
        return only(state, *(Enclose(labelled(kind, text)) for kind, text in event.around))
    told = tuple(one for one in event.around if one[0] is not Around.MOVED or has_content(state))
    if not told:
        return only(state)  # where nothing is told, nobody is followed
    state = state.but(replace(state.draft, around=(*state.draft.around, *told)))
    if len(state.draft.around) < _MOST:
        return only(state)
    submit = Submit(report_of(state), triaged(state), unfinished=True)
    return only(state.but(replace(state.draft, around=())), submit)


def labelled(kind: Around, text: str) -> str:
    """As staff read it on the case."""
    return f"{translator('vi')(AROUND[kind])}: {text}"
