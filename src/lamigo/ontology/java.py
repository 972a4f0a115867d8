"""Ask the worker that runs in Java, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from lamigo.errors import LamigoError

WORKER = Path(__file__).with_name("worker.py")


def ask(task: str, path: Path, *, seconds: float = 300) -> dict[str, Any]:
    """The worker's answer to a task (``profile`` or ``reason``) on one file.

    Raises LamigoError where the extra is not installed, the file cannot be loaded, HermiT meets something that
    it cannot handle (such as ``xsd:date``), or time runs out.
    """
    # -P keeps this folder off the module path, where our profile.py would hide Python's own.
    command = [sys.executable, "-P", str(WORKER), task, str(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise LamigoError(
            f"the ontology check '{task}' did not finish within {seconds:g} seconds",
            mend="look for a costly axiom that was added last",
        ) from error
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        raise LamigoError(f"the ontology check '{task}' broke off: {done.stderr.strip()[-500:]}")
    answer: dict[str, Any] = json.loads(lines[-1])
    if "missing" in answer:
        raise LamigoError(
            f"the ontology check '{task}' needs the package {answer['missing']}",
            mend='run pip install "lamigo[reasoning]"',
        )
    if "error" in answer:
        raise LamigoError(f"the ontology check '{task}' failed: {' '.join(answer['error'].split())[:500]}")
    return answer
