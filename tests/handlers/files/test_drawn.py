"""A picture is drawn anew with nothing hidden in it, or refused for the reason that there is."""

from __future__ import annotations

import io

import pytest
from PIL import Image, PngImagePlugin

from handlers.files.drawn import clean
from handlers.files.kinds import LARGEST_PICTURE, NotTaken, Refused
from tests.handlers.files import made


def photo(size: tuple[int, int] = (400, 300), kind: str = "JPEG", **more: object) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, kind, **more)
    return out.getvalue()


def taken_at_home() -> bytes:
    """With the place, the time and the camera, as telephones write them."""
    exif = Image.Exif()
    exif[0x010F], exif[0x9003], exif[0x0112] = "May cua be Na", "2026:11:24 08:00:00", 6  # camera, time, turned
    exif.get_ifd(0x8825)[2] = (12.0, 40.0, 1.0)
    return photo(exif=exif, comment=b"b\xc3\xa9 Na", icc_profile=b"a profile that names a screen")


def test_place_time_camera_and_comments_are_gone_and_it_stands_upright():
    cleaned = clean(taken_at_home())
    for secret in (b"May cua be Na", b"2026:11:24", b"Exif", b"a profile", b"\xc3\xa9 Na"):
        assert secret in taken_at_home() or secret == b"Exif"
        assert secret not in cleaned
    with Image.open(io.BytesIO(cleaned)) as seen:
        assert (seen.format, seen.size) == ("JPEG", (300, 400))
        assert not seen.getexif() and set(seen.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_words_in_a_png_are_gone():
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "nhà bé Na ở buôn Ky")
    cleaned = clean(photo(kind="PNG", pnginfo=words))
    assert "buôn Ky".encode() not in cleaned


def test_what_stands_behind_the_end_of_a_picture_is_gone():
    cleaned = clean(photo() + "bố đánh con".encode())
    assert "đánh".encode() not in cleaned


def _size(data: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(clean(data))) as seen:
        return seen.size


def test_a_big_picture_becomes_smaller_and_the_words_of_a_long_screenshot_stay_readable():
    assert _size(photo((3000, 2250))) == (2560, 1920)
    assert _size(made.bomb(720, 9000, colour=2)) == (720, 9000)
    assert _size(made.bomb(1080, 8100, colour=2)) == (720, 5400)
    assert _size(made.bomb(8100, 1080, colour=2)) == (5400, 720)
    assert _size(made.bomb(40, 3000, colour=2)) == (40, 3000)
    assert _size(made.bomb(4, 70_000)) == (4, 65_500)  # no JPEG is longer


def _middle(given: Image.Image, kind: str = "PNG", **more: object) -> tuple[int, ...]:
    out = io.BytesIO()
    given.save(out, kind, **more)
    with Image.open(io.BytesIO(clean(out.getvalue()))) as seen:
        return seen.getpixel((seen.width // 2, seen.height // 2))  # type: ignore[return-value]


def test_nothing_is_shown_white_and_sixteen_bits_as_eight():
    clear = Image.new("RGBA", (40, 30), (0, 0, 0, 0))
    assert min(_middle(clear)) > 250 and min(_middle(clear, "WEBP")) > 250
    assert min(_middle(Image.new("LA", (40, 30), (0, 0)))) > 250
    palette = Image.new("P", (40, 30), 0)
    palette.putpalette([0, 0, 0, 255, 0, 0])
    assert min(_middle(palette, transparency=0)) > 250
    deep = Image.new("I;16", (40, 30), 20_000)
    assert all(abs(value - 20_000 // 256) < 4 for value in _middle(deep))
    assert _middle(Image.new("CMYK", (40, 30), (0, 255, 255, 0)), "JPEG")[0] > 200


HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", Refused.NO_PICTURE),
        (b"%PDF-1.7 a document", Refused.NO_PICTURE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Refused.NO_PICTURE),
        (b"\xff\xd8\xff\xe0 cut off", Refused.BROKEN_PICTURE),
        (photo()[:2000], Refused.BROKEN_PICTURE),
        (photo(kind="GIF"), Refused.OTHER_PICTURE),
        (photo(kind="BMP"), Refused.OTHER_PICTURE),
        (photo(kind="TIFF"), Refused.OTHER_PICTURE),
        (HEIC, Refused.OTHER_PICTURE),
        (made.avif(), Refused.OTHER_PICTURE),
        (b"\xff" * (LARGEST_PICTURE + 1), Refused.LARGE_PICTURE),
        (made.bomb(6000, 6000, colour=0), Refused.LARGE_PICTURE),
        (made.bomb(20_000, 20_000, colour=0), Refused.LARGE_PICTURE),
    ],
    ids="nothing document svg cut-off torn gif bmp tiff heic avif heavy bomb huge-bomb".split(),
)
def test_anything_else_is_refused_for_its_own_reason(data: bytes, why: Refused):
    with pytest.raises(NotTaken) as refused:
        clean(data)
    assert refused.value.why is why
