"""Scores what the NLU answered against what people said is right; pure, standard library only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from nlu.meaning import LANGUAGE_CODES
from nlu.measures import calibration_error, interval, macro_f1, recall_precision, share

Line = dict[str, Any]  # an evaluation line of the contract, or an answer of the service
TOP = 3
RETYPED = ("none", "teen", "telex", "vni")  # registers that are compared with "full"
# Where the lines hold fewer of something, its figure says nothing and is left out.
LEAST = 5
OF_A_KIND = 15  # of one kind of the hard set
OF_AN_INTENT = 9  # more than so many messages
SURE_OF_A_REPORT = 0.5  # from here on the bot takes the service's word for what a report is about
APART = frozenset({"place"})  # kinds of entities whose precision and recall are figures of their own
_ACTS_LIKE_REPORTS = ("report_", "ask_", "complain")


@dataclass(frozen=True)
class Scores:
    """Figures by name, each between 0 and 1 (`drop` may be negative), and what stands behind them."""

    figures: dict[str, float]
    counts: dict[str, int]
    intervals: dict[str, tuple[float, float]] = field(default_factory=dict)  # of some figures, by their names
    confusions: list[tuple[str, str, int]] = field(default_factory=list)
    worst: list[tuple[float, Line, Line]] = field(default_factory=list)
    danger_wrong: list[tuple[Line, Line]] = field(default_factory=list)


def score(pairs: Sequence[tuple[Line, Line]]) -> Scores:
    """Scores pairs of (line, answer); what a line does not say is not scored."""
    figures: dict[str, float] = {}
    counts = {"messages": len(pairs)}
    told = [(line, answer) for line, answer in pairs if line.get("intent")]
    if told:
        figures |= _intents(told)
    figures |= _registers(told)
    figures |= _ordinary(told)
    judged = [(line, answer) for line, answer in pairs if line.get("danger_now") is not None]
    counts["danger now"] = sum(bool(line["danger_now"]) for line, _ in judged)
    intervals: dict[str, tuple[float, float]] = {}
    if counts["danger now"]:
        figures |= _danger(judged)
        intervals = _danger_intervals(judged)
    figures |= languages_of(pairs)
    figures |= entities_of(pairs)
    wrong = [(line, answer) for line, answer in told if line["intent"] != answer["intent"]["name"]]
    confused = Counter((line["intent"], answer["intent"]["name"] or "–") for line, answer in wrong)
    worst = sorted(((answer["intent"]["confidence"], line, answer) for line, answer in wrong), key=lambda w: -w[0])
    missed = [pair for pair in judged if bool(pair[0]["danger_now"]) != pair[1]["danger"]["now"]]
    missed.sort(key=lambda pair: not pair[0]["danger_now"])
    confusions = [(*pair, count) for pair, count in confused.most_common()]
    return Scores(figures, counts, intervals, confusions, worst, missed)


def of_vietnamese(pairs: Sequence[tuple[Line, Line]]) -> dict[str, float]:
    """How many intents are right in Vietnamese, and the macro-F1 of those that are often enough to say something."""
    told = [(line["intent"], answer["intent"]["name"]) for line, answer in pairs if line.get("language") == "vi"]
    often = {intent for intent, count in Counter(gold for gold, _ in told).items() if count > OF_AN_INTENT}
    if not often:
        return {}
    return {"macro-F1 in Vietnamese": macro_f1(told, often), "accuracy in Vietnamese": share(g == s for g, s in told)}


def is_report(intent: str | None) -> bool:
    return (intent or "").startswith("report_")


def _intents(told: Sequence[tuple[Line, Line]]) -> dict[str, float]:
    named = [(line["intent"], answer["intent"]["name"]) for line, answer in told]
    recall, precision = recall_precision([(is_report(gold), is_report(said)) for gold, said in named])
    first = [{rank["name"] for rank in answer["intent_ranking"][:TOP]} for _, answer in told]
    figures = {
        "report recall": recall,
        "report precision": precision,
        "intent accuracy": share(gold == said for gold, said in named),
        "intent macro-F1": macro_f1(named),
        "intent in first three": share(gold in names for (gold, _), names in zip(named, first, strict=True)),
        "calibration error": calibration_error(
            (answer["intent"]["confidence"], gold == said)
            for (gold, said), (_, answer) in zip(named, told, strict=True)
        ),
    }
    for code in sorted(LANGUAGE_CODES - {"und"}):
        spoken = [pair for pair, (line, _) in zip(named, told, strict=True) if line.get("language") == code]
        if len(spoken) >= LEAST:
            figures[f"intent accuracy, {code}"] = share(gold == said for gold, said in spoken)
            figures[f"report recall, {code}"] = recall_precision([(is_report(g), is_report(s)) for g, s in spoken])[0]
    return figures


def _registers(told: Sequence[tuple[Line, Line]]) -> dict[str, float]:
    """The accuracy in each register, and how far the retyped ones fall behind fully marked text."""
    right: dict[str, list[bool]] = defaultdict(list)
    for line, answer in told:
        if line.get("register") and line.get("language", "vi") == "vi":
            right[line["register"]].append(line["intent"] == answer["intent"]["name"])
    figures = {f"accuracy, {name}": share(found) for name, found in sorted(right.items()) if len(found) >= LEAST}
    retyped = [hit for name in RETYPED for hit in right[name]]
    if len(right["full"]) >= LEAST and len(retyped) >= LEAST:
        figures["accuracy drop when retyped"] = share(right["full"]) - share(retyped)
    return figures


def is_ordinary(intent: str | None) -> bool:
    """Whether a message is no business of the line: talk, a courtesy, a joke."""
    return intent is not None and not intent.startswith(_ACTS_LIKE_REPORTS)


def _ordinary(told: Sequence[tuple[Line, Line]]) -> dict[str, float]:
    """What ordinary talk is taken for."""
    talk = [answer for line, answer in told if is_ordinary(line["intent"]) and not line.get("danger_now")]
    if len(talk) < LEAST:
        return {}
    return {
        "ordinary taken for danger": share(answer["danger"]["now"] for answer in talk),
        "ordinary asked about": share(bool(answer["danger"].get("maybe")) for answer in talk),
        "ordinary taken for a report": share(map(surely_a_report, talk)),
    }


def surely_a_report(answer: Line) -> bool:
    """Whether the bot would take the service's word that it is a report."""
    return is_report(answer["intent"]["name"]) and answer["intent"]["confidence"] >= SURE_OF_A_REPORT


