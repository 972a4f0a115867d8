"""The panel: a row a corridor and year, with every layer's columns; the same rows on DuckDB and on Apache Spark.

``tables`` reads the store into base tables, ``expression`` is the one Ibis expression over them, ``engines`` answer it
and ``write`` puts it into files beside its ``dictionary``; ``register`` makes a synthetic register and counts it.
"""
