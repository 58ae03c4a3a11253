"""What a sound charter probably does not mean, in sentences of the reader's language."""

from __future__ import annotations

from django.utils import translation

from koinon.acts.registry import all_acts
from koinon.charter.document import Charter
from koinon.charter.remarks import remarks
from koinon.charter.texts_remarks import tell_remark


def remarked(charter: Charter, text: str, file: str) -> tuple[str, ...]:
    """Every remark on a charter, with the line of its text; `file` is the name shown."""
    act_types = frozenset(act.type for act in all_acts())
    found = remarks(charter, text, act_types, file=file)
    return tuple(tell_remark(one, translation) for one in found)
