"""YAML as nodes, which know their lines: for what people write by hand, a draft or a description."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lamigo.errors import LamigoError
from lamigo.graph.read import decoded

if TYPE_CHECKING:
    import yaml


def composed(path: Path) -> yaml.Node | None:
    """The root of a YAML file, None where it is empty. Raises LamigoError with the line of what is no YAML."""
    import yaml

    text = decoded(path)
    try:
        root: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        raise not_yaml(error, path) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise LamigoError(f"not YAML: {error.reason}", where=f"{path}:{line}", mend="take the character out") from error
    except RecursionError as error:
        raise LamigoError("brackets within brackets without end", where=str(path), mend="take them out") from error
    return root


def not_yaml(error: yaml.MarkedYAMLError, path: Path) -> LamigoError:
    """What PyYAML complains of, with its line."""
    line = error.problem_mark.line + 1 if error.problem_mark else 1
    return LamigoError(f"not YAML: {error.problem}", where=f"{path}:{line}", mend="look at this line")
