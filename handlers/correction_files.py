"""The files of approved corrections: one for each case in a folder of the owner's alone, replaced whole or erased."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


def cases_in(folder: Path) -> set[str]:
    """The ids of cases that have a file here, also one that was never finished."""
    return {path.stem for pattern in ("*.jsonl", "*.part") for path in folder.glob(pattern)}


def ids_in(folder: Path, case_id: str) -> list[str]:
    """The lines' ids of a case's file, in order; none when there is no file, or a newer one was not finished."""
    if (folder / f"{case_id}.part").exists():
        return []
    try:
        text = (folder / f"{case_id}.jsonl").read_text(encoding="utf-8")
        return [str(json.loads(line)["id"]) for line in text.splitlines()]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def write(folder: Path, case_id: str, lines: Sequence[Mapping[str, object]]) -> None:
    """Replace the case's file: a reader finds the old lines or the new ones. The caller holds the case's lock."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    part = folder / f"{case_id}.part"
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / f"{case_id}.jsonl")


def erase(folder: Path, case_id: str) -> bool:
    """Remove what was written of a case; whether there was anything. The caller holds the case's lock."""
    paths = [path for path in (folder / f"{case_id}.jsonl", folder / f"{case_id}.part") if path.exists()]
    for path in paths:
        path.unlink(missing_ok=True)
    return bool(paths)


def may_be_committed(folder: Path) -> bool:
    """Whether git could take files of this folder into a repository: it is in a work tree that does not ignore it.

    Where git can't be asked, the answer is yes.
    """
    folder = folder.resolve()
    tree = next((one for one in (folder, *folder.parents) if (one / ".git").exists()), None)
    if tree is None:
        return False
    git = shutil.which("git")
    if git is None:
        return True
    ignored = _ask(git, tree, "check-ignore", "--quiet", str(folder / "x.jsonl"))
    tracked = _ask(git, tree, "ls-files", "--", str(folder))
    return ignored.returncode != 0 or tracked.returncode != 0 or bool(tracked.stdout)


def _ask(git: str, tree: Path, *question: str) -> subprocess.CompletedProcess[bytes]:
    """Without an environment: no GIT_DIR from outside decides which repository is asked."""
    return subprocess.run([git, *question], cwd=tree, env={}, capture_output=True, check=False)
