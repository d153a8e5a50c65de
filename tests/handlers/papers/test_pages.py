"""A campaigner prints: each file is there, and a number stands on paper only after somebody called it."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image

from handlers.papers.posters import Paper
from handlers.permission import Role

# What these pages ask of the database is asked on both elsewhere.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

CAMPAIGN = {"name_vi": "Tháng ví dụ", "topic": "drowning", "starts_on": "2026-06-01", "ends_on": ""}
FILES = [(paper, form) for paper in Paper for form in ("pdf", "png")]
FILES += [("qr", "svg"), ("qr", "png"), ("led", "txt"), ("radio", "txt")]


async def printed(house, discreet: str = ""):
    """A campaigner, and the address of the papers of one variant."""
    visitor = await house.hire_and_sign_in("Hoa", Role.CAMPAIGNER)
    answer = await visitor.post("/campaigns/new", **CAMPAIGN)
    assert answer.status_code == 303, answer.text
    at = answer.headers["location"].partition("?")[0]
    form = {"kind": "poster", "label": "Trường ví dụ", "discreet": discreet, "commune": "", "hangs": ""}
    assert (await visitor.post(f"{at}/variants", **form)).status_code == 303
    page = (await visitor.get(at)).text
    variant = page.partition(f'href="{at}/variants/')[2].partition('"')[0].partition("/")[0]
    return visitor, f"{at}/variants/{variant}/papers"


@pytest.mark.parametrize("discreet", ["", "yes"])
async def test_every_file_is_there_and_the_page_shows_each(house, discreet):
    visitor, at = await printed(house, discreet)
    page = (await visitor.get(at)).text
    for name, form in FILES:
        answer = await visitor.get(f"{at}/{name}/{form}")
        assert answer.status_code == 200 and answer.content, (name, form)
        assert f'href="{at}/{name}/{form}' in page
        assert answer.headers["content-disposition"].startswith("attachment")
    assert ("111" in page.partition("<main")[2]) is (discreet == "")


async def test_the_code_of_a_downloaded_poster_leads_to_the_variants_page(house):
    visitor, at = await printed(house)
    drawn = Image.open(io.BytesIO((await visitor.get(f"{at}/a4/png")).content))
    (found,) = zxingcpp.read_barcodes(drawn.convert("L"))
    assert "/c/" in found.text
    assert found.text.partition("/c/")[2] in (await visitor.get(at.partition("/variants")[0])).text


async def test_a_number_is_printed_only_while_somebody_has_called_it_lately(house):
    visitor, at = await printed(house)
    said = "một một một"
    assert said not in (await visitor.get(f"{at}/radio/txt")).text
    answer = await visitor.post(f"{at}/number", number="111")
    assert "number_not_called" in answer.headers["location"]
    assert "not_a_number" in (await visitor.post(f"{at}/number", number="gọi em", called="yes")).headers["location"]
    assert "number_confirmed" in (await visitor.post(f"{at}/number", number="111", called="yes")).headers["location"]
    assert said in (await visitor.get(f"{at}/radio/txt")).text
    assert "không hai sáu hai" not in (await visitor.get(f"{at}/radio/txt?number=02623951567")).text
    house.now.go(days=91)
    visitor = await house.sign_in("hoa")
    assert said not in (await visitor.get(f"{at}/radio/txt")).text


@pytest.mark.parametrize("path", ["a5/pdf", "a4/exe", "qr/pdf", "led/png", "../a4/pdf"])
async def test_no_such_paper(house, path):
    visitor, at = await printed(house)
    assert (await visitor.get(f"{at}/{path}")).status_code in (303, 404)


async def test_papers_of_a_campaign_that_was_deleted_meanwhile_say_so(house):
    visitor, at = await printed(house)
    await visitor.post(f"{at.partition('/variants')[0]}/delete", sure="yes")
    for path in (at, f"{at}/a4/pdf"):
        assert "campaign_gone" in (await visitor.get(path)).headers["location"]
