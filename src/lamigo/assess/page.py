"""Markdown that is safe whatever a draft says, and one HTML page of it."""

from __future__ import annotations

import html
import re

_STYLE = """
:root{color-scheme:light}
body{font:1rem/1.5 system-ui,sans-serif;color:#1c1c1c;background:#fff;max-width:64rem;margin:2rem auto;padding:0 1rem}
h1,h2,h3{line-height:1.25}h2{margin-top:2.5rem;border-bottom:1px solid #999}h3{margin-bottom:.25rem}
table{border-collapse:collapse;margin:1rem 0}td,th{border:1px solid #999;padding:.25rem .6rem;vertical-align:top}
th{background:#eee;text-align:left}ul{padding-left:1.2rem}li{margin:.2rem 0}
.yes{color:#0b5d1e}.partly{color:#1f4e8c}.no{color:#a1130f}.unstated{color:#54480a}
@media print{body{max-width:none;margin:0}h2,h3{break-after:avoid}li{break-inside:avoid}}
"""


def plain(text: str) -> str:
    """Text of a draft, so that no character of it is read as Markdown."""
    return re.sub(r"([\\`*_{}\[\]<>#|~&!])", r"\\\1", text)


def page(title: str, markdown: str) -> str:
    """One page without scripts, readable by a screen reader and in print; raw HTML in the Markdown stays text."""
    from markdown_it import MarkdownIt

    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown)
    for verdict in ("yes", "partly", "no", "unstated"):
        body = body.replace(f"<strong>{verdict}</strong>", f'<strong class="{verdict}">{verdict}</strong>')
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n"
        "</body>\n</html>\n"
    )
