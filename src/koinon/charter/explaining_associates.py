"""Cities with a voice and no vote, explained."""

from __future__ import annotations

from collections.abc import Iterator

from koinon.charter.document import Charter
from koinon.charter.document_associates import Associates
from koinon.charter.statements import Statement, stated


def explain_associates(charter: Charter, terms: Associates) -> Iterator[Statement]:
    """Where they have a voice, what their delegates may do, and that all else is for members."""
    yield stated("associates", article=terms.article, title=terms.title)
    for body in terms.bodies:
        yield stated("associates.body", 1, body=charter.body(body).title)
    for act_type in terms.may:
        yield stated("associates.may", 1, act=act_type)
    if not terms.may:
        yield stated("associates.voice", 1)
    yield stated("associates.else", 1)
