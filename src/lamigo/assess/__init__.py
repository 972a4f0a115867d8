"""A policy check: what a draft covers of the guide's checklists, and of the provisions that these cite."""

from lamigo.assess.draft import Answer, Draft, read_draft, template
from lamigo.assess.items import Item, items
from lamigo.assess.report import FORMATS, Assessment, assess, compare

__all__ = ["FORMATS", "Answer", "Assessment", "Draft", "Item", "assess", "compare", "items", "read_draft", "template"]
