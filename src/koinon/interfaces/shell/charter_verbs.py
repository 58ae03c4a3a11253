"""The verbs under `koinon charter`; what they do is in `charters` and `trying`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

import typer

from koinon.interfaces.shell.mistakes import Mistake
from koinon.interfaces.shell.verbs import VERBS, unknown

FILE_HELP: Final = "a charter in TOML, or the name of a template or statute"
LANGUAGE_HELP: Final = "one of the charter's languages"
SPOKEN_HELP: Final = "en, fr, es or ar"
SUBVERBS: Final = ("check", "explain", "try", "levy", "diff", "new", "list")

charter = typer.Typer(
    help=VERBS["charter"],
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def with_subverb(words: Sequence[str]) -> list[str]:
    """`charter FILE` means `charter explain FILE`.

    Raises Mistake for a word before a file that is no verb, such as `charter chek FILE`.
    """
    rest = list(words[1:])
    if not rest or rest[0] in SUBVERBS or rest[0].startswith("-"):
        return list(words)
    if len(rest) > 1 and not rest[1].startswith("-"):
        raise Mistake(unknown(f"charter {rest[0]}", [f"charter {one}" for one in SUBVERBS]))
    return ["charter", "explain", *rest]


@charter.command("check", help="say that a charter is sound, or name every mistake with its line")
def check(
    file: Annotated[str, typer.Argument(help=FILE_HELP, metavar="FILE")],
    language: Annotated[str, typer.Option(help=SPOKEN_HELP)] = "",
) -> int:
    """Read a charter, try its own cases, and remark on what is probably not meant."""
    from koinon.interfaces.shell import charters

    return charters.check(file, language)


@charter.command("explain", help="say a charter in plain sentences")
def explain(
    file: Annotated[str, typer.Argument(help=FILE_HELP, metavar="FILE")],
    language: Annotated[str, typer.Option(help=LANGUAGE_HELP)] = "",
) -> int:
    """Read a charter; nothing is founded."""
    from koinon.interfaces.shell import charters

    return charters.explain(file, language)


@charter.command("try", help="try a vote: exit code 0 when it passes, 1 when it does not")
def try_(
    file: Annotated[str, typer.Argument(help=FILE_HELP, metavar="FILE")],
    matter: Annotated[str, typer.Option(help="what is decided: a matter of the charter")] = "",
    members: Annotated[str, typer.Option(help="a roster of the charter, or a CSV file")] = "",
    yes: Annotated[list[str] | None, typer.Option(help="members in favour: a,b or a=1/2")] = None,
    no: Annotated[list[str] | None, typer.Option(help="members against")] = None,
    abstain: Annotated[list[str] | None, typer.Option(help="members that abstain")] = None,
    calling: Annotated[list[str] | None, typer.Option(help="who call for a second vote")] = None,
    language: Annotated[str, typer.Option(help=LANGUAGE_HELP)] = "",
) -> int:
    """Judge a vote line by line."""
    from koinon.interfaces.shell import trying

    votes = {"yes": yes or [], "no": no or [], "abstain": abstain or []}
    return trying.tried(file, matter, members, votes, calling or [], language)


@charter.command(
    "levy", help="work a levy out step by step, or print its formula as JSON without --members"
)
def levy(
    file: Annotated[str, typer.Argument(help=FILE_HELP, metavar="FILE")],
    name: Annotated[str, typer.Argument(help="a levy of the charter", metavar="LEVY")],
    members: Annotated[str, typer.Option(help="a roster of the charter, or a CSV file")] = "",
    need: Annotated[str, typer.Option(help="what is to be raised, in the currency")] = "",
    figure: Annotated[list[str] | None, typer.Option(help="a figure: NAME=VALUE")] = None,
    limit: Annotated[
        list[str] | None, typer.Option(help="what its law lets a member pay: MEMBER=AMOUNT")
    ] = None,
    language: Annotated[str, typer.Option(help=LANGUAGE_HELP)] = "",
) -> int:
    """Print a formula, or what comes of it."""
    from koinon.interfaces.shell import charters, levying
    from koinon.interfaces.shell.mistakes import Mistake

    if members:
        return levying.worked_out(
            file,
            name,
            members,
            need=need,
            figures=figure or [],
            limits=limit or [],
            language=language,
        )
    if need or figure or limit or language:
        raise Mistake("charter levy: say who pays, --members ROSTER or a CSV file.")
    return charters.formula(file, name)


@charter.command("diff", help="what changes from one charter to another: exit code 1 if anything")
def diff(
    before: Annotated[str, typer.Argument(help=FILE_HELP, metavar="OLD")],
    after: Annotated[str, typer.Argument(help=FILE_HELP, metavar="NEW")],
    language: Annotated[str, typer.Option(help=LANGUAGE_HELP)] = "",
) -> int:
    """Compare two charters, and try the cases of the first under the second."""
    from koinon.interfaces.shell import charters

    return charters.diff(before, after, language)


@charter.command("new", help="print a template under a coalition's own names, to keep and edit")
def new(
    template: Annotated[str, typer.Argument(help="the name of a template", metavar="TEMPLATE")],
    name: Annotated[list[str], typer.Option(help="LANGUAGE=NAME; once or more")],
    time_zone: Annotated[str, typer.Option(help="legal time zone (IANA)")] = "Europe/Brussels",
    currency: Annotated[str, typer.Option(help="currency (ISO 4217)")] = "EUR",
) -> int:
    """Begin a charter."""
    from koinon.interfaces.shell import charters

    return charters.new(template, name, time_zone, currency)


@charter.command("list", help="list the charters that ship: templates, and statutes of real bodies")
def list_(language: Annotated[str, typer.Option(help=SPOKEN_HELP)] = "") -> int:
    """List what ships."""
    from koinon.interfaces.shell import charters

    return charters.listing(language)
