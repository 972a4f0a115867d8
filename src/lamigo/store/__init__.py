"""One protocol, three stores: in memory, on disk, or any SPARQL 1.1 endpoint.

All answer the same standard queries over the same default graph: the RDF merge (a set) of all named graphs.
"""

from lamigo.store.protocol import Rows, Store, Term

__all__ = ["Rows", "Store", "Term"]
