"""Past decisions under another charter, as pages tell them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from koinon.assembly.queries_compared import Compared, decided_under
from koinon.charter.document import Charter
from koinon.interfaces.shared.refusals import sentence


@dataclass(frozen=True, slots=True)
class PastTold:
    """How many were judged anew, which come out otherwise, and why others cannot be judged."""

    past: int
    flipped: tuple[Compared, ...]
    unsaid: tuple[tuple[Compared, str], ...]


def past_told(charter: Charter, most: int) -> PastTold:
    """The newest decisions under a charter."""
    found = decided_under(charter, most)
    language = get_language() or "en"
    unsaid = tuple((one, sentence(one.why, language)) for one in found if one.why is not None)
    flipped = tuple(one for one in found if one.flips)
    return PastTold(len(found) - len(unsaid), flipped, unsaid)
