"""Any SPARQL 1.1 endpoint, by the standard protocol."""

from __future__ import annotations

import http.client
import re
import urllib.error
import urllib.parse
import urllib.request

import pyoxigraph as ox

from lamigo import __version__
from lamigo.errors import LamigoError
from lamigo.names import DEF, PREFIXES
from lamigo.store.local import rows_of
from lamigo.store.protocol import Rows

SECONDS = 60.0
_JSON = "application/sparql-results+json"
# The build states one triple in two graphs, for this question: how often does the default graph hold it?
_CANARY = f"SELECT (COUNT(?canary) AS ?times) WHERE {{ ?canary a <{DEF}Canary> }}"


class EndpointStore:
    """A SPARQL endpoint at a URL. The prefixes of Lamigo are added to queries that use them undeclared."""

    def __init__(self, url: str) -> None:
        if urllib.parse.urlsplit(url).scheme not in ("http", "https"):
            raise LamigoError(
                f"{url} is no address of an endpoint", mend="give one that begins with http:// or https://"
            )
        self.url, self.name = url, f"the endpoint {url}"

    def select(self, query: str) -> Rows:
        try:
            return rows_of(ox.parse_query_results(self._asked(query, _JSON), format=ox.QueryResultsFormat.JSON))
        except SyntaxError as error:
            raise self._no_answer(error) from error

    def csv(self, query: str) -> bytes:
        return self._asked(query, "text/csv")

    def _asked(self, query: str, accept: str) -> bytes:
        request = urllib.request.Request(
            self.url,
            data=with_prefixes(query).encode(),
            headers={
                "Content-Type": "application/sparql-query",
                "Accept": accept,
                "User-Agent": f"lamigo/{__version__}",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as response:
                data: bytes = response.read()
                return data
        except urllib.error.HTTPError as error:
            said = error.read(400).decode("utf-8", "replace").strip()
            raise LamigoError(
                f"{self.name} answered {error.code}: {said or error.reason}",
                mend="see whether the query is SPARQL 1.1 and the address that of a query endpoint",
            ) from error
        except (OSError, http.client.HTTPException) as error:  # what breaks off, or is no HTTP, is no OSError
            raise self._no_answer(error) from error

    def _no_answer(self, error: Exception) -> LamigoError:
        return LamigoError(
            f"{self.name} gave no answer: {getattr(error, 'reason', error)}",
            mend="see whether the server runs and speaks SPARQL 1.1 results in JSON and CSV",
        )


def opened(url: str) -> EndpointStore:
    """An endpoint whose default graph is known to be the RDF merge of Lamigo's graphs.

    Raises LamigoError, with the remedy, where it is empty or counts a triple once for each graph that states it.
    """
    store = EndpointStore(url)
    answer = store.select(_CANARY).rows[0][0]
    times = int(answer.value) if answer is not None else 0
    if times == 0:
        raise LamigoError(
            f"{store.name} holds no Lamigo in its default graph",
            mend="load lamigo.nq (named graphs) and lamigo.nt (their merge, as default graph) into it",
        )
    if times > 1:
        raise LamigoError(
            f"{store.name} counts a triple {times} times, once for each graph that states it: "
            "counts and sums would be wrong",
            mend="turn its union default graph off and load lamigo.nt as the default graph",
        )
    return store


def with_prefixes(query: str) -> str:
    """The query with a PREFIX line for each prefix of ours that it does not declare itself (line count unchanged)."""
    declared = set(re.findall(r"^\s*PREFIX\s+([\w-]*):", query, re.I | re.M))
    missing = [
        f"PREFIX {name}: <{iri}>"
        for name, iri in PREFIXES.items()
        if name not in declared and re.search(rf"(?<![\w:/]){re.escape(name)}:", query)
    ]
    return " ".join(missing) + (" " if missing else "") + query
