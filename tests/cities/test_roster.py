"""Importing members: every right file is read exactly, every wrong one is told line by line."""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koinon.cities.roster import (
    COLUMNS,
    SENTENCES,
    Mistake,
    Roster,
    RosterErrors,
    RosterFigure,
    RosterMember,
    read_roster,
)

HEADER = "name,country,population,population_on,population_source"
GHENT = "Ghent,BE,262219,2020-01-01,Statbel"
NICE = "Nice,FR,342669,2019-01-01,INSEE"


def read(*lines: str, header: str = HEADER) -> Roster:
    return read_roster("\n".join((header, *lines)).encode(), "members.csv")


def errors(data: bytes | str) -> RosterErrors:
    with pytest.raises(RosterErrors) as caught:
        read_roster(data.encode() if isinstance(data, str) else data, "members.csv")
    return caught.value


def read_or_refuse(data: bytes) -> Roster | RosterErrors:
    try:
        return read_roster(data, "m.csv")
    except RosterErrors as refused:
        return refused


def mistakes(*lines: str, header: str = HEADER) -> list[tuple[str, int, str | None]]:
    found = errors("\n".join((header, *lines))).mistakes
    return [(one.code, one.line, one.column) for one in found]


def test_the_smallest_file() -> None:
    roster = read(GHENT)
    assert roster == Roster(
        (
            RosterMember(
                line=2,
                id="ghent",
                name="Ghent",
                country="BE",
                population=RosterFigure(
                    "population",
                    262_219,
                    "inhabitants",
                    "legal municipality",
                    date(2020, 1, 1),
                    "Statbel",
                    "not stated",
                ),
                product=None,
                latitude_e4=None,
                longitude_e4=None,
                website=None,
            ),
        ),
        (),
    )


def test_every_column() -> None:
    header = f"{HEADER},id,boundary,licence,latitude,longitude,website,product,product_unit"
    (city,) = read(
        "Nairobi,ke,4397073,2019-08-24,KNBS,nbo,county,CC BY 4.0,-1.28333,36.8167,"
        "https://nairobi.go.ke/a?b=1,12000,million KES,2019-12-31,KNBS GCP 2020",
        header=f"{header},product_on,product_source",
    ).members
    assert (city.id, city.country) == ("nbo", "KE")
    assert (city.latitude_e4, city.longitude_e4) == (-12833, 368167)
    assert city.website == "https://nairobi.go.ke/a?b=1"
    assert city.population.boundary == "county"
    assert city.product == RosterFigure(
        "product",
        12_000,
        "million KES",
        "county",
        date(2019, 12, 31),
        "KNBS GCP 2020",
        "CC BY 4.0",
    )


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_separators_line_ends_and_byte_order_mark(
    separator: str, newline: str, mark: bytes
) -> None:
    text = newline.join((HEADER, "", GHENT, ",,,,", NICE, "")).replace(",", separator)
    roster = read_roster(mark + text.encode(), "members.csv")
    assert [(city.line, city.name) for city in roster.members] == [(3, "Ghent"), (5, "Nice")]


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u2009", "\u202f"])
def test_blanks_between_thousands_are_read(blank: str) -> None:
    ghent = GHENT.replace("262219", f"1{blank}262{blank}219")
    roster = read_roster("\n".join((HEADER, ghent)).encode(), "members.csv")
    assert [city.population.value for city in roster.members] == [1_262_219]


def test_quoted_fields_keep_separators_and_quotes_and_count_lines() -> None:
    roster = read('"Ghent",BE,1,2020-01-01,"Statbel, ""Loop"" 2020"', GHENT.replace("Gh", "Bh"))
    assert roster.members[0].population.source == 'Statbel, "Loop" 2020'
    assert mistakes('Ghent,BE,1,2020-01-01,"two\nlines"', "Nice,FR,x,2020-01-01,INSEE") == [
        ("control_character", 2, "population_source"),
        ("not_whole", 4, "population"),
    ]


