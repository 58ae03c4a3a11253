"""What stands where on a drawing, read back from its SVG."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from koinon.interfaces.shared.charts.letters import measured

SVG = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Extent:
    """A shape or a text and the rectangle it fills; widths of texts are those it is given."""

    kind: str
    role: str
    left: float
    top: float
    right: float
    bottom: float
    text: str = ""

    @property
    def width(self) -> float:
        return self.right - self.left


def parsed(drawing: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawing)  # noqa: S314 - the text is our own


def size(drawing: str) -> tuple[float, float]:
    _, _, width, height = map(float, parsed(drawing).attrib["viewBox"].split())
    return width, height


def texts(drawing: str) -> list[str]:
    """The texts as they are read, without the isolates around them."""
    return [said.text for said in extents(drawing) if said.kind == "text"]


def extents(drawing: str) -> list[Extent]:
    """All that is drawn, but what a window inside the drawing cuts off."""
    return list(_extents(parsed(drawing)))


def of(drawing: str, kind: str, role: str) -> list[Extent]:
    return [one for one in extents(drawing) if (one.kind, one.role) == (kind, role)]


def _extents(parent: ElementTree.Element) -> Iterator[Extent]:
    for element in parent:
        kind, given = element.tag.removeprefix(SVG), element.attrib
        if kind in ("title", "desc"):
            continue
        role = given.get("class", "").split(" ")[0].partition("-")[2]
        if kind in ("rect", "svg"):
            x, y = float(given.get("x", 0)), float(given.get("y", 0))
            yield Extent(kind, role, x, y, x + float(given["width"]), y + float(given["height"]))
        elif kind == "circle":
            x, y, radius = (float(given[name]) for name in ("cx", "cy", "r"))
            yield Extent(kind, role, x - radius, y - radius, x + radius, y + radius)
        elif kind == "text":
            yield _text(element, role)
        else:
            assert kind in ("path", "polygon"), kind
            numbers = list(map(float, NUMBER.findall(given["d" if kind == "path" else "points"])))
            xs, ys = numbers[::2], numbers[1::2]
            yield Extent(kind, role, min(xs), min(ys), max(xs), max(ys))


def _text(element: ElementTree.Element, role: str) -> Extent:
    given, said = element.attrib, element.text or ""
    letters = int(given["font-size"])
    wide = measured(said, letters, strong="font-weight" in given) / 10
    before = {"start": 0.0, "middle": wide / 2, "end": wide}[given.get("text-anchor", "start")]
    x, y = float(given["x"]) - before, float(given["y"])
    return Extent("text", role, x, y - letters, x + wide, y, said.strip("\u2067\u2068\u2069"))
