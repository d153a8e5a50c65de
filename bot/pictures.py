"""Making a picture harmless before anybody looks at it: drawn anew, smaller, with nothing hidden inside."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

LARGEST_PICTURE = 10_000_000  # bytes, as it comes in
_MOST_PIXELS = 50_000_000
_LONGEST_SIDE = 2560  # pixels that are kept
_KINDS = ("JPEG", "PNG", "WEBP")


def clean(data: bytes) -> bytes | None:
    """The picture as a new JPEG without place, time, camera or preview in it; None when it is no picture we can read.

    Takes up to a second: call it in a thread.
    """
    if len(data) > LARGEST_PICTURE:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_KINDS) as given:
                if given.width * given.height > _MOST_PIXELS:
                    return None
                seen = ImageOps.exif_transpose(given).convert("RGB")
    except Exception:  # whatever a broken or hostile file can cause; its words go nowhere
        return None
    seen.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    bare = Image.new("RGB", seen.size)
    bare.paste(seen)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=85)
    return out.getvalue()
