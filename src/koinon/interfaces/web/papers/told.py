"""Parts of pages as blocks of a paper, so that a paper says exactly what the page says.

Only this project's own templates are read here, after they were rendered; what people wrote stands
in them escaped and comes out as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urljoin

from koinon.interfaces.shared.papers import (
    Block,
    Facts,
    Heading,
    Items,
    Paragraph,
    Run,
    Table,
    Text,
    Verbatim,
)

_VOID: Final = frozenset({"br", "img", "input", "hr", "meta", "link", "wbr", "col", "rect"})
_SKIPPED: Final = frozenset({"script", "style", "svg", "form", "summary", "button", "img", "input"})
_BLOCKS: Final = frozenset(
    {"p", "ul", "ol", "dl", "table", "div", "section", "details", "pre", "aside", "figure"}
)
_HEADING: Final = re.compile(r"h([1-6])")
_SPACE: Final = re.compile(r"[ \t\n\r]+")


@dataclass(slots=True)
class _Node:
    tag: str
    attributes: dict[str, str]
    children: list[_Node | str] = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    def found(self, *tags: str) -> Iterator[_Node]:
        """Elements of these kinds inside it, in order, not those inside one another."""
        for one in self.children:
            if isinstance(one, _Node):
                if one.tag in tags:
                    yield one
                else:
                    yield from one.found(*tags)


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Node("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = _Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(made)
        if tag not in _VOID:
            self._open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(_Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if any(one.tag == tag for one in self._open[1:]):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def blocks(html: str, *, site: str = "", level: int = 1, texts: bool = False) -> tuple[Block, ...]:
    """A rendered part of a page as blocks; its h1 would be a heading of `level` - 1.

    Links lead to `site`. `texts` keeps what the page shows only on request.
    """
    tree = _Tree()
    tree.feed(html)
    tree.close()
    return tuple(_Told(site, level, texts).blocks(tree.root))


@dataclass(frozen=True, slots=True)
class _Told:
    site: str
    level: int
    texts: bool

    def blocks(self, node: _Node) -> Iterator[Block]:
        """What is inside an element: its blocks, and what stands between them as paragraphs."""
        loose: list[_Node | str] = []
        for one in node.children:
            if isinstance(one, _Node) and (one.tag in _BLOCKS or _HEADING.fullmatch(one.tag)):
                yield from self._paragraph(loose)
                loose = []
                yield from self._block(one)
            else:
                loose.append(one)
        yield from self._paragraph(loose)

    def _paragraph(self, loose: Iterable[_Node | str]) -> Iterator[Block]:
        if said := self.line(_Node("", {}, list(loose))):
            yield Paragraph(said)

    def _block(self, node: _Node) -> Iterator[Block]:
        if heading := _HEADING.fullmatch(node.tag):
            yield Heading(max(1, int(heading[1]) + self.level - 3), self.line(node))
        elif node.tag in ("ul", "ol"):
            items = tuple(self._item(one) for one in node.found("li"))
            if items:
                yield Items(items, numbered=node.tag == "ol")
        elif node.tag == "dl":
            yield from self._facts(node)
        elif node.tag == "table":
            yield self._table(node)
        elif node.tag == "pre":
            yield Verbatim((Run(_whole(node), apart=True),))
        elif node.tag == "p":
            yield from self._paragraph(node.children)
        elif node.tag != "details" or self.texts:
            yield from self.blocks(node)

    def _item(self, node: _Node) -> Text:
        deep = {"depth-1", "depth-2", "depth-3"} & node.classes
        return (Run("– "), *self.line(node)) if deep else self.line(node)

    def _facts(self, node: _Node) -> Iterator[Block]:
        names = [self.line(one) for one in node.found("dt")]
        values = [self.line(one) for one in node.found("dd")]
        if names:
            yield Facts(tuple(zip(names, values, strict=True)))

    def _table(self, node: _Node) -> Table:
        head, rows = next(node.found("thead"), _Node("thead", {})), []
        titles = list(head.found("th", "td"))
        for part in node.found("tbody", "tfoot"):
            for row in part.found("tr"):
                strong = part.tag == "tfoot" or "sum" in row.classes
                rows.append(self._row(row, strong=strong))
        width = max(len(titles), *(len(row) for row in rows), 1) if rows else len(titles)
        caption = next(node.found("caption"), None)
        return Table(
            head=_padded([self.line(one) for one in titles], width),
            rows=tuple(_padded(row, width) for row in rows),
            numeric=frozenset(at for at, one in enumerate(titles) if "num" in one.classes),
            caption=self.line(caption) if caption else (),
        )

    def _row(self, row: _Node, *, strong: bool) -> list[Text]:
        cells = [self.line(one) for one in row.found("th", "td")]
        if not strong:
            return cells
        return [tuple(replace(run, strong=True) for run in cell) for cell in cells]

    def line(self, node: _Node) -> Text:
        """What an element says as one text; blocks inside it begin lines."""
        return _trimmed(self._runs(node, Run("")))

    def _runs(self, node: _Node, kind: Run) -> Iterator[Run]:
        for one in node.children:
            if isinstance(one, str):
                said = _SPACE.sub(" ", one)
                yield replace(kind, text=said)
            elif one.tag == "br":
                yield replace(kind, text="\n")
            elif one.tag not in _SKIPPED and (self.texts or one.tag != "details"):
                apart = (
                    one.tag in _BLOCKS or one.tag in ("li", "dt", "dd") or "small" in one.classes
                )
                if apart:
                    yield Run("\n")
                yield from self._runs(one, self._kind(one, kind))
                if one.tag in _BLOCKS or one.tag == "dd":
                    yield Run("\n")

    def _kind(self, node: _Node, kind: Run) -> Run:
        """How letters inside an element are, beyond how they are around it."""
        language = node.attributes.get("lang", "") or kind.language
        made = replace(kind, language=language)
        match node.tag:
            case "strong" | "b" | "th":
                return replace(made, strong=True)
            case "code":
                return replace(made, code=True)
            case "bdi":
                return replace(made, apart=True)
            case "a" if self.site:
                return replace(made, link=urljoin(self.site, node.attributes.get("href", "")))
        return made


def _whole(node: _Node) -> str:
    return "".join(one if isinstance(one, str) else _whole(one) for one in node.children)


def _padded(row: list[Text], width: int) -> tuple[Text, ...]:
    return tuple(row) + ((),) * (width - len(row))


def _trimmed(runs: Iterable[Run]) -> Text:
    """Runs without doubled spaces, empty lines, or blanks at the ends."""
    kept: list[Run] = []
    before = "\n"
    for run in runs:
        said = run.text
        if before in ("\n", " "):
            said = said.lstrip(" ")
        if said.startswith("\n"):
            if kept:
                kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip(" "))
            said = "" if before == "\n" else said
        if said:
            kept.append(replace(run, text=said))
            before = said[-1]
    while kept and not kept[-1].text.rstrip():
        kept.pop()
    if kept:
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
    return tuple(kept)
