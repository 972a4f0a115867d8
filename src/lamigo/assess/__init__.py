"""A policy check: what a draft covers of the guide's checklists, of the provisions that these cite, and, where it is an
agreement, of what the documents give of the model agreement."""

from lamigo.assess.comparison import Comparison, compare
from lamigo.assess.draft import KINDS, Answer, Draft, read_draft, template
from lamigo.assess.forms import FORMATS
from lamigo.assess.items import Guide, guide
from lamigo.assess.records import Item
from lamigo.assess.report import Assessment, Held, assess

__all__ = [
    "FORMATS", "KINDS", "Answer", "Assessment", "Comparison", "Draft", "Guide", "Held", "Item",
    "assess", "compare", "guide", "read_draft", "template",
]  # fmt: skip
