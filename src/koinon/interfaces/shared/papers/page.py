"""Papers as HTML: a part of a page, or a document that stands alone when it is kept as a file."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from koinon.interfaces.shared.papers import model
from koinon.interfaces.shared.papers.model import Block, Paper, Run, Text

_STYLE: Final = """
body { font: 1rem/1.5 "FiraGO", "Noto Sans", system-ui, sans-serif; max-width: 48rem;
  margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
caption { text-align: start; font-weight: bold; }
th, td { text-align: start; vertical-align: top; padding: .3rem; border-bottom: 1px solid #999; }
.num { text-align: end; }
.ruled th, .ruled td { border: 1px solid #666; height: 2rem; }
.paper-box { border: 1px solid; padding: 1rem; overflow-wrap: anywhere; }
.paper-alarm { border-inline-start: .25rem solid; padding-inline-start: .75rem; }
.paper-verbatim { white-space: pre-wrap; overflow-wrap: anywhere; }
.paper-places { display: grid; grid-template-columns: 1fr 1fr; gap: 2rem; }
.paper-line { border-bottom: 1px solid; height: 3rem; }
code { overflow-wrap: anywhere; }
img { max-width: 100%; }
.paper-drawing { width: 30rem; }
@media print { body { margin: 0; } tr, .paper-box { break-inside: avoid; } }
"""


def document(paper: Paper) -> str:
    """The paper as a file that needs nothing else; its style stands inside it."""
    title = escape(model.plain(paper.title))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(paper.language)}" dir="{paper.direction}">\n<head>'
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{_STYLE}</style></head>\n<body>\n<main>"
        f"{part(paper)}</main>\n<footer><p><small>{escape(model.legible(paper.coalition))}"
        f"</small></p></footer>\n</body>\n</html>\n"
    )


def part(paper: Paper, level: int = 1) -> str:
    """The paper as a part of a page; its title is a heading of this level."""
    return "\n".join(filter(None, _parts(paper, level)))


def _parts(paper: Paper, level: int) -> Iterator[str]:
    if letter := paper.letter:
        lines = "<br>".join(map(_line, letter.receiver))
        yield f"<p><small>{_line(letter.sender)}</small></p><address>{lines}</address>"
        yield f"<p>{_line(letter.dated)}</p>"
    if paper.above:
        yield f"<p>{_line(paper.above)}</p>"
    yield f"<h{level}>{_line(paper.title)}</h{level}>"
    annexes = [one for one in paper.blocks if isinstance(one, model.Annex)]
    for block in paper.blocks:
        yield _block(block, level, annexes)


def _line(text: Text) -> str:
    return "".join(map(_run, text))


def _run(run: Run) -> str:
    said = "<br>".join(escape(run.text).split("\n"))
    said = f'<code dir="ltr">{said}</code>' if run.code else said
    said = f"<strong>{said}</strong>" if run.strong else said
    language = f' lang="{escape(run.language)}"' if run.language else ""
    if run.apart:
        said = f"<bdi{language}>{said}</bdi>"
    elif language:
        said = f"<span{language}>{said}</span>"
    return f'<a href="{escape(run.link)}">{said}</a>' if run.link else said


def _block(block: Block, level: int, annexes: list[model.Annex]) -> str:
    match block:
        case model.Heading(deeper, text):
            at = min(level + deeper, 6)
            return f"<h{at}>{_line(text)}</h{at}>"
        case model.Paragraph(text, _, alarm):
            kind = ' class="paper-alarm"' if alarm else ""
            said = f"<small>{_line(text)}</small>" if block.small else _line(text)
            return f"<p{kind}>{said}</p>"
        case model.Items(items, numbered, start):
            listed = "".join(f"<li>{_line(one)}</li>" for one in items)
            first = f' start="{start}"' if start != 1 else ""
            return f"<ol{first}>{listed}</ol>" if numbered else f"<ul>{listed}</ul>"
        case model.Facts(rows):
            return _facts(rows)
        case model.Table():
            return _table(block)
        case model.Signatures():
            return _signatures(block)
        case model.Verbatim(text):
            return f'<div class="paper-verbatim" dir="auto">{_line(text)}</div>'
        case model.Picture(data, media, words):
            source = f"data:{escape(media)};base64,{b64encode(data).decode()}"
            return f'<p><img src="{source}" alt="{escape(model.legible(words))}"></p>'
        case model.Drawing():
            return _drawing(block)
        case model.NewPage():
            return ""
        case model.Contents(title):
            linked = "".join(
                f'<li><a href="#annex-{one.number}">{_line(one.title)}</a></li>' for one in annexes
            )
            return f"<h{level + 1}>{_line(title)}</h{level + 1}><ul>{linked}</ul>"
        case model.Annex(number, title, _):
            return f'<h{level + 1} id="annex-{number}">{_line(title)}</h{level + 1}>'
        case model.Box(title, blocks):
            inner = "".join(_block(one, level, annexes) for one in blocks)
            return f'<div class="paper-box"><p><strong>{_line(title)}</strong></p>{inner}</div>'


def _drawing(drawing: model.Drawing) -> str:
    """The drawing as a picture of its own, in which nothing runs and no name meets the page's."""
    source = f"data:image/svg+xml;base64,{b64encode(drawing.svg.encode()).decode()}"
    words = escape(model.legible(drawing.words))
    return f'<p><img class="paper-drawing" src="{source}" alt="{words}"></p>'


def _facts(rows: Iterable[tuple[Text, Text]]) -> str:
    told = "".join(
        f"<div><dt>{_line(name)}</dt><dd>{_line(value)}</dd></div>" for name, value in rows
    )
    return f'<dl class="facts-list">{told}</dl>'


def _table(table: model.Table) -> str:
    def kind(at: int) -> str:
        return ' class="num"' if at in table.numeric else ""

    head = "".join(f'<th scope="col"{kind(at)}>{_line(c)}</th>' for at, c in enumerate(table.head))
    rows = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{_line(cell)}</th>'
            if at == 0
            else f"<td{kind(at)}>{_line(cell)}</td>"
            for at, cell in enumerate(row)
        )
        + "</tr>"
        for row in table.rows
    )
    caption = f"<caption>{_line(table.caption)}</caption>" if table.caption else ""
    ruled = ' class="ruled"' if table.ruled else ""
    return f"<table{ruled}>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _signatures(block: model.Signatures) -> str:
    places = "".join(
        f"<div><p><strong>{_line(one.office)}</strong><br>{_line(one.name)}</p>"
        f'<div class="paper-line"></div><p><small>{escape(block.label)} · {escape(block.day)}'
        f"</small></p></div>"
        for one in block.places
    )
    return f'<div class="paper-places">{places}</div>'
