"""The command line of an installed Koinon: `koinon VERB`. Also what `./koinon` hands over to.

Exit codes: 0 done; 1 answered no (the charter, the law or a check); 2 asked wrongly; 130 stopped
by the keyboard. Everything heavy is imported by the verb that needs it.
"""

from __future__ import annotations

import signal
import sys

# Whoever stops it before it is loaded gets no traceback; `main` takes the keyboard over.
if __name__ == "__main__" and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)

from collections.abc import Sequence
from typing import Annotated

import typer

from koinon.interfaces.shell import apportion_verb, charter_verbs, count_verb, plan_verb
from koinon.interfaces.shell.mistakes import Mistake, stopped, told
from koinon.interfaces.shell.verbs import VERBS, overview, unknown

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

# What comes after these verbs is read by the verb itself.
REST = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}


def main() -> None:
    """Run one verb of `sys.argv` and end the process with its exit code."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    sys.exit(run(sys.argv[1:]))


def run(words: Sequence[str]) -> int:
    """Run one verb; `up` where none is given. The exit code."""
    if words and words[0] in {"-h", "--help", "help"}:
        print(overview("koinon", VERBS))
        return 0
    named = bool(words) and not words[0].startswith("-")
    said = list(words) if named else ["up", *words]
    try:
        if said[0] not in VERBS:
            raise Mistake(unknown(said[0], VERBS))
        if said[0] == "charter":
            said = charter_verbs.with_subverb(said)
        return app(said, prog_name="koinon", standalone_mode=False) or 0
    except Mistake as mistake:
        return _end(str(mistake), mistake.code)
    except typer.TyperException as misuse:
        return _end(f"{said[0]}: {misuse.format_message()}", 2)
    except KeyboardInterrupt:
        return _end("Stopped.", 130)
    except Exception as fault:
        if stopped(fault):
            return _end("Stopped.", 130)
        if (sentence := told(fault)) is None:
            raise
        return _end(f"{said[0]}: {sentence}", 2)


def _end(sentence: str, code: int) -> int:
    print(f"koinon: {sentence}" if code != 130 else f"\n{sentence}", file=sys.stderr)
    return code


@app.command(help=VERBS["up"])
def up(
    host: Annotated[str, typer.Option(help="the address to listen at")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="the port to listen at")] = 8000,
    empty: Annotated[bool, typer.Option(help="load no demonstration; found your own")] = False,
) -> int:
    """Prepare the database and serve the pages until the keyboard stops it."""
    from koinon.interfaces.shell import serving

    return serving.up(host, port, empty=empty)


@app.command(help=VERBS["found"])
def found(
    members: Annotated[str, typer.Option(help="founding cities: CSV, or founding.json of What if")],
    charter: Annotated[str, typer.Option(help="a charter in TOML, or the name of a template")],
    origin: Annotated[str, typer.Option(help="name of the public log, e.g. league.example/record")],
    email: Annotated[str, typer.Option(help="who keeps the secretariat first")],
    name: Annotated[list[str] | None, typer.Option(help="LANGUAGE=NAME, for a template")] = None,
    time_zone: Annotated[str, typer.Option(help="legal time zone (IANA)")] = "Europe/Brussels",
    currency: Annotated[str, typer.Option(help="currency (ISO 4217)")] = "EUR",
) -> int:
    """Found a coalition on an empty record."""
    from koinon.interfaces.shell import founding

    return founding.found(
        members=members,
        charter=charter,
        names=name or [],
        origin=origin,
        email=email,
        time_zone=time_zone,
        currency=currency,
    )


@app.command("take-over", help=VERBS["take-over"])
def take_over(
    files: Annotated[
        list[str], typer.Argument(help="the workbook, a zip or CSV files; documents (PDF) it names")
    ],
    charter: Annotated[str, typer.Option(help="a charter, or the name of a template")] = "",
    origin: Annotated[str, typer.Option(help="name of the public log, e.g. league.example/r")] = "",
    email: Annotated[str, typer.Option(help="who keeps the secretariat first")] = "",
    name: Annotated[list[str] | None, typer.Option(help="LANGUAGE=NAME, for a template")] = None,
    time_zone: Annotated[str, typer.Option(help="legal time zone (IANA)")] = "Europe/Brussels",
    currency: Annotated[str, typer.Option(help="currency (ISO 4217)")] = "EUR",
    on: Annotated[str, typer.Option(help="the day of the balance sheet, e.g. 2026-01-01")] = "",
    confirm: Annotated[str, typer.Option(help="the hash that the dry run printed")] = "",
    template: Annotated[bool, typer.Option(help="write an empty workbook instead")] = False,
    example: Annotated[bool, typer.Option(help="write a filled example instead")] = False,
) -> int:
    """Take a living coalition over on an empty record."""
    from koinon.interfaces.shell import moving

    if template or example:
        return moving.write_template(files[0], example=example)
    for option, said in (("charter", charter), ("origin", origin), ("email", email), ("on", on)):
        if not said:
            raise Mistake(f"take-over: give --{option}; see koinon take-over --help.")
    return moving.take_over(
        files=files,
        charter=charter,
        names=name or [],
        origin=origin,
        email=email,
        time_zone=time_zone,
        currency=currency,
        on=on,
        confirm=confirm,
    )


app.add_typer(charter_verbs.charter, name="charter")
app.command("plan", help=VERBS["plan"])(plan_verb.plan)
app.command("apportion", help=VERBS["apportion"])(apportion_verb.apportion)
app.command("count", help=VERBS["count"])(count_verb.count)


@app.command(help=VERBS["recount"], context_settings=REST)
def recount(context: typer.Context) -> int:
    """Recheck a count; knows nothing of the database."""
    from koinon.methods.recount import main as rechecked

    return rechecked(context.args)


@app.command(help=VERBS["demo"])
def demo() -> int:
    """Load the demonstration."""
    from koinon.interfaces.shell import demonstrating

    return demonstrating.demo()


@app.command(help=VERBS["act"], context_settings=REST)
def act(context: typer.Context) -> int:
    """Carry out one act; its options are the act's own fields."""
    from koinon.interfaces.shell import acting

    return acting.act(context.args)


