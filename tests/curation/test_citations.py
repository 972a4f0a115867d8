"""The citation parser, against random structured citations and every row of the guide's checklists."""

from __future__ import annotations

import contextlib
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat
from pyoxigraph import parse as parse_rdf

from lamigo.errors import LamigoError
from lamigo.names import DEF, ID, PASSAGE

from .citations import (
    CitationError,
    Locator,
    UnknownAbbreviationError,
    abbreviations_of,
    of_row,
    parse,
)

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "graph" / "ilo-policy-guide"
SEEDS = ROOT.parent / "shared" / "seeds"
KNOWN = abbreviations_of([GUIDE / "citations.ttl"])

Values = dict[str, dict[str, list[str]]]


def read(path: Path) -> Values:
    """Subject → property's local name → values, sorted."""
    found: Values = defaultdict(lambda: defaultdict(list))
    for quad in parse_rdf(path=str(path), format=RdfFormat.TURTLE):
        found[quad.subject.value][re.split(r"[/#]", quad.predicate.value)[-1]].append(quad.object.value)
    return {subject: {name: sorted(values) for name, values in row.items()} for subject, row in found.items()}


CITATIONS = {s: row for s, row in read(GUIDE / "citations.ttl").items() if row.get("type") == [f"{DEF}Citation"]}
ITEMS = {s: row for s, row in read(GUIDE / "checklists.ttl").items() if row.get("type") == [f"{DEF}ChecklistItem"]}
PROVISIONS = read(ROOT / "graph" / "authority" / "provisions-cited.ttl")


def named(iri: str) -> str:
    return iri.removeprefix(f"{ID}checklist-item/").removeprefix(f"{ID}citation/")


@pytest.fixture(scope="module")
def lines() -> list[str]:
    found = sorted(SEEDS.glob("003_*.txt"))
    if not found:
        pytest.skip("the source documents are not at ../shared/seeds beside this checkout")
    return found[0].read_bytes().decode("utf-8").split("\n")


# ── The guide's ten checklists ──────────────────────────────────────────────────────────────────────────


def test_all_rows_are_curated() -> None:
    per_table: dict[str, int] = defaultdict(int)
    for iri in ITEMS:
        per_table[named(iri).split("/")[0].removeprefix("table-")] += 1
    expected = {"2": 6, "3": 3, "5": 14, "6": 7, "7": 6, "8": 7, "10": 5, "11": 17, "12": 3, "13": 7}
    assert per_table == expected
    assert len(CITATIONS) == 114
    assert sum("hasCitation" in row for row in ITEMS.values()) == 39


@pytest.mark.parametrize("item", sorted(ITEMS), ids=named)
def test_row_parses_to_what_is_curated(item: str, lines: list[str]) -> None:
    (passage,) = ITEMS[item]["evidence"]
    line = int(passage.removeprefix(f"{PASSAGE}ilo-policy-guide/").split("-")[0][1:])
    printed = of_row(lines[line - 1], KNOWN)
    cited = parse(printed, KNOWN) if printed else []
    curated = [CITATIONS[iri] for iri in ITEMS[item].get("hasCitation", [])]
    assert sorted((c.printed, f"{ID}instrument/{c.instrument}") for c in cited) == sorted(
        (row["citedAs"][0], row["citesInstrument"][0]) for row in curated
    )
    by_instrument = {f"{ID}instrument/{c.instrument}": c for c in cited}
    for row in curated:
        mine = by_instrument[row["citesInstrument"][0]]
        keys = [f"{ID}instrument/{mine.instrument}/{locator.key}" for locator in mine.locators]
        assert sorted(keys) == row.get("citesProvision", [])
        assert row["evidence"] == [passage]
        # A curator may doubt what the form of a citation gives no reason to doubt, never the other way round.
        assert row.get("isDoubtful") == ["true"] or not mine.doubtful
        assert ("doubt" in row) == ("isDoubtful" in row)


