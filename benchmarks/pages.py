"""Server CPU of the pages people open most, with ten thousand proposals in the record.

    python benchmarks/pages.py [--database URL] [--proposals N]

Each page is answered thirty times in this process; the median CPU time of an answer is printed.
"""

from __future__ import annotations

import time
from statistics import median

import setting

PAGES = (
    "/",
    "/decisions/",
    "/decisions/1/",
    "/money/",
    "/cities/",
    "/cities/{city}/",
    "/record/",
    "/record/40/",
)
ROUNDS = 30


def main() -> None:
    """Measure and print a table."""
    chosen = setting.prepare(__doc__, proposals=10_000)
    fill(chosen.proposals)
    measure()


def fill(proposals: int) -> None:
    """The demonstration, and proposals on top of it."""
    from datetime import UTC, datetime
    from uuid import UUID

    from koinon.acts.act import Envelope, Receipt
    from koinon.acts.gate import enact_many
    from koinon.acts.registry import find
    from koinon.charter.queries import in_force
    from koinon.demo.loading import load

    start = time.process_time()
    loaded = load(datetime.now(UTC).date())
    print(f"| the demonstration, {loaded.entries} entries | {time.process_time() - start:,.1f} s |")
    matter = in_force().matters[0].id
    opening = find("assembly.open_proposal/1")
    envelopes = [
        Envelope(
            opening.read(
                {"title": [{"language": "en", "text": f"Question {i}"}], "matter": matter}
            ),
            UUID(int=10**12 + i),
            "secretariat",
        )
        for i in range(proposals)
    ]
    start = time.process_time()
    for first in range(0, proposals, 500):
        answers = enact_many(envelopes[first : first + 500])
        assert all(isinstance(answer, Receipt) for answer in answers), answers[0]
    print(f"| {proposals} proposals opened | {time.process_time() - start:,.1f} s |")


def measure() -> None:
    """Ask for each page and print its median CPU."""
    from django.test import Client

    from koinon.cities.queries import members

    client = Client(HTTP_HOST="localhost")
    for page in (page.format(city=members()[0]) for page in PAGES):
        client.get(page)
        times = []
        for _ in range(ROUNDS):
            start = time.process_time()
            answer = client.get(page)
            times.append(time.process_time() - start)
        print(f"| {page} | {answer.status_code} | {median(times) * 1e3:,.1f} ms CPU |")


if __name__ == "__main__":
    main()
