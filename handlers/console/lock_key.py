"""Put the console's key behind a passphrase: `python -m handlers.console.lock_key`. Without it no case can be opened.

The clock runs without that key, so the ladder goes on while nobody has typed the passphrase (docs/deploy.md).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from getpass import getpass
from pathlib import Path

from handlers.console.own_keys import NAME
from handlers.console.passwords import is_common
from handlers.console.settings import WrongSetting, read_settings
from handlers.store.locked import LOCKED, lock, unlock, write
from handlers.uncaught import hide_texts

_SHORTEST = 16  # letters: whoever has copied the disk may guess for years


def lock_key(folder: Path, ask: Callable[[str], str]) -> str:
    """What was done, or why not; the open file is erased only once the locked one was opened again."""
    opened, locked = folder / NAME, folder / f"{NAME}{LOCKED}"
    if not opened.exists() or locked.exists():
        return f"There is nothing to lock: {opened} is not there, or {locked.name} is."
    passphrase = ask("Passphrase for the console's key: ")
    if len(passphrase) < _SHORTEST or is_common(passphrase, ()):
        return "This passphrase is too easy to guess. Take five or six words that have nothing to do with each other."
    if ask("The same again: ") != passphrase:
        return "The two are not the same. Nothing was changed."
    private = bytes.fromhex(opened.read_text().strip())
    write(locked, lock(private, passphrase))
    if unlock(locked.read_text(), passphrase) != private:
        raise AssertionError("what was locked does not open")
    opened.unlink()
    return f"{locked} is written and {NAME} erased. Start the console anew; it asks for the passphrase."


if __name__ == "__main__":
    hide_texts()
    try:
        print(lock_key(read_settings().keys_folder, getpass))
    except WrongSetting as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"The key files can't be changed: {error.strerror}. Run this as whoever owns them.")