@pytest.mark.parametrize("citation", sorted(CITATIONS), ids=named)
def test_citation_alone_parses_the_same_and_its_provisions_are_declared(citation: str) -> None:
    row = CITATIONS[citation]
    (cited,) = parse(row["citedAs"][0], KNOWN)
    assert cited.printed == row["citedAs"][0]
    assert citation.endswith(f"/{cited.instrument}")
    for locator in cited.locators:
        iri = f"{ID}instrument/{cited.instrument}/{locator.key}"
        declared = PROVISIONS[iri]
        assert iri in row["citesProvision"]
        assert declared["locator"] == [locator.text]
        assert declared["hasProvisionKind"] == [f"{ID}concept/provision-kind/{locator.kind}"]
        parents = [f"{ID}instrument/{cited.instrument}/{locator.parent.key}"] if locator.parent else []
        assert declared.get("isPartOf", []) == parents
        assert set(parents) <= set(PROVISIONS)


# ── Forms ───────────────────────────────────────────────────────────────────────────────────────────────


def keys(text: str) -> dict[str | None, str]:
    return {cited.instrument: " ".join(x.key for x in cited.locators) for cited in parse(text, KNOWN)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C143, Art. 12(c)", {"C143": "art-12-c"}),
        (
            "GR26, Para. 24(a) and (b), R200, Para. 40",
            {"CEDAW-GR26": "para-24-a para-24-b", "R200": "para-40"},
        ),
        ("C189, Art. 16–17", {"C189": "art-16 art-17"}),
        ("C097, Art. 2-4", {"C097": "art-2 art-3 art-4"}),
        ("C189, Art. 12(a)–(c), 14", {"C189": "art-12-a art-12-b art-12-c art-14"}),
        ("MLFM 8.4, 11 and 14.4", {"MLFLM": "guideline-8-4 principle-11 guideline-14-4"}),
        ("MLFW 9.3–9.5", {"MLFLM": "guideline-9-3 guideline-9-4 guideline-9-5"}),
        ("R086 Para.14", {"R086": "para-14"}),
        ("R086, Annex", {"R086": "annex"}),
        ("C097, Annex I, Art. 5, and Annex II, Art. 6", {"C097": "annex-i-art-5 annex-ii-art-6"}),
        ("GPOG Definition, para. 12", {"GPOG-DEF": "para-12"}),
        ("C102, C118, C157, R202", {"C102": "", "C118": "", "C157": "", "R202": ""}),
        ("PGFR 1.; C190, Art 6 and 11", {"GPOG": "point-1", "C190": "art-6 art-11"}),
    ],
)
def test_forms(text: str, expected: dict[str | None, str]) -> None:
    assert keys(text) == expected


def test_bare_points_are_doubtful_and_framework_numbers_are_not() -> None:
    points, framework = parse("PGFR 8; MLFM 9.5, 10", KNOWN)
    assert points.doubtful and points.doubt
    assert not framework.doubtful


def test_article_of_a_recommendation_is_a_doubtful_paragraph() -> None:
    (cited,) = parse("R206, Art.10", KNOWN)
    assert cited.locators == (Locator("paragraph", ("10",)),)
    assert cited.doubtful


@pytest.mark.parametrize("text", ["C029 and P029, Art. 1", "C029, P029, Arts 1–2", "C181, C029 and P029, Art. 1"])
def test_article_after_several_instruments_makes_the_earlier_ones_doubtful(text: str) -> None:
    *earlier, last = parse(text, KNOWN)
    assert all(cited.doubtful and not cited.locators for cited in earlier)
    assert last.locators and not last.doubtful


def test_semicolon_ends_what_may_be_shared() -> None:
    assert not any(cited.doubtful for cited in parse("C181, C029; P029, Art. 1", KNOWN))


