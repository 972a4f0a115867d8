"""Acts, statements of completeness and periods as triples, and acts and statements read back from them.

Terms are written as N-Triples has them. What is read back equals what was written: periods are derived from the acts
of all data sets that were added, without their files.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from pyoxigraph import Literal, NamedNode

from lamigo.names import DEF, ID, PREFIXES, RDF_TYPE, RDFS, XSD
from lamigo.treaties import action as kinds
from lamigo.treaties.action import Action, Completeness, Scope, slug
from lamigo.treaties.periods import Period

Triple = tuple[str, str, str]
RULE = f"{ID}rule/binding-periods"
CLASSES = {
    kinds.RATIFICATION: "Ratification", kinds.ACCEPTANCE: "Ratification", kinds.APPROVAL: "Ratification",
    kinds.ACCESSION: "Accession", kinds.SUCCESSION: "Succession", kinds.SIGNATURE: "Signature",
    kinds.SUCCESSION_TO_SIGNATURE: "Signature", kinds.DENUNCIATION: "Denunciation",
    kinds.DECLARATION: "InstrumentDeclaration", kinds.TERRITORIAL: "TerritorialApplication",
}  # fmt: skip
"""The class of each kind. Acceptance and approval bind as ratification does; the identifier keeps the kind."""
TERRITORY = {
    kinds.APPLIES: "appliesTo", kinds.MODIFIED: "appliesWithModificationsTo", kinds.INAPPLICABLE: "doesNotApplyTo",
    kinds.UNDECIDED: "leavesOpenFor",
}  # fmt: skip
"""The property of a scope that names a territory, by what is declared of it."""
_TYPE = f"<{RDF_TYPE}>"
_SOURCE = f"<{PREFIXES['dcterms']}source>"
_LABEL = f"<{RDFS}label>"


def of_actions(actions: Iterable[Action]) -> list[Triple]:
    """The triples of acts, with their scopes."""
    acts = list(actions)
    ratified = {(a.source, a.instrument, a.state): a for a in reversed(acts) if a.kind in kinds.CONSENT}
    return [triple for action in acts for triple in _action(action, ratified)]


def _action(act: Action, ratified: dict[tuple[str, str, str], Action]) -> list[Triple]:
    subject = _thing(act.iri_path)
    found = [
        (_TYPE, _word(CLASSES[act.kind])),
        (_word("byState"), _thing(f"country/{act.state}")),
        (_word("onInstrument"), _thing(f"instrument/{act.instrument}")),
        (_SOURCE, _thing(f"data-set/{act.source}")),
        (_word("fromFile"), _text(act.file)),
        (_word("fromRow"), _integer(act.row)),
    ]
    for name, value in (
        ("registeredOn", act.registered), ("effectiveOn", act.effective), ("asPrinted", act.printed),
        ("accordingTo", act.according_to), ("asOf", act.as_of),
    ):  # fmt: skip
        if value:
            found.append((_word(name), _text(value)))
    if act.in_force is not None:
        found.append((_word("reportedInForce"), _boolean(act.in_force)))
    if act.age is not None:
        found.append((_word("specifiesAge"), _integer(act.age)))
    if act.kind == kinds.DENUNCIATION:
        found.append((_word("isAutomatic"), _boolean(act.by is not None)))
        if act.by:
            found.append((_word("byRatifying"), _thing(f"instrument/{act.by}")))
            if revision := ratified.get((act.source, act.by, act.state)):
                found.append((_word("followsFrom"), _thing(revision.iri_path)))
    triples = [(subject, predicate, value) for predicate, value in found]
    for position, scope in enumerate(act.scopes, start=1):
        node = _thing(f"{act.iri_path}/scope/{position}")
        triples.append((subject, _word("hasScope"), node))
        triples += [(node, predicate, value) for predicate, value in _scope(scope, act)]
    return triples


def _scope(scope: Scope, act: Action) -> list[tuple[str, str]]:
    found = [
        (_TYPE, _word("Scope")),
        (_SOURCE, _thing(f"data-set/{act.source}")),
        (_word("scopeAsPrinted"), _text(scope.printed)),
    ]
    for name in ("accepts", "excludes", "limits"):
        found += [(_word(name), _thing(f"instrument/{act.instrument}/{part}")) for part in getattr(scope, name)]
    for part in scope.under:
        found.append(
            (_word("underProvision"), _thing(f"instrument/{part if '/' in part else f'{act.instrument}/{part}'}"))
        )
    if scope.since:
        found.append((_word("byRatifying"), _thing(f"instrument/{scope.since}")))
    if scope.place:
        found.append((_word("inPlace"), _thing(scope.place)))
    if scope.territory and scope.application:
        found.append((_word(TERRITORY[scope.application]), _thing(f"country/{scope.territory}")))
    return found


def of_completeness(statements: Iterable[Completeness]) -> list[Triple]:
    """The triples of what a source says of how far its lists go; a list that is not complete says so too."""
    triples = []
    for said in statements:
        subject = _thing(said.iri_path)
        found = [
            (_TYPE, _word("CompletenessStatement" if said.complete else "PartialList")),
            (_word("completeFor" if said.complete else "onInstrument"), _thing(f"instrument/{said.instrument}")),
            (_word("asOf"), _text(said.as_of)),
            (_word("hasStanding"), _thing(f"concept/source-standing/{said.standing}")),
            (_word("tellsScope"), _boolean(said.tells_scope)),
            (_SOURCE, _thing(f"data-set/{said.source}")),
        ]
        if said.leaves_out:
            found.append((_word("leavesOut"), str(Literal(said.leaves_out, language="en"))))
        if said.basis:
            found.append((_word("note"), str(Literal(said.basis, language="en"))))
        if said.according_to:
            found.append((_word("accordingTo"), _text(said.according_to)))
        triples += [(subject, predicate, value) for predicate, value in found]
    return triples


def of_periods(periods: Iterable[Period]) -> list[Triple]:
    """The triples of derived periods, and of the rule that derives them."""
    rule = "Acts of states become periods in which these are bound, by each instrument's final clause."
    triples = [
        (f"<{RULE}>", _TYPE, _word("Rule")),
        (f"<{RULE}>", _LABEL, str(Literal(rule, language="en"))),
    ]
    seen: dict[str, int] = {}
    for period in periods:
        path = "/".join(
            part for part in (
                "binding-period", period.source, slug(period.according_to), period.state, period.instrument,
                period.provision, period.territory if period.territory != period.state else "",
            ) if part
        )  # fmt: skip
        seen[path] = seen.get(path, 0) + 1
        subject = _thing(path if seen[path] == 1 else f"{path}-{seen[path]}")
        place = period.territory.startswith("place/")
        found = [
            (_TYPE, _word("BindingPeriod")),
            (_word("bindsState"), _thing(f"country/{period.state}")),
            (_word("forTerritory"), _thing(f"country/{period.state if place else period.territory}")),
            (_word("onInstrument"), _thing(f"instrument/{period.instrument}")),
            (_word("derivedBy"), f"<{RULE}>"),
            (_SOURCE, _thing(f"data-set/{period.source}")),
            *((_word("derivedFrom"), f"<{iri}>") for iri in period.premises),
        ]
        if place:
            found.append((_word("inPlace"), _thing(period.territory)))
        if period.provision:
            found.append((_word("onProvision"), _thing(f"instrument/{period.instrument}/{period.provision}")))
        if period.according_to:
            found.append((_word("accordingTo"), _text(period.according_to)))
        for name, parts in (("excludes", period.excludes), ("limits", period.limits), ("accepts", period.accepts)):
            found += [(_word(name), _thing(f"instrument/{period.instrument}/{part}")) for part, _ in parts]
        for name, day in (
            ("earliestStart", period.earliest_start), ("latestStart", period.latest_start),
            ("earliestEnd", period.earliest_end), ("latestEnd", period.latest_end),
        ):  # fmt: skip
            if day:
                found.append((_word(name), str(Literal(day.isoformat(), datatype=NamedNode(XSD + "date")))))
        triples += [(subject, predicate, value) for predicate, value in found]
    return triples


def read_back(triples: Iterable[Triple]) -> tuple[list[Action], list[Completeness]]:
    """The acts and statements in triples, sorted. ``triples`` may hold anything else besides."""
    about: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    wanted = (f"<{ID}treaty-action/", f"<{ID}completeness/")
    for subject, predicate, value in triples:
        if subject.startswith(wanted):
            about[subject[1:-1].removeprefix(ID)][predicate[1:-1].removeprefix(DEF)].append(_plain(value))
    actions, statements = [], []
    for path, facts in about.items():
        if path.startswith("completeness/"):
            statements.append(_statement(path, facts))
        elif "/scope/" not in path:
            actions.append(_read(path, facts, about))
    actions.sort(key=lambda a: (a.source, a.file, a.row, a.instrument, a.kind, a.number))
    return actions, sorted(statements, key=lambda s: (s.source, s.instrument, s.according_to))


def _read(path: str, facts: dict[str, list[str]], about: dict[str, dict[str, list[str]]]) -> Action:
    _, source, instrument, state, tail = path.split("/")
    kind, _, number = tail.rpartition("-")
    kind, repeated = (kind, int(number)) if number.isdigit() else (tail, 1)
    one = {name: values[0] for name, values in facts.items()}
    scopes = []
    for node in sorted((v.removeprefix(ID) for v in facts.get("hasScope", [])), key=lambda v: int(v.rsplit("/", 1)[1])):
        has, own = about[node], f"{ID}instrument/"
        local = {
            name: tuple(sorted(value.removeprefix(own).removeprefix(f"{instrument}/") for value in has.get(name, [])))
            for name in ("excludes", "accepts", "limits", "underProvision")
        }  # fmt: skip
        since, place = has.get("byRatifying"), has.get("inPlace")
        declared = [(has[word][0], application) for application, word in TERRITORY.items() if word in has]
        territory, application = declared[0] if declared else (None, None)
        scopes.append(
            Scope(
                has["scopeAsPrinted"][0], local["excludes"], local["accepts"], local["limits"], local["underProvision"],
                since[0].rsplit("/", 1)[1] if since else None, place[0].removeprefix(ID) if place else None,
                territory.rsplit("/", 1)[1] if territory else None, application,
            )
        )  # fmt: skip
    return Action(
        source, state, instrument, kind, one.get("registeredOn"), one.get("effectiveOn"),
        {"true": True, "false": False}.get(one.get("reportedInForce", "")),
        one["byRatifying"].rsplit("/", 1)[1] if "byRatifying" in one else None,
        int(one["specifiesAge"]) if "specifiesAge" in one else None, tuple(scopes), one.get("asPrinted", ""),
        one.get("accordingTo", ""), one.get("asOf", ""), one.get("fromFile", ""), int(one.get("fromRow", "0")),
        repeated,
    )  # fmt: skip


def _statement(path: str, facts: dict[str, list[str]]) -> Completeness:
    _, source, instrument, *_ = path.split("/")
    said = Completeness(
        source, instrument, facts["asOf"][0], "completeFor" in facts,
        standing=facts.get("hasStanding", ["/secondary"])[0].rsplit("/", 1)[1],
    )  # fmt: skip
    return replace(
        said, according_to=facts.get("accordingTo", [""])[0], basis=facts.get("note", [""])[0],
        tells_scope=facts.get("tellsScope", ["true"])[0] == "true", leaves_out=facts.get("leavesOut", [""])[0],
    )  # fmt: skip


def _plain(term: str) -> str:
    if term.startswith("<"):
        return term[1:-1]
    body = term[1 : term.rindex('"')]
    return body if "\\" not in body else str(_unescaped(body))


def _unescaped(body: str) -> str:
    return re.sub(
        r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))",
        lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else {"n": "\n", "r": "\r", "t": "\t"}.get(m[3], m[3]),
        body,
    )


def _thing(path: str) -> str:
    return f"<{ID}{path}>"


def _word(name: str) -> str:
    return f"<{DEF}{name}>"


def _text(value: str) -> str:
    return str(Literal(value))


def _integer(value: int) -> str:
    return f'"{value}"^^<{XSD}integer>'


def _boolean(value: bool) -> str:
    return f'"{str(value).lower()}"^^<{XSD}boolean>'
