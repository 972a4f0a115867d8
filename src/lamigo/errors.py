"""Errors that a user can mend: what is wrong, where, and what to do."""

from __future__ import annotations


class LamigoError(Exception):
    """Something that its user can put right; the command line prints it without a traceback.

    ``where`` is a file and line such as ``graph/ilo-good-practices/practices.ttl:12``.
    """

    def __init__(self, what: str, *, where: str | None = None, mend: str | None = None) -> None:
        super().__init__(what)
        self.what, self.where, self.mend = what, where, mend

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        stop = "" if (self.mend or "").endswith("?") else "."
        return f"{text}\n  To mend it: {self.mend}{stop}" if self.mend else text


class LamigoErrors(LamigoError):
    """Several of them at once, so that a curator sees all and mends all."""

    def __init__(self, errors: list[LamigoError]) -> None:
        self.errors = errors
        super().__init__(f"{len(errors)} errors" if len(errors) > 1 else errors[0].what)

    def __str__(self) -> str:
        shown = "\n".join(str(error) for error in self.errors[:20])
        rest = len(self.errors) - 20
        return f"{shown}\n… and {rest} more of {len(self.errors)} errors" if rest > 0 else shown