def test_unknown_abbreviation_is_an_error_with_its_name_or_marked_on_demand() -> None:
    with pytest.raises(UnknownAbbreviationError, match="C999") as error:
        parse("C189, Art. 3; C999, Art. 1", KNOWN)
    assert error.value.abbreviation == "C999"
    marked = parse("C999, Art. 1; C189", KNOWN, unknown="mark")[0]
    assert (marked.instrument, marked.doubtful) == (None, True)
    assert marked.locators == (Locator("article", ("1",)),)


@pytest.mark.parametrize(
    "text",
    [
        "", "C189, Art.", "C189; Art. 3", "C189, Art. 3;", "C189, Art. 14b", "C189, Arts 5–3",
        "C189, Arts 3–12(a)", "C189, Art. 3 and (b)", "C189, Art. 9(i)–(v)", "C189 passim", "C1890, Art. 3",
        "Art. 3 of C189",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_an_error(text: str) -> None:
    with pytest.raises(CitationError):
        parse(text, KNOWN)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Some words (for example, pay). (C143, Art. 12(c); MLFM 8.2)\t", "C143, Art. 12(c); MLFM 8.2"),
        ("Some words (amount and so on), and more. C189, Art. 3; GR26, Para. 26(b))\t",
         "C189, Art. 3; GR26, Para. 26(b)"),
        ("\tSome question (for example, 3–5 years?)\t", None),
        ("\tSome question?\t", None),
        ("Unknown ones are not passed over. (XYZ 3)", "XYZ 3"),
    ],
)  # fmt: skip
def test_citation_of_a_row(row: str, expected: str | None) -> None:
    assert of_row(row, KNOWN) == expected


def test_unopened_bracket_without_a_citation_is_an_error() -> None:
    with pytest.raises(CitationError, match="no opening one"):
        of_row("Some words. And more)", KNOWN)


def test_form_shared_by_two_instruments_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "twice.ttl"
    file.write_text(
        f'@prefix lmg: <{DEF}> .\n<{ID}instrument/C001> lmg:abbreviation "X1" .\n'
        f'<{ID}instrument/C002> lmg:abbreviation "X1" .\n'
    )
    with pytest.raises(LamigoError, match="X1"):
        abbreviations_of([file])


# ── Any citation ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Structured:
    """A citation's one instrument: how it prints, and what reading it must give."""

    text: str
    key: str
    locators: tuple[Locator, ...]
    led_by_unit: bool


LINKS = st.sampled_from([", ", ",", " and ", ", and ", " , ", " & "])
DASH = st.sampled_from(["-", "–", "—", " – ", "‑", " - "])
LETTERS = st.sampled_from("abcdefgh")


@st.composite
def number_lists(draw: st.DrawFn, *, letters: bool, dotted: bool) -> tuple[str, list[tuple[str, ...]]]:
    text, paths = "", []
    for place in range(draw(st.integers(1, 4))):
        if place:
            text += draw(LINKS)
        number = draw(st.integers(1, 90))
        form = draw(st.sampled_from(["plain", "range", *(["letter", "two letters"] * letters), *(["dot"] * dotted)]))
        if form == "range":
            last = number + draw(st.integers(1, 9))
            text += f"{number}{draw(DASH)}{last}"
            paths += [(str(n),) for n in range(number, last + 1)]
        elif form == "letter":
            letter = draw(LETTERS)
            text += f"{number}({letter})"
            paths.append((str(number), letter))
        elif form == "two letters":
            first, second = draw(LETTERS), draw(LETTERS)
            text += f"{number}({first}) and ({second})"
            paths += [(str(number), first), (str(number), second)]
        elif form == "dot":
            sub = draw(st.integers(1, 12))
            text += f"{number}.{sub}"
            paths.append((str(number), str(sub)))
        else:
            text += str(number)
            paths.append((str(number),))
    return text, paths


