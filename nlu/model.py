"""Where models are, which one is in place, and how one is loaded: below the service, the training and the evaluation.

CHUNGTAY_NLU_EXTRA names a folder of approved corrections that a model is made from too.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent.parent
MODELS = ROOT / "nlu" / "models"
EXTRA = "CHUNGTAY_NLU_EXTRA"

Parse = Callable[[str], dict[str, Any]]


class Unready(Exception):
    """There is no model, or it can't be used; the message says what to do."""


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
        *(nlu / f"{name}.py" for name in ("train", "model", "importer", "examples", "scores", "evaluate", "mutations")),
    ]
    for folder in ("data", "components", "evaluation"):
        found += [p for p in (nlu / folder).rglob("*") if p.is_file() and p.suffix in {".yml", ".py", ".tsv", ".jsonl"}]
    return [path for path in found if path.is_file()]


def prepare() -> None:
    """What Rasa and the number libraries read when they are imported: to be called before that."""
    os.environ.update(RASA_TELEMETRY_ENABLED="false", TF_CPP_MIN_LOG_LEVEL="3")
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")  # more threads only get into each other's way


class Asked:
    """What Rasa's converter reads of a message. Its own UserMessage strips the text, and its repr would show it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.message_id = ""
        self.metadata = None


def load(model: Path) -> Parse:
    """The function that reads one message with the model.

    Runs Rasa's graph itself, and only as far as our last component: Rasa's message handling strips the text and takes
    a leading "/" for the name of an intent.
    """
    from rasa.engine.graph import ExecutionContext
    from rasa.engine.runner.dask import DaskGraphRunner
    from rasa.engine.storage.local_model_storage import LocalModelStorage

    with tempfile.TemporaryDirectory() as scratch:
        storage, about = LocalModelStorage.from_model_archive(Path(scratch), model)
        target = about.predict_schema.nodes[about.nlu_target].needs["messages"]
        schema = about.predict_schema.minimal_graph_schema([target])
        runner = DaskGraphRunner.create(schema, storage, ExecutionContext(schema, about.model_id))

    def parse(text: str) -> dict[str, Any]:
        read = runner.run(inputs={"__message__": [Asked(text)]}, targets=[target])[target][0]
        return answer(text, read.as_dict(only_output_properties=True))

    return parse


def answer(text: str, read: dict[str, Any]) -> dict[str, Any]:
    """The contract's shape, whole even where the pipeline had nothing to say, in JSON's own types."""
    intent = read.get("intent") or {}
    return {
        "text": text,
        "intent": {"name": intent.get("name"), "confidence": float(intent.get("confidence") or 0.0)},
        "intent_ranking": [
            {"name": str(rank["name"]), "confidence": float(rank["confidence"])}
            for rank in read.get("intent_ranking") or ()
        ],
        "entities": read.get("entities") or [],
        "language": read.get("language") or {"code": "und", "confidence": 0.0},
        "danger": read.get("danger") or {"now": False, "maybe": False, "signals": [], "evidence": []},
    }


def silence() -> None:
    """Rasa logs the text of messages at debug level, in two logging systems: both are off, whatever their level."""
    import structlog

    logging.disable(logging.CRITICAL)
    logging.captureWarnings(True)
    warnings.simplefilter("ignore")

    def drop(*_: object) -> NoReturn:
        raise structlog.DropEvent

    structlog.configure(processors=[drop])
