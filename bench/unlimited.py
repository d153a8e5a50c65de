"""Our bot as it is, but for what waits on purpose: the library's limiter, and the answers to words.

`bench.crowd` looks for the bot's own limit, not Telegram's.
"""

from __future__ import annotations

import os
import sys

import telegram.ext

telegram.ext.AIORateLimiter = lambda: None  # type: ignore[assignment,misc]
os.environ["CHUNGTAY_HOLD_SECONDS"] = "0"

from bot.__main__ import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
