"""Is the ontology consistent, and can each class have a member? Answered by HermiT.

HermiT comes with owlready2; it is called through its own Java interface rather than through owlready2's Python
classes, because those drop what they don't know and keep state between calls.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lamigo.errors import LamigoError
from lamigo.ontology.java import ask
from lamigo.ontology.merge import one_file
from lamigo.ontology.terms import undeclared


@dataclass(frozen=True)
class Reasoning:
    """What HermiT says of an ontology; ``unsatisfiable`` holds the IRIs of classes that can have no member.

    Everything follows from a contradiction, so an inconsistent ontology names no class.
    """

    consistent: bool
    unsatisfiable: tuple[str, ...]

    @property
    def healthy(self) -> bool:
        """Consistent, and no class is empty by definition."""
        return self.consistent and not self.unsatisfiable


def reason(paths: Iterable[Path]) -> Reasoning:
    """Reason over the merged files: the ontology, and individuals (exemplars) where given.

    Raises LamigoError where a term is undeclared, since HermiT would pass over its axioms in silence.
    """
    paths = list(paths)
    if missing := undeclared(paths):
        raise LamigoError(
            "HermiT ignores what is said of undeclared terms: " + "; ".join(missing[:10]),
            mend="declare them before reasoning",
        )
    with one_file(paths) as merged:
        answer = ask("reason", merged)
    return Reasoning(answer["consistent"], tuple(answer["unsatisfiable"]))
