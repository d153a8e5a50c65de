"""How urgent a report is: the table of the domain brief, and the sentences about what may never lower it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.circumstances import Told
from handlers.taxonomy import UNCLASSIFIED, row_of, taxonomy
from handlers.triage import RULES, Facts, Level, grown, triage
from nlu.meaning import INTENTS, QUESTION_INTENTS, RELATIONS, REPORT_INTENTS, SIGNALS

SAFE = {"danger": "no", "access": "no"}

facts = st.builds(
    Facts,
    intent=st.sampled_from(sorted(INTENTS)) | st.none(),
    danger_now=st.booleans(),
    signals=st.frozensets(st.sampled_from(sorted(SIGNALS)), max_size=4),
    danger=st.sampled_from([None, "yes", "no", "unknown"]),
    access=st.sampled_from([None, "living_together", "near", "no", "unknown"]),
    harm_doer=st.sampled_from([None, "unknown", *sorted(RELATIONS)]),
    age=st.sampled_from([None, "0-3", "4-6", "7-10", "11-13", "14-15", "16-17", "unknown"]),
    language=st.sampled_from(["vi", "rad"]),
    told=st.frozensets(st.sampled_from(Told), max_size=4),
)


@pytest.mark.parametrize(
    ("intent", "row", "level"),
    [
        ("report_physical_violence", "BL01", Level.P1),
        ("report_emotional_violence", "BL02", Level.P2),
        ("report_bullying", "BL03", Level.P2),
        ("report_sexual_abuse", "TD00", Level.P1),
        ("report_exploitation", "BO01", Level.P2),
        ("report_trafficking_missing", "MB04", Level.P0),
        ("report_neglect", "BR02", Level.P2),
        ("report_child_marriage", "TH01", Level.P1),
        ("report_self_harm", "TL02", Level.P1),
        ("report_distress", "TL03", Level.P2),
        ("report_accident", "TN03", Level.P1),
        ("report_hazard", "TN02", Level.P3),
        ("report_unspecified", "KH00", Level.P2),
        (None, "KH00", Level.P2),
        ("greet", "KH00", Level.P2),
        ("ask_benefits", "CS01", Level.P3),
        ("ask_papers", "CS02", Level.P3),
        ("ask_service", "CS08", Level.P3),
        ("ask_rights", "CS", Level.P3),
        ("complain", "CS09", Level.P3),
        ("nuisance", "NC02", Level.P3),
        ("out_of_scope", "NC04", Level.P3),
    ],
)
def test_an_intent_starts_in_its_row_and_at_the_rows_level(intent, row, level):
    judged = triage(Facts(intent=intent, **SAFE))
    assert (judged.group, judged.level) == (row, level)


def test_every_intent_has_a_row_of_the_taxonomy():
    assert {row_of(intent) for intent in INTENTS} <= set(taxonomy())


@pytest.mark.parametrize("intent", sorted(REPORT_INTENTS - {"report_unspecified"}))
def test_a_report_of_a_known_kind_is_never_unclassified(intent):
    assert row_of(intent) != UNCLASSIFIED


def test_self_harm_with_talk_of_suicide_is_the_graver_row():
    judged = triage(Facts(intent="report_self_harm", signals=frozenset({"suicide"}), **SAFE))
    assert (judged.group, judged.level) == ("TL01", Level.P0)


def test_an_accident_with_drowning_is_drowning_now():
    judged = triage(Facts(intent="report_accident", signals=frozenset({"drowning"}), **SAFE))
    assert (judged.group, judged.level) == ("TN01", Level.P0)


@pytest.mark.parametrize("danger", [{"danger": "yes"}, {"danger_now": True}, {"danger_now": True, "danger": "no"}])
@pytest.mark.parametrize("intent", ["report_bullying", "ask_rights", "nuisance", None])
def test_danger_now_is_p0_whatever_was_said_and_whatever_is_said_afterwards(intent, danger):
    judged = triage(Facts(intent=intent, access="no", **danger))
    assert judged.level is Level.P0
    assert judged.reasons[0] == "The child is in danger now"


@pytest.mark.parametrize("signal", sorted(SIGNALS - {"violence_now", "sexual_assault_now"}))
def test_each_grave_signal_in_a_report_is_p0(signal):
    assert triage(Facts(intent="report_neglect", signals=frozenset({signal}), **SAFE)).level is Level.P0


@pytest.mark.parametrize("signal", ["violence_now", "sexual_assault_now"])
def test_harm_that_happened_is_p0_only_with_danger_now(signal):
    told = Facts(intent="report_neglect", signals=frozenset({signal}), **SAFE)
    assert triage(told).level is Level.P2
    assert triage(replace(told, danger_now=True)).level is Level.P0


def test_a_general_question_about_suicide_is_not_an_emergency():
    assert triage(Facts(intent="ask_prevention", signals=frozenset({"suicide"}))).level is Level.P3


def test_an_open_pond_is_ordinary_until_somebody_is_in_danger_or_missing():
    pond = Facts(intent="report_hazard", signals=frozenset({"drowning"}), danger="no")
    assert triage(pond).level is Level.P3
    assert triage(replace(pond, danger=None)).level is Level.P3
    assert triage(replace(pond, danger="yes")).level is Level.P0
    assert triage(replace(pond, signals=frozenset({"missing"}))).level is Level.P0


# What is unknown made eleven of thirteen cases P1: it says nothing by itself any more, but where nothing else is known.
UNRAISED = {
    **dict.fromkeys(("report_emotional_violence", "report_bullying", "report_exploitation"), Level.P2),
    **{"report_neglect": Level.P2, "report_distress": Level.P2, "report_hazard": Level.P3},
}


@pytest.mark.parametrize("unknown", [None, "unknown"])
@pytest.mark.parametrize("intent", sorted(UNRAISED))
def test_what_nobody_knows_raises_no_report_of_a_known_kind(intent, unknown):
    assert triage(Facts(intent=intent, danger=unknown, access=unknown)).level is UNRAISED[intent]


@pytest.mark.parametrize("answer", ["unknown", "words"])
@pytest.mark.parametrize("language", ["vi", "rad"])
def test_who_is_asked_about_danger_and_is_not_sure_is_p1_where_the_kind_is_not_known_either(answer, language):
    assert triage(Facts(intent=None, danger=answer, language=language)).level is Level.P1
    assert triage(Facts(intent=None, language=language)).level is Level.P2


@pytest.mark.parametrize("intent", sorted(QUESTION_INTENTS))
def test_a_question_stays_ordinary_though_nothing_is_known(intent):
    assert triage(Facts(intent=intent)).level is Level.P3


@pytest.mark.parametrize("carer", ["father", "mother", "stepfather", "stepmother", "carer"])
def test_a_carer_as_harm_doer_is_a_hard_rule(carer):
    judged = triage(Facts(intent="report_emotional_violence", harm_doer=carer, **SAFE))
    assert judged.level is Level.P1
    assert "The person who harms is a parent, or cares for the child" in judged.reasons


@pytest.mark.parametrize("kin", ["grandparent", "relative", "sibling"])
def test_kin_count_as_carers_only_where_they_live_with_the_child(kin):
    carer = "The person who harms is a parent, or cares for the child"
    shouted = Facts(intent="report_emotional_violence", harm_doer=kin, danger="no", access="living_together")
    assert carer in triage(shouted).reasons
    assert triage(replace(shouted, access="near")).level is Level.P2


@pytest.mark.parametrize("nobody", [None, "unknown"])
def test_an_unknown_relation_fires_no_carer_rule(nobody):
    assert triage(Facts(intent="report_emotional_violence", harm_doer=nobody, **SAFE)).level is Level.P2


def test_a_harm_doer_in_the_childs_home_is_p1():
    assert triage(Facts(intent="report_bullying", danger="no", access="living_together")).level is Level.P1


def test_a_harmed_small_child_is_p1_and_a_beaten_one_p0():
    assert triage(Facts(intent="report_neglect", age="0-3", **SAFE)).level is Level.P1
    assert triage(Facts(intent="report_physical_violence", age="0-3", **SAFE)).level is Level.P0


@given(facts)
def test_sexual_abuse_is_never_below_p1(some):
    assert triage(replace(some, intent="report_sexual_abuse")).level <= Level.P1


@given(facts)
def test_what_nobody_classified_is_never_below_p2(some):
    assert triage(replace(some, intent=None)).level <= Level.P2


@given(facts)
def test_rules_only_raise_the_rows_own_level(some):
    judged = triage(some)
    assert judged.level <= Level[taxonomy()[judged.group].severity]


@given(facts, st.sampled_from(sorted(SIGNALS)))
def test_more_danger_never_lowers_the_level(some, signal):
    level = triage(some).level
    assert triage(replace(some, signals=some.signals | {signal})).level <= level
    assert triage(replace(some, danger_now=True)).level <= level
    assert triage(replace(some, danger="yes")).level <= level
    assert triage(replace(some, access="living_together")).level <= level


@given(facts, st.sampled_from([None, "unknown"]))
def test_not_knowing_is_never_less_urgent_than_being_told_no(some, unknown):
    assert triage(replace(some, danger=unknown)).level <= triage(replace(some, danger="no")).level
    assert triage(replace(some, access=unknown)).level <= triage(replace(some, access="no")).level


@pytest.mark.parametrize("carer", ["father", "mother", "carer"])
def test_neglect_is_by_carers_always_and_goes_by_the_childs_age(carer):
    hungry = Facts(intent="report_neglect", harm_doer=carer, danger="no", access="living_together")
    assert triage(hungry).level is Level.P2
    assert triage(replace(hungry, age="0-3")).level is Level.P1


@given(st.lists(facts, min_size=1, max_size=4))
def test_reasons_only_grow_and_the_deciding_one_stays_in_front(some):
    whole = None
    for judged in map(triage, some):
        before, whole = whole, grown(whole, judged)
        assert set(judged.reasons) | set(before.reasons if before else ()) == set(whole.reasons)
        assert len(set(whole.reasons)) == len(whole.reasons)
        assert before is None or whole.level <= before.level
    assert whole.level == min(triage(one).level for one in some)
    assert whole.reasons[0] in {triage(one).reasons[0] for one in some if triage(one).level == whole.level}


@given(facts)
def test_there_is_always_a_reason_and_each_is_given_once(some):
    reasons = triage(some).reasons
    assert reasons and len(set(reasons)) == len(reasons)


def test_the_reasons_come_most_urgent_first():
    levels = [rule.level for rule in RULES]
    assert levels == sorted(levels)


@given(facts)
def test_ede_never_lowers_and_is_read_by_a_person_within_the_day(told):
    in_vietnamese, in_ede = triage(replace(told, language="vi")), triage(replace(told, language="rad"))
    assert in_ede.level <= min(in_vietnamese.level, Level.P2)
    assert set(in_vietnamese.reasons) < set(in_ede.reasons)


def test_what_the_machine_makes_of_ede_does_not_make_danger_a_question():
    asked = Facts(intent="ask_prevention", signals=frozenset({"suicide"}), language="rad")
    assert triage(asked).level is Level.P0
