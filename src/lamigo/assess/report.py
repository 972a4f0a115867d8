"""What a draft meets, what not, what it leaves unstated: by table and by instrument, for people and machines."""

from __future__ import annotations

import html
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from lamigo import __version__
from lamigo.assess.draft import VERDICTS, Answer, Draft, Verdict, applicable
from lamigo.assess.items import Item

NOTE = (
    "This measures the draft against the selection that the ILO's Practical Guide makes in its checklists, not against "
    "the instruments themselves: a provision that no item cites is not looked at. It speaks of what a text says, never "
    "of how people fare. Unstated is not no."
)
SIGNS = {"yes": "✓", "no": "✗", "unstated": "?"}


@dataclass(frozen=True)
class Assessment:
    """A draft held against the items that apply to its kind."""

    draft: Draft
    rows: list[tuple[Item, Answer]]

    def count(self, rows: list[tuple[Item, Answer]] | None = None) -> dict[Verdict, int]:
        """How many items are met, not met, unstated."""
        counted = Counter(answer.verdict for _, answer in (self.rows if rows is None else rows))
        return {verdict: counted[verdict] for verdict in VERDICTS}

    def by_table(self) -> dict[int, list[tuple[Item, Answer]]]:
        return {
            table: [row for row in self.rows if row[0].table == table]
            for table in sorted({r[0].table for r in self.rows})
        }

    def by_instrument(self) -> dict[tuple[str, str], list[tuple[Item, Answer]]]:
        """The items that cite each instrument, by its key and title."""
        found: dict[tuple[str, str], list[tuple[Item, Answer]]] = {}
        for item, answer in self.rows:
            for cited in item.cites:
                found.setdefault((cited.instrument, cited.name), []).append((item, answer))
        return dict(sorted(found.items()))

    def provisions(self, instrument: str) -> dict[Verdict, list[str]]:
        """Places of an instrument by the best verdict of the items that cite them."""
        best: dict[str, Verdict] = {}
        for item, answer in self.rows:
            for cited in item.cites:
                for place in cited.locators if cited.instrument == instrument else ():
                    if place not in best or VERDICTS.index(answer.verdict) < VERDICTS.index(best[place]):
                        best[place] = answer.verdict
        return {verdict: [place for place in best if best[place] == verdict] for verdict in VERDICTS}


def assess(draft: Draft, found: list[Item]) -> Assessment:
    """Hold a draft against the items; one that it does not mention is unstated."""
    silent = Answer("unstated", "", 0)
    return Assessment(draft, [(item, draft.answers.get(item.key, silent)) for item in applicable(found, draft.kind)])


def compare(one: Assessment, other: Assessment) -> str:
    """What differs between two drafts, in words, as Markdown."""
    before, after = ({item.key: (item, answer) for item, answer in a.rows} for a in (one, other))
    out = [f"# {one.draft.title} → {other.draft.title}\n"]
    for verdict in VERDICTS:
        out.append(f"- {verdict}: {one.count()[verdict]} → {other.count()[verdict]}\n")
    out.append("\n")
    changed = [key for key in after if key in before and before[key][1].verdict != after[key][1].verdict]
    for key in changed:
        item = after[key][0]
        out.append(f"- {item.label} (table {item.table}): {before[key][1].verdict} → {after[key][1].verdict}\n")
    out.append(f"\n{len(changed)} of {len(before.keys() & after.keys())} items differ.")
    if apart := len(before.keys() ^ after.keys()):
        out.append(f" {apart} items apply to one of the two only.")
    return "".join(out) + "\n"


