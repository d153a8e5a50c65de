"""What stands on the page of figures with nothing hidden."""

from __future__ import annotations

from handlers.audit import Act
from handlers.console.said import Said
from handlers.figures.internal import State
from locales import N_

STATES: dict[str, str] = {
    State.WAITING: N_("waits for a second person"),
    State.SIGNED: N_("signed: can be fetched once"),
    State.FETCHED: N_("fetched"),
    State.REFUSED: N_("refused"),
    State.LAPSED: N_("lapsed"),
}
ACTS: dict[str, str] = {
    Act.ASK_INTERNAL: N_("asked for figures with nothing hidden"),
    Act.SIGN_INTERNAL: N_("signed figures with nothing hidden"),
    Act.REFUSE_INTERNAL: N_("refused figures with nothing hidden"),
    Act.FETCH_INTERNAL: N_("fetched figures with nothing hidden"),
}
SAID: dict[Said, str] = {
    Said.INTERNAL_ASKED: N_("Asked for. A second person has three days to sign it."),
    Said.INTERNAL_SIGNED: N_("Signed. Whoever asked can fetch it once, within 24 hours."),
    Said.INTERNAL_REFUSED: N_("Refused: nothing is handed out."),
    Said.INTERNAL_OWN: N_("Two different people are needed: nobody signs what they asked for, or fetches another's."),
    Said.INTERNAL_OVER: N_("Too late: it was signed, refused or fetched before, or has lapsed. It can be asked anew."),
}
