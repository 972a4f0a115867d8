"""Bring a data set in: read it by its description, hold it to what is known of it, write it as a named graph."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lamigo import __version__, rooms
from lamigo.atomic import publish
from lamigo.delimited import delimited
from lamigo.errors import LamigoError, LamigoErrors
from lamigo.graph.uncollected import uncollected
from lamigo.sources import added, derived, kinds, made_with, places, tables, terms
from lamigo.sources import description as described
from lamigo.sources.description import Description, File
from lamigo.sources.kinds import Imported, Triple
from lamigo.sources.unplaced import Unplaced

Say = Callable[[str], None]
SHOWN = 5
"""How many rows of a reason are shown where no file lists them."""


@dataclass(frozen=True)
class Outcome:
    """What adding or checking came to. ``folder`` is None where nothing was to be written."""

    description: Description
    imported: Imported
    report: dict[str, Any]
    folder: Path | None


@uncollected()
def add(
    description: Description,
    path: Path,
    files: Sequence[Path],
    *,
    build: Path | None = None,
    check_only: bool = False,
    then_derive: bool = True,
    say: Say = lambda _: None,
) -> Outcome:
    """Read files by a description that was read from ``path``, and add them to a build folder, whole or not at all.

    ``then_derive`` is False where several are added and the caller derives once, at the end.
    Raises LamigoError where a file is missing or not what is described, and where a check fails; what was added under
    the key before is then as it was.
    """
    known = places.known()
    described.check(description, path, known.labels)
    build = build or rooms.build_folder()
    replaced = _replaced(description, build)
    found = [
        tables.read(file, spec, decimal=description.decimal_of_numbers) for spec, file in matched(description, files)
    ]
    say(f"{description.key}: {sum(len(table.rows) for table in found):,} rows read")
    result: Imported = kinds.module(description.kind).imported(description, found, known, path.parent)
    _something(description, result, found)
    _hold(description, result, found, say)
    lines = sorted({f"{s} {p} {o} .\n" for s, p, o in (*result.triples, *data_set(description, found))})
    data = "".join(lines).encode()
    report = _report(description, path, found, result, lines, data)
    if check_only:
        return Outcome(description, result, report, None)
    folder = build / added.FOLDER / description.key
    if replaced:
        say(f"{description.key}: replaces {replaced}")
    say(f"{description.key}: writing {len(lines):,} triples")
    publish(
        folder,
        {
            added.DATA: data,
            added.UNPLACED: unplaced(result).encode(),
            added.SOURCE: path.read_bytes(),
            added.REPORT: (json.dumps(report, indent=1, ensure_ascii=False) + "\n").encode(),
        },
        seal=added.REPORT,
    )
    if then_derive and description.kind in derived.RECORDS:
        derived.derive(build, say)
    return Outcome(description, result, report, folder)


def _hold(description: Description, result: Imported, found: list[tables.Table], say: Say) -> None:
    """Raise LamigoErrors, one a check that fails, after saying what could not be placed."""
    failed = [check for check in result.checks if not check.holds]
    if not failed:
        return
    for line in not_placed(result):
        say(f"{description.key}: {line}")
    raise LamigoErrors(
        [
            LamigoError(
                f"{description.key}: {check.says}",
                where=found[0].file if len(found) == 1 else None,
                mend="see whether the file is the edition described, and the description is right on its columns",
            )
            for check in failed
        ]
    )


def _report(
    description: Description, path: Path, found: list[tables.Table], result: Imported, lines: list[str], data: bytes
) -> dict[str, Any]:
    """What is kept beside the data of what was added, from what, with what and how much of it."""
    return {
        "key": description.key,
        "graph": description.key,
        "kind": description.kind,
        "title": description.title,
        "publisher": description.publisher,
        "edition": description.edition,
        "licence": {"name": description.licence.name, "redistribution": description.licence.redistribution},
        "version": __version__,
        "made with": made_with.made_with(path),
        "files": [
            {
                "name": table.file,
                "sha256": table.sha256,
                "rows": len(table.rows),
                **({"expected rows": table.spec.rows} if table.spec.rows is not None else {}),
            }
            for table in found
        ],
        "triples": len(lines),
        "sha256": hashlib.sha256(data).hexdigest(),
        "counts": result.counts,
        "not placed": len(result.unplaced),
        "checks": [check.says for check in result.checks],
        "notes": [*_more(found), *result.notes],
    }


def not_placed(result: Imported) -> list[str]:
    """By reason, the first of the rows and cells that were not placed, where no file lists them."""
    by_reason: dict[str, list[Unplaced]] = {}
    for one in sorted(result.unplaced):
        by_reason.setdefault(one.reason, []).append(one)
    return [
        f"not placed ({reason}): "
        + ", ".join(f"{one.value!r} ({one.file}:{one.row})" for one in ones[:SHOWN])
        + (f" and {len(ones) - SHOWN:,} more" if len(ones) > SHOWN else "")
        for reason, ones in sorted(by_reason.items())
    ]


def _something(description: Description, result: Imported, found: list[tables.Table]) -> None:
    """Raise LamigoError where nothing of a data set could be placed: what is there under its key stays."""
    placed = ("cells placed", "agreements placed", "rows placed", "memberships")
    if any(result.counts.get(name) for name in placed):
        return
    if not result.unplaced:
        where = getattr(description, "where", None)
        raise LamigoError(
            f"{description.key}: there is no row to place",
            where=found[0].file if len(found) == 1 else None,
            mend="see whether the file is whole" + (" and has rows with what where: asks for" if where else ""),
        )
    (reason, number), *_ = Counter(u.reason for u in result.unplaced).most_common(1)
    first = next(u for u in result.unplaced if u.reason == reason)
    raise LamigoError(
        f"{description.key}: nothing could be placed; {number:,} times: {reason}, first {first.value!r}",
        where=f"{first.file}:{first.row}",
        mend="see whether the columns, codes and periods of the description are those of the file",
    )


def _replaced(description: Description, build: Path) -> str:
    """What is there under the key of a description, in words; raises LamigoError where it is another data set."""
    there = next((one for one in added.listed(build) if one.key == description.key), None)
    if there is None:
        return ""
    told = {"title": description.title, "publisher": description.publisher}
    for name, new in told.items():
        # Reports of older versions name no publisher.
        if (old := there.report.get(name, new)) != new:
            raise LamigoError(
                f"{description.key}: another data set is there under this key: its {name} is {old!r}, not {new!r}",
                mend=f"choose another key, or take that one out first: lamigo remove {description.key}",
            )
    return f"{there.report['title']}, edition {there.report['edition']}, of {there.report['triples']:,} triples"


def matched(description: Description, files: Iterable[Path]) -> list[tuple[File, Path]]:
    """Each file of a description with its path: by name, in folders too; a single one may have any name.

    Raises LamigoError where one is missing, and where two files of the same name are not the same.
    """
    given: list[Path] = []
    for file in files:
        kind = described.found_as(file)
        if kind == "file":
            given.append(file)
        elif kind == "folder":
            given += sorted(path for path in file.rglob("*") if path.is_file())
        else:
            raise LamigoError(f"no file {file}", mend="check the path")
    if len(description.files) == 1 and len(given) == 1:
        return [(description.files[0], given[0])]
    by_name: dict[str, list[Path]] = {}
    for path in given:
        by_name.setdefault(path.name, []).append(path)
    if missing := [spec.name for spec in description.files if spec.name not in by_name]:
        some = ", ".join(missing[:8]) + (f" and {len(missing) - 8} more" if len(missing) > 8 else "")
        raise LamigoError(
            f"{description.key}: {len(missing)} of {len(description.files)} files are not there: {some}",
            mend=f"get them from {description.address or 'its publisher'} and name them, or their folder",
        )
    for spec in description.files:
        first, *others = by_name[spec.name]
        if other := next((path for path in others if path.read_bytes() != first.read_bytes()), None):
            raise LamigoError(
                f"{description.key}: two files are called {spec.name} and differ: {first} and {other}",
                mend="name the one that is meant",
            )
    return [(spec, by_name[spec.name][0]) for spec in description.files]


def data_set(description: Description, found: list[tables.Table]) -> list[Triple]:
    """What the data set is: title, publisher, edition, licence, files."""
    subject = terms.thing(f"data-set/{description.key}")
    licence = description.licence
    pairs = [
        (terms.TYPE, terms.word("DataSet")),
        (terms.LABEL, terms.text(description.title, "en")),
        (terms.word("edition"), terms.text(description.edition)),
        (f"<{terms.DCTERMS}publisher>", terms.text(description.publisher)),
        (f"<{terms.DCTERMS}license>", terms.text(licence.name)),
        (terms.word("allowsRedistribution"), terms.concept(f"answer/{licence.redistribution}")),
        (terms.word("sha256"), terms.text(fingerprint(found))),
    ]
    if description.address:
        pairs.append((terms.word("webAddress"), terms.text(description.address)))
    if description.note:
        pairs.append((terms.word("note"), terms.text(" ".join(description.note.split()), "en")))
    return [(subject, predicate, value) for predicate, value in pairs]


def fingerprint(found: list[tables.Table]) -> str:
    """The hash of a data set's file; of several, that of their names and hashes, a line each, sorted."""
    if len(found) == 1:
        return found[0].sha256
    lines = "".join(f"{table.file} {table.sha256}\n" for table in sorted(found, key=lambda table: table.file))
    return hashlib.sha256(lines.encode()).hexdigest()


def unplaced(result: Imported) -> str:
    """The rows of which nothing went in, with the reason, as CSV."""
    rows = [("file", "row", "column", "value", "reason")]
    rows += [(u.file, str(u.row), u.column, u.value, u.reason) for u in sorted(result.unplaced)]
    return delimited(rows)


def _more(found: list[tables.Table]) -> list[str]:
    return [
        f"{table.file} has {len(table.rows):,} rows, {table.spec.rows:,} were expected"
        for table in found
        if table.spec.rows is not None and len(table.rows) > table.spec.rows
    ]