@st.composite
def instruments(draw: st.DrawFn) -> Structured:
    form = draw(st.sampled_from(sorted(KNOWN)))
    key = KNOWN[form]
    if draw(st.integers(0, 4)) == 0:
        return Structured(form, key, (), False)
    gap = draw(st.sampled_from([", ", " ", ","]))
    if key in ("MLFLM", "GPOG"):
        text, paths = draw(number_lists(letters=False, dotted=key == "MLFLM"))
        kinds = {1: "principle", 2: "guideline"} if key == "MLFLM" else {1: "numbered-point"}
        return Structured(
            f"{form} {text}", key, tuple(Locator(kinds[len(path)], path) for path in paths), led_by_unit=False
        )
    if draw(st.integers(0, 9)) == 0:
        return Structured(f"{form}{gap}Annex", key, (Locator("annex"),), led_by_unit=True)
    text, paths = draw(number_lists(letters=True, dotted=False))
    if re.fullmatch(r"R\d{3}", key) or draw(st.booleans()):
        kind, unit = (
            "paragraph",
            draw(st.sampled_from(["Para. ", "Paras ", "para. ", "Para.", "Paragraphs "])),
        )
    else:
        kind, unit = (
            "article",
            draw(st.sampled_from(["Art. ", "Arts ", "Art.", "Art ", "Articles ", "arts. "])),
        )
    return Structured(f"{form}{gap}{unit}{text}", key, tuple(Locator(kind, path) for path in paths), led_by_unit=True)


SEPARATORS = st.sampled_from(["; ", ";", " ; ", "; and ", ", ", ",", " and ", ", and "])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(instruments(), SEPARATORS), min_size=1, max_size=6))
def test_rendered_structure_is_read_back(parts: list[tuple[Structured, str]]) -> None:
    text = "".join(item.text + separator for item, separator in parts)[: -len(parts[-1][1])]
    assert_nothing_lost(text)
    read_back = parse(text, KNOWN)
    assert [(c.instrument, c.locators, c.printed) for c in read_back] == [
        (item.key, item.locators, item.text) for item, _ in parts
    ]
    for place, cited in enumerate(read_back):
        after = place
        while not parts[after][0].locators and ";" not in parts[after][1] and after + 1 < len(parts):
            after += 1
        shared = after > place and parts[after][0].led_by_unit
        points = any(locator.kind == "numbered-point" for locator in cited.locators)
        assert cited.doubtful == (shared or points), text
        assert bool(cited.doubt) == cited.doubtful


FRAGMENTS = st.sampled_from(
    [
        *sorted(KNOWN),
        "C999",
        "Art. ",
        "Paras ",
        "Annex ",
        "12",
        "8.4",
        "(c)",
        "–",
        ", ",
        "; ",
        " and ",
        " ",
        ".",
        "(",
        "x",
    ]
)


def assert_nothing_lost(text: str) -> None:
    """What stands between the printed slices must be separators only."""
    at, between = 0, []
    for item in parse(text, KNOWN):
        place = text.index(item.printed, at)
        between.append(text[at:place])
        at = place + len(item.printed)
    between.append(text[at:])
    assert all(re.fullmatch(r"(?:[\s,;&]|\band\b)*", gap) for gap in between), (text, between)


@pytest.mark.parametrize(
    "text", ["PGFR 1.; C190", "C189 , Art. 3 ; and R086 Para.14 & MLFM 8.4", "C181, C029 and P029"]
)
def test_no_text_is_lost(text: str) -> None:
    assert_nothing_lost(text)


@settings(max_examples=300, deadline=None)
@given(st.lists(FRAGMENTS, min_size=1, max_size=12).map("".join))
def test_no_text_is_lost_or_else_an_error(text: str) -> None:
    with contextlib.suppress(LamigoError):
        assert_nothing_lost(text)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="CR0123456789 ,;.()–&Artandex", max_size=30))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        assert parse(text, KNOWN)
    except LamigoError as error:
        assert str(error)
