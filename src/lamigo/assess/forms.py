"""A report as terminal text, Markdown, HTML and JSON: the same rows, counts and citations in each."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Mapping

from lamigo import __version__
from lamigo.assess.comparison import Comparison
from lamigo.assess.draft import VERDICTS, Answer, Verdict
from lamigo.assess.page import page, plain
from lamigo.assess.records import Item
from lamigo.assess.report import RULE, Assessment, Extent, Row, count, count_places, together

SIGNS = {"yes": "✓", "partly": "◐", "no": "✗", "unstated": "?"}


def to_markdown(found: Assessment | Comparison) -> str:
    """The report, or the comparison, as Markdown."""
    return _compared(found, plain) if isinstance(found, Comparison) else _assessed(found)


def to_html(found: Assessment | Comparison) -> str:
    """The same as one HTML page."""
    return page(found.title, to_markdown(found))


def to_json(found: Assessment | Comparison) -> str:
    """The same as JSON."""
    document = _comparison_document(found) if isinstance(found, Comparison) else _document(found)
    return json.dumps({"version": __version__, **document}, indent=1, ensure_ascii=False) + "\n"


def to_terminal(found: Assessment | Comparison) -> str:
    """The same for a terminal: counts by table, what is not met or unstated, provisions by instrument."""
    return _compared(found, str).replace("**", "") if isinstance(found, Comparison) else _shown(found)


FORMATS: dict[str, Callable[[Assessment | Comparison], str]] = {
    "terminal": to_terminal,
    "markdown": to_markdown,
    "html": to_html,
    "json": to_json,
}


def _cells(counted: Mapping[Verdict, int] | Mapping[Extent, int]) -> str:
    return " | ".join(map(str, counted.values()))


def _through(rows: tuple[Row, ...]) -> str:
    return ", ".join(f"{item.key} {answer.verdict}" for item, answer in rows)


def _assessed(found: Assessment) -> str:
    out = [f"# {plain(found.title)}\n\nA draft {found.draft.kind}, held against {len(found.rows)} items.\n\n"]
    out += [f"{plain(note)}\n\n" for note in found.notes]
    out.append("| | yes | no | unstated |\n| --- | --: | --: | --: |\n")
    for rows in found.by_part().values():
        out.append(f"| {plain(rows[0][0].title)} | {_cells(count(rows))} |\n")
    out.append(f"| All | {_cells(count(found.rows))} |\n")
    for rows in found.by_part().values():
        out.append(f"\n## {plain(rows[0][0].title)}\n\n")
        for item, answer in rows:
            where = f" — {plain(answer.where)}" if answer.where else ""
            cites = f"; cites {', '.join(map(str, item.cites))}" if item.cites else ""
            out.append(f"- {SIGNS[answer.verdict]} **{answer.verdict}** {item.label}{where} ({item.lines}{cites})\n")
    out.append(
        f"\n## By instrument\n\n{RULE}\n\n| Instrument | places met | partly | not met | unstated | items citing it |\n"
    )
    out.append("| --- | --: | --: | --: | --: | --: |\n")
    for (key, name), rows in found.by_instrument().items():
        out.append(f"| {key}: {plain(name)} | {_cells(count_places(found.provisions(key)))} | {len(rows)} |\n")
    for key, name in found.by_instrument():
        out.append(f"\n### {key}: {plain(name)}\n\n")
        for name, held in together(found.provisions(key)):
            out.append(f"- {SIGNS[held.verdict]} **{held.verdict}** {name} — {_through(held.through)}\n")
    return "".join(out) + f"\nLamigo {__version__}\n"


def _document(found: Assessment) -> dict[str, object]:
    return {
        "title": found.title,
        "kind": found.draft.kind,
        "notes": found.notes,
        "model_agreement": {**found.model._asdict(), "how_many_articles_it_has": None},
        "all": count(found.rows),
        "parts": {part: {"title": rows[0][0].title, **count(rows)} for part, rows in found.by_part().items()},
        "rule": RULE,
        "instruments": {
            key: {
                "title": name,
                "items": count(rows),
                "places": count_places(found.provisions(key)),
                "provisions": [
                    {
                        "place": str(held.place) if held.place else None, "verdict": held.verdict,
                        "doubtful": held.doubtful,
                        "items": {item.key: answer.verdict for item, answer in held.through},
                    }
                    for held in found.provisions(key)
                ],
            }
            for (key, name), rows in found.by_instrument().items()
        },
        "items": [
            {**_named(item), "answer": answer.verdict, "where": answer.where} for item, answer in found.rows
        ],
    }  # fmt: skip


def _named(item: Item) -> dict[str, object]:
    return {"item": item.key, "part": item.part, "label": item.label, "cites": [str(cited) for cited in item.cites],
            "lines": item.lines}  # fmt: skip


def _shown(found: Assessment) -> str:
    out = [f"{found.title} ({found.draft.kind})\n\n{'':52}  yes   no  unstated\n"]
    for name, rows in [*((rows[0][0].title, rows) for rows in found.by_part().values()), ("All", found.rows)]:
        short = textwrap.shorten(name.replace(" Checklist:", ""), 52, placeholder=" …")
        out.append(_line(short, count(rows)))
    for verdict in VERDICTS:
        chosen = [(item, answer) for item, answer in found.rows if answer.verdict == verdict]
        out.append(f"\n{verdict} ({len(chosen)})\n" if chosen else "")
        for item, answer in chosen:
            cites = f"  [{', '.join(map(str, item.cites))}]" if item.cites else ""
            where = f" — {answer.where}" if answer.where else ""
            out.append(f"  {SIGNS[verdict]} {item.key}: {item.label}{where}{cites}  ({item.lines})\n")
    out.append(f"\n{'places of instruments':52}  yes partly   no  unstated\n")
    for key, title in found.by_instrument():
        counted = count_places(found.provisions(key))
        out.append(
            f"{textwrap.shorten(f'{key} {title}', 52, placeholder=' …'):<52} {counted['yes']:>4} "
            f"{counted['partly']:>6} {counted['no']:>4} {counted['unstated']:>9}\n"
        )
        for name, held in together(found.provisions(key)):
            out.append(f"  {SIGNS[held.verdict]} {held.verdict} {name}: {_through(held.through)}\n")
    return "".join(out) + "".join(f"\n{note}\n" for note in [RULE, *found.notes])


def _line(name: str, counted: dict[Verdict, int]) -> str:
    return f"{name:<52} {counted['yes']:>4} {counted['no']:>4} {counted['unstated']:>9}\n"


def _compared(found: Comparison, text: Callable[[str], str]) -> str:
    one, other = found.one, found.other
    out = [f"# {text(found.title)}\n\n"]
    for verdict in VERDICTS:
        out.append(f"- {verdict}: {count(one.rows)[verdict]} → {count(other.rows)[verdict]}\n")
    out.append(f"\n## Items\n\n{len(found.items)} of {found.shared} items differ.\n\n")
    for item, before, after in found.items:
        cites = f"; cites {', '.join(map(str, item.cites))}" if item.cites else ""
        out.append(f"- {item.key}: {item.label}: {_change(before, after, text)} ({item.lines}{cites})\n")
    out.append(f"\n## Provisions\n\n{len(found.provisions)} provisions differ.\n\n")
    for instrument, place, was, now in found.provisions:
        out.append(f"- {instrument} {place}: **{was}** → **{now}**\n")
    for title, rows in ((one.title, found.only_one), (other.title, found.only_other)):
        if rows:
            out.append(f"\n## Asked of {text(title)} only\n\n{len(rows)} items; not compared.\n\n")
            out += [f"- {item.key}: {item.label}: **{answer.verdict}**\n" for item, answer in rows]
    return "".join(out) + "".join(f"\n{text(note)}\n" for note in found.notes)


def _change(before: Answer, after: Answer, text: Callable[[str], str]) -> str:
    said = [f"**{a.verdict}**{f' ({text(a.where)})' if a.where else ''}" for a in (before, after)]
    return " → ".join(said)


def _comparison_document(found: Comparison) -> dict[str, object]:
    only = {"only_in_first": found.only_one, "only_in_second": found.only_other}
    return {
        "first": {"title": found.one.title, "kind": found.one.draft.kind, "all": count(found.one.rows)},
        "second": {"title": found.other.title, "kind": found.other.draft.kind, "all": count(found.other.rows)},
        "notes": found.notes,
        "compared": found.shared,
        "items": [
            {**_named(item), "before": before.verdict, "after": after.verdict, "where": [before.where, after.where]}
            for item, before, after in found.items
        ],
        "provisions": [
            {"instrument": instrument, "place": place, "before": was, "after": now}
            for instrument, place, was, now in found.provisions
        ],
        **{name: {item.key: answer.verdict for item, answer in rows} for name, rows in only.items()},
    }
