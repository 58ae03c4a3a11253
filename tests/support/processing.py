"""The register of processing activities as a page of documentation, made from the declarations.

    python -m tests.support.processing --write

Without `--write` it says whether docs/reference/processing.md is what the code declares.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/processing.md"
HEAD = """\
# Register of processing activities

What the software keeps of persons, what for, on which ground, who sees it and how long (GDPR
article 30). This page is made from the declarations in the code (`processing.py` of each room)
and a test fails when it is not what they say; a private table that no room declares fails the
house test. Each installation shows its own register at `/privacy/`, with the lengths its
coalition chose.

- **Controller**: the coalition that runs the installation; its name stands at `/privacy/`.
- **Who answers**: whoever holds the office `data_protection` where the charter has it, else the
  secretariat; see [how to answer a request](../how-to/answer-a-privacy-request.md).
- **Outside the law of the coalition**: nothing is sent there by the software. The mail server is
  the coalition's choice.
- **Security (article 32)**: private values lie beside the record, which holds salted commitments;
  links, tokens and addresses of calendars are kept as hashes alone; sign-in by mail code, passkey
  or through a city, never by password; officials' looking is logged; tries are counted by network
  address in memory, under a hash with a key that is kept nowhere; backups can be sealed with a
  passphrase. The canary test (`tests/test_canary.py`) looks for names in everything public.
- **What is not personal data here**: the record of seats, votes of cities, money and decisions.
  Who holds a seat stands in the register of office-holders, beside the record.
"""


def page() -> str:
    """The page, from what the rooms declare."""
    from koinon.people.processing import ACTIVITIES, GROUNDS, kept, not_of_persons
    from koinon.people.retention import CLASSES

    parts = [HEAD]
    for activity in ACTIVITIES:
        tables = [one for one in kept() if one.activity == activity.id]
        rows = [
            f"| {one.title} | `{one.table}` | {', '.join(label for _, label in one.fields)} "
            f"| {one.retention} | {_short(GROUNDS[one.ground]) if one.ground else ''} |"
            for one in tables
        ]
        parts.append(
            f"\n## {activity.title}\n\n{activity.purpose} *{activity.basis}*\n"
            f"About: {activity.persons}. Seen by: {activity.recipients}.\n\n"
            "| what | table | fields | class | stays in spite of a request |\n"
            "|---|---|---|---|---|\n" + "\n".join(rows) + "\n"
        )
    lengths = [
        f"| {one.id} | {one.title} | {one.amount} {one.unit} from: {one.since} | {one.reason} |"
        for one in CLASSES
    ]
    parts.append(
        "\n## How long (defaults; an installation chooses its own)\n\n"
        "| class | what | how long | why |\n|---|---|---|---|\n" + "\n".join(lengths) + "\n"
    )
    none = [f"| `{table}` | {why} |" for table, why in sorted(not_of_persons().items())]
    parts.append(
        "\n## Tables beside the record that hold nothing of persons\n\n"
        "| table | why |\n|---|---|\n" + "\n".join(none) + "\n"
    )
    return "".join(parts)


def _short(ground: str) -> str:
    """The article alone: "Article 17(3)(b) GDPR"."""
    return ground.partition(":")[0].partition(" GDPR")[0]


def main() -> int:
    """Write the page, or say whether it is current."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koinon.config.settings")
    django.setup()
    made = page()
    if "--write" in sys.argv:
        PAGE.write_text(made)
        return 0
    current = PAGE.exists() and PAGE.read_text() == made
    print("current" if current else f"{PAGE} is not what the code declares")
    return 0 if current else 1


if __name__ == "__main__":
    sys.exit(main())
