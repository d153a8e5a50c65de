"""What is said of an error, whoever says it: its kind and its place. Its text may hold what was stored or told."""

from __future__ import annotations

import logging
import sys
import threading
import warnings
from collections.abc import MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any

_WITH_TEXTS = ("exc_info", "exception", "stack_info", "stack")


def place_of(error: BaseException, trace: TracebackType | None = None) -> str:
    """ "ValueError at report.py:12": where it was raised, without anything that it says."""
    trace = trace or error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    at = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__}{at}"


def hide_texts() -> None:
    """From now on what nobody caught, in any thread, is one line without a text, and so is a warning."""
    sys.excepthook = lambda _kind, error, trace: _say("uncaught", error, trace)
    threading.excepthook = lambda told: _say("uncaught in a thread", told.exc_value, told.exc_traceback)
    sys.unraisablehook = lambda told: _say("unraisable", told.exc_value, told.exc_traceback)
    warnings.showwarning = lambda _text, kind, file, line, *_more: _print(
        f"{kind.__name__} at {Path(file).name}:{line}"
    )
    logging.raiseExceptions = False  # else a record that can't be written is printed, with all that it was to say


def without_errors(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor of structlog: an error that somebody logs is its kind and place."""
    said = {key: value for key, value in event.items() if key not in _WITH_TEXTS}
    return {key: place_of(one) if isinstance(one, BaseException) else one for key, one in said.items()}


def _say(how: str, error: BaseException | None, trace: TracebackType | None) -> None:
    if error is not None and not isinstance(error, KeyboardInterrupt):
        _print(f"{how}: {place_of(error, trace)}")


def _print(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _say_warning(_text: object, kind: type[Warning], file: str, line: int, *_more: object) -> None:
    _print(f"{kind.__name__} at {Path(file).name}:{line}")