def by_kind(judged: Sequence[tuple[Line, Line]]) -> dict[str, float]:
    """Of each kind of the hard set (the last word of `kind`) the share that is heard as danger now."""
    kinds: dict[str, list[bool]] = defaultdict(list)
    for line, answer in judged:
        if line.get("kind"):
            kinds[line["kind"].split()[-1]].append(answer["danger"]["now"])
    return {f"heard as now, {kind}": share(said) for kind, said in sorted(kinds.items()) if len(said) >= OF_A_KIND}


def of_each_kind(judged: Sequence[tuple[Line, Line]]) -> dict[str, float]:
    """For each `kind`: intents that are right, dangers that are heard and asked about, and what is taken for more.

    Bare answers have the intent "", which no answer has: of them it is only asked what they are taken for.
    """
    kinds: dict[str, list[tuple[Line, Line]]] = defaultdict(list)
    for line, answer in judged:
        kinds[line["kind"]].append((line, answer))
    figures: dict[str, float] = {}
    for kind, pairs in sorted(kinds.items()):
        now = [answer for line, answer in pairs if line["danger_now"]]
        calm = [answer for line, answer in pairs if not line["danger_now"]]
        idle = [answer for line, answer in pairs if not line["danger_now"] and not is_report(line["intent"])]
        right = [line["intent"] == answer["intent"]["name"] for line, answer in pairs if line["intent"]]
        if right:
            figures[f"intent accuracy, {kind}"] = share(right)
        if len(now) >= OF_A_KIND:
            figures[f"danger recall, {kind}"] = share(answer["danger"]["now"] for answer in now)
            figures[f"danger recall, now or maybe, {kind}"] = share(map(_leans, now))
        if len(calm) >= OF_A_KIND:
            figures[f"taken for danger, {kind}"] = share(answer["danger"]["now"] for answer in calm)
        if len(idle) >= OF_A_KIND:
            figures[f"taken for a report, {kind}"] = share(map(surely_a_report, idle))
    return figures


def _danger_intervals(judged: Sequence[tuple[Line, Line]]) -> dict[str, tuple[float, float]]:
    now = [answer for line, answer in judged if line["danger_now"]]
    said = [line for line, answer in judged if answer["danger"]["now"]]
    heard = sum(answer["danger"]["now"] for answer in now)
    return {
        "danger recall": interval(heard, len(now)),
        "danger recall, now or maybe": interval(sum(map(_leans, now)), len(now)),
        "danger precision": interval(sum(bool(line["danger_now"]) for line in said), len(said)),
    }


