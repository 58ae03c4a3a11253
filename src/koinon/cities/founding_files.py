"""Files given before there is a coalition: kept until the founding, and for a week at most.

They hold names of suppliers, so they are neither state nor documents of the record.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from koinon.cities.models import FoundingFile

KEPT_FOR = timedelta(days=7)


def keep(id: UUID, filename: str, data: bytes) -> None:
    """Keep a file under an id of its own; what was kept longer than a week goes."""
    forget_old()
    FoundingFile.objects.create(id=id, filename=filename[:200], data=data, kept_at=timezone.now())


def kept(id: UUID) -> tuple[str, bytes] | None:
    """The name and the bytes of a file; None when it is gone."""
    row = FoundingFile.objects.filter(id=id).first()
    return None if row is None else (row.filename, bytes(row.data))


def forget(id: UUID) -> None:
    """Erase a file."""
    FoundingFile.objects.filter(id=id).delete()


def forget_old() -> None:
    """Erase every file that was kept longer than a week."""
    FoundingFile.objects.filter(kept_at__lt=timezone.now() - KEPT_FOR).delete()


def forget_all() -> None:
    """Erase every file: the coalition is founded."""
    FoundingFile.objects.all().delete()
