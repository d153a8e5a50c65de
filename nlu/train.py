"""Trains the NLU model when its data or code have changed, and puts it in place if it is good enough.

`.venv-nlu/bin/python -m nlu.train [--check]`; CHUNGTAY_NLU_EXTRA names a folder of approved corrections that it learns
from too.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import logging
import os
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MODELS = ROOT / "nlu" / "models"
HEARTBEAT_SECONDS = 5.0
# What Rasa calls its steps, for the person who waits.
STAGES = {
    "Words": "cutting words",
    "Views": "counting",
    "Intents": "learning intents, the longest step",
    "DangerNow": "learning danger",
    "Language": "learning languages",
}
REPORT = MODELS / "report.json"
EXTRA = "CHUNGTAY_NLU_EXTRA"


class Unready(Exception):
    """There is no model, or it can't be used; the message says what to do."""


class Refused(Exception):
    """The new model is not put in place; the message says why, a line each."""


def current_model() -> Path:
    """Where the model of the present configuration, data and code is, or would be."""
    digest = hashlib.sha256()
    for path in sorted(_sources()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(ROOT).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    for path in sorted(Path(os.environ[EXTRA]).glob("*.jsonl")) if os.environ.get(EXTRA) else ():
        digest.update(path.read_bytes())
    return MODELS / f"{digest.hexdigest()[:20]}.tar.gz"


def placed_model() -> Path:
    """The model in place: the current one, else the older one that was kept because the new one was refused.

    Raises Unready where there is none.
    """
    current = current_model()
    kept = [current] if current.exists() else sorted(MODELS.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not kept:
        raise Unready("there is no model of the present data: run  make train")
    return kept[-1]


def _sources() -> list[Path]:
    """What makes a model what it is; the evaluation too, as it decides whether the model is put in place."""
    nlu = ROOT / "nlu"
    found = [
        ROOT / "config.yml",
        *(nlu / f"{name}.py" for name in ("train", "importer", "examples", "scores", "evaluate")),
    ]
    for folder in ("data", "components", "evaluation"):
        found += [p for p in (nlu / folder).rglob("*") if p.is_file() and p.suffix in {".yml", ".py", ".tsv", ".jsonl"}]
    return [path for path in found if path.is_file()]


def train(target: Path) -> None:
    """Trains and puts the model at `target` in one move, then removes the older ones."""
    # Read by Rasa and TensorFlow when they are imported, which is why the import comes after.
    os.environ.update(RASA_TELEMETRY_ENABLED="false", RASA_MAX_CACHE_SIZE="0", TF_CPP_MIN_LOG_LEVEL="3")
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")  # more threads only get into each other's way
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").propagate = False
    started = time.monotonic()
    _say(started, "loading Rasa")
    with _Heartbeat(started), tempfile.TemporaryDirectory() as scratch:
        os.environ["RASA_CACHE_DIRECTORY"] = scratch
        from rasa.model_training import train_nlu

        _show_stages(started)
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            trained = train_nlu(
                config=str(ROOT / "config.yml"),
                nlu_data=str(ROOT / "nlu" / "data"),
                output=scratch,
                fixed_model_name="model",
            )
        if trained is None:
            raise SystemExit(f"nlu.train: no model was trained, look at nlu/data. Rasa says: {said.getvalue()}")
        seconds = time.monotonic() - started
        _say(started, "trained; reading the messages of nlu/evaluation")
        failures = _judge(Path(trained), target, seconds)
        if failures:
            raise Refused("\n".join(failures))
        MODELS.mkdir(parents=True, exist_ok=True)
        # Beside its target first: a move within one file system is atomic.
        arriving = MODELS / f".{target.name}.{os.getpid()}"
        arriving.write_bytes(Path(trained).read_bytes())
        arriving.replace(target)
    for older in MODELS.glob("*.tar.gz"):
        if older != target:
            older.unlink(missing_ok=True)
    _say(started, f"done, {target.relative_to(ROOT)}, {target.stat().st_size / 1e6:.1f} MB")


def _judge(trained: Path, target: Path, seconds: float) -> list[str]:
    """Scores the new model and writes report.json; returns what is against putting it in place."""
    from nlu.evaluate import failures, own_files, scored, table
    from nlu.server import load

    scores = scored(load(trained), own_files())
    found = failures(scores.figures)
    report: dict[str, Any] = {
        "model": target.name.split(".")[0],
        "in place": not found,
        "training seconds": round(seconds, 1),
        "counts": scores.counts,
        "figures": {name: round(value, 4) for name, value in scores.figures.items()},
        "failures": found,
        "note": "Vietnamese data are synthetic; Ê Đê data are synthetic and unreviewed.",
    }
    MODELS.mkdir(parents=True, exist_ok=True)
    arriving = REPORT.with_suffix(".arriving")
    arriving.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    arriving.replace(REPORT)
    print(table(scores), file=sys.__stdout__, flush=True)
    return found


class _Heartbeat:
    """A line every few seconds, so that a person sees that the training is alive."""

    def __init__(self, started: float) -> None:
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._beat, args=(started,), daemon=True)

    def _beat(self, started: float) -> None:
        while not self._stopped.wait(HEARTBEAT_SECONDS):
            _say(started, "still training")

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stopped.set()


def _show_stages(started: float) -> None:
    class Stages(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said = record.getMessage()
            for component, stage in STAGES.items():
                if said.startswith("Starting to train") and f"'{component}" in said:
                    _say(started, stage)

    hooks = logging.getLogger("rasa.engine.training.hooks")
    hooks.addHandler(Stages())
    hooks.setLevel(logging.INFO)
    hooks.propagate = False


def _say(started: float, what: str) -> None:
    print(f"nlu.train: {time.monotonic() - started:5.1f} s  {what}", file=sys.__stdout__, flush=True)


def main() -> int:
    target = current_model()
    if "--check" in sys.argv[1:]:
        return 0 if target.exists() else 1
    if target.exists():
        print(f"nlu.train: {target.relative_to(ROOT)} is current, nothing to train", flush=True)
        return 0
    try:
        train(target)
    except Refused as reason:
        old = "the old one stays" if any(MODELS.glob("*.tar.gz")) else "there is no older one"
        print(f"nlu.train: the new model is not put in place, {old}:\n{reason}", file=sys.stderr)
        print(f"nlu.train: all figures are in {REPORT.relative_to(ROOT)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