def to_markdown(assessment: Assessment) -> str:
    """The report as Markdown."""
    draft = assessment.draft
    out = [f"# {draft.title}\n\nA draft {draft.kind}, held against {len(assessment.rows)} checklist items. {NOTE}\n\n"]
    out.append("| | yes | no | unstated |\n| --- | --: | --: | --: |\n")
    for table, rows in assessment.by_table().items():
        out.append(f"| Table {table}. {rows[0][0].title} | {_cells(assessment.count(rows))} |\n")
    out.append(f"| **All** | {_cells(assessment.count())} |\n")
    for table, rows in assessment.by_table().items():
        out.append(f"\n## Table {table}. {rows[0][0].title}\n\n")
        for item, answer in rows:
            where = f" — {answer.where}" if answer.where else ""
            cites = f"; cites {', '.join(map(str, item.cites))}" if item.cites else ""
            out.append(f"- {SIGNS[answer.verdict]} **{answer.verdict}** {item.label}{where} ({item.lines}{cites})\n")
    out.append("\n## By instrument\n\n| Instrument | items yes | no | unstated | places met | not met | unstated |\n")
    out.append("| --- | --: | --: | --: | --- | --- | --- |\n")
    for (key, name), rows in assessment.by_instrument().items():
        places = " | ".join(", ".join(found) for found in assessment.provisions(key).values())
        out.append(f"| {key}: {name} | {_cells(assessment.count(rows))} | {places} |\n")
    return "".join(out) + f"\nLamigo {__version__}\n"


def _cells(counted: dict[Verdict, int]) -> str:
    return " | ".join(str(counted[verdict]) for verdict in VERDICTS)


def to_html(assessment: Assessment) -> str:
    """The report as one HTML page without scripts, readable by a screen reader."""
    from markdown_it import MarkdownIt

    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(to_markdown(assessment))
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{html.escape(assessment.draft.title)}</title>\n<style>body{{font:1rem/1.5 sans-serif;max-width:60rem;"
        "margin:2rem auto;padding:0 1rem}table{border-collapse:collapse}td,th{border:1px solid #999;"
        f"padding:.2rem .5rem;text-align:left}}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )


def to_json(assessment: Assessment) -> str:
    """The report as JSON."""
    document = {
        "version": __version__,
        "title": assessment.draft.title,
        "kind": assessment.draft.kind,
        "note": NOTE,
        "all": assessment.count(),
        "tables": {str(table): assessment.count(rows) for table, rows in assessment.by_table().items()},
        "instruments": {
            key: {"title": name, "items": assessment.count(rows), "places": assessment.provisions(key)}
            for (key, name), rows in assessment.by_instrument().items()
        },
        "items": [
            {
                "item": item.key, "table": item.table, "label": item.label,
                "answer": answer.verdict, "where": answer.where,
                "cites": [str(cited) for cited in item.cites], "lines": item.lines,
            }
            for item, answer in assessment.rows
        ],
    }  # fmt: skip
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def to_terminal(assessment: Assessment) -> str:
    """A short report: counts by table, then what is not met or unstated."""
    out = [f"{assessment.draft.title} ({assessment.draft.kind})\n\n{'':52}  yes   no  unstated\n"]
    for table, rows in [*assessment.by_table().items(), (0, assessment.rows)]:
        counted = assessment.count(rows)
        name = f"table {table}: {rows[0][0].title.removeprefix('Checklist: ')}" if table else "all"
        out.append(f"{name[:52]:<52} {counted['yes']:>4} {counted['no']:>4} {counted['unstated']:>9}\n")
    for verdict in ("no", "unstated"):
        found = [item for item, answer in assessment.rows if answer.verdict == verdict]
        out.append(f"\n{verdict} ({len(found)})\n" if found else "")
        for item in found:
            cites = f"  [{', '.join(map(str, item.cites))}]" if item.cites else ""
            out.append(f"  {SIGNS[verdict]} {item.key}: {item.label}{cites}\n")
    return "".join(out) + f"\n{NOTE}\n"


FORMATS: dict[str, Callable[[Assessment], str]] = {
    "terminal": to_terminal,
    "markdown": to_markdown,
    "html": to_html,
    "json": to_json,
}
