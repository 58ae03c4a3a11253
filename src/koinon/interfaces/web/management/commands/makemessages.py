"""`makemessages` that also sees plural messages marked for later, as `ngettext_noop(one, many)`."""

from __future__ import annotations

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Collects the messages of all rooms into the catalogues beside the pages."""

    xgettext_options: list[str] = [  # noqa: RUF012 (as Django declares it)
        *makemessages.Command.xgettext_options,
        "--keyword=ngettext_noop:1,2",
    ]
