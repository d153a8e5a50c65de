"""The square code that leads to a campaign's page.

Level Q: a quarter of the code may be scratched, wet or folded. A code that is read from a distance of d needs a side of
at least d / 10 without its margin, the rule of thumb that the makers of readers give; `side_mm` says how much that is.
"""

from __future__ import annotations

import io

import segno

MARGIN = 4  # modules of white around it, as ISO/IEC 18004 asks


def _code(link: str) -> segno.QRCode:
    return segno.make(link, error="q", boost_error=False, micro=False)


def svg(link: str) -> str:
    """The code as a drawing of its own, black on white."""
    out = io.BytesIO()
    _code(link).save(out, kind="svg", border=MARGIN, dark="#000", light="#fff", xmldecl=False, svgns=True)
    return out.getvalue().decode()


def png(link: str, width: int = 1200) -> bytes:
    """The code as a picture of at least `width` pixels, each module a whole number of them."""
    code = _code(link)
    out = io.BytesIO()
    code.save(out, kind="png", border=MARGIN, scale=-(-width // code.symbol_size(border=MARGIN)[0]))
    return out.getvalue()


def side_mm(link: str, distance_m: float) -> float:
    """The side, margin included, at which the code can be read from `distance_m` metres."""
    modules = _code(link).symbol_size(border=0)[0]
    return distance_m * 1000 / 10 * (modules + 2 * MARGIN) / modules
