"""``python -m lamigo`` is the command ``lamigo``."""

from lamigo.cli import main

main()
