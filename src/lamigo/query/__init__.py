"""Questions: the gallery, parameters, typed tables, and the evidence behind each value."""
