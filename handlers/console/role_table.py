"""Who may do what, as a table for people: `python -m handlers.console.role_table` writes it into the documents."""

from __future__ import annotations

from pathlib import Path

from handlers.console.words import ROLES
from handlers.permission import Right, Role, Standing, may, reach_of
from locales import N_, Translate, translator

RIGHTS = {
    Right.ACCOUNT: N_("Own account"),
    Right.DUTY: N_("Go on duty, be alerted"),
    Right.DUTY_LIST: N_("Change the duty list, languages and communes of staff"),
    Right.ALARMS: N_("Hear what is wrong in the house"),
    Right.FIND: N_("Find a case by a receipt code read on the telephone"),
    Right.LEAD: N_("Hear of threats and of the supervisors' rung"),
    Right.STAFF: N_("See who is on the staff"),
    Right.INVITE: N_("Invite"),
    Right.CHANGE_ROLE: N_("Change a role"),
    Right.DEACTIVATE: N_("Take access away, give it anew"),
    Right.AGREE_LINK: N_("Agree to a new set-up link for somebody else's account"),
    Right.AUDIT: N_("Read the records"),
    Right.SHEETS: N_("See what communes entered; a commune's officer their own"),
    Right.ENTER: N_("Enter the figures of communes"),
    Right.WALL: N_("See the wallboard"),
    Right.WALL_LINK: N_("Make and revoke links for a wallboard"),
    Right.DAY: N_("See today's numbers"),
    Right.SITUATIONS: N_("Change the situation texts"),
    Right.CAMPAIGN: N_("Run campaigns"),
    Right.REACHED: N_("See how many came by a campaign"),
    Right.FIGURES: N_("See figures"),
    Right.PUBLISH: N_("Publish tables of figures, for good"),
    Right.INTERNAL: N_("Ask for figures with nothing hidden, fetch them once"),
    Right.SIGN_INTERNAL: N_("Sign such figures that somebody else asked for"),
    Right.SEE: N_("See that a case is there"),
    Right.READ: N_("Read every word of it"),
    Right.READ_TALK: N_("Read what was said, without how to reach the reporter"),
    Right.READ_REPORT: N_("Read what was reported of the child, without who told it"),
    Right.HEAR: N_("Hear recordings"),
    Right.LOOK: N_("Look at pictures"),
    Right.CLAIM: N_("Claim"),
    Right.DECLINE: N_("Say that one can't take it"),
    Right.AT_WORK: N_("Say that one is at it"),
    Right.REPLY: N_("Answer the reporter, take pictures"),
    Right.RAISE: N_("Raise the urgency"),
    Right.LOWER: N_("Lower the urgency"),
    Right.REFER: N_("Refer, also to a commune"),
    Right.ASK: N_("Ask an interpreter"),
    Right.TRANSLATE: N_("Note what was said, in Vietnamese"),
    Right.CLOSE: N_("Close"),
    Right.NUISANCE: N_("Close as nuisance in one press, mute its alerts for a day"),
    Right.UNMUTE: N_("Open it again, mute it no longer"),
    Right.RELEASE: N_("Give back"),
    Right.HAND_OVER: N_("Hand over to a colleague"),
    Right.ACCEPT: N_("Accept or refuse what a colleague hands over"),
    Right.CALL: N_("Note a telephone call"),
    Right.CALL_BY_CODE: N_("Note a call in which the reporter read out the code"),
    Right.RECORD: N_("Record what was found, beside what the reporter said"),
    Right.CALL_BACK: N_("Be shown the reporter's number; recorded"),
    Right.CORRECT: N_("Correct the machine"),
    Right.NOTE: N_("Add an internal note"),
    Right.TASK: N_("Add a task, tick it off"),
    Right.NEW_CODE: N_("A new receipt code, with a second person"),
}
STANDINGS = {
    Standing.UNCLAIMED: N_("unclaimed"),
    Standing.OWN: N_("own"),
    Standing.ANOTHERS: N_("another's"),
    Standing.OWN_CLOSED: N_("own, closed"),
    Standing.CLOSED: N_("another's, closed"),
    Standing.REFERRED: N_("referred to their commune"),
    Standing.PASSED_ON: N_("passed on to others"),
    Standing.OFFERED: N_("offered by a colleague"),
    Standing.ASKED: N_("asked about"),
}
DOCUMENTS = {"docs/threat-model.md": "en", "docs/vi/can-bo.md": "vi"}
BEGIN, END = "<!-- who may do what: written by handlers/console/role_table.py -->", "<!-- end of the table -->"
_ANY = frozenset({Standing.UNCLAIMED, Standing.OWN, Standing.ANOTHERS, Standing.OWN_CLOSED, Standing.CLOSED})
_ANY_OPEN = frozenset({Standing.UNCLAIMED, Standing.OWN, Standing.ANOTHERS})


def table(_: Translate) -> str:
    """A Markdown table, a line for each right and a column for each role."""
    head = ["", *(_(ROLES[role]) for role in Role)]
    lines = [head, ["---"] * len(head)]
    lines += [[_(RIGHTS[right]), *(_cell(role, right, _) for role in Role)] for right in Right]
    return "\n".join(f"| {' | '.join(line)} |".replace("|  |", "| |") for line in lines)


def written_into(page: str, language: str) -> str:
    """The document's text with the table as it is now. Raises ValueError where its place is not marked."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the document has no place for the table")
    translate = translator(language) if language != "en" else str
    return f"{before}{BEGIN}\n{table(translate)}\n{END}{after}"


def _cell(role: Role, right: Right, _: Translate) -> str:
    if not may(role, right):
        return "–"
    reach = reach_of(role, right)
    if reach == _ANY:
        return _(N_("any"))
    if reach == _ANY_OPEN:
        return _(N_("any open"))
    return "; ".join(_(STANDINGS[one]) for one in Standing if one in reach) or _(N_("yes"))


if __name__ == "__main__":
    for name, language in DOCUMENTS.items():
        path = Path(__file__).parents[2] / name
        path.write_text(written_into(path.read_text(encoding="utf-8"), language), encoding="utf-8")
