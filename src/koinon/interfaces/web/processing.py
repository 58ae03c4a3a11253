"""What the pages keep of persons: drafts of minutes, and files that no entry ever named."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext_noop as _

from koinon.cities import founding_drafts
from koinon.interfaces.web.models import FrozenMinutes, Letterhead, MinutesNote
from koinon.people.processing import Kept, Person, Rows
from koinon.people.vault import SHORTEST
from koinon.record import store


def _notes(person: Person) -> Rows:
    found = Q(account_id=person.key)
    if len(person.name) >= SHORTEST:
        found |= Q(text__icontains=person.name)
    return MinutesNote.objects.filter(found)


def _uploads(cutoff: datetime) -> Rows:
    """Documents that no entry names and nothing drafted refers to."""
    rows = FrozenMinutes.objects.order_by("id")
    frozen = rows.values_list("pdf_sha256", "docx_sha256", "html_sha256")
    used = {name for row in frozen for name in row} | founding_drafts.resolutions()
    return store.unnamed_before(cutoff, used)


KEPT: Final = (
    Kept(
        "minutes_notes",
        "web.MinutesNote",
        _("Notes for minutes that the person wrote, or that name the person"),
        "drafts",
        "drafts",
        (("meeting", _("Meeting")), ("text", _("Text")), ("saved", _("When"))),
        of=_notes,
        due=lambda cutoff: MinutesNote.objects.filter(saved__lt=cutoff),
        since=lambda row: row.saved,
        forget=lambda rows: rows.update(account=None),
        left=lambda rows: rows.filter(account=None),
    ),
    Kept(
        "frozen_minutes",
        "web.FrozenMinutes",
        _("That the person froze minutes"),
        "drafts",
        "drafts",
        (("meeting", _("Meeting")), ("frozen", _("When"))),
        of=lambda person: FrozenMinutes.objects.filter(account_id=person.key),
        due=lambda cutoff: FrozenMinutes.objects.filter(frozen__lt=cutoff, account__isnull=False),
        since=lambda row: row.frozen,
        erase=lambda rows: rows.update(account=None),
        left=lambda rows: rows.filter(account=None),
    ),
    Kept(
        "letterheads",
        "web.Letterhead",
        _("That the person wrote the heads of letters"),
        "drafts",
        "drafts",
        (("saved", _("When")),),
        of=lambda person: Letterhead.objects.filter(saved_by_id=person.key),
        due=lambda cutoff: Letterhead.objects.filter(saved__lt=cutoff, saved_by__isnull=False),
        since=lambda row: row.saved,
        erase=lambda rows: rows.update(saved_by=None),
        left=lambda rows: rows.filter(saved_by=None),
    ),
    Kept(
        "uploads",
        "record.Document",
        _("Files that no entry ever named"),
        "drafts",
        "uploads",
        (("sha256", "SHA-256"),),
        of=lambda person: store.unnamed_before(None, ()).none(),
        due=_uploads,
        since=lambda row: row.kept_at,
    ),
)
