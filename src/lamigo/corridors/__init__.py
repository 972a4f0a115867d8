"""Migration corridors: the network of countries and areas, and what ties them."""

from lamigo.corridors.network import network

__all__ = ["network"]
