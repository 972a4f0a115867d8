"""Is the ontology OWL 2 DL? Answered by the OWL API, which HermiT's jar carries."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from lamigo.names import short
from lamigo.ontology.java import ask
from lamigo.ontology.merge import one_file

_PUN = re.compile(r"Cannot pun between properties: <([^<>\s]+)>")
_IRI = re.compile(r"<(https?://[^<>\s]+)>")


def profile_violations(paths: Iterable[Path]) -> list[str]:
    """What keeps the merged files out of the OWL 2 DL profile, a sentence each; empty where nothing does.

    The files are judged together, because a term may be declared in one and used in another.
    """
    with one_file(paths) as merged:
        found = ask("profile", merged)["violations"]
    return sorted({_sentence(violation) for violation in found})


def _sentence(violation: str) -> str:
    """A violation as the OWL API words it, with short names and without the trailing name of the ontology."""
    if pun := _PUN.match(violation):
        return f"{short(pun[1])} is declared as more than one kind of property: keep one"
    text = re.sub(r"\s*in OntologyID\(.*?\)+\]?$", "]", " ".join(violation.split()))
    return _IRI.sub(lambda match: short(match[1]), text)
