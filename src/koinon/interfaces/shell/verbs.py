"""The words the command line knows. Standard library alone: read before anything is installed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

VERBS: Mapping[str, str] = {
    "up": "prepare the database, load the demonstration if the record is empty, serve the pages",
    "demo": "load the demonstration, a fictional league, into an empty record",
    "found": "found a coalition from a CSV file of its cities and a charter or a template",
    "take-over": "take a living coalition over from a workbook; a dry run until it is confirmed",
    "charter": "check, explain, try, compare or begin a charter; list those that ship",
    "plan": "say what cities could do together, what it costs, who decides; write a report",
    "apportion": "share out seats by votes, in one table or in districts: apportion FILE.csv",
    "claims": "hold the manifestos' numbers against shipped figures: claims [--json] [--lang fr]",
    "count": "count ballots of a file by a stated rule; every stage, exactly: count --list",
    "recount": "hold a result against its ballots or votes: recount RESULT [FILE]",
    "act": "carry out one act: act TYPE --field value, or --json FILE (- reads standard input)",
    "key": "make, show or use a file with which you sign acts (Ed25519)",
    "token": "make, list or revoke the access tokens with which programs use the API",
    "mail": "try the mail server, list mails that reached nobody, send them again",
    "export": "write the public record into a folder, as static files anyone can mirror",
    "data": "write the open data set into a folder: CSV tables, their schema, their licence",
    "archive": "pack papers, record, open data and an inventory for an archive (BagIt)",
    "verify": "check an exported record, from a folder or an address, without trusting anyone",
    "countersign": "as a city, countersign that the record extends what it was before; for cron",
    "recover": "bring back from mirrors what an old backup lacks, or what a signer forgot",
    "replay": "tell the whole record again to an empty database and compare every row",
    "backup": "write all that another machine needs to go on into one file, while the server runs",
    "restore": "put back what a backup holds; what is there now is moved aside, never removed",
    "upgrade": "copy first, then bring the database to this version, then prove that all is there",
    "doctor": "say every usual fault of this installation in a sentence, with its remedy",
    "unit": "print files for systemd: the service, its nightly backup, its settings",
    "shell": "open a Python shell with the application loaded",
}

TREE_VERBS: Mapping[str, str] = {
    "test": "run all tests, on SQLite and on PostgreSQL if there is one (takes pytest's options)",
    "check": "check form, style, types, import rules and message catalogues",
    "lock": "pin every requirement again, with hashes (needs uv)",
}


def overview(name: str, verbs: Mapping[str, str]) -> str:
    """The help text: one line a verb."""
    width = max(map(len, verbs))
    lines = [f"  {verb:<{width}}  {meaning}" for verb, meaning in verbs.items()]
    head = f"{name} [VERB] [OPTIONS]   runs a coalition of cities in the open"
    return "\n".join([head, "", *lines, "", f"{name} VERB --help says more about one of them."])


def unknown(word: str, verbs: Iterable[str]) -> str:
    """The sentence for a verb that does not exist, with the nearest one that does."""
    known = list(verbs)
    near = get_close_matches(word, known, n=1)
    remedy = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(known)}."
    return f"'{word}' is not something koinon does; {remedy}"
