"""When two printed names are the same but for how they are printed."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ´`′ʻ", "'"))
_HYPHENS = re.compile(r"[\u00ad\u2010-\u2015\u2212_-]")
_SPACES = re.compile(r"\s+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})


def fold(text: str) -> str:
    """A name without the differences of case, diacritics, white space, hyphens, apostrophes and ``&``.

    Nothing more: words and their order stay, so that a name is never taken for another.

    >>> fold(" CÔTE  d’Ivoire ") == fold("Cote d'Ivoire")
    True
    """
    # Apostrophes first: NFKD would take the acute accent ´ apart into a space and a mark.
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).casefold())
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    bare = bare.casefold().translate(_LIGATURES).translate(_APOSTROPHES)
    return _SPACES.sub(" ", _HYPHENS.sub(" ", bare.replace("&", " and "))).strip()
