"""The pages that a menu leads to: each with the right that it takes, the daily ones first, the others folded."""

from __future__ import annotations

from handlers.permission import Right, may
from locales import N_

Link = tuple[str, str]  # path, label

PAGES: dict[str, tuple[Right, str]] = {
    "/queue": (Right.SEE, N_("Queue")),
    "/day": (Right.DAY, N_("Today")),
    "/duty-list": (Right.ACCOUNT, N_("Duty list")),
    "/figures": (Right.FIGURES, N_("Figures")),
    "/report": (Right.FIGURES, N_("Six-month report")),
    "/campaigns": (Right.CAMPAIGN, N_("Campaigns")),
    "/staff": (Right.STAFF, N_("Staff")),
    "/audit": (Right.AUDIT, N_("Records")),
    "/wall": (Right.WALL, N_("Wallboard")),
    "/sheets": (Right.SHEETS, N_("Communes' figures")),
    "/situations": (Right.SITUATIONS, N_("Situation texts")),
    "/corrections": (Right.CORRECT, N_("Corrections")),
}
_HOMES = ("/queue", "/staff", "/audit", "/figures", "/campaigns")
_ALWAYS = 3  # stand in the bar of whoever has more than one more
_NARROW = 2  # fit beside "More" on a telephone


def _reached(role: str) -> list[Link]:
    return [(path, label) for path, (right, label) in PAGES.items() if may(role, right)]


def home(role: str) -> str:
    """The page on which somebody's work begins."""
    return next((path for path in _HOMES if may(role, PAGES[path][0])), "/")


def shown(role: str) -> list[Link]:
    """What stands in the bar."""
    found = _reached(role)
    return found if len(found) <= _ALWAYS + 1 else found[:_ALWAYS]


def folded(role: str) -> list[Link]:
    """What is behind "More" at every width."""
    found = _reached(role)
    return [] if len(found) <= _ALWAYS + 1 else found[_ALWAYS:]


def on_telephone(role: str) -> list[Link]:
    """What a narrow bar has no room for besides: it stands behind "More" there."""
    return shown(role)[_NARROW:]


def among(links: list[Link], here: str) -> bool:
    """Whether one of them is the page that is shown."""
    return any(here == path or here.startswith(f"{path}/") for path, _ in links)
