"""Agreements and tables about countries: what goes in, what is listed instead, and what follows."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from lamigo.cli import cli
from lamigo.errors import LamigoError
from lamigo.graph.build import Build
from lamigo.sources import add, added, crosswalk, shipped
from lamigo.store.local import in_memory
from lamigo.validation import validate_build

BASE: dict[str, Any] = {
    "key": "test-agreements",
    "kind": "agreements",
    "title": "Some agreements",
    "publisher": "Nobody",
    "edition": "1",
    "licence": {"name": "CC0-1.0", "redistribution": "yes"},
    "files": [{"name": "list.csv"}, {"name": "codings.csv"}],
    "agreements": "list.csv",
    "codings": "codings.csv",
    "id": "id",
    "parties": ["a", "b"],
    "codes": "iso3",
    "year": "year",
    "signed": "signed",
    "ratified": "ratified",
    "dates": "m/d/y",
    "missing": ["", "9999"],
    "title_column": "title",
    "validity_years": "years",
    "renewable": "auto",
    "questions": {"equal_pay": "equal pay", "housing": "housing"},
}
LIST = """\
id,a,b,year,signed,ratified
1,NPL,KOR,2007,7/23/2007,
2,NPL,QAT,9999,,
3,NPL,XXX,2005,,
4,NPL,NPL,2005,,
5,PHL,JPN,1999,1/20/1998,13/45/2000
6,PHL,CAN,2006,,2/1/2006
"""
MINE = "FILTER(CONTAINS(STR(?a), 'test-agreements'))"
CODINGS = (
    'id,title,years,auto,equal_pay,housing\n1,"""An agreement  on work""",5,1,1,0\n6,,,0,,maybe\n99,Of nobody,,,1,1\n'
)


@pytest.fixture
def build(built: Build, tmp_path: Path) -> Build:
    folder = tmp_path / "build"
    shutil.copytree(built.folder, folder)
    return Build(folder, built.manifest, fresh=False)


def _add(build: Build, folder: Path, changes: dict[str, Any] | None = None, codings: str = CODINGS) -> add.Outcome:
    (folder / "list.csv").write_text(LIST, "utf-8")
    (folder / "codings.csv").write_text(codings, "utf-8")
    path = folder / "mine.yaml"
    path.write_text(yaml.safe_dump(BASE | (changes or {})), "utf-8")
    found, _ = shipped.find(str(path))
    return add.add(found, path, [folder / "list.csv", folder / "codings.csv"], build=build.folder)


def _rows(build: Build, query: str) -> list[tuple[str, ...]]:
    found = in_memory(build).select(query).rows
    return sorted(tuple(term.value.rsplit("/", 1)[-1] if term else "" for term in row) for row in found)


def test_agreements_with_and_without_codings(build: Build, tmp_path: Path) -> None:
    outcome = _add(build, tmp_path)
    assert outcome.report["counts"]["agreements placed"] == 4
    assert sorted((u.row, u.reason) for u in outcome.imported.unplaced) == [
        (3, "the coding is neither yes nor no"),
        (4, "no agreement has this id"),
        (4, "no country or area has this name or code"),
        (5, "both parties are the same"),
        (6, "the date cannot be read: the agreement went in without it"),
    ]
    labels = f"SELECT ?a ?l WHERE {{ ?a a lmg:LabourAgreement ; rdfs:label ?l {MINE} }}"
    assert _rows(build, labels) == [
        ("test-agreements-1", "An agreement on work"),
        ("test-agreements-2", "Bilateral labour agreement of Nepal and Qatar"),
        ("test-agreements-5", "Bilateral labour agreement of Philippines and Japan (1999)"),
        ("test-agreements-6", "Bilateral labour agreement of Philippines and Canada (2006)"),
    ]


def test_dates_that_disagree_stay_and_are_marked(build: Build, tmp_path: Path) -> None:
    _add(build, tmp_path)
    events = """SELECT ?event ?status ?date ?doubt WHERE {
      ?a lmg:hasStatusEvent ?event FILTER(CONTAINS(STR(?a), "test-agreements"))
      ?event lmg:hasStatus ?status . OPTIONAL { ?event lmg:date ?date } OPTIONAL { ?event lmg:doubt ?doubt } }"""
    assert _rows(build, events) == [
        ("ratified", "ratified", "", ""),
        ("ratified", "ratified", "2006-02-01", ""),
        ("signed", "signed", "1998-01-20", "The year column says 1999."),
        ("signed", "signed", "2006", ""),
        ("signed", "signed", "2007-07-23", ""),
    ]


def test_silence_is_not_the_same_as_unknown(build: Build, tmp_path: Path) -> None:
    _add(build, tmp_path)
    silent = f"SELECT ?a ?q WHERE {{ ?a lmg:isSilentOn ?q {MINE} }}"
    provides = f"SELECT ?a ?q WHERE {{ ?p lmg:ofAgreement ?a ; lmg:codedAs ?q {MINE} }}"
    assert _rows(build, silent) == [("test-agreements-1", "housing")]
    assert _rows(build, provides) == [("test-agreements-1", "equal-pay")]


def test_parties_without_roles_tie_both_orders_and_stated_roles_one(build: Build, tmp_path: Path) -> None:
    ties = """SELECT ?corridor ?stated WHERE { ?t lmg:tiesCorridor ?corridor ; lmg:directionStated ?stated ;
      lmg:byRecord ?r FILTER(STRENDS(STR(?r), "test-agreements-1")) }"""
    _add(build, tmp_path)
    assert _rows(build, ties) == [("KOR-NPL", "false"), ("NPL-KOR", "false")]
    _add(build, tmp_path, {"roles": ["origin", "destination"]})
    assert _rows(build, ties) == [("NPL-KOR", "true")]
    added.remove("test-agreements", build.folder)
    assert _rows(build, ties) == []
    assert list((build.folder / added.FOLDER).iterdir()) == []


def test_added_agreements_are_sound_by_shapes_and_hygiene(build: Build, tmp_path: Path) -> None:
    _add(build, tmp_path)
    assert [f.sentence() for f in validate_build(build).findings] == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"codings": "nosuch.csv"}, r"mine\.yaml:\d+: codings: 'nosuch\.csv' is none of its files"),
        ({"agreements": "nosuch.csv"}, r"mine\.yaml:\d+: agreements: 'nosuch\.csv' is none of its files"),
        ({"agreements": ""}, "which of the files lists the agreements is not said"),
        ({"files": [{"name": "list.csv"}, {"name": "codings.csv"}, {"name": "mine.yaml"}]}, "mine.yaml is neither"),
        ({"codings": "", "files": [{"name": "list.csv"}]}, "title_column: the file of the codings is not named"),
        ({"roles": ["origin", "origin"]}, r"mine\.yaml:\d+: roles: both parties have the same"),
        ({"id": "nr"}, r"codings\.csv:1: there is no column 'nr'; there are: id, title"),
        ({"year": "jahr"}, r"list\.csv:1: there is no column 'jahr'"),
        ({"parties": ["a", "c"]}, r"list\.csv:1: there is no column 'c'"),
        ({"signed": "@Z"}, r"list\.csv:1: there is no column '@Z'"),
        ({"title_column": "titel"}, r"codings\.csv:1: there is no column 'titel'"),
        ({"validity_years": "jahre"}, r"codings\.csv:1: there is no column 'jahre'"),
        ({"questions": {"nosuch": "x"}}, "the codings have no column 'nosuch'"),
    ],
)
def test_a_description_that_does_not_fit_is_refused(
    changes: dict[str, Any], message: str, build: Build, tmp_path: Path
) -> None:
    with pytest.raises(LamigoError, match=message):
        _add(build, tmp_path, changes)
    assert added.listed(build.folder) == []


def test_columns_by_letter_are_those_by_name(build: Build, tmp_path: Path) -> None:
    named = [_add(build, tmp_path).imported.triples]
    lettered = _add(build, tmp_path, {"parties": ["@B", "@C"], "year": "@D", "signed": "@E", "ratified": "@F"})
    assert named == [lettered.imported.triples]


def test_a_second_coding_of_one_agreement_is_listed(build: Build, tmp_path: Path) -> None:
    twice = CODINGS + "1,Another title,7,0,0,1\n"
    outcome = _add(build, tmp_path, codings=twice)
    (again,) = [u for u in outcome.imported.unplaced if (u.file, u.row) == ("codings.csv", 5)]
    assert again.reason == "the id stands twice, first in row 2"
    titles = f"SELECT ?l WHERE {{ ?a rdfs:label ?l {MINE} FILTER(STRENDS(STR(?a), '-1')) }}"
    assert _rows(build, titles) == [("An agreement on work",)]


def test_the_agreements_of_chilton_and_woda(shared: Path, build: Build) -> None:
    found, path = shipped.find("chilton-woda-bla-2022")
    outcome = add.add(found, path, [shared / "data" / "chilton-woda-bla-2022"], build=build.folder)
    counts = outcome.report["counts"]
    assert counts["agreements placed"] == 1222
    assert counts["agreements coded on what they provide"] == 570
    # Every answer of every question is a provision, a silence, or empty in the file (recruit_auth etc.: none is).
    assert counts["provisions"] + counts["silences"] == 570 * len(found.questions)  # type: ignore[attr-defined]
    assert len(outcome.imported.unplaced) == 3
    both = "SELECT (COUNT(DISTINCT ?t) AS ?n) WHERE { ?t a lmg:Tie ; dcterms:source ?d . ?d a lmg:DataSet }"
    assert _rows(build, both) == [("2444",)]
    assert [f.sentence() for f in validate_build(build).findings] == []


def test_the_crosswalk_leads_to_what_there_is(build: Build) -> None:
    path = shipped.paths()["chilton-woda-bla-2022"].parent / "crosswalk.sssom.tsv"
    links = crosswalk.read(path, "chilton-woda-bla-2022")
    assert len(links) >= 50
    store = in_memory(build)
    for link in links:
        assert store.select(f"SELECT ?c WHERE {{ <{link.matter}> a ?c }}").rows, link.matter
    close = [link for link in links if link.relation in ("exactMatch", "closeMatch")]
    assert close and [link for link in close if link.confidence < Decimal("0.6")] == [], "what is in doubt is not close"
    housing = {link.relation for link in links if link.matter.endswith("/topic/housing")}
    assert housing == {"broadMatch"}, "each question is about one matter of housing"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("skos:closeMatch", "skos:sameMatch", r":2: 'skos:sameMatch' is no mapping relation"),
        ("0.5", "much", r":2: the confidence is 'much'"),
        ("0.5", "1.5", r":2: the confidence is '1.5'"),
        ("0.5", "NaN", r":2: the confidence is 'NaN'"),
        ("lamigo:concept/x/y", "concept/x/y", r":2: subject_id is 'concept/x/y'"),
        ("confidence", "sureness", r":1: the crosswalk lacks the columns confidence"),
    ],
)
def test_a_bad_crosswalk_names_its_row(old: str, new: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "c.tsv"
    head = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\tcomment\n"
    row = "lamigo:concept/x/y\tskos:closeMatch\tlamigo:concept/topic/contract\tsemapv:M\t0.5\tboth\n"
    path.write_text((head + row).replace(old, new), "utf-8")
    with pytest.raises(LamigoError, match=message):
        crosswalk.read(path, "x")


COUNTRIES = """\
key: my-countries
kind: countries
title: Mine
publisher: Me
edition: "1"
licence: {name: CC0-1.0, redistribution: "no"}
files: [{name: t.csv}]
country: land
codes: iso2
"""


def test_numbers_and_memberships_of_countries(build: Build, tmp_path: Path) -> None:
    path, table = tmp_path / "c.yaml", tmp_path / "t.csv"
    path.write_text(
        COUNTRIES + "attributes: [{column: pop, slice: '2020', period: '2020', unit: person, concept: population,"
        " basis: estimated}]\nbody: org\nbodies: {ASEAN: asean}\nstatus: st\nmember_statuses: ['']\nstarts: since\n",
        "utf-8",
    )
    rows = ["land,pop,org,st,since", "TH,70,ASEAN,,1967-08-08", "NA,2,SADC,,", "ZZ,1,ASEAN,,", "LA,7.5,ASEAN,,soon",
            "AU,26,ASEAN,partner,", "TH,70,ASEAN,,1967-08-08"]  # fmt: skip
    table.write_text("\n".join(rows) + "\n", "utf-8")
    found, _ = shipped.find(str(path))
    outcome = add.add(found, path, [table], build=build.folder)
    assert outcome.report["counts"]["memberships"] == 2
    assert sorted((u.row, u.reason) for u in outcome.imported.unplaced) == [
        (4, "no country or area has this name or code"),
        (5, "the date cannot be read: the membership went in without it"),
        (7, "the membership stands twice"),
    ]
    asked = """SELECT ?c ?since WHERE { ?m dcterms:source <https://w3id.org/lamigo/id/data-set/my-countries> ;
      lmg:hasMember ?c OPTIONAL { ?m lmg:startsOn ?since } }"""
    assert _rows(build, asked) == [("LAO", ""), ("THA", "1967-08-08")]
    numbers = "SELECT ?c ?n WHERE { ?c <https://w3id.org/lamigo/id/measure/my-countries/2020> ?n }"
    assert _rows(build, numbers) == [("LAO", "7.5"), ("THA", "70")]
    assert [f.sentence() for f in validate_build(build).findings] == []


NUMBERS = (
    COUNTRIES + "attributes:\n"
    "  - {column: pop, slice: '2020', period: '2020', unit: person, concept: population, basis: estimated}\n"
)


def _countries(build: Build, folder: Path, description: str, table: str) -> add.Outcome:
    path = folder / "c.yaml"
    path.write_text(description, "utf-8")
    (folder / "t.csv").write_text(table, "utf-8")
    found, _ = shipped.find(str(path))
    return add.add(found, path, [folder / "t.csv"], build=build.folder)


def test_numbers_of_countries_that_cannot_be(build: Build, tmp_path: Path) -> None:
    rows = ["TH,NaN", "NP,Infinity", "QA,-5", "KR,9007199254740993", "JP,1_000", "LA,7", "LA,8", "VN,3", "VN,3.0"]
    outcome = _countries(build, tmp_path, NUMBERS, "land,pop\n" + "\n".join(rows) + "\n")
    assert sorted((u.row, u.reason) for u in outcome.imported.unplaced) == [
        (2, "the value is no number"),
        (3, "the value is no number"),
        (4, "the value is below zero"),
        (6, "the value is no number"),
        (7, "the country has another number in another row"),
        (8, "the country has another number in another row"),
    ]
    counts = outcome.report["counts"]
    assert (counts["cells placed"], counts["cells that repeat a number"]) == (2, 1)
    numbers = "SELECT ?c ?n WHERE { ?c <https://w3id.org/lamigo/id/measure/my-countries/2020> ?n }"
    assert _rows(build, numbers) == [("KOR", "9007199254740993"), ("VNM", "3")]


def test_two_attributes_with_one_slice_are_refused(build: Build, tmp_path: Path) -> None:
    again = NUMBERS + NUMBERS.splitlines()[-1].replace("column: pop", "column: area") + "\n"
    with pytest.raises(LamigoError, match=r"c\.yaml:12: attributes: two slices are called '2020'"):
        _countries(build, tmp_path, again, "land,pop,area\nTH,1,2\n")


def test_a_body_that_nobody_describes_is_refused(build: Build, tmp_path: Path) -> None:
    description = COUNTRIES + "body: org\nbodies:\n  ASEAN: aseen\n"
    with pytest.raises(LamigoError, match=r"c\.yaml:\d+: bodies: no actor has the key 'aseen'") as caught:
        _countries(build, tmp_path, description, "land,org\nTH,ASEAN\n")
    assert "lamigo search" in str(caught.value)


def test_a_membership_since_a_day_that_never_was(build: Build, tmp_path: Path) -> None:
    description = COUNTRIES + "body: org\nbodies: {ASEAN: asean}\nstarts: since\n"
    outcome = _countries(build, tmp_path, description, "land,org,since\nTH,ASEAN,1967-02-31\nLA,ASEAN,1997-07-23\n")
    assert [(u.row, u.reason) for u in outcome.imported.unplaced] == [
        (2, "the date cannot be read: the membership went in without it")
    ]


def test_a_membership_that_ends_before_it_begins_is_without_dates(build: Build, tmp_path: Path) -> None:
    description = COUNTRIES + "body: org\nbodies: {ASEAN: asean}\nstarts: since\nends: until\n"
    table = "land,org,since,until\nTH,ASEAN,1997-07-23,1967\nLA,ASEAN,1997-07-23,1997\n"
    outcome = _countries(build, tmp_path, description, table)
    ((row, reason),) = [(u.row, u.reason) for u in outcome.imported.unplaced]
    assert row == 2 and "the end is before the beginning, 1997-07-23" in reason
    asked = """SELECT ?c ?since ?until WHERE { ?m dcterms:source <https://w3id.org/lamigo/id/data-set/my-countries> ;
      lmg:hasMember ?c OPTIONAL { ?m lmg:startsOn ?since } OPTIONAL { ?m lmg:endsOn ?until } }"""
    assert _rows(build, asked) == [("LAO", "1997-07-23", "1997"), ("THA", "", "")]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("slice: '2020'", "slice: 'a b/<c>'", r"c\.yaml:\d+: attributes.0.slice: 'a b/<c>' does not fit"),
        ("period: '2020'", "period: 20x0", r"c\.yaml:11: period: '20x0' is no date of the calendar"),
        (NUMBERS.removeprefix(COUNTRIES), "", "asks for no column of numbers and for no body"),
        (NUMBERS.removeprefix(COUNTRIES), "body: org\n", "asks for no column of numbers and for no body"),
    ],
)
def test_a_description_of_countries_that_cannot_be(
    old: str, new: str, message: str, build: Build, tmp_path: Path
) -> None:
    with pytest.raises(LamigoError, match=message):
        _countries(build, tmp_path, NUMBERS.replace(old, new), "land,pop,org\nTH,1,ASEAN\n")
    assert added.listed(build.folder) == []


def test_questions_have_any_name_that_columns_have(build: Build, tmp_path: Path) -> None:
    codings = CODINGS.replace("equal_pay,housing", "Equal pay?,Housing <m2>")
    _add(build, tmp_path, {"questions": {"Equal pay?": "equal pay", "Housing <m2>": "housing"}}, codings)
    asked = f"SELECT ?q WHERE {{ ?p lmg:ofAgreement ?a ; lmg:codedAs ?q {MINE} }}"
    assert _rows(build, asked) == [("equal-pay",)]
    assert [f.sentence() for f in validate_build(build).findings] == []
    with pytest.raises(LamigoError, match="questions: two columns would be called housing"):
        _add(build, tmp_path, {"questions": {"Housing": "x", "housing!": "y"}}, codings)


def test_the_lists_of_members(shared: Path, build: Build) -> None:
    found, path = shipped.find("group-memberships")
    outcome = add.add(found, path, [shared / "data" / "group-memberships"], build=build.folder)
    counts = outcome.report["counts"]
    placed = counts["memberships"] + len(outcome.imported.unplaced)
    passed_over = counts["rows of another status than member"] + counts["rows of bodies that are not asked for"]
    assert placed + passed_over == counts["rows read"] == 10_907
    # Stale on purpose: it is a check, and the authority's own claim stands beside it.
    assert _rows(build, """SELECT ?m WHERE { ?m dcterms:source <https://w3id.org/lamigo/id/data-set/group-memberships> ;
      lmg:ofBody <https://w3id.org/lamigo/id/actor/european-union> ; lmg:hasMember country:GBR }""")  # fmt: skip


def test_two_rows_with_one_id_and_unreadable_years(build: Build, tmp_path: Path) -> None:
    (tmp_path / "only.csv").write_text(
        "id,a,b,year\nA-1,NPL,KOR,2007\nA 1,PHL,KOR,2009\nB,PHL,JPN,two thousand\n", "utf-8"
    )
    path = tmp_path / "mine.yaml"
    fields = {k: v for k, v in BASE.items() if k in ("key", "kind", "title", "publisher", "edition", "licence", "id",
                                                     "parties", "codes", "year", "missing")}  # fmt: skip
    path.write_text(yaml.safe_dump(fields | {"files": [{"name": "only.csv"}]}), "utf-8")
    found, _ = shipped.find(str(path))
    outcome = add.add(found, path, [tmp_path / "only.csv"], build=build.folder)
    assert sorted((u.row, u.reason) for u in outcome.imported.unplaced) == [
        (3, "the id stands twice, first in row 2"),
        (4, "the year cannot be read: the agreement went in without it"),
    ]
    assert outcome.report["counts"]["agreements placed"] == 2


def test_what_an_interruption_left_underived_is_derived_when_the_graph_is_opened(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lamigo import api
    from lamigo.sources import derived

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(derived, "derive", interrupted)
        with pytest.raises(KeyboardInterrupt):
            _add(build, tmp_path)
    assert added.stale(build.folder)
    info = CliRunner().invoke(cli, ["info", "--json"], env={"LAMIGO_BUILD": str(build.folder)})
    assert info.exit_code == 0
    assert not added.stale(build.folder)
    (build.folder / added.FOLDER / added.MADE).unlink()
    graph = api.load(out=build.folder)
    asked = "SELECT ?t WHERE { ?t a lmg:Tie ; lmg:byRecord ?r FILTER(STRENDS(STR(?r), 'test-agreements-1')) }"
    assert len(graph.sparql(asked).rows) == 2
    assert not added.stale(build.folder)
