"""Data sets of others, declared and not programmed: each is read by its description and becomes a named graph.

``lamigo add`` brings one in, ``lamigo remove`` takes it out again without a trace. A description says who published
the data, under which licence, how its files are laid out, in which direction and unit they count, and what is known
about them that a check can hold them to.
"""
