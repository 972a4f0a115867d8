"""Checks of ``ontology/`` that need more than shapes: is it OWL 2 DL, is it consistent, is every term declared.

    >>> from lamigo import rooms
    >>> from lamigo.ontology import files, profile_violations, reason, undeclared
    >>> reason(files(rooms.room("ontology")))
    Reasoning(consistent=True, unsatisfiable=())

The profile check and the reasoner need ``pip install "lamigo[reasoning]"``; nothing heavy is imported before
they are called.
"""

from __future__ import annotations

from lamigo.ontology.profile import profile_violations
from lamigo.ontology.reasoner import Reasoning, reason
from lamigo.ontology.style import style_faults
from lamigo.ontology.terms import declared, files, undeclared

__all__ = ["Reasoning", "declared", "files", "profile_violations", "reason", "style_faults", "undeclared"]
