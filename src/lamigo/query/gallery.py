"""The gallery: a question a file, itself a runnable query that says in words what it asks.

The head of ``queries/gallery/<name>.rq``::

    # Which practices cover a country?
    #
    # user: researcher
    # param country: the ISO alpha-3 code of the country or area
    # answer: one row a practice, by its place on the page

A parameter is a line ``VALUES ?code { "NPL" } # param country``: the query runs as it stands in any engine, with the
default in place, and a value given by the user takes the default's place. A measure, which is a property, stands in its
pattern, ``?corridor <…/2020-both> ?number . # param measure``: engines plan a property that they know much better.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from lamigo import rooms
from lamigo.errors import LamigoError
from lamigo.graph.read import decoded
from lamigo.names import PREFIXES, XSD

_LINE = re.compile(
    r"^(?P<head>\s*VALUES\s+\?\w+\s*\{\s*)(?P<default>.*?)(?P<tail>\s*\}\s*# param (?P<name>[\w-]+)\s*)$",
    re.M,
)
_PREDICATE = re.compile(
    r"^(?P<head>(?!\s*VALUES)[^<>#\n]*)(?P<default><[^<>\s]+>)(?P<tail>[^<>#\n]*# param (?P<name>[\w-]+)\s*)$", re.M
)


class Parameter(NamedTuple):
    """A parameter: what it means, and its default as SPARQL writes it."""

    name: str
    meaning: str
    default: str


class Question(NamedTuple):
    """A gallery query. ``user`` is researcher, analyst or publisher; ``answer`` says what a row is.

    ``needs`` says which data sets of others must have been added, for the questions in ``gallery/data/``.
    """

    name: str
    question: str
    user: str
    answer: str
    parameters: tuple[Parameter, ...]
    text: str
    path: Path
    needs: str = ""

    def with_values(self, values: Mapping[str, str]) -> str:
        """The query's text with the user's values in place of the defaults.

        Raises LamigoError for a parameter that the question doesn't have, and for a value that is not of its kind.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in values:
            if name not in known:
                listed = ", ".join(known) or "none"
                raise LamigoError(f"{self.name} has no parameter {name!r}", mend=f"its parameters: {listed}")

        def filled(match: re.Match[str]) -> str:
            if match["name"] not in values:
                return match[0]
            return match["head"] + term(values[match["name"]], known[match["name"]]) + match["tail"]

        return _PREDICATE.sub(filled, _LINE.sub(filled, self.text))


def term(value: str, parameter: Parameter) -> str:
    """A user's value as a SPARQL term of the same kind as the parameter's default."""
    default, text = parameter.default, value.strip()
    if not text:
        raise LamigoError(f"parameter {parameter.name} is empty", mend=f"give {parameter.meaning}, such as {default}")
    if default.startswith('"'):
        suffix = re.fullmatch(r'"(?:[^"\\]|\\.)*"(@[\w-]+|\^\^\S+)?', default)
        return str(Literal(text)) + ((suffix[1] or "") if suffix else "")
    if re.fullmatch(r"-?\d+", default):
        if not re.fullmatch(r"-?\d+", text):
            raise LamigoError(f"parameter {parameter.name} is {text!r}", mend=f"give a whole number, such as {default}")
        return str(Literal(text, datatype=NamedNode(XSD + "integer")))
    return str(NamedNode(_iri(text, parameter)))


def _iri(text: str, parameter: Parameter) -> str:
    prefix, colon, local = text.strip("<>").partition(":")
    if colon and prefix in PREFIXES:
        iri = PREFIXES[prefix] + local
    elif colon:
        iri = text.strip("<>")
    else:  # "NPL" where the default is country:NPL
        iri = PREFIXES.get(parameter.default.partition(":")[0], "") + text
    if not re.fullmatch(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", iri, re.I):
        raise LamigoError(
            f"parameter {parameter.name} is {text!r}, which names nothing",
            mend=f"give {parameter.meaning}, such as {parameter.default}",
        )
    return iri


def read_question(path: Path) -> Question:
    """Read one gallery file; raises LamigoError where its head lacks something."""
    text = decoded(path)
    head = dict(re.findall(r"^# (user|answer): (.+)$", text, re.M))
    meanings = dict(re.findall(r"^# param ([\w-]+): (.+)$", text, re.M))
    defaults = {match["name"]: match["default"] for form in (_LINE, _PREDICATE) for match in form.finditer(text)}
    where = rooms.shown(path)
    if not re.match(r"# \S.*\?\n", text) or head.keys() != {"user", "answer"}:
        raise LamigoError(
            "the head lacks something",
            where=where,
            mend='write "# the question?", "# user: …" and "# answer: …" on top',
        )
    if meanings.keys() != defaults.keys():
        raise LamigoError(
            f"parameters in the head ({', '.join(meanings)}) and in the query ({', '.join(defaults)}) differ",
            where=where,
            mend='write "# param name: meaning" on top and "VALUES ?x { … } # param name" below',
        )
    return Question(
        path.stem,
        text.partition("\n")[0][2:],
        head["user"],
        head["answer"],
        tuple(Parameter(name, meaning, defaults[name]) for name, meaning in meanings.items()),
        text,
        path,
        needs[1] if (needs := re.search(r"^# needs: (.+)$", text, re.M)) else "",
    )


def questions() -> list[Question]:
    """All questions of the gallery, by name."""
    found = (rooms.room("queries") / "gallery").rglob("*.rq")
    return [read_question(path) for path in sorted(found, key=lambda path: path.stem)]


def question(name: str) -> Question:
    """A question by its name; an unknown one is an error that names the nearest."""
    paths = {path.stem: path for path in (rooms.room("queries") / "gallery").rglob("*.rq")}
    if name not in paths:
        near = difflib.get_close_matches(name, paths, n=3, cutoff=0.4)
        hint = f"did you mean {' or '.join(near)}? " if near else ""
        raise LamigoError(
            f"the gallery has no question {name!r}", mend=f"{hint}list them all with: lamigo query --list"
        )
    return read_question(paths[name])
