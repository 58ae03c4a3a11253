"""What this room keeps of persons: what a founding page was told before there is a record."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

from koinon.cities.models import FoundingDraft, FoundingFile
from koinon.people import vault
from koinon.people.processing import Kept, Person, Rows


def _drafts(person: Person) -> Rows:
    """Foundings whose answers hold a person's address or name."""
    wanted = {vault.plain(one) for one in (person.email, person.name) if one}
    rows = FoundingDraft.objects.order_by("id").values_list("pk", "answers")
    found = [pk for pk, said in rows if wanted & set(map(vault.plain, vault.texts(said)))]
    return FoundingDraft.objects.filter(pk__in=found)


KEPT: Final = (
    Kept(
        "foundings",
        "cities.FoundingDraft",
        _("Foundings that were drafted"),
        "drafts",
        "drafts",
        (("answers", _("Answers")), ("deadline", _("Until"))),
        of=_drafts,
        due=lambda cutoff: FoundingDraft.objects.filter(deadline__lt=cutoff.date().isoformat()),
    ),
    Kept(
        "founding_files",
        "cities.FoundingFile",
        _("Files given before a founding (they go within a week)"),
        "drafts",
        "uploads",
        (("filename", _("Name")), ("kept_at", _("Made"))),
        of=lambda person: FoundingFile.objects.none(),
        due=lambda cutoff: FoundingFile.objects.filter(kept_at__lt=cutoff),
        since=lambda row: row.kept_at,
    ),
)

NOT_OF_PERSONS: Final = {
    "cities.InvitedCity": "Cities with their figures and resolutions; no person is named.",
}