key = typer.Typer(
    help=VERBS["key"], no_args_is_help=False, context_settings=app.info.context_settings
)
app.add_typer(key, name="key")


@key.command("new", help="make a key in a new file and print what is registered of it")
def new_key(file: Annotated[str, typer.Argument(help="the file to write")]) -> int:
    """Make a key that signs acts."""
    from koinon.interfaces.shell import keys

    return keys.new(file)


@key.command("show", help="print the public key of a file, and its fingerprint")
def show_key(file: Annotated[str, typer.Argument(help="a file made by koinon key new")]) -> int:
    """Show what is registered of a key."""
    from koinon.interfaces.shell import keys

    return keys.show(file)


@key.command("sign", help="sign an act that a page or the API shows, and print the signature")
def sign_act(
    file: Annotated[str, typer.Argument(help="a file made by koinon key new")],
    statement: Annotated[str, typer.Argument(help="a file with what is shown; - reads it")] = "-",
) -> int:
    """Sign an act elsewhere than where it is sent."""
    from koinon.interfaces.shell import keys

    return keys.sign(file, statement)


token = typer.Typer(
    help=VERBS["token"], no_args_is_help=False, context_settings=app.info.context_settings
)
app.add_typer(token, name="token")


@token.command("make", help="make a token and print it, this once")
def make_token(
    email: Annotated[str, typer.Argument(help="whom it acts for, by e-mail address")],
    seat: Annotated[list[str], typer.Option(help="a seat it may act from; once or more")],
    label: Annotated[str, typer.Option(help="what it is for; it is revoked by this name")],
    days: Annotated[int, typer.Option(min=1, max=366, help="how many days it lasts")] = 90,
) -> int:
    """Make a token for an account and some of its seats."""
    from koinon.interfaces.shell import tokens

    return tokens.make(email, seat, label, days)


@token.command("list", help="list all tokens, or those of one account, without their secrets")
def list_tokens(
    email: Annotated[str, typer.Argument(help="whose, by e-mail address")] = "",
) -> int:
    """List what tokens there are."""
    from koinon.interfaces.shell import tokens

    return tokens.listed(email)


@token.command("revoke", help="end the tokens of an account that carry a label")
def revoke_token(
    email: Annotated[str, typer.Argument(help="whose, by e-mail address")],
    label: Annotated[str, typer.Argument(help="the label it was made with")],
) -> int:
    """End a token at once."""
    from koinon.interfaces.shell import tokens

    return tokens.revoke(email, label)


mail = typer.Typer(
    help=VERBS["mail"], no_args_is_help=False, context_settings=app.info.context_settings
)
app.add_typer(mail, name="mail")


@mail.command("test", help="send a mail now and say in a sentence what happened")
def test_mail(
    address: Annotated[str, typer.Argument(help="whom to write to, e.g. name@city.example")],
) -> int:
    """Send a mail by the settings."""
    from koinon.interfaces.shell import mailing

    return mailing.test(address)


@mail.command("list", help="list mails that have not left or reached nobody, and why")
def list_mail() -> int:
    """List what did not leave."""
    from koinon.interfaces.shell import mailing

    return mailing.listed()


@mail.command("retry", help="send now whatever failed, was refused or waits")
def retry_mail() -> int:
    """Send it again."""
    from koinon.interfaces.shell import mailing

    return mailing.retry()


@app.command(help=VERBS["export"])
def export(
    folder: Annotated[str, typer.Argument(help="a new folder, or one of an earlier export")],
) -> int:
    """Write the public record as static files."""
    from koinon.interfaces.shell import publishing

    return publishing.export(folder)


@app.command(help=VERBS["data"])
def data(
    folder: Annotated[str, typer.Argument(help="a new or an empty folder")],
) -> int:
    """Write the open data set: CSV tables with their schema."""
    from koinon.interfaces.shell import datasets

    return datasets.data(folder)


