"""What stands on the pages of campaigns: topics, kinds, standings, and what was wrong in a form."""

from __future__ import annotations

from handlers.audit import Act
from handlers.campaigns.form import Problem
from handlers.campaigns.topics import Kind, Standing, Topic
from handlers.console.said import Said
from handlers.papers.posters import Paper
from locales import N_

TOPICS: dict[str, str] = {
    Topic.GENERAL: N_("General: the line itself"),
    Topic.CHILDREN_MONTH: N_("Month of Action for Children"),
    Topic.DROWNING: N_("Drowning"),
    Topic.CHILD_MARRIAGE: N_("Child marriage"),
    Topic.ONLINE_SAFETY: N_("Safety online"),
}
KINDS: dict[str, str] = {
    Kind.SCHOOL: N_("School"),
    Kind.VILLAGE: N_("Buôn, thôn, residential group"),
    Kind.BANNER: N_("Banner"),
    Kind.POSTER: N_("Poster"),
    Kind.CARD: N_("Wallet card"),
    Kind.LED: N_("LED board"),
    Kind.RADIO: N_("Radio"),
    Kind.LOUDSPEAKER: N_("Loudspeaker"),
    Kind.POST: N_("Post to be shared"),
}
STANDINGS: dict[str, str] = {
    Standing.PLANNED: N_("not begun yet"),
    Standing.RUNNING: N_("running"),
    Standing.OVER: N_("over"),
    Standing.ENDED: N_("ended by hand"),
}
PROBLEMS: dict[str, str] = {
    Problem.NO_NAME: N_("Please give the campaign a name in Vietnamese."),
    Problem.LONG_NAME: N_("A name has at most 120 letters."),
    Problem.NO_TOPIC: N_("Please choose a topic."),
    Problem.NO_START: N_("Please say on which day it begins: day, month and year."),
    Problem.WRONG_END: N_("The last day is not a day: give day, month and year, or leave it empty."),
    Problem.REVERSED: N_("The last day lies before the first. Please put the dates right."),
    Problem.UNKNOWN_COMMUNE: N_("A commune was not known. Please choose from the list."),
    Problem.NO_KIND: N_("Please choose by what it reaches people."),
    Problem.NO_LABEL: N_("Please give it a name that tells it from others, such as the school or “banner 3”."),
    Problem.LONG_LABEL: N_("The name has at most 120 letters, the note at most 300."),
}
ACTS: dict[str, str] = {
    Act.MAKE_CAMPAIGN: N_("made a campaign"),
    Act.CHANGE_CAMPAIGN: N_("changed a campaign"),
    Act.END_CAMPAIGN: N_("ended a campaign"),
    Act.RESUME_CAMPAIGN: N_("took an ended campaign up again"),
    Act.DELETE_CAMPAIGN: N_("deleted a campaign with its numbers"),
    Act.ADD_VARIANT: N_("made codes for a way of a campaign"),
    Act.CHANGE_VARIANT: N_("changed a way of a campaign"),
}
SAID: dict[Said, str] = {
    Said.NUMBER_CONFIRMED: N_("Confirmed: it may be printed for 90 days."),
    Said.NUMBER_NOT_CALLED: N_("Not confirmed: please call the number first, and tick that you did."),
    Said.NOT_A_NUMBER: N_("This is no telephone number. Write digits, like 111 or 0262 395 1567."),
    Said.CAMPAIGN_MADE: N_("The campaign is made. Now add where it will be seen: each place gets codes of its own."),
    Said.CAMPAIGN_CHANGED: N_("The campaign has been changed."),
    Said.CAMPAIGN_ENDED: N_("The campaign is ended. Its codes still lead to help; nobody is counted any more."),
    Said.CAMPAIGN_RESUMED: N_("The campaign goes on. Who comes by its codes is counted again."),
    Said.CAMPAIGN_DELETED: N_("The campaign and its numbers are deleted. Its codes still lead to help."),
    Said.CAMPAIGN_GONE: N_("This campaign is not there any more: somebody has deleted it."),
    Said.CAMPAIGN_NOT_DELETED: N_("Nothing was deleted: please tick that you are sure."),
    Said.VARIANT_ADDED: N_("Added. Its link and its code are ready."),
    Said.VARIANT_CHANGED: N_("Changed. Its link and its code stay as they were."),
    Said.TOO_MANY_VARIANTS: N_("A campaign can have 400 places at most. Please make another one."),
}

PAPERS = {
    Paper.A4: N_("Poster A4"),
    Paper.A3: N_("Poster A3"),
    Paper.BANNER: N_("Banner 3 × 1 m"),
    Paper.CARD: N_("Wallet card, ten on a sheet"),
}
