"""Letters to residents: each holds a code that lets one person say where they live."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from koinon.acts.act import Receipt
from koinon.interfaces.shared import wording
from koinon.interfaces.shared.papers import (
    Block,
    Box,
    Heading,
    Items,
    NewPage,
    Paper,
    Paragraph,
    Run,
    text,
)
from koinon.interfaces.web import words
from koinon.interfaces.web.papers.making import paper


def letters(
    request: HttpRequest, city: str, codes: Sequence[str], receipt: Receipt, at_utc: str
) -> Paper:
    """One letter a page, all in one paper, in the language that is active."""
    name = words.city_names().get(city, city)
    address = request.build_absolute_uri(reverse("residence"))
    blocks: list[Block] = []
    for number, code in enumerate(codes, 1):
        if blocks:
            blocks.append(NewPage())
        blocks += _letter(name, address, number, code, receipt)
    title = gettext("{city}: your code as a resident").format(city=name)
    return paper(text(title), tuple(blocks), at_utc)


def _letter(name: str, address: str, number: int, code: str, receipt: Receipt) -> list[Block]:
    until = wording.day(wording.last_day(str(receipt.result["ends_at"])))
    greeting = gettext(
        "You live in {city}. With this code you can say so, and sign initiatives of residents of "
        "{coalition}."
    ).format(city=name, coalition=words.coalition_name())
    spent = gettext(
        "The code holds once, until {until}. Give it to nobody. If it was used already when you "
        "enter it, tell the city."
    ).format(until=until)
    small = gettext("Letter {number} of entry {n} of the public record, which holds no code.")
    return [
        Heading(1, text(gettext("Your code"))),
        Paragraph(text(greeting)),
        Box(text(gettext("Code")), (Paragraph(text(Run(code, strong=True, code=True))),)),
        Items(
            (
                text(gettext("Open"), " ", Run(address, code=True, link=address)),
                text(gettext("Make an account with your e-mail address, or sign in.")),
                text(gettext("Enter the code.")),
            ),
            numbered=True,
        ),
        Paragraph(text(spent)),
        Paragraph(text(small.format(number=number, n=receipt.n)), small=True),
    ]