def test_titles_may_be_written_as_people_do_and_others_are_named() -> None:
    header = "Name,COUNTRY,Population, population on ,Population-Source,Mayor"
    roster = read(f"{GHENT},somebody", header=header)
    assert roster.ignored_columns == ("Mayor",)
    assert roster.members[0].population.on == date(2020, 1, 1)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("São Paulo", "sao-paulo"),
        ("Łódź", "lodz"),
        ("L’Aquila", "l-aquila"),
        ("Århus", "arhus"),
        ("Tórshavn & Straßburg", "torshavn-strassburg"),
        ("İzmir", "izmir"),
        (
            "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
            "llanfairpwllgwyngyllgogerychwyrndrobwlll",
        ),
    ],
)
def test_short_names_are_made_of_latin_names(name: str, made: str) -> None:
    assert read(f"{name},BE,1,2020-01-01,S").members[0].id == made


@pytest.mark.parametrize("name", ["القاهرة", "東京", "Москва", "Cairo القاهرة", "!!!"])
def test_other_names_need_a_short_name(name: str) -> None:
    assert mistakes(f"{name},EG,1,2020-01-01,S") == [("id_needed", 2, "name")]
    assert read(f"{name},EG,1,2020-01-01,S,x", header=f"{HEADER},id").members[0].name == name


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "empty", 0),
        (b"\xef\xbb\xbf \r\n\n", "empty", 0),
        (HEADER.encode(), "no_members", 0),
        (b"a" * 1_000_001, "too_big", 0),
        (b"PK\x03\x04rest", "spreadsheet", 0),
        (b"\xd0\xcf\x11\xe0rest", "spreadsheet", 0),
        (f"{HEADER}\n{GHENT}".encode("utf-16"), "utf16", 0),
        (f"{HEADER}\n{GHENT}".encode("utf-16-le"), "utf16", 0),
        (f"{HEADER}\n{GHENT}\nOrléans".encode("latin-1"), "not_utf8", 3),
        (f"{HEADER}\r\n{GHENT}\r\nGh\0ent".encode(), "nul", 3),
        (f'{HEADER}\n{GHENT}\n"Nice,FR'.encode(), "quotes", 3),
        (f'{HEADER}\n{GHENT}\n"Nice"s,FR'.encode(), "quotes", 3),
        (f"{HEADER}\n{GHENT}\n{'x' * 200_000}".encode(), "field_limit", 3),
    ],
)
def test_files_that_cannot_be_read(data: bytes, code: str, line: int) -> None:
    (found,) = errors(data).mistakes
    assert (found.code, found.line) == (code, line)


def test_ten_thousand_members_and_no_more() -> None:
    lines = [f"c{n},BE,1,2020-01-01,S" for n in range(10_001)]
    assert len(read(*lines[:-1]).members) == 10_000
    assert mistakes(*lines) == [("too_many_rows", 10_002, None)]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("name,country,population,population_on", [("column_missing", 1, "population_source")]),
        (
            "nmae,country,population,population_date,population_source",
            [("column_misspelt", 1, "nmae"), ("column_misspelt", 1, "population_date")],
        ),
        (f"{HEADER},name", [("column_twice", 1, "name")]),
        (f"{HEADER},", [("column_unnamed", 1, None)]),
        (f"{HEADER},lattitude", [("column_misspelt", 1, "lattitude")]),
        ("name|country", [("column_missing", 1, name) for name in HEADER.split(",")]),
    ],
)
def test_first_lines_that_are_wrong(header: str, expected: list[tuple[str, int, str]]) -> None:
    assert mistakes(GHENT, header=header) == expected


def test_did_you_mean() -> None:
    (found,) = errors("name,country,populaton,population_on,population_source").mistakes
    assert found.sentence("members.csv") == (
        "members.csv, line 1, column populaton: there is no column of this name;"
        " did you mean “population”? Rename the column or remove it."
    )


