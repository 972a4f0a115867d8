"""Write docs/reference/ (terms with diagrams, questions, commands) and the counted parts of the README.

Run by ``make docs``; a test compares what is written with what is committed.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

import click
import pyoxigraph as ox

from lamigo import rooms
from lamigo.cli import COMMANDS, cli
from lamigo.graph.build import Build, build
from lamigo.graph.read import decoded
from lamigo.names import DEF, PREFIXES, short
from lamigo.query import gallery, gaps
from lamigo.store.local import in_memory
from lamigo.validation import hygiene

_TERMS = """
SELECT ?term ?kind ?label ?definition ?example WHERE {
  VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty }
  ?term a ?kind ; rdfs:label ?label ; skos:definition ?definition .
  FILTER(LANG(?label) = "en") FILTER(STRSTARTS(STR(?term), STR(lmg:)))
  OPTIONAL { ?term skos:example ?example }
}
"""
_PARENTS = "SELECT ?below ?above WHERE { ?below rdfs:subClassOf ?above . FILTER(isIRI(?above)) }"
_LINKS = """
SELECT ?property ?from ?to WHERE {
  ?property a owl:ObjectProperty ; rdfs:range ?to .
  { ?property rdfs:domain ?from } UNION { ?property <https://schema.org/domainIncludes> ?from }
}
"""


SHOWN = {
    "Practice": "practices",
    "Convention": "conventions",
    "Recommendation": "recommendations",
    "Provision": "provisions (articles, paragraphs, principles …)",
    "ProvisionSummary": "summaries of what a provision says, coded to topics",
    "ChecklistItem": "checklist items",
    "Citation": "citations of instruments by checklist items",
    "Project": "projects",
    "Outcome": "country programme outcomes",
    "Result": "results that they report",
    "Statistic": "statistics",
    "Meeting": "meetings",
    "Training": "trainings",
    "Mechanism": "committees, working groups and other mechanisms",
    "Proposal": "proposals: what was only drafted, planned or advised on",
    "GlossaryTerm": "glossary terms and abbreviations",
    "Actor": "actors",
    "CountryOrArea": "countries and areas of today",
    "FormerCountryOrArea": "former countries",
    "Erratum": "errata in the source documents",
}


class Term(NamedTuple):
    name: str
    kind: str
    label: str
    definition: str
    example: str


def pages(root: Path) -> dict[Path, str]:
    """Every page that is written, with its text; the README with its counted parts filled in."""
    folder = root / "docs" / "reference"
    return {
        folder / "terms.md": terms(),
        folder / "questions.md": questions(),
        folder / "commands.md": commands(),
        root / "README.md": counted((root / "README.md").read_text("utf-8"), build()),
    }


def counted(text: str, built: Build) -> str:
    """A text with what stands between ``<!-- counts -->`` and ``<!-- gaps -->`` marks counted again."""
    counts = built.manifest["counts"]
    things: Counter[str] = Counter()
    for graph, classes in counts["things by graph and class"].items():
        if graph != "ontology":
            things.update(classes)
    # The documents' gaps: not those of data that a maintainer happens to have added.
    known = gaps.count(in_memory(built, instead={}))
    rows = "".join(f"| {things[name]:,} | {words} |\n" for name, words in SHOWN.items())
    parts = {
        "counts": f"| | |\n| --: | --- |\n{rows}| {counts['passages cited']:,} | passages cited |\n",
        "gaps": "".join(f"- {gap['count']:,} {gap['gap']}\n" for gap in known),
    }
    for name, part in parts.items():
        opening, closing = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        before, _, rest = text.partition(opening)
        text = before + opening + part + closing + rest.partition(closing)[2]
    return text


def terms() -> str:
    """Every class and property, by file of the ontology, with a diagram of each file."""
    out = [
        "# Terms\n\nWritten by `make docs` from `ontology/`. Namespace "
        f"`{DEF}`, prefix `lmg:`; definitions in the ontology also carry labels in French and Spanish.\n"
    ]
    for path in sorted(rooms.room("ontology").glob("*.ttl")):
        text = decoded(path)
        store = ox.Store()
        store.load(text, format=ox.RdfFormat.TURTLE)
        found = sorted({Term(short(row[0]), short(row[1]), *row[2:]) for row in _rows(store, _TERMS)})
        if not found:
            continue
        heading = text.partition("\n")[0].lstrip("# ").rstrip(".")
        out.append(f"\n## {heading}\n\n`ontology/{path.name}`\n\n{_diagram(store, found)}")
        for kind, title in (
            ("owl:Class", "Class"),
            ("owl:ObjectProperty", "Property (to a thing)"),
            ("owl:DatatypeProperty", "Property (to a value)"),
            ("owl:AnnotationProperty", "Annotation"),
        ):
            rows = [
                f"| `{t.name}` | {t.definition}{f' *Example: {t.example}*' if t.example else ''} |\n"
                for t in found
                if t.kind == kind
            ]
            if rows:
                out.append(f"\n| {title} | Meaning |\n| --- | --- |\n" + "".join(rows))
    out.append(
        "\n## Schemes\n\nControlled values, a file each in `ontology/schemes/`.\n\n"
        "| Scheme | Concepts |\n| --- | --- |\n"
    )
    for path in sorted((rooms.room("ontology") / "schemes").glob("*.ttl")):
        store = ox.Store()
        store.load(decoded(path), format=ox.RdfFormat.TURTLE)
        keys = sorted(row[0] for row in _rows(store, "SELECT ?key WHERE { ?c a skos:Concept ; skos:notation ?key }"))
        out.append(f"| `{path.stem}` | {', '.join(keys)} |\n")
    return "".join(out)


def _diagram(store: ox.Store, found: list[Term]) -> str:
    """A Mermaid class diagram of a file's classes: what is below what, and which property leads where."""
    own = {term.name for term in found if term.kind == "owl:Class"}
    parents = sorted({(short(b), short(a)) for b, a in _rows(store, _PARENTS)})
    links = sorted({tuple(map(short, row)) for row in _rows(store, _LINKS)})
    lines = [f"  {_id(above)} <|-- {_id(below)}" for below, above in parents if below in own and above != "lmg:Record"]
    lines += [f"  {_id(f)} --> {_id(t)} : {p.removeprefix('lmg:')}" for p, f, t in links if f in own or t in own]
    return "```mermaid\nclassDiagram\n" + "\n".join(lines) + "\n```\n" if lines else ""


def _id(name: str) -> str:
    return name.removeprefix("lmg:").replace(":", "_")


def questions() -> str:
    """The gallery and the hygiene queries."""
    out = ["# Questions\n\nWritten by `make docs` from `queries/`.\n\n## The gallery\n"]
    for question in gallery.questions():
        parameters = "".join(
            f"\n- `--param {p.name}=…`: {p.meaning} (default `{p.default}`)" for p in question.parameters
        )
        out.append(
            f"\n### {question.question}\n\n`lamigo query {question.name}` · for the {question.user} · "
            f"{question.answer}\n{parameters}{chr(10) if parameters else ''}"
        )
    out.append(
        "\n## Hygiene\n\nEach of these returns a sentence a fault; no row means healthy.\n\n"
        "| Query | What healthy means |\n| --- | --- |\n"
    )
    for check in hygiene.read_checks(rooms.room("queries") / "hygiene"):
        out.append(f"| `{check.name}` | {check.healthy} |\n")
    return "".join(out)


def commands() -> str:
    """The help of every command."""
    out = ["# Commands\n\nWritten by `make docs` from the command line's own help.\n"]
    # Click keeps a command's help option once made: without the names here, pages would hang on what ran before.
    context = click.Context(cli, info_name="lamigo", terminal_width=100, **cli.context_settings)
    out.append(f"\n## lamigo\n\n```\n{cli.get_help(context)}\n```\n")
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        out.append(_help(command, context, name))
        if isinstance(command, click.Group):
            inner = click.Context(command, info_name=name, parent=context, max_content_width=100, terminal_width=100)
            out += [_help(sub, inner, f"{name} {sub_name}") for sub_name, sub in sorted(command.commands.items())]
    return "".join(out)


def _help(command: click.Command, parent: click.Context, name: str) -> str:
    context = click.Context(
        command, info_name=name.split()[-1], parent=parent, max_content_width=100, terminal_width=100
    )
    return f"\n## lamigo {name}\n\n```\n{command.get_help(context)}\n```\n"


def _rows(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    found = store.query(query, prefixes=PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    width = range(len(found.variables))
    return [
        tuple(term.value if (term := row[i]) is not None and not isinstance(term, ox.Triple) else "" for i in width)
        for row in found
    ]


def main() -> None:
    """Write what has changed."""
    for path, text in pages(rooms.root()).items():
        if not path.is_file() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            print(rooms.shown(path))


if __name__ == "__main__":
    main()
