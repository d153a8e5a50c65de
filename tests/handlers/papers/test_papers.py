"""Papers that lead to the line: the code is read from the picture, and the discreet look tells nobody what it is."""

from __future__ import annotations

import io
import math
import random
import unicodedata

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from handlers.campaigns.topics import Topic
from handlers.papers import aloud, qr
from handlers.papers.posters import SIZES, Lead, Paper, pdf, png
from handlers.papers.texts import Look
from locales import translator

LEAD = Lead("https://line.example.vn/c/k7Qm2xRtB4", "48213067", "111")
SAY = translator("vi")
EVERY = [(paper, look) for paper in Paper for look in Look]
# What somebody who hurts a child must not read over a shoulder, folded: no line, no number, no harm.
TELLING = ("111", "trẻ", "bảo vệ", "xâm hại", "đánh", "sợ", "hại", "bạo lực", "đường dây", "báo", "child", "protect")


def read(picture: Image.Image) -> list[str]:
    """What a kept decoder reads in the picture."""
    return [one.text for one in zxingcpp.read_barcodes(picture.convert("L"))]


@pytest.mark.parametrize("ink", (0, 128, 255))
@pytest.mark.parametrize("seed", range(12))
def test_a_small_turned_and_blotted_code_is_still_read(seed, ink):
    """250 pixels wide, turned by 35 degrees, a tenth of it blotted outside the three corners."""
    picture = Image.open(io.BytesIO(qr.png(LEAD.link))).convert("L").resize((250, 250))
    dice = random.Random(seed)
    module = 250 / (33 + 2 * qr.MARGIN)
    across = 2 * math.sqrt(0.1 * (33 * module) ** 2 / math.pi)
    first, last, finder = qr.MARGIN * module, 250 - qr.MARGIN * module, (qr.MARGIN + 8) * module
    corner = True
    while corner:
        x, y = (dice.uniform(first, last - across) for _ in range(2))
        left, top, right, bottom = x < finder, y < finder, x + across > 250 - finder, y + across > 250 - finder
        corner = (left and top) or (right and top) or (left and bottom)
    ImageDraw.Draw(picture).ellipse((x, y, x + across, y + across), fill=ink)
    turned = picture.rotate(dice.choice((35, -35)), expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    assert read(turned) == [LEAD.link]


@pytest.mark.parametrize(("paper", "look"), EVERY)
@pytest.mark.parametrize("topic", Topic)
def test_the_code_is_read_from_the_whole_paper_and_is_large_enough_there(paper, look, topic):
    drawn = Image.open(io.BytesIO(png(paper, look, topic, LEAD, SAY, pixels=2000)))
    (found,) = zxingcpp.read_barcodes(drawn.convert("L"))
    assert found.text == LEAD.link
    size = SIZES[paper]
    mm = max(size.width, size.height) / max(drawn.size)
    assert drawn.size[0] / drawn.size[1] == pytest.approx(size.width / size.height, rel=0.01)
    side = ((found.position.top_right.x - found.position.top_left.x) ** 2) ** 0.5 * mm
    assert side >= size.distance * 1000 / 10 * 0.98  # the decoder's corners are whole pixels


@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize("topic", Topic)
@pytest.mark.parametrize("paper", Paper)
def test_a_discreet_paper_tells_nobody_what_it_is(paper, topic, look):
    lead = Lead("https://line.example.vn/c/k7Qm2xRtB4", "48213067", "111")
    words = " ".join([*aloud.board(look, topic, lead, SAY), aloud.radio(look, topic, lead, SAY)]).casefold()
    made = pdf(paper, look, topic, lead, SAY)
    telling = [word for word in TELLING if word in words]
    assert bool(telling) is (look is Look.OPEN), telling
    assert made.startswith(b"%PDF")
    title = unicodedata.normalize("NFC", made.decode("utf-16-be", "ignore") + made.decode("latin-1")).casefold()
    if look is Look.DISCREET:
        assert not [word for word in TELLING if len(word) > 4 and word in title]


@pytest.mark.parametrize("topic", Topic)
def test_a_number_that_nobody_has_confirmed_stands_nowhere(topic):
    lead = Lead(LEAD.link, LEAD.typed)
    assert "111" not in " ".join(aloud.board(Look.OPEN, topic, lead, SAY))
    assert "một một một" not in aloud.radio(Look.OPEN, topic, lead, SAY)
    assert png(Paper.A4, Look.OPEN, topic, lead, SAY) != png(Paper.A4, Look.OPEN, topic, LEAD, SAY)


@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize("topic", Topic)
def test_a_board_shows_short_lines_and_the_radio_says_each_digit_twice(look, topic):
    lines = aloud.board(look, topic, LEAD, SAY)
    assert max(map(len, lines)) <= aloud.BOARD_WIDTH
    assert LEAD.spaced in " ".join(lines)
    said = aloud.radio(look, topic, LEAD, SAY)
    assert said.count("bốn tám, hai một, ba không, sáu bảy") == 2
    assert not any(sign.isdigit() for sign in said.replace("18", "").replace("20", ""))


def test_words_that_look_like_typst_stay_words():
    said = png(Paper.CARD, Look.OPEN, Topic.GENERAL, LEAD, lambda text: '#panic("x") $x$ *b* \\ @ref <l> "')
    assert Image.open(io.BytesIO(said)).size[0] >= 1199


def test_letters_of_vietnamese_and_ede_are_all_drawn_by_the_built_in_font():
    """A letter that the font lacks would be drawn as the same box as any other that it lacks."""

    def drawn(text: str) -> bytes:
        return png(Paper.CARD, Look.DISCREET, Topic.GENERAL, LEAD, lambda _: text, pixels=600)

    def plain(letter: str) -> str:
        return unicodedata.normalize("NFC", unicodedata.normalize("NFD", letter).replace("\u0306", ""))

    lacking = drawn("\ue000")
    letters = "ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệịọốồổỗộớờởỡợụủứừửữựỳỵỷỹčñƀČÑɃ"
    assert not [letter for letter in letters if drawn(letter) == lacking]
    assert not [pair for pair in ("ĕ", "ê̆", "ô̆", "ơ̆", "ư̆", "â̆") if drawn(pair) in (lacking, drawn(plain(pair)))]
