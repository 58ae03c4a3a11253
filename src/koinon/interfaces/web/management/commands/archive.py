"""`koinon archive` below the command line: the papers of the pages are made here."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from koinon.acts.state import one_moment
from koinon.interfaces.web.archiving import NothingToArchive, Period, archive
from koinon.record.signer import SignerError


class Command(BaseCommand):
    """Packs the record for an archive."""

    stealth_options = ("folder", "first", "last")

    def handle(self, *args: Any, **options: Any) -> str:
        """Pack into the folder named; what was packed, in a sentence. Raises CommandError."""
        first: date | None = options["first"]
        last: date | None = options["last"]
        folder: Path = options["folder"]
        try:
            with one_moment("default"):
                done = archive(folder, Period(first, last))
        except NothingToArchive:
            raise CommandError("nothing was recorded within these days.") from None
        except SignerError as fault:
            raise CommandError(str(fault)) from None
        return (
            f"{folder.name}: {done.files} files, {done.papers} of them papers, of the record's "
            f"{done.size} entries."
        )
