"""Whether a request for a landing page is a person who opens it: no preview, no robot, nothing fetched ahead."""

from __future__ import annotations

import re
from collections.abc import Mapping

# What messengers, search engines and programs call themselves; "bot" is in most of their names. Browsers inside of
# apps (Zalo, Facebook) are people: they name the app, and none of these.
_MACHINE = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|facebookexternalhit|facebookcatalog|meta-external|whatsapp/|zaloexternal"
    r"|vkshare|embedly|headless|lighthouse|pingdom|monitor|curl/|wget/|python|httpx|aiohttp|okhttp|java/|go-http|libwww"
    r"|postman|scrapy|axios|node-fetch|undici",
    re.IGNORECASE,
)
_LONGEST_NAME = 600


def is_person(method: str, headers: Mapping[str, str]) -> bool:
    """By what the request says of itself; nothing of it is kept."""
    agent = headers.get("user-agent", "")[:_LONGEST_NAME]
    if method != "GET" or not agent or _MACHINE.search(agent):
        return False
    ahead = (headers.get(name, "") for name in ("sec-purpose", "purpose", "x-purpose", "x-moz"))
    if any("prefetch" in value or "prerender" in value or "preview" in value for value in ahead):
        return False
    return headers.get("sec-fetch-dest", "document") == "document"
