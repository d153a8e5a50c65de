"""What a case of each kind comes out as: made-up openings played through triage, and the tables of docs/triage.md.

`before` in openings.tsv is what the rules of commit 41e6a31 made of the same facts. To write the tables anew:
`.venv/bin/python -m tests.handlers.triage_table`.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bot.dialogue.report.draft import is_risky, threatening, triaged, unheard
from bot.dialogue.state import Draft, Given, Person, State

DOC = Path(__file__).parents[2] / "docs" / "triage.md"
BEGIN, END = "<!-- from tests/handlers/openings.tsv -->\n", "<!-- to here -->\n"
LEVELS = ("P0", "P1", "P2", "P3", "no case")

# In the order of the table that the desk was given, each with the rows beside it that must not fall under it.
ROWS = {
    "spam": "advertisement, joke, insult at the line",
    "spam_named": "the same, and a child or a risk is named in it",
    "adult": "an adult's debt or quarrel, no child",
    "adult_named": "the same, and a child is named in it",
    "hazard": "a dangerous place, nobody hurt",
    "hazard_daily": "the same, children are there daily",
    "question": "a question about allowances, papers, law",
    "question_need": "the same, a child in need is named in it",
    "status": "what became of the report",
    "sad": "sad, lonely, no self-harm",
    "bullied": "bullied at school, no injury, no wish to die",
    "bullied_hurt": "bullied and injured",
    "bullied_dying": "bullied, and wants to live no longer",
    "hospital": "an accident of yesterday, the child in hospital with carers",
    "injury": "an injury of unknown cause, or not cared for",
    "old": "old abuse, ended, the harm-doer far away",
    "old_not": "old abuse that goes on, or nobody knows whether he is away",
    "old_sexual": "old sexual abuse, ended, the harm-doer far away",
    "neglect": "often hungry, kept from school",
    "neglect_small": "the same, under four years",
    "beaten": "beaten by somebody who lives there, not at this moment",
    "beaten_small": "beaten, under four years",
    "touched": "touched by a relative, teacher, neighbour",
    "touched_there": "the same, he is there or comes tonight",
    "pictures": "pictures used as a threat",
    "marriage": "a marriage is planned",
    "marriage_soon": "a marriage within a day",
    "recording": "a recording that nobody has heard",
    "ede": "Ê Đê or mixed, not sure",
    "unknown": "not understood at all, something told",
    "unknown_unsure": "the same, and asked about danger: not sure",
    "unknown_words": "the same, and its single words tell of blows",
    "dying": "a wish or plan to die, an attempt",
    "danger": "small children alone now; missing; locked in; weapon; drowning; bleeding",
    "threat": "somebody threatens the one who reported",
}
# A made-up shift: how many of each row come in. What is left of a row comes round again.
SHIFT = {
    **{"spam": 6, "adult": 3, "question": 4, "status": 2, "question_need": 1, "hazard": 2, "hazard_daily": 2},
    **{"sad": 4, "bullied": 3, "hospital": 1, "injury": 2, "old": 1, "neglect": 3, "neglect_small": 1, "beaten": 4},
    **{"touched": 2, "touched_there": 1, "pictures": 1, "marriage": 1, "recording": 1, "ede": 1, "unknown": 3},
    **{"dying": 1, "danger": 1, "threat": 1},
}


@dataclass(frozen=True, slots=True)
class Opening:
    """A made-up telling with what the conversation knows then; an answer that does not stand here was not given."""

    row: str
    words: str
    intent: str | None
    signals: frozenset[str]
    answers: tuple[str, ...]
    before: str
    after: str

    @property
    def state(self) -> State:
        told = dict(one.split("=") for one in self.answers if "=" in one)
        language = told.pop("lang", "")
        what = Given("voice" if "voice" in self.answers else "words", self.words)
        given = (("what", what), *((key, Given(value, "")) for key, value in told.items()))
        draft = Draft(
            answers=given,
            intent=self.intent,
            signals=tuple(sorted(self.signals)),
            danger_heard="now" in self.answers,
        )
        return State(Person(heard_language=language), draft)

    @property
    def played(self) -> str:
        """The level that comes of it now; "no case" where it is a question that needs nobody."""
        state = self.state
        judged = unheard if "voice" in self.answers else threatening if "threat" in self.answers else triaged
        asks = (self.intent or "").startswith("ask_")
        return "no case" if asks and not is_risky(state) else judged(state).level.name


def openings() -> list[Opening]:
    with Path(__file__).with_name("openings.tsv").open(encoding="utf-8", newline="") as file:
        return [
            Opening(
                row["row"],
                row["opening"],
                row["intent"] or None,
                frozenset(filter(None, row["signals"].split(","))),
                tuple(filter(None, row["answers"].split(","))),
                row["before"],
                row["after"],
            )
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def shift() -> list[Opening]:
    """The cases of the made-up shift."""
    by_row = {row: [one for one in openings() if one.row == row] for row in ROWS}
    return [by_row[row][at % len(by_row[row])] for row, count in SHIFT.items() for at in range(count)]


def tables() -> str:
    """Both tables in Markdown."""
    lines = ["| told | before | now |", "|---|---|---|"]
    for row, told in ROWS.items():
        of_row = [one for one in openings() if one.row == row]
        lines.append(f"| {told} | {_levels(one.before for one in of_row)} | {_levels(one.played for one in of_row)} |")
    before, now = Counter(one.before for one in shift()), Counter(one.played for one in shift())
    lines += ["", f"| of {len(shift())} contacts of a made-up shift | {' | '.join(LEVELS)} |", "|---" * 6 + "|"]
    lines += [
        f"| {name} | {' | '.join(str(of[level]) for level in LEVELS)} |"
        for name, of in (("before", before), ("now", now))
    ]
    return "\n".join(lines) + "\n"


def _levels(of: object) -> str:
    found = set(of)  # type: ignore[call-overload]
    return ", ".join(level for level in LEVELS if level in found)


def written() -> tuple[str, str, str]:
    """The page before the tables, the tables as they stand there, and the page after them."""
    head, _, rest = DOC.read_text(encoding="utf-8").partition(BEGIN)
    table, _, tail = rest.partition(END)
    return head, table, tail


if __name__ == "__main__":
    before, _, after = written()
    DOC.write_text(f"{before}{BEGIN}{tables()}{END}{after}", encoding="utf-8")
