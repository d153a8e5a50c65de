"""What every page is laid into must not take a name away from the pages."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, nodes

from handlers.console import page

TEMPLATES = Path(page.__file__).parent / "templates"


def _read(path: Path) -> nodes.Template:
    return Environment(extensions=["jinja2.ext.i18n"]).parse(path.read_text(encoding="utf-8"))


def test_the_frame_sets_no_name_that_a_page_is_given():
    """Jinja hands a frame's names on to the blocks in it: "more" of the menu hid "more" of the queue's pages."""
    sets = {one.target.name for one in _read(TEMPLATES / "base.html").find_all(nodes.Assign)}
    for path in TEMPLATES.glob("*.html"):
        if path.name != "base.html":
            read = {one.name for one in _read(path).find_all(nodes.Name) if one.ctx == "load"}
            assert not sets & read, path.name