@pytest.mark.parametrize(
    ("column", "cell", "code", "facts"),
    [
        ("name", "", "missing", {}),
        ("name", "x" * 101, "too_long", {"length": 101, "limit": 100}),
        ("name", "Gh\u202eent", "control_character", {}),
        ("country", "", "missing", {}),
        ("country", "ZZ", "not_a_country", {}),
        ("country", "Belgium", "country_name", {"meant": "BE"}),
        ("population", "", "missing", {}),
        ("population", "abc", "not_whole", {}),
        ("population", "12.5", "not_whole", {}),
        ("population", "1e6", "not_whole", {}),
        ("population", "٣٤٥", "not_whole", {}),
        ("population", '"262,219"', "separators", {"plain": "262219"}),
        ("population", "262.219", "separators", {"plain": "262219"}),
        ("population", "1'262 219", "separators", {"plain": "1262219"}),
        ("population", "1 2622 19", "not_whole", {}),
        ("population", "-5", "negative", {"least": 1}),
        ("population", "0", "number_range", {"least": 1, "most": 100_000_000}),
        ("population", "100000001", "number_range", {"least": 1, "most": 100_000_000}),
        ("population", "9" * 5000, "number_range", {"least": 1, "most": 100_000_000}),
        ("population_on", "01/01/2020", "not_a_day", {}),
        ("population_on", "2020", "not_a_day", {}),
        ("population_on", "2021-02-29", "no_such_day", {}),
        ("population_on", "0001-01-01", "day_range", {"least": 1900, "most": 2100}),
        ("population_source", "", "missing", {}),
        ("id", "Ghent!", "id_form", {"limit": 40}),
        ("id", "x" * 41, "id_form", {"limit": 40}),
        ("boundary", "x" * 101, "too_long", {"length": 101, "limit": 100}),
        ("latitude", "north", "not_degrees", {}),
        ("latitude", '"51,05"', "decimal_comma", {"plain": "51.05"}),
        ("latitude", "90.1", "degrees_range", {"most": 90}),
        ("longitude", "-180.1", "degrees_range", {"most": 180}),
        ("website", "ghent.be", "not_an_address", {}),
        ("website", "javascript:alert(1)", "not_an_address", {}),
        ("website", "https://[", "not_an_address", {}),
        ("website", "https://a.b/" + "x" * 200, "too_long", {"length": 212, "limit": 200}),
        ("product_on", "", "companion_missing", {"given": "product"}),
        ("product", "-1", "negative", {"least": 1}),
    ],
)
def test_one_wrong_cell_is_one_mistake(
    column: str, cell: str, code: str, facts: dict[str, str | int]
) -> None:
    right = {
        "name": "Ghent",
        "country": "BE",
        "population": "262219",
        "population_on": "2020-01-01",
        "population_source": "Statbel",
        "id": "ghent",
        "boundary": "city",
        "licence": "CC0",
        "latitude": "51.05",
        "longitude": "3.7167",
        "product": "9",
        "product_unit": "million EUR",
        "product_on": "2020-12-31",
        "product_source": "NBB",
        "website": "https://stad.gent",
    }
    header = ",".join(right)
    assert read(",".join(right.values()), header=header).members
    found = errors(
        "\n".join((header, NICE + "," * 10, ",".join((right | {column: cell}).values())))
    )
    (mistake,) = found.mistakes
    assert (mistake.code, mistake.line, mistake.column) == (code, 3, column)
    assert dict(mistake.facts) == facts
    assert mistake.sentence("m.csv").startswith(f"m.csv, line 3, column {column}: ")


def test_rows_of_another_length_show_the_separator() -> None:
    (found,) = errors(f"{HEADER}\nGhent,BE,262,219,2020-01-01,Statbel").mistakes
    assert found.sentence("members.csv") == (
        "members.csv, line 2: 6 fields where the first line names 5;"
        " a value that holds the separator “,” is put in quotes."
    )


