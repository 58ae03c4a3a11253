"""Recheck a count: does this result follow from these ballots?

    python -m koinon.methods.recount RESULT FILE [--contest ID]

RESULT is what `koinon count --json` wrote, FILE the ballots in any format that is counted. The
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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line: 0 the result holds, 1 it does not, 2 asked wrongly."""
    parser = argparse.ArgumentParser(prog="recount", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("result", help="a result, as koinon count --json writes it")
    parser.add_argument("file", help="the ballots")
    parser.add_argument("--contest", default="", help="which contest of the file, by id or name")
    options = parser.parse_args(arguments)
    try:
        count = _result(options.result)
        election = read_path(Path(options.file), contest=options.contest)
    except (CountError, BallotFileError) as error:
        print(f"recount: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"recount: {error.filename}: {error.strerror}.", file=sys.stderr)
        return 2
    faults = documents.recheck(count, election)
    print(f"ballots  {election.ballots.sha256}")
    print(f"result   {count.sha256}")
    for fault in faults:
        print(f"{options.result}: {fault} does not follow from the ballots.")
    if faults:
        return 1
    winners = ", ".join(count.result.elected) or "nobody"
    print(f"The result holds by {count.result.rule.KIND}: {winners}.")
    return 0


def _result(path: str) -> documents.Count:
    try:
        return documents.load(Path(path).read_bytes())
    except CountError as error:
        raise CountError(f"{path}: {error}") from None


if __name__ == "__main__":
    sys.exit(main())
