"""Scores a model on messages with known answers: `.venv-nlu/bin/python -m nlu.evaluate [FILE.jsonl …]`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from nlu.examples import EVALUATION, Malformed, lines
from nlu.model import Parse, Unready, load, placed_model, prepare, silence
from nlu.mutations import flips
from nlu.scores import Scores, by_kind, entities_of, languages_of, of_each_kind, of_vietnamese, score

# Below these a model is not put in place. Ê Đê and mixed: synthetic, unreviewed.
FLOORS = {
    "report recall": 0.98,
    "report recall, polite": 0.965,
    "report precision": 0.95,
    "report recall, rad": 0.90,
    "report recall, mixed": 0.90,
    "intent macro-F1": 0.93,
    "macro-F1 in Vietnamese": 0.95,
    "macro-F1 in Vietnamese, everyday": 0.93,
    "macro-F1 in Vietnamese, hard set": 0.75,
    "intent in first three": 0.97,
    "intent accuracy, rad": 0.80,
    "danger recall": 0.98,
    "danger recall, now or maybe": 0.99,
    "danger recall, polite": 0.965,
    "danger recall, polite, now or maybe": 0.975,
    "danger recall, rad": 0.95,
    "danger precision": 0.88,
    "danger evidence right": 0.75,
    "danger recall, hard set": 0.92,
    "danger recall, now or maybe, hard set": 0.97,
    "danger precision, hard set": 0.86,
    "language macro-F1": 0.95,
    "language recall, en": 0.95,
    "language recall, rad": 0.99,
    "language F1, mixed": 0.90,
    "language macro-F1, short": 0.90,
    "language recall, en, short": 0.95,
    "language F1, mixed, short": 0.90,
    "entities F1": 0.88,
    "entities F1, everyday": 0.85,
    "place precision, everyday": 0.845,
    "role right": 0.88,
    "role right, everyday": 0.875,
    "danger recall, en": 0.92,
    "intent accuracy, letter, unseen": 0.88,
    "intent accuracy, guilt, unseen": 0.68,
    "intent accuracy, secrecy, unseen": 0.75,
    "intent accuracy, in-talk, unseen": 0.75,
    "danger recall, english, unseen": 0.95,
    "danger recall, now or maybe, short-cry, unseen": 0.97,
}
CEILINGS = {
    "taken for danger, short-harmless, unseen": 0.025,
    "taken for danger, answer, unseen": 0.03,
    "taken for a report, answer, unseen": 0.11,
    "taken for danger, age, unseen": 0.05,
    "taken for a report, age, unseen": 0.07,
    "taken for danger, fragment, unseen": 0.11,
    "taken for danger, secrecy, unseen": 0.07,
    "taken for danger, guilt, unseen": 0.04,
    "calibration error": 0.05,
    "accuracy drop when retyped": 0.06,
    "ordinary taken for danger": 0.014,
    "ordinary taken for a report": 0.04,
    "flipped by a greeting": 0.035,
    "flipped by thanks": 0.04,
    "flipped by missing marks": 0.055,
    "flipped by one typo": 0.05,
}
MOST_CONFUSIONS, MOST_WORST = 15, 20
EVERYDAY, HARD, SHORT, UNSEEN = (EVALUATION / f"{name}.jsonl" for name in ("everyday", "danger", "languages", "unseen"))
OF_THE_HARD_SET = ("danger recall", "danger recall, now or maybe", "danger precision", "report recall")
NOTE = "Vietnamese: synthetic. Ê Đê and mixed: synthetic, unreviewed."


def scored(parse: Parse, files: Sequence[Path]) -> Scores:
    """Reads each message of the files with the model, and some as they might have been sent too; raises Malformed.

    The hard danger set is scored apart, since it is made of what is nearly danger: its figures end in "hard set". So
    are the short messages that are there for their language alone: "short"; and those whose errors nobody looks at, by
    kind: short cries, short harmless words, English, letters, pairs that are hard to tell apart, and what is written in
    the middle of a talk: ages and other bare answers, fragments, secrecy, guilt, blows, acts.
    """
    read = {path: [(line, parse(line["text"])) for line in lines(path)] for path in files}
    everyday = read.get(EVERYDAY, [])
    # Entities and languages of the everyday set were told by others, who draw other lines: they are scored apart.
    older = [pair for path in files if path not in (HARD, EVERYDAY, SHORT, UNSEEN) for pair in read[path]]
    scores = score([*older, *(({**line, "entities": None}, answer) for line, answer in everyday)])
    told = entities_of(everyday) | languages_of(everyday) | of_vietnamese(everyday)
    theirs = {f"{name}, everyday": value for name, value in told.items()}
    theirs |= {f"{name}, short": value for name, value in languages_of(read.get(SHORT, [])).items()}
    figures = scores.figures | languages_of(older) | of_vietnamese(older) | theirs | flips(parse, everyday)
    intervals = dict(scores.intervals)
    if HARD in read:
        hard = score(read[HARD])
        kept = {name: value for name, value in hard.figures.items() if name in OF_THE_HARD_SET}
        kept |= of_vietnamese(read[HARD])
        figures |= {f"{name}, hard set": value for name, value in kept.items()} | by_kind(read[HARD])
        intervals |= {f"{name}, hard set": found for name, found in hard.intervals.items()}
    if UNSEEN in read:
        figures |= {f"{name}, unseen": value for name, value in of_each_kind(read[UNSEEN]).items()}
    return replace(scores, figures=figures, intervals=intervals)


def own_files() -> list[Path]:
    return sorted(EVALUATION.glob("*.jsonl"))


def failures(figures: dict[str, float]) -> list[str]:
    """Which floors and ceilings the figures miss, as sentences; a figure that is not there misses nothing."""
    below = [f"{n} is {figures[n]:.3f}, at least {least}" for n, least in FLOORS.items() if figures.get(n, 1) < least]
    above = [f"{n} is {figures[n]:.3f}, at most {most}" for n, most in CEILINGS.items() if figures.get(n, 0) > most]
    return [f"{said} is asked" for said in below + above]


def table(scores: Scores) -> str:
    """The figures as people read them, with the limits beside them."""
    limits = {**{n: f"≥ {v}" for n, v in FLOORS.items()}, **{n: f"≤ {v}" for n, v in CEILINGS.items()}}
    rows = [
        f"{name:<58}{value:>7.3f}   {limits.get(name, ''):<9}{_between(scores, name)}".rstrip()
        for name, value in scores.figures.items()
    ]
    counts = ", ".join(f"{count} {name}" for name, count in scores.counts.items())
    return "\n".join([f"{counts}. {NOTE}", "", *rows])


def _between(scores: Scores, name: str) -> str:
    return "{:.3f} to {:.3f}".format(*scores.intervals[name]) if name in scores.intervals else ""


def main(files: Sequence[str]) -> int:
    prepare()
    try:
        found = [Path(name) for name in files] or own_files()
        for path in found:
            lines(path)  # says what is wrong before the model is loaded
        silence()
        scores = scored(load(placed_model()), found)
    except (Malformed, Unready) as reason:
        print(f"nlu.evaluate: {reason}", file=sys.stderr)
        return 1
    print(table(scores))
    print(f"\nmost confused (right → said), of {sum(count for *_, count in scores.confusions)}")
    for gold, said, count in scores.confusions[:MOST_CONFUSIONS]:
        print(f"{count:>4}  {gold} → {said}")
    print("\nworst errors (surest first)")
    for confidence, line, answer in scores.worst[:MOST_WORST]:
        print(f"{confidence:.2f}  {line['intent']} → {answer['intent']['name']}  {line['id']}  {line['text'][:110]}")
    missed = [line for line, answer in scores.danger_wrong if line["danger_now"]]
    print(f"\ndanger missed: {len(missed)}; heard where none is: {len(scores.danger_wrong) - len(missed)}")
    for line, _ in scores.danger_wrong[: 2 * MOST_WORST]:
        print(f"{'missed' if line['danger_now'] else 'false '}  {line['id']}  {line['text'][:120]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
