"""An answer as a paper, for PDF and Word: the same words, drawings and tables."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import get_language, gettext

from koinon.interfaces.shared import papers
from koinon.interfaces.shared.papers import Block, Paper, Run, text
from koinon.interfaces.shared.whatif.made import Made
from koinon.interfaces.shared.whatif.report import again, for_the_drafter, hashes_of, made_on
from koinon.interfaces.shared.whatif.section import Answer, Section, Table


def paper(answer: Answer, made: Made) -> Paper:
    """The answer in the language spoken; what is private only where it is in it."""
    lost = gettext(
        "Letters that the fonts of this paper do not have stand as their codes, such as {example}; "
        "the Word and HTML versions hold them."
    )
    return Paper(
        title=text(answer.title),
        language=get_language() or "en",
        coalition=made.software,
        at_utc=f"{made.day.isoformat()}T00:00:00.000000Z",
        page_of=gettext("Page {page} of {pages}"),
        lost=lost,
        blocks=tuple(_blocks(answer, made)),
    )


def _blocks(answer: Answer, made: Made) -> Iterator[Block]:
    yield papers.Paragraph(text(made_on(made)), small=True)
    yield papers.Facts(tuple((text(one.label), text(one.value)) for one in answer.figures))
    if any(one.is_private for one in answer.sections):
        yield papers.Paragraph(text(for_the_drafter()), alarm=True)
    for sentence in answer.refused:
        yield papers.Paragraph(text(sentence), alarm=True)
    for sentence in answer.remarks:
        yield papers.Paragraph(text(sentence), small=True)
    for section in answer.sections:
        yield from _section(section)
    yield papers.Heading(1, text(gettext("What makes this again")))
    yield papers.Paragraph(text(again()))
    yield papers.Paragraph(text(Run(made.command(), code=True)), small=True)
    for name, digest in hashes_of(made):
        yield papers.Paragraph(
            text(Run(name, apart=True), ": ", Run(digest, code=True)), small=True
        )


def _section(section: Section) -> Iterator[Block]:
    yield papers.Heading(1, text(section.title))
    for sentence in section.said:
        yield papers.Paragraph(text(sentence))
    if section.drawing:
        words = " ".join((section.title, *section.said))
        yield papers.Drawing(section.drawing, words)
    for table in section.tables:
        yield _table(table)
    for note in section.notes:
        yield papers.Paragraph(text(note), small=True)


def _table(table: Table) -> Block:
    return papers.Table(
        head=tuple(text(column.title) for column in table.columns),
        rows=tuple(tuple(text(cell) for cell in row) for row in table.rows),
        numeric=frozenset(at for at, column in enumerate(table.columns) if column.is_number),
        caption=text(table.caption),
    )
