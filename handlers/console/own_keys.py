"""The console's keys, wherever its own lies: in the folder, as a credential of the unit, or behind a passphrase."""

from __future__ import annotations

import os
from getpass import getpass
from pathlib import Path

from handlers.store.keys import ConsoleKeys, KeysMissing, console_keys
from handlers.store.locked import WrongPassphrase, is_locked, private_key

NAME = "console.key"


def own_keys(folder: Path) -> ConsoleKeys:
    """Asks for the passphrase at the terminal where somebody has to type it. Raises KeysMissing."""
    credentials = os.environ.get("CREDENTIALS_DIRECTORY")  # systemd's
    try:
        typed = getpass("Passphrase of the console's key: ") if is_locked(folder, NAME, credentials) else None
        return console_keys(folder, private_key(folder, NAME, credentials, typed))
    except WrongPassphrase:
        raise KeysMissing("The passphrase does not open the console's key. Start again, and type it anew.") from None
    except (OSError, EOFError, ValueError):
        raise KeysMissing("The console's key can't be read: see 'The console's key' in docs/deploy.md.") from None
