"""How a variant's codes are written: as a link into Telegram, as one to our own landing page, as digits. Pure."""

from __future__ import annotations


def telegram_link(bot: str, code: str) -> str:
    """A deep link: the bot hears "/start CODE". `bot` is its name without "@"."""
    return f"https://t.me/{bot}?start={code}"


def landing_link(address: str, code: str) -> str:
    """`address` is the web chat's, as people type it: "https://chat.example.vn"."""
    return f"{address.rstrip('/')}/c/{code}"
