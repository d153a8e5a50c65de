"""The page's few pictures, drawn here: a sign that an old telephone has no letter for is an empty box."""

from __future__ import annotations

from markupsafe import Markup


def _drawn(path: str) -> Markup:
    return Markup('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>').format(path)


MICROPHONE = _drawn(
    "M12 15a3.5 3.5 0 0 0 3.5-3.5v-5a3.5 3.5 0 0 0-7 0v5A3.5 3.5 0 0 0 12 15z"
    "M19 11.5h-2a5 5 0 0 1-10 0H5a7 7 0 0 0 6 6.9V22h2v-3.6a7 7 0 0 0 6-6.9z"
)
TELEPHONE = _drawn(
    "M6.6 10.8a15 15 0 0 0 6.6 6.6l2.2-2.2a1 1 0 0 1 1-.25 11.4 11.4 0 0 0 3.6.57 1 1 0 0 1 1 1V20a1 1 0 0 1-1 1"
    "A17 17 0 0 1 3 4a1 1 0 0 1 1-1h3.5a1 1 0 0 1 1 1 11.4 11.4 0 0 0 .57 3.6 1 1 0 0 1-.25 1z"
)
WARNING = _drawn("M12 3 1.5 21h21zM13 18h-2v-2h2zM13 14h-2v-4h2z")

SIGNS = {"☎": TELEPHONE, "⚠": WARNING}  # what stands in the texts, for channels that show letters only