def _leans(answer: Line) -> bool:
    return bool(answer["danger"]["now"] or answer["danger"].get("maybe"))


def _danger(judged: Sequence[tuple[Line, Line]]) -> dict[str, float]:
    recall, precision = recall_precision(
        [(bool(line["danger_now"]), answer["danger"]["now"]) for line, answer in judged]
    )
    leant = share(_leans(answer) for line, answer in judged if line["danger_now"])
    figures = {"danger recall": recall, "danger recall, now or maybe": leant, "danger precision": precision}
    for code in ("vi", "en", "rad", "mixed"):
        spoken = [pair for pair in judged if pair[0].get("language") == code]
        if sum(bool(line["danger_now"]) for line, _ in spoken) >= LEAST:
            figures[f"danger recall, {code}"] = recall_precision(
                [(bool(line["danger_now"]), answer["danger"]["now"]) for line, answer in spoken]
            )[0]
    shown = [
        _meets(span, line["evidence"])
        for line, answer in judged
        if line["danger_now"] and line.get("evidence")
        for span in answer["danger"]["evidence"]
    ]
    if shown:
        figures["danger evidence right"] = share(shown)
    named = [(set(line["signals"]), set(answer["danger"]["signals"])) for line, answer in judged if line.get("signals")]
    if named:
        hit = sum(len(gold & said) for gold, said in named)
        figures["signals F1"] = 2 * hit / max(1, sum(len(gold) + len(said) for gold, said in named))
    return figures


def languages_of(pairs: Sequence[tuple[Line, Line]]) -> dict[str, float]:
    """Over all languages, and of each the recall and F1."""
    told = [(line["language"], answer["language"]["code"]) for line, answer in pairs if line.get("language")]
    if not told:
        return {}
    right = share(gold == said for gold, said in told)
    figures = {"language macro-F1": macro_f1(told, LANGUAGE_CODES), "language accuracy": right}
    for code in sorted(LANGUAGE_CODES):
        recall, precision = recall_precision([(gold == code, said == code) for gold, said in told])
        if sum(gold == code for gold, _ in told) >= LEAST:
            figures[f"language recall, {code}"] = recall
            figures[f"language F1, {code}"] = 2 * recall * precision / max(1e-9, recall + precision)
    return figures


def entities_of(pairs: Sequence[tuple[Line, Line]]) -> dict[str, float]:
    """F1 by kind and over all of the lines that tell their entities, and of relations found the share of right roles.

    A span is right if it overlaps one of its kind. Of places what is told and what is found stand apart too.
    """
    told = [(line, answer) for line, answer in pairs if line.get("entities") is not None]
    kinds: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])  # gold, found of it, said, right of it
    for line, answer in told:
        for mine, theirs, place in (
            (line["entities"], answer["entities"], 0),
            (answer["entities"], line["entities"], 2),
        ):
            for entity in mine:
                same = [_span(other) for other in theirs if other["entity"] == entity["entity"]]
                kinds[entity["entity"]][place] += 1
                kinds[entity["entity"]][place + 1] += _meets(_span(entity), same)
    figures: dict[str, float] = {}
    roles = [
        mine["role"] == other["role"]
        for line, answer in told
        for mine in line["entities"]
        for other in answer["entities"]
        if mine["entity"] == other["entity"] == "relation" and _meets(_span(mine), [_span(other)])
    ]
    if len(roles) >= LEAST:
        figures["role right"] = share(roles)
    for name, (gold, found, said, right) in sorted(kinds.items()):
        recall, precision = found / max(1, gold), right / max(1, said)
        if gold >= LEAST:
            figures[f"entity F1, {name}"] = 2 * recall * precision / max(1e-9, recall + precision)
        if name in APART and gold >= LEAST:
            figures |= {f"{name} precision": precision, f"{name} recall": recall}
    if figures:
        gold, found, said, right = (sum(column) for column in zip(*kinds.values(), strict=True))
        recall, precision = found / max(1, gold), right / max(1, said)
        figures["entities F1"] = 2 * recall * precision / max(1e-9, recall + precision)
    return figures


def _span(entity: Line) -> tuple[int, int]:
    return entity["start"], entity["end"]


def _meets(span: Sequence[int], others: Iterable[Sequence[int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)