@app.command(help=VERBS["archive"])
def archive(
    folder: Annotated[str, typer.Argument(help="a new folder")],
    first: Annotated[str, typer.Option("--from", help="papers from this day on")] = "",
    last: Annotated[str, typer.Option("--until", help="papers until this day")] = "",
) -> int:
    """Pack what an archive takes in."""
    from koinon.interfaces.shell import archiving

    return archiving.archive(folder, first, last)


@app.command(help=VERBS["verify"], context_settings=REST)
def verify(context: typer.Context) -> int:
    """Check an exported record; knows nothing of the database."""
    from koinon.record.verify import main as check

    return check(context.args)


@app.command(help=VERBS["countersign"], context_settings=REST)
def countersign(context: typer.Context) -> int:
    """Countersign a log's checkpoint as a city; knows nothing of the database."""
    from koinon.record.countersign import main as countersigned

    return countersigned(context.args)


@app.command(help=VERBS["recover"])
def recover(
    checkpoint: Annotated[str, typer.Argument(help="a file with the latest checkpoint")] = "",
    source: Annotated[
        list[str] | None,
        typer.Option("--from", help="an export's folder, or a mirror's address; once or more"),
    ] = None,
    nobody: Annotated[
        bool, typer.Option("--nobody-holds-more", help="begin from what is here, on your word")
    ] = False,
) -> int:
    """Bring back what was lost, lawfully."""
    from koinon.interfaces.shell.operations import recovering

    return recovering.recover(checkpoint, source or [], nobody=nobody)


@app.command(help=VERBS["replay"])
def replay(
    database: Annotated[
        str, typer.Option(help="an empty database, sqlite:///PATH or postgresql://user@host/name")
    ] = "",
) -> int:
    """Tell the record again to an empty database and compare."""
    from koinon.interfaces.shell import retelling

    return retelling.replay(database)


SEALED_WITH = "a file whose first line seals the backup, or opens it"


@app.command(help=VERBS["backup"])
def backup(
    file: Annotated[str, typer.Argument(help="a new file; by default in the home folder")] = "",
    check: Annotated[bool, typer.Option("--check", help="check that backup instead")] = False,
    keep: Annotated[int, typer.Option(min=0, help="remove all but so many; 0 keeps all")] = 0,
    passphrase_file: Annotated[str, typer.Option(help=SEALED_WITH)] = "",
) -> int:
    """Write a backup, or check one."""
    from koinon.interfaces.shell.operations import backing

    return backing.backup(file, keep=keep, passphrase_file=passphrase_file, check=check)


@app.command(help=VERBS["restore"])
def restore(
    file: Annotated[str, typer.Argument(help="a backup")],
    replace: Annotated[bool, typer.Option("--replace", help="though there is a record")] = False,
    passphrase_file: Annotated[str, typer.Option(help=SEALED_WITH)] = "",
) -> int:
    """Put back what a backup holds."""
    from koinon.interfaces.shell.operations import restoring

    return restoring.restore(file, replace=replace, passphrase_file=passphrase_file)


@app.command(help=VERBS["upgrade"])
def upgrade(
    passphrase_file: Annotated[str, typer.Option(help=SEALED_WITH)] = "",
) -> int:
    """Bring the database to this version, with a way back."""
    from koinon.interfaces.shell.operations import upgrading

    return upgrading.upgrade(passphrase_file=passphrase_file)


@app.command(help=VERBS["unit"])
def unit(
    kind: Annotated[str, typer.Argument(help="service, backup, timer or environment")] = "service",
    user: Annotated[str, typer.Option(help="who runs it; the home folder's owner")] = "",
    host: Annotated[str, typer.Option(help="the public name")] = "league.example",
    port: Annotated[int, typer.Option(min=1, max=65535, help="where it listens")] = 8000,
) -> int:
    """Print a file for systemd."""
    from koinon.interfaces.shell.operations import units

    return units.unit(kind, user=user, host=host, port=port)


@app.command(help=VERBS["claims"])
def claims(
    as_json: Annotated[bool, typer.Option("--json", help="everything, for programs")] = False,
    lang: Annotated[str, typer.Option(help="language: en, fr, es or ar")] = "",
) -> int:
    """Hold the manifestos' numbers against figures that ship."""
    from koinon.interfaces.shell import claiming

    return claiming.claims(as_json=as_json, language=lang)


@app.command(help=VERBS["doctor"])
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="for programs that watch")] = False,
) -> int:
    """Look at everything that usually goes wrong."""
    from koinon.interfaces.shell.operations import doctoring

    return doctoring.doctor(as_json=as_json)


@app.command(help=VERBS["shell"])
def shell() -> int:
    """Open a Python shell with every room loaded."""
    from django.core.management import call_command

    from koinon.interfaces.shell.application import load

    load()
    call_command("shell", verbosity=0)
    return 0


if __name__ == "__main__":
    main()
