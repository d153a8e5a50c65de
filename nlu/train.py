"""Trains the NLU model when its data or code have changed, and puts it in place if it is good enough.

`.venv-nlu/bin/python -m nlu.train [--check]`; CHUNGTAY_NLU_EXTRA names a folder of approved corrections that it learns
from too.
"""

from __future__ import annotations

import contextlib
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

from nlu.evaluate import failures, own_files, scored, table
from nlu.model import MODELS, ROOT, current_model, load, prepare

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


class Refused(Exception):
    """The new model is not put in place; the message says why, a line each."""


def train(target: Path) -> None:
    """Trains and puts the model at `target` in one move, then removes the older ones."""
    prepare()
    os.environ["RASA_MAX_CACHE_SIZE"] = "0"
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
