"""From Turtle files to the built graph: read, check evidence, derive, write."""
