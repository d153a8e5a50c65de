"""Vouch for rows by hand, on the machine: `python -m handlers.console.vouch begin`, `repair LOGIN`, `anew`.

begin     once, after an update from before: what is there is shown, and proved when a person has confirmed it; from
          then on nothing counts without a proof.
repair    one account, after an alarm: it is shown as it stands, and set up anew by a link.
anew      everything, after a backup was restored or the console's key was lost. It takes the recovery key.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import authorship, claiming, vouching
from handlers.audit import Act, note
from handlers.case import Status
from handlers.console import auth, guard
from handlers.console.invite import LASTS
from handlers.console.own_keys import own_keys
from handlers.console.settings import Settings, WrongSetting, read_settings
from handlers.order import in_order
from handlers.store.engine import Store
from handlers.store.keys import ConsoleKeys, KeysMissing
from handlers.store.models import Audit, Case, OneTimeLink, Staff
from handlers.store.seal import public_half
from handlers.store.trust import BOT, console_trust
from handlers.uncaught import hide_texts

YES = "yes"
Ask = Callable[[str], str]


class Refused(Exception):
    """The message is one line that says why nothing was done."""


async def begin(store: Store, ask: Ask, now: datetime, *, anew: bool = False) -> str:
    """Prove staff rows, claims and items of staff as they stand, once somebody confirmed them; begin the register."""
    if BOT not in store.trust.known:
        raise Refused("bot_sign.pub is missing in the key folder: what is claimed on Telegram could not be checked.")
    async with store.writing() as session:
        await vouching.look(session)
        if store.trust.strict and not store.trust.items_begun and not anew:  # begun when only authority was signed
            return await _begin_items(session, ask, now)
        if store.trust.strict and not anew:
            raise Refused("The register has begun already. One account: repair LOGIN. Everything: anew.")
        everybody = await session.scalars(select(Staff).options(vouching.SECRETS))
        people = sorted(everybody, key=lambda one: (not one.active, in_order(one.name)))
        claimed = list(
            await session.scalars(select(Case).where(Case.status == Status.CLAIMED).order_by(Case.level, Case.number))
        )
        names = {one.id: one.name for one in people}
        unbound = [one for one in people if one.telegram_hash is not None and not vouching.is_bound(session, one)]
        unbound += [one for one in people if one.telegram_hash is not None and one.telegram_proof is None]
        if unbound and not anew:
            raise Refused("Start the bot once before: it has to stand for the Telegram accounts that are linked.")
        lines = await session.scalar(select(func.count()).select_from(Audit))
        print(f"Staff ({len(people)}):")
        for one in people:
            print(f"  {_shown(one)}")
        print(f"Claimed cases ({len(claimed)}):")
        for case in claimed:
            print(f"  {case.number}  {names.get(case.claimed_by or '', '?')}  {case.claimed_at:%Y-%m-%d %H:%M}")
        await _print_items(session)
        print(f"Lines of the audit: {lines}. Nothing can tell whether one is missing from before this moment.")
        if ask('Is all of this as it should be? Then type "yes": ').strip().lower() != YES:
            raise Refused("Nothing was changed.")
        await _prove(session, people, anew)
        note(session, Act.VOUCH, at=now, detail="anew" if anew else "begin")
    return f"{len(people)} accounts and {len(claimed)} claims are proved. Whoever is signed in signs in again."


async def repair(store: Store, login: str, ask: Ask, now: datetime) -> tuple[str, str]:
    """Set one account up anew, with what stands there once somebody has confirmed it: what is said, a link's token."""
    async with store.writing() as session:
        await vouching.look(session)
        staff = await session.scalar(select(Staff).where(Staff.login == auth.tidy_login(login)).with_for_update())
        if staff is None:
            raise Refused("Nobody has this login.")
        if vouching.holds(session, staff):
            raise Refused("This account is as the console left it: there is nothing to repair.")
        print(_shown(staff))
        print("Password, second factor, Telegram and sessions end; the person sets them up anew.")
        if ask(f'Is this their name and role? Then type the login, "{staff.login}": ').strip() != staff.login:
            raise Refused("Nothing was changed.")
        staff.active = False
        vouching.set_secrets(staff, None, None)
        staff.totp_last_step = None
        staff.bound += 1
        vouching.unbind(staff)
        await auth.revoke(session, staff.id, now)
        await vouching.vouch(session, staff)
        token = await auth.make_link(session, "invitation", now + LASTS, staff_id=staff.id, role=staff.role)
        note(session, Act.VOUCH, at=now, detail=staff.id)
    return f"{staff.name} sets the account up anew, with this link", token


def check_recovery(keys: ConsoleKeys, typed: str) -> None:
    """Raises Refused unless this is the private half of the recovery pair."""
    try:
        right = public_half(bytes.fromhex("".join(typed.split()))) == keys.recovery_public
    except ValueError:
        right = False
    if not right:
        raise Refused("This is not the recovery key.")


async def _prove(session: AsyncSession, people: list[Staff], anew: bool) -> None:
    await vouching.begin(session)
    await session.execute(delete(OneTimeLink))  # of nobody knows whose making
    for one in people:
        vouching.set_secrets(one, one.password_hash, one.totp_secret)
        await vouching.vouch(session, one)
    await claiming.prove_all(session)
    await session.flush()
    await authorship.sign_all(session, anew=anew)


async def _begin_items(session: AsyncSession, ask: Ask, now: datetime) -> str:
    await _print_items(session)
    if ask('Accounts and claims are proved already. Sign these, too? Then type "yes": ').strip().lower() != YES:
        raise Refused("Nothing was changed.")
    await vouching.begin_items(session)
    count = await authorship.sign_all(session, anew=False)
    note(session, Act.VOUCH, at=now, detail="items")
    return f"{count} items are signed."


async def _print_items(session: AsyncSession) -> None:
    count = await authorship.count_unsigned(session)
    print(f"Items that staff are said to have written, without a signature: {count}.")


def _shown(staff: Staff) -> str:
    where = f" {staff.commune_code}" if staff.commune_code else ""
    state = "active" if staff.active else "no access"
    telegram = "Telegram" if staff.telegram_hash else "no Telegram"
    return f"{staff.login}  {staff.name}  {staff.role}{where}  {staff.languages}  {state}  {telegram}"


async def _main(arguments: list[str], settings: Settings, ask: Ask) -> None:
    keys, now = own_keys(settings.keys_folder), datetime.now(UTC)
    if arguments == ["anew"]:
        check_recovery(keys, ask("The recovery key: "))
    store = Store(settings.database_url, trust=guard.remembering(console_trust(keys), settings.audit_copy))
    try:
        match arguments:
            case ["begin"]:
                print(await begin(store, ask, now))
            case ["anew"]:
                print(await begin(store, ask, now, anew=True))
            case ["repair", login]:
                said, token = await repair(store, login, ask, now)
                print(f"{said}:\n  {settings.address}/invitation/{token}")
            case _:
                raise Refused("Say what: begin, repair LOGIN, or anew.")
    finally:
        await store.close()


if __name__ == "__main__":
    hide_texts()
    try:
        asyncio.run(_main(sys.argv[1:], read_settings(), input))
    except (WrongSetting, KeysMissing, Refused) as error:
        sys.exit(str(error))
    except EOFError:
        sys.exit("Nothing was changed.")
    except SQLAlchemyError:
        sys.exit("The database can't be reached or is not up to date. Run 'make setup', then try again.")
