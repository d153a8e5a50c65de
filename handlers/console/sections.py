"""What a case's summary calls its sections, the questions of a report in one or two words, and what staff record."""

from __future__ import annotations

from handlers.finding import Field, Section
from locales import N_

TITLES = {
    Section.CHILD: N_("Who is harmed"),
    Section.WHAT: N_("What happens"),
    Section.PERSONS: N_("Who does it, who is around"),
    Section.WHERE: N_("Where"),
    Section.WHEN: N_("When"),
    Section.REPORTER: N_("Who reports"),
    Section.REACH: N_("Reaching them safely, and who must not know"),
    Section.OTHER: N_("Said besides"),
}
# By the question's key (bot/dialogue/report/questions.py); what is not here stands under "said besides", as asked.
NAMES = {
    "whom": N_("Whom it is about"),
    "age": N_("Age"),
    "sex": N_("Girl or boy"),
    "lives": N_("Where the child lives"),
    "kind": N_("What it is about"),
    "what": N_("What happened"),
    "danger": N_("Danger now"),
    "who": N_("Who does it"),
    "access": N_("Whether they are near"),
    "where": N_("Where it happened"),
    "child_now": N_("Where the child is now"),
    "danger_where": N_("Where the child is now"),
    "time": N_("When"),
    "role": N_("Who reports"),
    "contact": N_("Contact"),
    "contact_how": N_("Number and hours"),
    "danger_contact": N_("Contact"),
    "call_hours": N_("When to call"),
    "safe_to_write": N_("Messages here"),
    "safe_hours": N_("Safe hours"),
    "not_to_know": N_("Who must not know"),
}
OF = {
    **dict.fromkeys(("whom", "age", "sex", "lives"), Section.CHILD),
    **dict.fromkeys(("kind", "what", "danger"), Section.WHAT),
    **dict.fromkeys(("who", "access"), Section.PERSONS),
    **dict.fromkeys(("where", "child_now", "danger_where"), Section.WHERE),
    "time": Section.WHEN,
    "role": Section.REPORTER,
    **dict.fromkeys(
        ("contact", "contact_how", "danger_contact", "call_hours", "safe_to_write", "safe_hours", "not_to_know"),
        Section.REACH,
    ),
}
# What staff need to know of every case: where nobody has said it, the section says that it is not known.
WANTED = {
    Section.CHILD: ("age", "sex", "lives"),
    Section.WHAT: ("what", "danger"),
    Section.PERSONS: ("who", "access"),
    Section.WHERE: ("where", "child_now"),
    Section.WHEN: ("time",),
    Section.REPORTER: ("role",),
    Section.REACH: ("contact", "not_to_know"),
    Section.OTHER: (),
}
FIELD_NAMES = {
    Field.NAME: N_("The child's name"),
    Field.AGE: N_("Age"),
    Field.SEX: N_("Girl or boy"),
    Field.LIVES: N_("Commune where the child lives"),
    Field.GROUP: N_("Kind of case"),
    Field.COMMUNE: N_("Commune where it happened"),
    Field.PLACE: N_("Thôn, buôn, house, landmark"),
    Field.NOTE: N_("What you know, and from whom"),
}
# What staff recorded is known, whatever the reporter did not say.
BY_STAFF = {"age": Field.AGE, "sex": Field.SEX, "lives": Field.LIVES, "where": Field.COMMUNE}
SEXES = {"girl": N_("Girl"), "boy": N_("Boy")}
