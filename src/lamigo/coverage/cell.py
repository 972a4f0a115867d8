"""A cell of coverage: an answer with its proof."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lamigo.treaties.bound import NO, NOT_ELIGIBLE, UNKNOWN, YES

__all__ = [
    "AGREEMENT", "BINDING", "COMMITMENT", "LAYERS", "NO", "NOT_ELIGIBLE", "PROGRAMME", "UNKNOWN", "YES",
    "Answer", "Proof", "best",
]  # fmt: skip
BINDING, AGREEMENT = "binding-obligation", "agreement-clause"
COMMITMENT, PROGRAMME = "non-binding-commitment", "dated-programme"
LAYERS = (BINDING, AGREEMENT, COMMITMENT, PROGRAMME)
"""The layers by their keys in the scheme ``coverage-layer``."""


class Proof(NamedTuple):
    """What an answer rests on: a rule, in words what was found by it, and the IRIs of its premises."""

    rule: str
    says: str
    premises: tuple[str, ...] = ()


class Answer(NamedTuple):
    """Yes, no, unknown or not eligible, with its proofs."""

    answer: str
    proofs: tuple[Proof, ...]


def best(answers: Iterable[Answer]) -> Answer:
    """What several ways to be covered come to: yes by any; else unknown where one may; no only where all are no.

    The proofs are those of the ways that decide.
    """
    found = list(answers)
    for wanted in (YES, UNKNOWN, NO):
        deciding = [answer for answer in found if answer.answer == wanted]
        if deciding:
            return Answer(wanted, tuple(proof for answer in deciding for proof in answer.proofs))
    return Answer(NOT_ELIGIBLE, tuple(proof for answer in found for proof in answer.proofs))
