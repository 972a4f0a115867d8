"""Plots of corridors: SVG and PNG with their data, alternative text, source line and note on designations.

Direction is seen without colour, colours are those that people with any colour vision tell apart, and no plot ranks
countries by a score. Each function takes a ``lamigo.api.Graph`` and returns the files that it wrote.
"""

from lamigo.plots.chord import chord
from lamigo.plots.coverage_barcode import coverage_barcode
from lamigo.plots.ego import ego
from lamigo.plots.flow_map import flow_map
from lamigo.plots.heat_matrix import heat_matrix
from lamigo.plots.sankey import sankey
from lamigo.plots.time_series import time_series

KINDS = {
    "flow-map": "The largest corridors, or those of some countries and areas, as ribbons on a map of the land.",
    "chord": "What moves between regions (or the largest countries and areas), on a circle.",
    "sankey": "From which origins to which destinations, all or those of one country or area.",
    "ego": "One country or area and its largest corridors.",
    "heat-matrix": "Regions of origin by regions of destination, the number in each cell.",
    "coverage-barcode": "Checklist items by layers of one or several corridors: yes, no, unknown, not eligible.",
    "time-series": "Corridors over all periods of a data set.",
}
"""Each kind by its name on the command line, and what it shows; its function is named with underscores."""

__all__ = [
    "KINDS",
    "chord",
    "coverage_barcode",
    "ego",
    "flow_map",
    "heat_matrix",
    "sankey",
    "time_series",
]
