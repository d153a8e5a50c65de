"""Everybody who could be told something now, by which routes, and whom each rung of the ladder means among them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.claiming import is_proved
from handlers.deadlines import Who
from handlers.duty import CLAIMING
from handlers.permission import Right, may
from handlers.routes import MAIL_SERVED, TELEGRAM_OFF, Route, target_of
from handlers.store.models import Case, Kept, LookedAfter, MailRoute, Shift, Staff
from handlers.store.trust import Trust, trust_of

BANNER = "banner"
GROUP = "group"

_STAFF = (
    select(Staff, MailRoute.proved_at)
    .outerjoin(MailRoute, MailRoute.staff_id == Staff.id)
    .where(Staff.active, Staff.role.in_(CLAIMING))
    .order_by(Staff.id)
)
_KEPT = select(Kept.key).where(Kept.key.in_(("staff_chat", TELEGRAM_OFF, MAIL_SERVED)))
_COMMUNES = select(LookedAfter.staff_id, LookedAfter.commune_code, LookedAfter.commune_scheme)
_NOW = bindparam("at", type_=Shift.begins_at.type)
_ON_CALL = (
    select(Shift.staff_id)
    .where(Shift.removed.is_(None), Shift.on_call > 0, Shift.begins_at <= _NOW, Shift.ends_at > _NOW)
    .order_by(Shift.on_call, Shift.id)
)


async def desk(session: AsyncSession, now: datetime | None = None) -> Desk:
    """The desk as it is; who is on call is known only with the time. Nobody is alerted of what they may not claim."""
    staff = (await session.execute(_STAFF)).all()
    kept = set(await session.scalars(_KEPT))
    called = [] if now is None else list(await session.scalars(_ON_CALL, {"at": now}))
    communes: dict[str, set[tuple[str, str]]] = {}
    for staff_id, *commune in await session.execute(_COMMUNES):
        communes.setdefault(staff_id, set()).add((commune[0], commune[1]))
    mail = frozenset(one.id for one, proved in staff if proved is not None) if MAIL_SERVED in kept else frozenset()
    return Desk(
        tuple(one for one, _ in staff),
        "staff_chat" in kept,
        TELEGRAM_OFF not in kept,  # the bot runs without Telegram: nobody is reached there
        mail,
        tuple(dict.fromkeys(called)),
        {staff_id: frozenset(found) for staff_id, found in communes.items()},
        trust_of(session),
    )


async def is_reached(session: AsyncSession, staff: Staff) -> bool:
    """Whether an alert can reach this person by any route."""
    if staff.telegram_address is not None and await session.get(Kept, TELEGRAM_OFF) is None:
        return True
    mail = await session.get(MailRoute, staff.id)
    return mail is not None and mail.proved_at is not None and await session.get(Kept, MAIL_SERVED) is not None


def targets(desk: Desk, who: Who, case: Case | None = None) -> list[str]:
    """The targets of a rung: "group", "staff:<id>" and "mail:<id>" by what reaches whom, "banner" for the console.

    Nobody on duty is itself an alarm, so the first rung is then everybody; and where no message can reach those on
    duty, the console's banner has to. What is not in Vietnamese goes at once to those who know its language too, on
    duty or not: they are few. Who fits the case comes first.
    """
    group = [GROUP] if desk.has_group else []
    match who:
        case Who.ON_DUTY if not desk.anyone_on_duty:
            return targets(desk, Who.EVERYBODY)
        case Who.ON_DUTY:
            here = [one for one in desk.staff if one.on_duty_since is not None]
            reached = group + desk.linked(desk.fitting_first(here, case))
            readers = desk.linked(one for one in desk.staff if case is not None and desk.is_needed(one, case.language))
            return (reached or [BANNER]) + [one for one in readers if one not in reached]
        case Who.NEXT:
            return [target for turn in turns(desk, case) for target in turn]
        case Who.SUPERVISOR:
            return desk.linked(one for one in desk.staff if may(one.role, Right.LEAD))
        case Who.EVERYBODY:
            return [*group, *desk.linked(desk.staff), BANNER]


def turns(desk: Desk, case: Case | None) -> list[list[str]]:
    """Whom the rung after those on duty means, one turn after the other; without a duty list it is one turn.

    First who is on call in the present shift, each a turn of their own, in the order of the list, those who fit before
    the others; then whoever else is off duty and does not lead, those who look after the commune first.
    """
    away = [one for one in desk.staff if one.on_duty_since is None]
    order = {staff_id: place for place, staff_id in enumerate(desk.on_call)}
    called = sorted((one for one in away if one.id in order), key=lambda one: order[one.id])
    others = [one for one in away if one.id not in order and not may(one.role, Right.LEAD)]
    near = [one for one in others if desk.looks_after(one, case)]
    far = [one for one in others if one not in near]
    found = [*([one] for one in desk.fitting_first(called, case)), near, far]
    return [reached for turn in found if (reached := desk.linked(turn))]


@dataclass(frozen=True, slots=True)
class Desk:
    """The active staff who may claim, whether there is a staff group, and by which routes whom can be reached."""

    staff: tuple[Staff, ...]
    has_group: bool
    has_telegram: bool
    mail: frozenset[str] = frozenset()  # whose address is proved, while mail is served
    on_call: tuple[str, ...] = ()  # in the present shift, in their order
    communes: dict[str, frozenset[tuple[str, str]]] = field(default_factory=dict)
    trust: Trust = field(default_factory=Trust)

    @staticmethod
    def is_needed(staff: Staff, language: str) -> bool:
        """Whether this person is among the few who can read what is not in Vietnamese."""
        return language != "vi" and language in staff.languages.split(",")

    def looks_after(self, staff: Staff, case: Case | None) -> bool:
        """Whether the case's commune is one of this person's. A code means something only within its scheme."""
        if case is None or case.commune_code is None or case.commune_scheme is None:
            return False
        return (case.commune_code, case.commune_scheme) in self.communes.get(staff.id, ())

    def fitting_first(self, staff: Iterable[Staff], case: Case | None) -> list[Staff]:
        """Those who know the case's language or look after its commune before the others, else as they are."""
        if case is None:
            return list(staff)
        return sorted(staff, key=lambda one: not (self.is_needed(one, case.language) or self.looks_after(one, case)))

    @property
    def anyone_on_duty(self) -> bool:
        return any(one.on_duty_since is not None for one in self.staff)

    def without(self, *staff_ids: str | None) -> Desk:
        """The desk as others see it: for what these people can't be asked for."""
        return replace(self, staff=tuple(one for one in self.staff if one.id not in staff_ids))

    def without_claimer(self, case: Case) -> Desk:
        """Without whoever has the case; somebody of whom nothing proves it is told of it like anybody else."""
        return self.without(case.claimed_by) if is_proved(self.trust, case) else self

    def linked(self, staff: Iterable[Staff]) -> list[str]:
        """The targets among these people that a message can reach: each person by each of their routes."""
        found = []
        for one in staff:
            if self.has_telegram and one.telegram_address is not None:
                found.append(target_of(Route.TELEGRAM, one.id))
            if one.id in self.mail:
                found.append(target_of(Route.MAIL, one.id))
        return found
