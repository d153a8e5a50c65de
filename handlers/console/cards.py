"""The cards of the end of a shift: of each case that one has what is open on it and what was chosen. No word of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import leaving
from handlers.attention import is_passed_on
from handlers.audit import Act
from handlers.case import Status
from handlers.console.line import Line, line, staff_names
from handlers.console.page import Console
from handlers.console.shift_words import Choice
from handlers.offers import STANDS, answer_by
from handlers.store.models import Audit, Case, Draft, HandOver, Interpretation, Staff
from handlers.triage import URGENT, Level
from locales import N_

MOST = 60  # cards of one page, the most urgent first; what is not on it stays as it is
SHIFT = timedelta(hours=12)  # how far back one looks who is not on duty

UNREAD = N_("the reporter wrote, not read yet")
NO_CONTACT = N_("nobody has contacted the reporter yet")
NO_REFERRAL = N_("no referral noted yet")
REFERRED = N_("help elsewhere has it too")
DRAFT = N_("an answer is begun and not sent")
INTERPRETER = N_("an interpreter is asked")
ALERTED = N_("others are being alerted")


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody chose for a case; `problem` is why it could not be done."""

    choice: str = Choice.AS_IS
    to: str = ""
    note: str = ""
    problem: str = ""

    def but(self, problem: str) -> Asked:
        return replace(self, problem=problem)


@dataclass(frozen=True, slots=True)
class Card:
    """One case. `to` and `until` are of an offer that waits; `alarms` if others are alerted of it when one goes."""

    line: Line
    open: tuple[str, ...]
    on_call: bool = False
    to: str = ""
    until: datetime | None = None
    alarms: bool = False
    released: bool = False
    asked: Asked = Asked()

    @property
    def settled(self) -> bool:
        return self.on_call or bool(self.to) or self.released or self.line.passed_on


@dataclass(frozen=True, slots=True)
class Shift:
    """Everything on the page. `done` is what was handed over in this shift: number, to whom, its outcome and when."""

    cards: tuple[Card, ...]
    done: tuple[tuple[str, str, HandOver], ...]
    more: int = 0
    lost: Mapping[str, Asked] = field(default_factory=dict)  # of cases that have no card any more

    @property
    def settled(self) -> int:
        return sum(card.settled for card in self.cards) + self._accepted

    @property
    def count(self) -> int:
        return len(self.cards) + self._accepted

    @property
    def _accepted(self) -> int:
        there = {card.line.case.number for card in self.cards}
        return len({number for number, _, one in self.done if one.outcome == "accepted"} - there)

    def with_asked(self, asked: Mapping[str, Asked]) -> Shift:
        """With what could not be done, on its card or, where there is none any more, by itself."""
        there = {card.line.case.number for card in self.cards if not card.released}
        cards = tuple(replace(card, asked=asked.get(card.line.case.number, card.asked)) for card in self.cards)
        lost = {number: one for number, one in asked.items() if number not in there}
        return replace(self, cards=cards, lost=lost)


async def gather(session: AsyncSession, console: Console, staff: Staff) -> Shift:
    """This person's cases as they are now."""
    now = console.now()
    since = staff.on_duty_since or now - SHIFT
    mine = select(Case).where(Case.claimed_by == staff.id, Case.status == Status.CLAIMED)
    cases = list(await session.scalars(mine.order_by(Case.level, Case.received_at, Case.id)))
    back = await _released(session, staff.id, since)
    ids = [case.id for case in cases]
    names = await staff_names(session)
    glimpses = await console.glimpses.of(session, console.keys.private, [*cases[:MOST], *back])
    offers = {one.case_id: one for one in await session.scalars(select(HandOver).join(Case, STANDS)
              .where(HandOver.from_id == staff.id))}  # fmt: skip
    drafts = select(Draft.case_id).where(Draft.case_id.in_(ids), Draft.staff_id == staff.id)
    silent = or_(Interpretation.told_at.is_(None), Interpretation.told_at < Interpretation.asked_at)
    asked = select(Interpretation.case_id).where(Interpretation.case_id.in_(ids), silent)
    begun, waited = set(await session.scalars(drafts)), set(await session.scalars(asked))
    loose = {case.id for case in await leaving.unsettled(session, staff.id)}
    cards = []
    for case in cases[:MOST]:
        offer = offers.get(case.id)
        cards.append(
            Card(
                line(case, names, now, console.translate, glimpses.get(case.id)),
                tuple(_open(case, case.id in begun, case.id in waited)),
                on_call=case.id not in loose and case.on_call_at is not None and offer is None,
                to=names.get(offer.to_id, "") if offer is not None else "",
                until=answer_by(offer, case) if offer is not None else None,
                alarms=case.id in loose and case.level in URGENT and case.referred_at is None,
            )
        )
    for case in back:
        shown = line(case, names, now, console.translate, glimpses.get(case.id))
        cards.append(Card(shown, (), released=True))
    return Shift(tuple(cards), await _handed_over(session, staff.id, names, since), max(0, len(cases) - MOST))


def _open(case: Case, begun: bool, waited: bool) -> list[str]:
    """What is open on a case, as far as its plain columns tell."""
    owed = case.level != Level.P3 and case.referred_at is None
    told = {
        ALERTED: is_passed_on(case),
        UNREAD: case.unread_since is not None,
        NO_CONTACT: case.contacted_at is None and not case.do_not_write,
        NO_REFERRAL: owed,
        REFERRED: case.referred_at is not None,
        DRAFT: begun,
        INTERPRETER: waited,
    }
    return [text for text, there in told.items() if there]


async def _released(session: AsyncSession, staff_id: str, since: datetime) -> list[Case]:
    """What this person gave back in this shift and nobody has claimed yet."""
    gave = select(Audit.case_id).where(Audit.staff_id == staff_id, Audit.act == Act.RELEASE, Audit.at >= since)
    query = select(Case).where(Case.id.in_(gave), Case.status == Status.OPEN)
    return list(await session.scalars(query.order_by(Case.level, Case.received_at)))


async def _handed_over(
    session: AsyncSession, staff_id: str, names: Mapping[str, str], since: datetime
) -> tuple[tuple[str, str, HandOver], ...]:
    """Number, to whom, and the offer with its outcome: every one that was answered in this shift, the newest first."""
    query = select(Case.number, HandOver).join(Case, Case.id == HandOver.case_id)
    query = query.where(HandOver.from_id == staff_id, HandOver.offered_at >= since, HandOver.outcome.is_not(None))
    rows = await session.execute(query.order_by(HandOver.id.desc()))
    return tuple((number, names.get(one.to_id, ""), one) for number, one in rows)
