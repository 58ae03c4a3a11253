"""Recheck a count: does this result follow from these ballots?

    python -m koinon.methods.recount RESULT [FILE] [--contest ID]

RESULT is what `koinon count --json` wrote, FILE the ballots in any format that is counted. What
`koinon apportion --json` wrote holds its table of votes, and is rechecked without a file. The
standard library is enough, but for workbooks. A verifier of its own goes through the result: it
shares with the count the ballots and the types, and nothing else.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from koinon.methods.ballotfiles.errors import BallotFileError
from koinon.methods.ballotfiles.paths import read_path
from koinon.methods.counting import documents
from koinon.methods.counting.contests import CountError
from koinon.methods.counting.seats import documents as seats


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line: 0 the result holds, 1 it does not, 2 asked wrongly."""
    parser = argparse.ArgumentParser(prog="recount", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("result", help="a result of koinon count or apportion, as --json writes it")
    parser.add_argument("file", nargs="?", default="", help="the ballots; none for apportion")
    parser.add_argument("--contest", default="", help="which contest of the file, by id or name")
    options = parser.parse_args(arguments)
    try:
        data = Path(options.result).read_bytes()
        found = seats.load(data)
        if found is not None:
            return _seats(options.result, found, options.file)
        return _ballots(options.result, data, options.file, options.contest)
    except CountError as error:
        print(f"recount: {options.result}: {error}", file=sys.stderr)
    except BallotFileError as error:
        print(f"recount: {error}", file=sys.stderr)
    except OSError as error:
        print(f"recount: {error.filename}: {error.strerror}.", file=sys.stderr)
    return 2


def _ballots(name: str, data: bytes, file: str, contest: str) -> int:
    """Recheck a count of ballots. Raises CountError, BallotFileError."""
    count = documents.load(data)
    if not file:
        raise CountError("it is held against its ballots; name their file after it.")
    election = read_path(Path(file), contest=contest)
    faults = documents.recheck(count, election)
    print(f"ballots  {election.ballots.sha256}")
    print(f"result   {count.sha256}")
    if faults:
        return _told(name, faults, "ballots")
    winners = ", ".join(count.result.elected) or "nobody"
    print(f"The result holds by {count.result.rule.KIND}: {winners}.")
    return 0


def _seats(name: str, result: seats.Seats, file: str) -> int:
    """Recheck seats that were shared out, from the votes in the result. Raises CountError."""
    if file:
        raise CountError("it holds its own votes; leave the file out and compare them by SHA-256.")
    faults = seats.recheck(result)
    print(f"votes    {seats.votes_sha256(result)}")
    print(f"result   {seats.digest(result)}")
    if faults:
        return _told(name, faults, "votes")
    shares = ", ".join(f"{party} {number}" for party, number in seats.shared_out(result))
    print(f"The result holds by {result.rule.KIND}: {shares}.")
    return 0


def _told(name: str, faults: Sequence[str], source: str) -> int:
    for fault in faults:
        print(f"{name}: {fault} does not follow from the {source}.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