def test_every_mistake_is_told_at_once_in_order_of_lines() -> None:
    assert mistakes("Ghent,Belgium,x,2020,Statbel", "short", NICE, "Lyon,FR,-1,2020-02-30,") == [
        ("country_name", 2, "country"),
        ("not_whole", 2, "population"),
        ("not_a_day", 2, "population_on"),
        ("ragged", 3, None),
        ("negative", 5, "population"),
        ("no_such_day", 5, "population_on"),
        ("missing", 5, "population_source"),
    ]


def test_names_and_short_names_stand_once() -> None:
    assert mistakes(GHENT, GHENT.replace("Ghent", "ＧＨＥＮＴ")) == [("name_twice", 3, "name")]
    assert mistakes("Évry,FR,1,2020-01-01,S", "Evry,FR,1,2020-01-01,S") == [
        ("made_id_twice", 3, "name")
    ]
    header = f"{HEADER},id"
    assert mistakes(f"{GHENT},a", f"{NICE},a", header=header) == [("id_twice", 3, "id")]
    (found,) = errors(f"{header}\n{GHENT},a\n{NICE},a").mistakes
    assert dict(found.facts) == {"first": 2}


def test_coordinates_are_both_or_neither() -> None:
    header = f"{HEADER},latitude,longitude"
    assert mistakes(f"{GHENT},51.05,", header=header) == [("companion_missing", 2, "longitude")]
    assert mistakes(f"{GHENT},51.05", header=f"{HEADER},latitude") == [
        ("companion_missing", 2, "longitude")
    ]


def test_coordinates_round_halves_to_even() -> None:
    header = f"{HEADER},latitude,longitude"
    (city,) = read(f"{GHENT},0.00005,-0.00015", header=header).members
    assert (city.latitude_e4, city.longitude_e4) == (0, -2)


def test_a_hundred_mistakes_are_told_and_the_rest_counted() -> None:
    found = errors("\n".join((HEADER, *(["x"] * 250))))
    assert (len(found.mistakes), found.more) == (100, 150)


def test_sentences_are_translated_whole_and_safe() -> None:
    catalogue = {
        SENTENCES["not_whole"]: "« {value} » n’est pas un nombre entier.",
        "{file}, line {line}, column {column}: {sentence}": (
            "{file}, ligne {line}, colonne {column} : {sentence}"
        ),
    }
    (found,) = errors(f"{HEADER}\nGhent,BE,{{file}}\x07,2020-01-01,Statbel").mistakes
    assert found.sentence("m.csv", lambda text: catalogue.get(text, text)) == (
        "m.csv, ligne 2, colonne population : « {file}\N{REPLACEMENT CHARACTER} »"
        " n’est pas un nombre entier."
    )


def test_every_sentence_can_be_said() -> None:
    facts: dict[str, str | int] = {
        "limit": 1,
        "meant": "x",
        "position": 1,
        "found": 1,
        "expected": 1,
        "separator": ",",
        "given": "x",
        "length": 1,
        "plain": "1",
        "least": 1,
        "most": 1,
        "first": 1,
        **dict.fromkeys(("known", "cells", "example", "currency", "places", "thousands"), "x"),
        **dict.fromkeys(("decimals", "choices", "whole", "invoiced", "today"), "x"),
        **dict.fromkeys(("difference", "word", "unit", "per_head", "above"), "x"),
    }
    for code in SENTENCES:
        sentence = Mistake(code, 1, "c", "v", tuple(facts.items())).sentence("f")
        assert "{" not in sentence
        assert sentence.endswith((".", "?"))


plain_text = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=30
).map(str.strip)
"""What a field can hold; the reader composes it (NFC), so it is generated composed."""


