"""Our bot as it is, but for the library's limiter: `bench.crowd` looks for the bot's own limit, not Telegram's."""

from __future__ import annotations

import sys

import telegram.ext

telegram.ext.AIORateLimiter = lambda: None  # type: ignore[assignment,misc]

from bot.__main__ import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
