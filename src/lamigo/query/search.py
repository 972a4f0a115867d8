"""Find things by name: labels, other spellings, acronyms, summaries; case and diacritics folded, slips forgiven.

Ranked by RapidFuzz. A text that holds every word of the question (or its beginning) comes before one that is merely
like it; a name before a summary; a short text before a long one.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from typing import NamedTuple

from rapidfuzz import fuzz, process

from lamigo.authority.fold import fold
from lamigo.errors import LamigoError
from lamigo.names import DEF
from lamigo.store import Store

LANGUAGES = ("en", "fr", "es")
LIKE_ENOUGH = 82.0
_TEXTS = """
SELECT ?thing ?class ?text ?rank WHERE {
  VALUES (?property ?rank) {
    (rdfs:label 0) (skos:altLabel 1) (skos:hiddenLabel 1) (lmg:acronym 0) (lmg:abbreviation 0) (lmg:asPrinted 1)
    (lmg:summary 3) (lmg:note 4)
  }
  ?thing ?property ?text ; a ?class .
  FILTER(STRSTARTS(STR(?thing), "https://w3id.org/lamigo/id/"))
  ?class rdfs:isDefinedBy ?ontology .
  MINUS { ?thing a lmg:Support } MINUS { ?thing a lmg:Corridor } MINUS { ?thing a lmg:Rule }
  MINUS { ?above rdfs:subClassOf ?class . ?thing a ?above }
}
"""
_SPELLINGS = "SELECT ?thing ?text WHERE { ?spelling lmg:ofCountry ?thing ; lmg:spelledAs ?text }"


class Hit(NamedTuple):
    """A thing that was found: how alike (0 to 100), its kind, its label in the asked-for language, and what matched."""

    score: float
    iri: str
    kind: str
    label: str
    matched: str


class Index:
    """Everything that can be found in a store; made once, asked often."""

    def __init__(self, store: Store) -> None:
        self._labels: dict[str, dict[str, str]] = defaultdict(dict)
        self._kinds: dict[str, str] = {}
        entries: set[tuple[str, str, int]] = set()
        for thing, cls, text, rank in store.select(_TEXTS).rows:
            if thing is None or cls is None or text is None or rank is None:
                continue
            self._kinds[thing.value] = kebab(cls.value.removeprefix(DEF))
            entries.add((thing.value, text.value, int(rank.value)))
            if rank.value == "0":
                self._labels[thing.value].setdefault(getattr(text, "language", None) or "", text.value)
        for thing, text in store.select(_SPELLINGS).rows:
            if thing is not None and text is not None:
                entries.add((thing.value, text.value, 1))
        self._entries = sorted(entries)
        self._folded = [fold(text) for _, text, _ in self._entries]
        self.kinds = sorted(set(self._kinds.values()))

    def search(
        self, query: str, *, kind: str | None = None, language: str = "en", limit: int | None = None
    ) -> list[Hit]:
        """Things whose texts hold or resemble the query, best first; every thing once.

        Raises LamigoError for an unknown kind, and for a query without a letter or digit.
        """
        if kind is not None and kind not in self.kinds:
            near = difflib.get_close_matches(kind, self.kinds, n=3) or self.kinds
            raise LamigoError(f"nothing in the graph is of kind {kind!r}", mend=f"use one of {', '.join(near)}")
        wanted = fold(query)
        words = re.findall(r"\w+", wanted)
        if not words:
            raise LamigoError(f"{query!r} holds no word to search for", mend="give a name or a part of it")
        begins = [re.compile(rf"\b{re.escape(word)}") for word in words]
        best: dict[str, Hit] = {}
        resembling = process.extract(
            wanted, self._folded, scorer=fuzz.token_set_ratio, score_cutoff=LIKE_ENOUGH, limit=None
        )
        like = {index: score for _, score, index in resembling}
        for index, ((iri, text, rank), folded) in enumerate(zip(self._entries, self._folded, strict=True)):
            if kind not in (None, self._kinds.get(iri)):
                continue
            holds = words[0] in folded and all(begin.search(folded) for begin in begins)
            if not holds and (index not in like or rank > 1):
                continue
            score = (100.0 if holds else like[index] - 10) - 4 * rank - min(len(folded) - len(wanted), 100) / 20
            if iri not in best or score > best[iri].score:
                best[iri] = Hit(round(score, 2), iri, self._kinds.get(iri, ""), self.label(iri, language), text)
        return sorted(best.values(), key=lambda hit: (-hit.score, hit.label, hit.iri))[:limit]

    def label(self, iri: str, language: str) -> str:
        """A thing's label in the asked-for language, else English, French, Spanish, else any, else its IRI."""
        labels = self._labels.get(iri, {})
        for tag in (language, *LANGUAGES):
            if tag in labels:
                return labels[tag]
        return next(iter(labels.values()), iri)


def kebab(name: str) -> str:
    """``TradeUnionAgreement`` as ``trade-union-agreement``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()