@st.composite
def rows(draw: st.DrawFn) -> dict[str, str]:
    """A right row, without name and id, which must differ between rows."""
    figure = st.integers(1, 10**8).map(str)
    days = st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(date.isoformat)
    sources = plain_text.filter(bool)
    row = {
        "country": draw(st.sampled_from(["BE", "KE", "JP", "XK"])),
        "population": draw(figure),
        "population_on": draw(days),
        "population_source": draw(sources),
        "boundary": draw(plain_text),
        "licence": draw(plain_text),
    }
    if draw(st.booleans()):
        row["latitude"] = f"{draw(st.integers(-900_000, 900_000)) / 10_000:.4f}"
        row["longitude"] = f"{draw(st.integers(-1_800_000, 1_800_000)) / 10_000:.4f}"
    if draw(st.booleans()):
        row["product"], row["product_on"] = draw(figure), draw(days)
        row["product_unit"], row["product_source"] = "million EUR", draw(sources)
    return row


def written(table: list[dict[str, str]], separator: str, newline: str) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, restval="", delimiter=separator, lineterminator=newline)
    writer.writeheader()
    writer.writerows(table)
    return out.getvalue().encode()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(rows(), min_size=1, max_size=8),
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_was_written_is_read(
    table: list[dict[str, str]], separator: str, newline: str
) -> None:
    for n, row in enumerate(table):
        row |= {"name": f"City {n}", "id": f"city-{n}"}
    members = read_roster(written(table, separator, newline), "m.csv").members
    assert len(members) == len(table)
    for n, (member, row) in enumerate(zip(members, table, strict=True)):
        composed = {key: unicodedata.normalize("NFC", value) for key, value in row.items()}
        assert (member.line, member.id, member.name) == (n + 2, f"city-{n}", f"City {n}")
        assert member.country == row["country"]
        assert member.population == RosterFigure(
            "population",
            int(row["population"]),
            "inhabitants",
            composed["boundary"] or "legal municipality",
            date.fromisoformat(row["population_on"]),
            composed["population_source"],
            composed["licence"] or "not stated",
        )
        assert (member.latitude_e4 is None) == ("latitude" not in row)
        if member.latitude_e4 is not None:
            assert f"{member.latitude_e4 / 10_000:.4f}" == row["latitude"].replace(
                "-0.0000", "0.0000"
            )
        assert (member.product is None) == ("product" not in row)
        if member.product is not None:
            assert member.product.value == int(row["product"])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(rows(), min_size=1, max_size=6),
    st.data(),
    st.sampled_from([("population", "many"), ("country", "??"), ("population_on", "soon")]),
)
def test_a_mistake_names_its_line_and_column(
    table: list[dict[str, str]], data: st.DataObject, spoiled: tuple[str, str]
) -> None:
    column, cell = spoiled
    for n, row in enumerate(table):
        row |= {"name": f"City {n}", "id": f"city-{n}"}
    chosen = data.draw(st.integers(0, len(table) - 1))
    table[chosen][column] = cell
    (found,) = errors(written(table, ",", "\n")).mistakes
    assert (found.line, found.column, found.value) == (chosen + 2, column, cell)


fragments = st.sampled_from(
    [HEADER, GHENT, NICE, "\n", "\r", '"', ",", ";", "\t", "\0", "é", "\ufeff", "-1", " ", "id"]
)


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.lists(fragments, max_size=30).map("".join).map(str.encode),
        st.text(max_size=200).map(lambda text: f"{HEADER}\n{text}".encode("utf-8", "replace")),
    )
)
def test_whatever_comes_is_read_or_refused_in_sentences(data: bytes) -> None:
    result = read_or_refuse(data)
    if isinstance(result, Roster):
        assert result.members
        assert all(member.population.value > 0 for member in result.members)
        return
    lines = data.count(b"\n") + data.count(b"\r") + 1
    assert all(0 <= one.line <= lines for one in result.mistakes)
    assert all(sentence.startswith("m.csv") for sentence in result.sentences())
