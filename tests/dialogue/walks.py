"""Walks through the core: whatever people may do, in any order, made by Hypothesis."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bot.dialogue.events import (
    AskedForHelp,
    AskedForLanguage,
    Began,
    Cancelled,
    Chose,
    Enclosed,
    Event,
    Exited,
    Located,
    LookedIn,
    OpenedReply,
    ReplyWaits,
    Returned,
    Rushed,
    Said,
    Sent,
    Skipped,
    Spoke,
    Stands,
    WentBack,
    WentQuiet,
    Withdrew,
)
from bot.dialogue.line import Line
from bot.dialogue.report.questions import BY_KEY
from handlers.campaigns.topics import Came, Topic
from handlers.case import Around
from nlu import places
from nlu.meaning import INTENTS, SIGNALS, Danger, Entity, Language, Meaning
from tests.dialogue.talk import NOW, OPERATED, Talk

WORDS = st.sampled_from(
    [
        "cô giáo đánh em",
        "ba đang đánh em",
        "bạn em bị mẹ bạn ấy nhốt",
        "có người bị đánh",
        "không phải em, bạn em bị",
        "không phải bạn em, em bị",
        "không",
        "có",
        "thôi",
        "bỏ qua",
        "quay lại",
        "1",
        "2",
        "9",
        "xã Ea Kao",
        "Ea Bar",
        "huyện Lắk",
        "không phải Ea Kao, là Ea Bar",
        "0912345678",
        "có ai không",
        "đừng báo ba mẹ mình",
        "em không biết",
        "lớp 3",
        "được",
        "gửi",
        "cảm ơn",
        "",
        "🙂",
        "{receipt} {0}",
        "thêm",
        "mới",
        "giữ",
        "xóa",
        "tạm biệt",
        "em chào cô",
        "em đây",
        "an toàn",
        "em không an toàn",
        "cứu",
        "có tin gì chưa",
        "cô ơi em về rồi",
        "ba em hay xem máy, đừng nhắn nữa",
        "chú sờ vào người em, đừng gọi cho em nhé",
        "chỉ gọi sau 17h thôi",
        "không phải, nó 8 tuổi",
        "à nhầm, bé trai ạ",
        "thôi em không kể nữa",
        "nó nhắn: tao mà biết đứa nào báo tao giết nó",
        "tao mà biết đứa nào báo tao giết nó",
        "có phải lỗi của em không",
        "em nói dối đó, không có gì đâu",
        "chuyện đó là thật, dượng bắt em nói là không có",
        "đừng nói với mẹ em",
        "công an có tới nhà em không",
        "em sợ",
        "sao lâu vậy",
        "em phải làm gì bây giờ",
    ]
)
_TEXTS = st.one_of(WORDS, st.text(max_size=12), st.sampled_from(["²", "①", "٣", "１２"]))
_MEANINGS = st.builds(
    Meaning,
    intent=st.one_of(st.none(), st.sampled_from(sorted(INTENTS))),
    confidence=st.floats(0, 1),
    entities=st.lists(
        st.sampled_from(
            [
                Entity("age", 0, 2, "8"),
                Entity("relation", 0, 2, "father", "harm_doer"),
                Entity("relation", 1, 3, "teacher", "reporter"),
                Entity("relation", 0, 2, "partner", "harm_doer"),
                Entity("time", 0, 3, "hôm qua"),
            ]
        ),
        max_size=3,
        unique=True,
    ).map(tuple),
    danger=st.builds(
        lambda leans, signals: Danger(leans == "now", signals, maybe=leans == "maybe"),
        st.sampled_from(["now", "maybe", "not"]),
        st.frozensets(st.sampled_from(sorted(SIGNALS)), max_size=2),
    ),
    language=st.builds(Language, code=st.sampled_from(["vi", "rad", "mixed", "und"]), confidence=st.floats(0, 1)),
)
_CHOICES = [
    *(("start", key) for key in ("self", "child", "ask", "language", "about")),
    *(("review", key) for key in ("send", "change", "cancel")),
    *(("leave", key) for key in ("delete", "send", "keep", "on")),
    *(("kept", "on"),),
    *(("add", key) for key in ("add", "new", "none")),
    *(("pass", key) for key in ("pass", "report", "done")),
    *(("safe", key) for key in ("stay", "more", "calm", "unsafe")),
    ("reply", "open"),
    *(("doubt", key) for key in ("safe", "unsafe", "unsure")),
    ("back", "new"),
    *(("language", key) for key in ("vi", "rad", "en", "rubbish")),
    *(("understood", key) for key in ("right", "wrong")),
    *(("wrong", key) for key in ("where", "age", "who", "all")),
    *(("more", key) for key in ("more", "another", "later")),
    *(("change", key) for key in BY_KEY),
    *((key, move) for key in BY_KEY for move in ("skip", "back", "stop")),
    *((key, choice.key) for key, question in BY_KEY.items() for choice in question.choices),
    ("who", "others"),
    ("rubbish", "rubbish"),
]
_WRITTEN = st.sampled_from([None, NOW, NOW - timedelta(minutes=1)])  # the last: before any question was seen
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(
        lambda text, meaning, edited, at: Said(text, meaning, places.find(text), "m1", edited, at=at),
        WORDS,
        _MEANINGS,
        st.booleans(),
        _WRITTEN,
    ),
    st.builds(lambda pair: Chose(*pair), st.sampled_from(_CHOICES)),
    st.builds(lambda text: Said(text, Meaning.unknown, places.find(text)), _TEXTS),
    st.sampled_from(
        [
            Began(),
            Began("c1"),
            Began("c2", Came("v1", Topic.DROWNING, ("24373", "2025"))),
            Skipped(),
            WentBack(),
            Cancelled(),
            Exited(),
            AskedForHelp(),
            Withdrew(),
            AskedForLanguage(),
            Rushed("nhiều tin nhắn quá", True),
            WentQuiet(),
            ReplyWaits(),
            OpenedReply(("Chào bạn",), "case-1"),
            Returned(),
            Stands(),
            Stands("claimed"),
            Stands("open", voice="afraid"),
            Stands("claimed", voice="slow", taken_at=NOW),
            Stands(voice="stay"),
            Stands("closed:helped", 1, NOW),
            Returned(case="case-2", status="open", number_of_unread=1),
            LookedIn("open"),
            LookedIn("claimed", claimed_at=NOW, opened=True),
            LookedIn(),
            Sent("voice"),
            Spoke(),
            Sent("sticker"),
            Located(12.0, 108.0),
            Enclosed(((Around.CARD, "Tám, 0900 000 000"),)),
            Enclosed(((Around.MOVED, "12.6, 108.0"),)),
        ]
    ),
)
MANY = settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


WALKS = st.lists(EVENTS, max_size=25)


def walked(events: list[Event], line: Line = OPERATED) -> Talk:
    talk = Talk(line)
    for event in events:
        talk.happens(event)
        if isinstance(event, WentQuiet):
            talk.now += timedelta(days=1)
        assert talk.heard is not None  # what is said can be rendered, with every parameter there
    return talk
