"""What the bot itself can answer to a question, with the child line always beside it."""

from __future__ import annotations

from bot.dialogue.vocabulary import Line, Text
from locales import N_

_ANSWERS = {
    "ask_hotline": N_(
        "111 is the national child protection line: free, day and night, from any phone. "
        "For danger at this moment: 113 police, 115 ambulance, 114 fire and rescue."
    ),
    "ask_process": N_(
        "You tell what happened, I ask at most nine short questions, you look it over and send it. "
        "You get a code to see what happens. By law (Decree 56/2017, article 26) the commune where it happened must "
        "assess it, and emergency measures for a child in serious danger are due within 12 hours."
    ),
    "ask_case_status": N_("Please write your receipt code (15 digits). Then I can show how far it is."),
    "help": N_(
        "You can tap a button, write its number, or just write in your own words. "
        "/boqua skips a question, /quaylai goes back, /huy stops, /thoat leaves at once, /xoa deletes this chat."
    ),
    "change_language": N_("For now I speak Vietnamese. You may write in Ê Đê too: it is kept word for word."),
}
_IDENTITY = N_("I am a machine, not a person. {operator} runs this. A call to 111 reaches a person at any hour.")
_IDENTITY_TRIAL = N_(
    "I am a machine, not a person, and this is a trial: nobody reads it. A call to 111 reaches a person at any hour."
)
_WHO_KNOWS = N_(
    "Only the staff who handle your report can read it; your name is not asked for (Decree 56/2017, article 24, "
    "keeps reports confidential). When a child is in serious danger they must pass it on. /xoa deletes this chat."
)
_WHO_KNOWS_TRIAL = N_("In this trial nobody reads what you write. /xoa deletes this chat. To be heard, call 111.")
_HUMAN = N_(
    "You can speak to a person at any hour: call 111 (free). Or send your report here and staff will write back."
)
_HUMAN_TRIAL = N_("You can speak to a person at any hour: call 111 (free). In this trial nobody answers here.")
_UNANSWERED = N_("I cannot answer that myself yet. 111 (free, day and night) can.")


def answer(intent: str, line: Line) -> tuple[tuple[Text, ...], bool]:
    """The lines that answer an `ask_*` intent, and whether they do: when not, a person should get the question."""
    real = line.operator is not None
    if intent == "ask_identity":
        return ((Text(_IDENTITY, (("operator", line.operator or ""),)),) if real else (Text(_IDENTITY_TRIAL),)), True
    if intent == "ask_confidentiality":
        return (Text(_WHO_KNOWS if real else _WHO_KNOWS_TRIAL),), True
    if intent == "ask_human":
        return (Text(_HUMAN if real else _HUMAN_TRIAL),), True
    if intent in _ANSWERS:
        return (Text(_ANSWERS[intent]),), True
    return (Text(_UNANSWERED),), False
