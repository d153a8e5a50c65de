"""Making a picture harmless before anybody looks at it: drawn anew, smaller, with nothing hidden inside.

Runs in the process for files alone (handlers/files/worker.py).
"""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

from handlers.files.kinds import LARGEST_PICTURE, NotTaken, Refused

# As it says of itself, before anything is unpacked. A JPEG is unpacked smaller from the start; a PNG takes four bytes
# of each pixel twice, a WebP four times.
_MOST_PIXELS = {"JPEG": 100_000_000, "PNG": 25_000_000, "WEBP": 12_000_000}
_LONGEST_SIDE = 2560  # pixels that are kept
_NARROWEST_SIDE = 720  # of a long screenshot, whose words are to be read
_LONGEST_JPEG = 65_500
_TURN = 0x0112  # of the Exif data: how the telephone was held
_WHITE = (255, 255, 255)
_SEEN_BY_OTHERS = (  # kinds of picture that are not drawn here, by how they begin
    (0, b"GIF8"),
    (0, b"BM"),
    (0, b"II*\0"),
    (0, b"MM\0*"),
    (0, b"\0\0\1\0"),
    (4, b"ftypheic"),
    (4, b"ftypheix"),
    (4, b"ftypmif1"),
    (4, b"ftypmsf1"),
    (4, b"ftyphevc"),
    (4, b"ftypavif"),
    (4, b"ftypavis"),
    (0, b"\xff\x0a"),
    (0, b"\0\0\0\x0cJXL"),
)


def clean(data: bytes) -> bytes:
    """The picture as a new JPEG without place, time, camera or preview in it. Raises NotTaken."""
    if len(data) > LARGEST_PICTURE:
        raise NotTaken(Refused.LARGE_PICTURE)
    kind = _kind_of(data)
    if kind is None:
        others = any(data[at : at + len(beginning)] == beginning for at, beginning in _SEEN_BY_OTHERS)
        raise NotTaken(Refused.OTHER_PICTURE if others else Refused.NO_PICTURE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limits say more
            with Image.open(io.BytesIO(data), formats=(kind,)) as given:
                if given.width * given.height > _MOST_PIXELS[kind]:
                    raise NotTaken(Refused.LARGE_PICTURE)
                return _drawn(given)
    except Image.DecompressionBombError:
        raise NotTaken(Refused.LARGE_PICTURE) from None
    except (NotTaken, MemoryError):
        raise
    except Exception:  # whatever a broken or hostile file can cause; its words go nowhere
        raise NotTaken(Refused.BROKEN_PICTURE) from None


def _kind_of(data: bytes) -> str | None:
    if data[:3] == b"\xff\xd8\xff":
        return "JPEG"
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return "PNG"
    return "WEBP" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None


def _drawn(given: Image.Image) -> bytes:
    size = _kept(*given.size)
    turned = given.getexif().get(_TURN, 1)
    given.draft("RGB", size)
    seen = _opaque(given)
    seen.thumbnail(size)
    bare = Image.new("RGB", seen.size)
    bare.paste(seen)
    bare.getexif()[_TURN] = turned
    bare = ImageOps.exif_transpose(bare)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=85, exif=b"")
    return out.getvalue()


def _kept(width: int, height: int) -> tuple[int, int]:
    long, narrow = max(width, height), min(width, height)
    scale = min(1.0, max(_LONGEST_SIDE / long, _NARROWEST_SIDE / narrow), _LONGEST_JPEG / long)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _opaque(given: Image.Image) -> Image.Image:
    """In eight bits, and white where nothing is: a drawing on a transparent ground would be black on black."""
    if given.mode.startswith("I"):
        return given.point(lambda value: value / 256).convert("RGB")
    if not given.has_transparency_data:
        return given if given.mode == "RGB" else given.convert("RGB")
    shown = given if given.mode == "RGBA" else given.convert("RGBA")
    ground = Image.new("RGB", shown.size, _WHITE)
    ground.paste(shown, mask=shown.getchannel("A"))
    return ground
