"""What the documents give of the model agreement annexed to R086, and what an agreement may provide by box 11.

The instrument itself is in no document of ours. The guide quotes or retells a part of one article, names a few clauses,
and names topics of it when it says which of them agreements cover.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from lamigo.assess.records import Cited, Item, Place, lines_of, natural
from lamigo.names import ID, passage
from lamigo.store import Store

MODEL = "R086-MODEL"
BOX = ID + "part/ilo-policy-guide/box-11"
# A summary of several matters whose matters have summaries of their own is asked by these.
_SAID = f"""
SELECT ?item ?label ?text ?place ?locator ?kind ?topic ?part ?doubtful ?passage WHERE {{
  ?item a lmg:ProvisionSummary ; lmg:summarises ?place ; lmg:summary ?text ; lmg:evidence ?passage .
  {{ ?item lmg:summarises instrument:{MODEL} }}
  UNION {{ ?item lmg:summarises ?some . ?some lmg:ofInstrument instrument:{MODEL} }}
  FILTER NOT EXISTS {{ ?finer a lmg:ProvisionSummary ; lmg:isPartOf ?item }}
  OPTIONAL {{ ?item rdfs:label ?label }}
  OPTIONAL {{ ?item lmg:hasTopic ?topic }}
  OPTIONAL {{ ?item lmg:inPart ?part }}
  OPTIONAL {{ ?item lmg:isDoubtful ?doubtful }}
  OPTIONAL {{
    ?place lmg:ofInstrument instrument:{MODEL} ; lmg:locator ?locator ; lmg:hasProvisionKind/skos:prefLabel ?kind
    FILTER(LANG(?kind) = "en")
  }}
}}
"""
_POINTS = f"""
SELECT ?item ?label ?passage WHERE {{
  ?item lmg:isPartOf <{BOX}> ; rdfs:label ?label ; lmg:evidence ?passage ; lmg:position ?position .
}}
ORDER BY ?position
"""
_TITLES = f"""
SELECT ?name ?number ?title WHERE {{
  instrument:{MODEL} rdfs:label ?name . <{BOX}> lmg:number ?number ; rdfs:label ?title
  FILTER(LANG(?name) = "en" && LANG(?title) = "en")
}}
"""
_PROVISIONS = f"""
SELECT ?locator ?kind ?whole WHERE {{
  ?provision lmg:ofInstrument instrument:{MODEL} ; lmg:locator ?locator ; lmg:hasProvisionKind/skos:prefLabel ?kind
  FILTER(LANG(?kind) = "en")
  OPTIONAL {{ ?provision lmg:isPartOf ?whole }}
}}
"""


class Model(NamedTuple):
    """How much of the model agreement the documents give; ``matters`` are those that they name without an article."""

    name: str
    articles: tuple[str, ...]
    parts: tuple[str, ...]
    matters: int
    on_the_whole: str

    def __str__(self) -> str:
        return (
            f"Of the model agreement annexed to R086 ({self.name}) the documents give parts of {len(self.articles)} "
            f"{'article' if len(self.articles) == 1 else 'articles'} ({', '.join(self.articles)}: "
            f"{', '.join(self.parts)}) and name {self.matters} matters without an article; how many articles it has, "
            "they do not say. So this measures the guide's selection of the model agreement, not the instrument. "
            f"What they say of it on the whole asks nothing of a draft ({self.on_the_whole})."
        )


@dataclass
class _Said:
    """One summary, gathered from its rows."""

    label: str
    part: str
    doubtful: bool
    places: set[Place] = field(default_factory=set)
    instruments: set[str] = field(default_factory=set)
    topics: set[str] = field(default_factory=set)
    lines: set[str] = field(default_factory=set)

    @property
    def of_the_model_alone(self) -> bool:
        """False for what speaks of the annex or of R086, too: that describes the model agreement as a whole."""
        return self.instruments <= {MODEL}

    @property
    def matter(self) -> tuple[frozenset[Place], frozenset[str]] | None:
        """What tells whether two summaries say the same: the same places coded to the same topics."""
        return (frozenset(self.places), frozenset(self.topics)) if self.places else None


def model(store: Store) -> Model:
    """What the documents give of the model agreement."""
    name, _, _ = _titles(store)
    articles, parts = set[Place](), set[Place]()
    for locator, kind, whole in store.select(_PROVISIONS).rows:
        assert locator and kind
        (parts if whole else articles).add(Place(locator.value, kind.value))
    said = _said(store).values()
    return Model(
        name,
        tuple(str(place) for place in sorted(articles, key=natural)),
        tuple(place.locator for place in sorted(parts, key=natural)),
        sum(one.of_the_model_alone and not one.places for one in said),
        lines_of(line for one in said if not one.of_the_model_alone for line in one.lines),
    )


def agreement_items(store: Store) -> list[Item]:
    """What only an agreement is asked: the model agreement as far as the documents give it, then box 11."""
    name, number, title = _titles(store)
    headings = {"model-agreement": f"{name}, as far as the documents give it", "box-11": f"Box {number}. {title}"}
    found: dict[object, tuple[str, _Said]] = {}
    for iri, one in _said(store).items():
        if not one.of_the_model_alone:
            continue
        _, same = found.setdefault(one.matter or iri, (iri, one))
        same.lines |= one.lines
        same.doubtful = same.doubtful and one.doubtful
    items = []
    for iri, one in found.values():
        part = "box-11" if one.part == BOX else "model-agreement"
        cited = Cited(MODEL, name, tuple(sorted(one.places, key=natural)), one.doubtful)
        key = f"{part}/{iri.rsplit('/', 1)[-1].removeprefix(MODEL + '-')}"
        items.append((_first(one.lines), Item(key, part, headings[part], one.label, "agreement", (cited,),
                                              lines_of(one.lines))))  # fmt: skip
    items.sort(key=lambda item: (item[1].part != "model-agreement", item[0], item[1].key))
    points = []
    for point, label, proof in store.select(_POINTS).rows:
        assert point and label and proof
        key = f"box-11/{point.value.removeprefix(BOX + '-')}"
        points.append(Item(key, "box-11", headings["box-11"], label.value, "agreement", (), lines_of([proof.value])))
    return [*(item for _, item in items), *points]


def _first(lines: set[str]) -> tuple[int, int]:
    """Where the earliest passage begins and ends."""
    return min((found.first, found.last) for iri in lines if (found := passage(iri)))


def _titles(store: Store) -> tuple[str, str, str]:
    ((name, number, title),) = store.select(_TITLES).rows
    assert name and number and title
    return name.value, number.value, title.value


def _said(store: Store) -> dict[str, _Said]:
    """Every summary that speaks of the model agreement or of a provision of it, by its IRI."""
    found: dict[str, _Said] = {}
    for item, label, text, place, locator, kind, topic, part, doubtful, proof in store.select(_SAID).rows:
        assert item and text and place and proof
        one = found.setdefault(item.value, _Said(
            (label or text).value, part.value if part else "", doubtful is not None and doubtful.value == "true"
        ))  # fmt: skip
        one.instruments.add(place.value.removeprefix(ID + "instrument/").split("/")[0])
        if locator and kind:
            one.places.add(Place(locator.value, kind.value))
        if topic:
            one.topics.add(topic.value)
        one.lines.add(proof.value)
    return dict(sorted(found.items()))
