"""Normative coverage: which norms, agreements, commitments and programmes speak to a corridor on a day, item by item.

Four layers that are never added up by default. Each cell is yes, no, unknown or not eligible, and opens its proof. It
speaks of norms (de jure), never of how people fare.
"""

from lamigo.coverage.matrix import Coverage, coverage

__all__ = ["Coverage", "coverage"]
