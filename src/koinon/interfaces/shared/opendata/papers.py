"""What is written beside the tables of an edition, in English: README and changes of the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from koinon.interfaces.shared.opendata.edition import Stated

DESCRIPTION: Final = (
    "The public state of a coalition of cities as tables: what was decided, who voted how, what "
    "was charged, spent and paid. Every row names the entry of the public record that proves it. "
    "Who holds a seat and who was paid is in none of them."
)
CHANGELOG: Final = """# Changes of the schema

The first number grows where a table or a column goes or changes its meaning, the second where one
comes, the third where only a description changes.

## 1.2.0
- New table: evaluations.

## 1.1.0
- New tables: initiatives, initiative_signatures, attestations; audits, audit_samples,
  sampled_lines, audit_requests, confirmations, findings; witness_keys, countersignatures.
- proxies: new columns meeting and item, for a proxy that was given for one meeting or one item.
- entries: seat refers to no table any more, because residents act from `residents/CITY`, which is
  no row of seats.
- datapackage.json: `titles` and `descriptions` say in each language what `title` and `description`
  say in English.

## 1.0.0
- The first schema.
"""
FIRST_EDITION: Final = (
    "# What changed since the edition before\n\nThere was none before this one.\n"
)
_README: Final = """# Open data of {name}

{description}

- Made from the public record `{origin}` as it stood after {size} entries, the last of {at}.
- Root of the record at that size: `{root}`. A copy of the record that `koinon verify` finds sound
  and that has this root proves every figure here.
- Licence: {licence} ({name_of_licence}), {path}. Name as source: "{name}, open data". Figures of
  cities (figures.csv) keep the licence of their own source, which stands in each row.
- Schema: version {version}, in datapackage.json (a Tabular Data Package, read by Frictionless and
  many others): every column with its type, meaning, unit, and the columns it refers to. What
  `description` says in English, `descriptions` says in each language, by its code.
- CHANGELOG.md says what changed in the schema, CHANGES.md what changed in the data since the
  edition before. SHA256SUMS holds the hash of every file; open-data.zip holds all of them.

## How the files are written
- CSV by RFC 4180: UTF-8 without a mark, comma, CR LF, a header line. Nothing between two commas
  means that there is no value.
- Instants are UTC with microseconds, days YYYY-MM-DD, yes and no are `true` and `false`.
- Money comes twice: `paid_minor` is exact, in whole minor units, and `paid` the same as a decimal
  number with a point, in {currency}.
- Exact fractions are texts such as `1/3`.
- A text that a spreadsheet would run as a formula (it begins with = + - @, a tab, a line break or
  a full-width form of these) has one ' put before it, and so has one that begins with '. Take one
  ' away at the beginning of a text and you have what the record says.
- A column that ends in `_n` is an entry of the record; in `_sha256`, the hash of a document.
"""


def readme(found: Stated, version: str) -> str:
    """The README of an edition."""
    return _README.format(
        name=found.name,
        description=DESCRIPTION,
        origin=found.origin,
        size=found.size,
        at=found.at,
        root=found.root,
        licence=found.licence.title,
        name_of_licence=found.licence.name,
        path=found.licence.path,
        version=version,
        currency=found.currency,
    )
