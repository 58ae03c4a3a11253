"""What writes charter versions: genesis does, and an adopted amendment will."""

from __future__ import annotations

from koinon.acts.act import DocumentRef, Moment
from koinon.acts.refused import refuse
from koinon.acts.state import next_number
from koinon.charter.document import Charter
from koinon.charter.models import CharterVersion
from koinon.charter.parsing import CharterErrors
from koinon.charter.queries import parsed
from koinon.charter.texts import message_code
from koinon.record import store


def read_charter(document: DocumentRef) -> Charter:
    """The charter in a checked-in document, or the refusal that names its first mistake."""
    if store.document(document.sha256) is None:
        refuse("acts.document_missing", sha256=document.sha256)
    try:
        return parsed(document.sha256)
    except UnicodeDecodeError:
        refuse("charter.not_utf8")
    except CharterErrors as errors:
        first = errors.mistakes[0]
        refuse(
            "charter.mistake",
            **dict(first.facts),
            count=len(errors.mistakes),
            line=first.line,
            mistake=message_code(first),
        )


def write_version(document: DocumentRef, moment: Moment) -> None:
    """The row of the next version, in force from the entry being written."""
    CharterVersion.objects.create(
        id=moment.row_id(0),
        number=next_number(CharterVersion),
        sha256=document.sha256,
        since_n=moment.n,
        since_at=moment.at,
    )
