"""What whoever came by a campaign reads beyond others: a line on its topic, and at the end one question."""

from __future__ import annotations

from bot.dialogue.text import Choice, Text
from handlers.campaigns.topics import Topic
from locales import N_

# Over the ways in, a sentence or two; nothing where the first screen says all that fits.
TOPICS: dict[str, str] = {
    Topic.CHILDREN_MONTH: N_("Whatever worries you about a child, however small, can be told here."),
    Topic.DROWNING: N_("A pond, pit or stream without a fence, or children alone at the water? Tell me where it is."),
    Topic.CHILD_MARRIAGE: N_("Somebody too young is to be married? Nobody may be forced to. You can tell it here."),
    Topic.ONLINE_SAFETY: N_("Somebody online asks for pictures, or frightens a child? You can tell it here."),
}
MAY_IT_STAND = Text(
    N_("One last question: may your report say by which poster or link you came? Yes or no, you are helped the same.")
)
MAY_STAND = (
    Choice("yes", N_("Yes, it may"), ("co", "duoc", "ok", "dong y", "duoc chu")),
    Choice("no", N_("No"), ("khong", "thoi", "khong can", "dung")),
)


def topic_line(topic: str) -> Text | None:
    """What stands on the first screen of a topic; also for one that an earlier or later version had."""
    return Text(TOPICS[topic]) if topic in TOPICS else None
