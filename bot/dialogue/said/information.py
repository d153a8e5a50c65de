"""What the bot itself can answer: with where it is from, when that was last looked up, what to do next, and 111."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.dialogue.effects import Say
from bot.dialogue.events import FoundServices
from bot.dialogue.heard.words import fold
from bot.dialogue.line import Line
from bot.dialogue.said.screens import number_lines
from bot.dialogue.text import Choice, Text
from locales import N_

CHECKED = date(2026, 11, 24)  # when every answer here was last held against its source


@dataclass(frozen=True, slots=True)
class Answer:
    """`trial` is said instead where nobody reads; `complete` is whether a person need not get the question too."""

    text: str
    next: str
    source: str
    trial: str = ""
    complete: bool = True


_OWN = N_("what this line publishes about itself")

ANSWERS = {
    "ask_hotline": Answer(
        N_(
            "111 is the national child protection line and, since 2025, also the line against human trafficking: free, "
            "day and night, from any phone. For danger at this moment: 113 police, 115 ambulance, 114 fire and rescue."
        ),
        N_("You can call also when you only want to ask something."),
        N_("Decree 56/2017, article 23; Decree 162/2025"),
    ),
    "ask_benefits": Answer(
        N_(
            "Children whose parents cannot care for them, children with a disability or a serious illness and others "
            "in special circumstances may get a monthly allowance. Who gets it, and how much, is set by Decree 20/2021 "
            "and what has changed since. I name no amount, because amounts change."
        ),
        N_("Ask at the People's Committee of the commune where the child lives."),
        N_("Law on Children 2016, article 10; Decree 20/2021"),
    ),
    "ask_papers": Answer(
        N_(
            "For birth registration, custody and other papers of a child, the People's Committee of the commune tells "
            "what is needed and where it is done. To report a child in danger no paper is needed at all."
        ),
        N_("Ask the one-stop desk of the commune what to bring before you go."),
        N_("Decree 56/2017, article 25 (anyone may report)"),
    ),
    "ask_service": Answer(
        N_(
            "111 connects children and families with places that help: doctors, counsellors, a safe place to stay, "
            "legal aid. In the commune the People's Committee and its child protection worker do."
        ),
        N_("Say which commune you are in when you call, so that a place nearby is found."),
        N_("Decree 56/2017, article 22; Law on Children 2016, article 53"),
    ),
    "ask_rights": Answer(
        N_(
            "Every child under 16 has the right to be safe from violence, sexual abuse, forced work, being sold and "
            "being neglected, and to keep private things private. Against sexual abuse the law protects everyone "
            "under 18. It is never the child's fault."
        ),
        N_("When a right of a child is broken, anyone may report it, and so may the child."),
        N_("Law on Children 2016, articles 1, 21, 25 to 28 and 51; Joint Circular 01/2022"),
    ),
    "ask_process": Answer(
        N_(
            "You need no proof and need not be sure. "
            "You tell what happened, I ask at most six short questions, you look it over and send it. "
            "You get a code to see what happens. By law (Decree 56/2017, article 26) the commune where it happened "
            "must assess it, and emergency measures for a child in serious danger are due within 12 hours."
        ),
        N_("You can begin at once: write what happened, in your own words."),
        N_("Decree 56/2017, articles 25, 26 and 31"),
    ),
    "ask_confidentiality": Answer(
        N_(
            "Only the staff on duty and those in charge of the line can read it; your name is not asked for "
            "(Decree 56/2017, article 24, keeps reports confidential). "
            "When a child is in serious danger they must pass it on. /xoa deletes this chat."
        ),
        N_("If somebody may look at your phone, write /thoat or x: I stop at once and clear away what I can."),
        N_("Decree 56/2017, article 24; Law on Children 2016, article 6"),
        trial=N_("In this trial nobody reads what you write. /xoa deletes this chat. To be heard, call 111."),
    ),
    "ask_case_status": Answer(
        N_("Please write your receipt code (15 digits). Then I can show how far it is."),
        N_("If you have lost the code, write what you would like to add: it is a new report then, and just as good."),
        _OWN,
    ),
    "ask_identity": Answer(
        N_("I am a machine, not a person. {operator} runs this. A call to 111 reaches a person at any hour."),
        N_("You may go on writing: staff read it, not only the machine."),
        _OWN,
        trial=N_(
            "I am a machine, not a person, and this is a trial: nobody reads it. "
            "A call to 111 reaches a person at any hour."
        ),
    ),
    "ask_human": Answer(
        N_(
            "At 111 (free) somebody talks with you at any hour. The staff on duty here are people too: they read what "
            "you send, and may write to you here."
        ),
        N_("If you cannot speak now, write here: the staff read it."),
        _OWN,
        trial=N_("You can speak to a person at any hour: call 111 (free). In this trial nobody answers here."),
    ),
    "complain": Answer(
        N_("I am sorry that it has not gone as it should. A person should hear this from you."),
        N_("You can also call 111 and say that you have told of it before."),
        N_("Law on Children 2016, article 51 (who must receive and handle reports)"),
        complete=False,
    ),
}

PREVENTION = {
    "drowning": Answer(
        N_(
            "Children and water:\n"
            "• At ponds, streams, wells and tubs a small child stays within arm's reach of a grown-up. Cover wells and "
            "jars, fence ponds.\n"
            "• Bathe and swim only with a grown-up who swims well; wear a life jacket on a boat; keep out of floods.\n"
            "• When somebody is drowning: shout for help, hold out a pole or throw something that floats. Do not jump "
            "in after them. Call 115 and do as they say; never hang a child upside down."
        ),
        N_("Ask the school or the commune about lessons in safe swimming."),
        N_("common safety advice; Telegram 46/CĐ-TTg of 10 July 2026 on child drowning"),
    ),
    "online": Answer(
        N_(
            "Safe on the net:\n"
            "• Give nobody whom you know only from the net your address, school, password or pictures of your body.\n"
            "• Somebody asks for such pictures, for money or for a secret meeting: answer no more, keep the messages, "
            "tell a grown-up you trust.\n"
            "• Have you sent something already? It is not your fault. Send it to nobody else, and not here either."
        ),
        N_("If somebody threatens you with pictures, tell it here or call 111. Pay nothing and send no more pictures."),
        N_("Law on Children 2016, article 54; Decree 56/2017, article 36"),
    ),
    "child_marriage": Answer(
        N_(
            "Too young to marry:\n"
            "• The law lets men marry from 20 and women from 18. To arrange or force a child's marriage is forbidden, "
            "whatever the custom.\n"
            "• A child who marries often leaves school, and a pregnancy too early is a danger to mother and baby.\n"
            "• Nobody has to agree out of duty or for the bride price. You may say no, and you may ask for help."
        ),
        N_("If a wedding is being prepared, report it before the day; your name is not needed."),
        N_("Law on Children 2016, article 6 (child marriage is forbidden); the law on marriage (ages)"),
    ),
    "body": Answer(
        N_(
            "My body is mine:\n"
            "• Nobody may look at, touch or photograph the parts that underwear covers; a doctor only to heal, with "
            "somebody trusted there. Nobody may make a child do it to them.\n"
            "• Say no, go away, tell somebody you trust, and go on telling until somebody helps.\n"
            "• A secret that makes you feel bad may be told, whoever said it must not.\n"
            "• Whatever happened, it is never the child's fault."
        ),
        N_("If it has happened, to you or to a child you know, write to me or call 111."),
        N_("Law on Children 2016, article 25; Joint Circular 01/2022 (under 18)"),
    ),
    "talking": Answer(
        N_(
            "When a child tells you something hard:\n"
            "• Find a quiet place. Listen; let the child tell it in its own words.\n"
            '• Say: "I believe you. It is not your fault. It is good that you told me."\n'
            "• Do not press for details, do not have it told again and again, do not promise to keep it secret.\n"
            "• Write down the child's very words, and report it at once."
        ),
        N_("You need not be sure, and you need no proof. Write what you heard, or call 111."),
        N_("Law on Children 2016, article 51 (everyone's duty to report)"),
    ),
}

TOPICS = (
    Choice("drowning", N_("Drowning"), ("duoi nuoc", "chet duoi", "boi", "tam song", "ao ho", "song suoi")),
    Choice("online", N_("Safety on the net"), ("mang", "internet", "facebook", "tiktok", "zalo", "game", "online")),
    Choice("child_marriage", N_("Child marriage"), ("tao hon", "ket hon", "lay vo", "lay chong", "cuoi")),
    Choice("body", N_("A child's own body"), ("co the", "xam hai", "dung cham", "so mo", "vung kin", "quay roi")),
    Choice("talking", N_("Talking with a child"), ("noi chuyen", "tam su", "lang nghe", "tro chuyen", "hoi con")),
)
_WHICH = N_("What would you like to know about?")
_WHERE = N_("Write the commune, and I show what I know to be near it.")
_NONE_NEAR = N_("I know of no place near {commune} yet. 111 (free, day and night) can find one.")
_HELP = N_(
    "You can tap a button, write its number, or just write in your own words. "
    "/boqua skips a question, /quaylai goes back, /huy stops, /thoat leaves at once, /xoa deletes this chat."
)
_UNANSWERED = N_("I cannot answer that myself yet. 111 (free, day and night) can.")


def help_lines() -> tuple[Text, ...]:
    return (Text(_HELP),)


def answer(intent: str, line: Line, words: str = "", *, sourced: bool = False) -> tuple[Say, bool]:
    """The answer to an `ask_*` intent, and whether it is one: when not, a person should get the question.

    What is asked about prevention is told by topic, and the topics are shown where `words` name none. Where it is from
    is told to who came to ask, and not in the middle of a report.
    """
    if intent == "ask_prevention":
        topic = _topic_in(words)
        return (tell(topic, line, sourced=sourced) if topic else Say((Text(_WHICH),), "topic", TOPICS)), True
    if intent not in ANSWERS:
        return Say((Text(_UNANSWERED),)), False
    found = ANSWERS[intent]
    if intent == "ask_service":
        return Say((*_lines(found, line, sourced), Text(_WHERE)), "near"), True
    return Say(_lines(found, line, sourced)), found.complete


def just_told(said: Say) -> Say:
    """An answer behind which something else is asked: what it would ask itself is left open."""
    return replace(said, question="", choices=())


def near(found: FoundServices) -> Say:
    """The places that help near a commune, or that none is known."""
    if not found.services:
        return Say((Text(_NONE_NEAR, (("commune", found.commune),)),))
    places = [
        Text(N_("• {service} (last checked on {date})"), (("service", service), ("date", date)))
        for service, date in found.services
    ]
    return Say((Text(N_("Places that help near {commune}:"), (("commune", found.commune),)), *places))


def tell(topic: str, line: Line, *, sourced: bool = True) -> Say:
    """What helps to prevent it."""
    return Say(_lines(PREVENTION[topic], line, sourced))


def _topic_in(words: str) -> str | None:
    text = f" {fold(words)} "
    return next((topic.key for topic in TOPICS if any(f" {word} " in text for word in topic.words)), None)


def _lines(found: Answer, line: Line, sourced: bool) -> tuple[Text, ...]:
    trial = line.operator is None and bool(found.trial)
    body = Text(found.trial) if trial else Text(found.text, (("operator", line.operator or ""),))
    source = Text(
        N_("Source: {source}. Last checked on {date}."),
        (("source", Text(found.source)), ("date", f"{CHECKED:%d/%m/%Y}")),
    )
    advice = () if trial else (Text(found.next),)
    said = "111" in f"{found.text} {found.next}"  # then it does not stand under it once more
    numbers = () if said and not trial else number_lines(line, ("child",))
    return (body, *advice, *numbers, *((source,) if sourced else ()))
