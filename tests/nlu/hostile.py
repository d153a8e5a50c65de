"""Texts made to hold a reader up, each a piece that is repeated to the length wanted; the benchmark has them too."""

from __future__ import annotations

import random
import unicodedata

from nlu.windows import LONGEST

chance = random.Random(9)
HOSTILE = {
    "spaced letters": "a ",
    "spaced letters, no vowel": "n g h ",
    "letters with dots": "a.",
    "letters with other marks": "t-ự*t_ử ",
    "digits": "5",
    "spaced digits": "5 ",
    "numbers": "84 ",
    "telephones": "0905 ",
    "one word": "đánh ",
    "no spaces": "cuuconvoi",
    "one letter": "a",
    "one letter, capital": "A",
    "decomposed": unicodedata.normalize("NFD", "đang bị đánh ở nhà "),
    "marks piled up": "\u0301\u0323",
    "marks on foreign letters": "а\u0301\u0323",
    "a teacher": "cô ",
    "an uncle or aunt": "chú cô ba giúp cô ",
    "hours": "giờ ",
    "numbers by two": "1 2 ",
    "numbers with dashes": "0 - ",
    "communes": "ở xã ",
    "Ê Đê children": "kâo anak ",
    "an age": "bé 5 tuổi ",
    "a village without a name": "thôn ",
    "villages": "ở thôn Ea Tul ",
    "danger": "đang cầm dao rượt em ",
    "denied": "không bị đánh ",
    "counted": "con bị đi tôi nhà út ",
    "telex": "ddanhs cuwus ",
    "vni": "d9anh1 cu71u ",
    "quotes": '"',
    "apostrophes": "a'",
    "pauses": ", ",
    "breaks": ".\n",
    "foreign letters": "а",
    "foreign letters among Latin ones": "аb",
    "smileys": "👍",
    "invisible": "\u200b",
    "long letters": "ﷺ",
    "Ê Đê": "kâo amâo thâo ",
    "made-up words": "".join(chance.choice("aeioubcdghklmnpqrstvxsfrxjwz  ") for _ in range(LONGEST)),
    "made-up keystrokes": "".join(chance.choice("aeouwdsfrxj123456789  ") for _ in range(LONGEST)),
}
