"""Trains the NLU model when its data or code have changed: `.venv-nlu/bin/python -m nlu.train [--check]`."""

from __future__ import annotations

import contextlib
import hashlib
import io
import logging
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODELS = ROOT / "nlu" / "models"
HEARTBEAT_SECONDS = 5.0
# What Rasa calls its steps, for the person who waits.
STAGES = {"Words": "cutting words", "WholeWordCounts": "counting", "Intents": "learning intents", "Attributes": "rules"}


def current_model() -> Path:
    """Where the model of the present configuration, data and code is, or would be."""
    digest = hashlib.sha256()
    for path in sorted(_sources()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(ROOT).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return MODELS / f"{digest.hexdigest()[:20]}.tar.gz"


def _sources() -> list[Path]:
    found = [ROOT / "config.yml", Path(__file__).resolve()]
    for folder in ("data", "components"):
        found += [p for p in (ROOT / "nlu" / folder).rglob("*") if p.is_file() and p.suffix in {".yml", ".py", ".tsv"}]
    return found


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
        MODELS.mkdir(parents=True, exist_ok=True)
        # Beside its target first: a move within one file system is atomic.
        arriving = MODELS / f".{target.name}.{os.getpid()}"
        arriving.write_bytes(Path(trained).read_bytes())
        arriving.replace(target)
    for older in MODELS.glob("*.tar.gz"):
        if older != target:
            older.unlink(missing_ok=True)
    _say(started, f"done, {target.relative_to(ROOT)}, {target.stat().st_size / 1e6:.1f} MB")


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
    train(target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
