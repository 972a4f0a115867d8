"""Is the graph sound? Shapes for records, hygiene queries for the rest; findings in plain words."""

from lamigo.validation.findings import Finding, Report
from lamigo.validation.run import validate_build, validate_files

__all__ = ["Finding", "Report", "validate_build", "validate_files"]
