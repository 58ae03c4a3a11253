"""An answer as one HTML file that needs nothing else: to be kept, sent and printed.

It runs nothing and fetches nothing. Every text from people is escaped and stripped of what could
change how the rest of the page reads (`papers.model.legible`); the drawings are our own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from django.utils.translation import get_language, get_language_bidi, gettext

from koinon.interfaces.shared import wording
from koinon.interfaces.shared.charts import STYLE
from koinon.interfaces.shared.papers.model import legible
from koinon.interfaces.shared.whatif.made import Made, sha256
from koinon.interfaces.shared.whatif.section import Answer, Section, Table

_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)
_STYLE: Final = """
:root { color-scheme: light dark; --ground: #fff; --ink: #16232a; --soft: #4a5a61; --rule: #c9c4b8;
  --link: #06333c; }
@media screen and (prefers-color-scheme: dark) { :root { --ground: #12191d; --ink: #eef3f4;
  --soft: #b4c2c8; --rule: #3a4850; --link: #dff5f9; } }
body { font: 1rem/1.5 FiraGO, "Noto Sans", "Noto Sans Arabic", system-ui, sans-serif;
  margin: 0 auto; max-width: 60rem; padding: 1rem; color: var(--ink); background: var(--ground); }
a { color: var(--link); }
.skip { position: absolute; inset-inline-start: -999rem; }
.skip:focus { position: static; }
h1 { line-height: 1.2; }
h2 { border-top: 1px solid var(--rule); margin-top: 2rem; padding-top: 1rem; }
nav ul { columns: 2; padding-inline-start: 1.2rem; }
.heads { display: grid; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); gap: 1rem;
  margin: 1rem 0; }
.heads div { display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.heads dt { color: var(--soft); }
.heads dd { margin: 0; font-size: 1.4rem; font-weight: 600; line-height: 1.2; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; font-size: .875rem; }
caption { text-align: start; font-weight: 600; padding-bottom: .25rem; }
th, td { text-align: start; vertical-align: top; padding: .2rem .4rem;
  border-bottom: 1px solid var(--rule); }
th[scope=row] { font-weight: 400; }
.num { text-align: end; font-variant-numeric: tabular-nums; }
.notes, footer { color: var(--soft); font-size: .875rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; text-align: left; font-size: .8rem; }
code { overflow-wrap: anywhere; }
.alarm { border-inline-start: .25rem solid; padding-inline-start: .75rem; }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } nav, .skip { display: none; }
  tr, svg { break-inside: avoid; } thead { display: table-header-group; }
  h2, caption { break-after: avoid; } .table { overflow: visible; } }
"""


def report(answer: Answer, made: Made) -> str:
    """The answer as a file, in the language spoken; what is private only where it is in it."""
    language = get_language() or "en"
    direction = "rtl" if get_language_bidi() else "ltr"
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{_said(language)}" dir="{direction}">',
            '<head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{_said(answer.title)}</title>",
            f"<style>{_STYLE}{STYLE}</style></head>",
            '<body class="scheme-auto">',
            f'<a class="skip" href="#main">{_said(gettext("Skip to the content"))}</a>',
            f"<header><h1>{_said(answer.title)}</h1>{_contents(answer)}</header>",
            f'<main id="main">{"".join(_main(answer))}</main>',
            f"<footer>{_reproduced(made)}</footer>",
            "</body></html>\n",
        )
    )


def _said(text: str) -> str:
    return escape(legible(text))


def _contents(answer: Answer) -> str:
    links = "".join(
        f'<li><a href="#{_said(one.id)}">{_said(one.title)}</a></li>' for one in answer.sections
    )
    named = gettext("Contents")
    return f'<nav aria-label="{_said(named)}"><ul>{links}</ul></nav>'


def _main(answer: Answer) -> Iterator[str]:
    heads = "".join(
        f"<div><dt>{_said(one.label)}</dt><dd>{_said(one.value)}</dd></div>"
        for one in answer.figures
    )
    yield f'<dl class="heads">{heads}</dl>'
    if any(one.is_private for one in answer.sections):
        yield f'<p class="alarm">{_said(for_the_drafter())}</p>'
    for sentence in answer.refused:
        yield f'<p class="alarm">{_said(sentence)}</p>'
    yield _list(answer.remarks, "notes")
    for section in answer.sections:
        yield _section(section)


def for_the_drafter() -> str:
    """What a report that holds private parts says of itself."""
    return gettext(
        "This copy holds parts that are for the drafter alone: who pays more than alone, and who"
        " would rather let others pay."
    )


def _section(section: Section) -> str:
    id = f"{_said(section.id)}-title"
    parts = [
        f'<section id="{_said(section.id)}" aria-labelledby="{id}">',
        f'<h2 id="{id}">{_said(section.title)}</h2>',
        *(f"<p>{_said(sentence)}</p>" for sentence in section.said),
        section.drawing,
        *map(_table, section.tables),
        _list(section.notes, "notes"),
        "</section>\n",
    ]
    return "".join(parts)


def _list(sentences: Sequence[str], kind: str) -> str:
    items = "".join(f"<li>{_said(one)}</li>" for one in sentences)
    return f'<ul class="{kind}">{items}</ul>' if items else ""


def _table(table: Table) -> str:
    kinds = [' class="num"' if column.is_number else "" for column in table.columns]
    head = "".join(
        f'<th scope="col"{kind}>{_said(column.title)}</th>'
        for column, kind in zip(table.columns, kinds, strict=True)
    )
    rows = "".join(
        f'<tr><th scope="row">{_said(row[0])}</th>'
        + "".join(
            f"<td{kind}>{_said(cell)}</td>" for cell, kind in zip(row[1:], kinds[1:], strict=True)
        )
        + "</tr>\n"
        for row in table.rows
    )
    caption = f"<caption>{_said(table.caption)}</caption>"
    # On a narrow screen the table scrolls, which has to be possible without a pointer.
    label = escape(legible(table.caption))
    return (
        f'<div class="table" tabindex="0" role="group" aria-label="{label}">'
        f"<table>{caption}<thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _reproduced(made: Made) -> str:
    """When and with what it was made, and what makes it again."""
    hashes = "".join(
        f'<li>{_said(name)}: <code dir="ltr">SHA-256 {digest}</code></li>'
        for name, digest in hashes_of(made)
    )
    as_json = gettext("What was asked, as JSON")
    return (
        f"<p>{_said(made_on(made))}</p>"
        f'<p>{_said(again())}</p><pre dir="ltr">{_said(made.command())}</pre><ul>{hashes}</ul>'
        f"<details><summary>{_said(as_json)}</summary>"
        f'<pre dir="ltr">{_said(made.fields_text())}</pre></details>'
    )


def made_on(made: Made) -> str:
    """The sentence with the day and the software."""
    said = gettext("Made on {day} with {software}. Nothing was recorded.")
    return said.format(day=wording.day(made.day), software=f"\u2068{made.software}\u2069")


def again() -> str:
    """The sentence before the command."""
    return gettext("This command gives the same plan; the hashes identify the texts used:")


def hashes_of(made: Made) -> tuple[tuple[str, str], ...]:
    """The charter and the files given, with their hashes."""
    files = ((file.name, sha256(file.data)) for _, file in made.files)
    return ((made.charter, made.charter_sha256), *files)
