"""What if in a browser that knows no script: choose, see, pass on, keep the private apart."""

from __future__ import annotations

import io
import json
import zipfile
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from koinon.charter.drafting import template

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PRIVATE = ("Who pays more than alone", "Who would rather let others pay", "Alone it would pay")
THREE = "city=paris&city=madrid&city=tokyo"
CITIES = (
    "name,country,population,boundary,year,source,licence,income,income_unit\n"
    "Alba,BE,60000,legal municipality,2024,Statistics office,CC BY 4.0,1500000000,EUR\n"
    "Borg,BE,30000,legal municipality,2024,Statistics office,CC BY 4.0,600000000,EUR\n"
)
PROGRAMMES = (
    'currency = "EUR"\n[programmes.tickets]\ntitle = "Tickets"\ndriver = "population"\n'
    "setup = { low = 10, mid = 20, high = 30 }\nunit_cost = 0\nelasticity = 0\n"
)


def text_of(page: HttpResponse) -> str:
    return page.content.decode()


def asked(page: HttpResponse) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page["Location"]).query)


def test_it_opens_on_an_answer(client: Client) -> None:
    page = client.get("/what-if/")
    assert page.status_code == 200
    text = text_of(page)
    for title in ("Who holds the power", "Together instead of alone", "Will anything ever pass?"):
        assert title in text
    assert text.count('<svg xmlns="http://www.w3.org/2000/svg" class="chart') >= 4
    assert not any(said in text for said in PRIVATE)


def test_showing_leads_to_an_address_that_holds_what_was_chosen(client: Client) -> None:
    sent = {
        "show": "1", "city": ["paris", "madrid"], "charter": "template-double-majority",
        "programme": ["software"], "a.software.setup": "1 – 2 – 3", "was.software.setup": "9",
        "a.software.spill_over": "1", "was.software.spill_over": "1", "levy": "product",
        "rate": "0.2 %", "part": "30", "you": "paris", "other": "tokyo",
    }  # fmt: skip
    page = client.get("/what-if/", sent)
    assert page.status_code == 302
    fields = asked(page)
    assert fields["city"] == ["paris", "madrid"]
    assert fields["assume"] == ["software.setup=1 – 2 – 3"]
    assert "show" not in fields
    text = text_of(client.get(page["Location"]))
    assert "Your city: Paris" in text
    assert "1 – 2 – 3" in text
    assert "0.2% of product" in text
    assert 'value="30"' in text


def test_what_is_passed_on_holds_nothing_for_the_drafter_alone(client: Client) -> None:
    for path in ("/what-if/", "/what-if/plan/"):
        text = text_of(client.get(f"{path}?{THREE}&sharing=ability&programme=waste"))
        assert not any(said in text for said in PRIVATE), path
    page = client.post("/what-if/drafter/", {"city": ["paris", "madrid", "tokyo"]})
    assert page.status_code == 200
    assert all(said in text_of(page) for said in PRIVATE)
    assert "no-store" in page["Cache-Control"]
    assert client.get(f"/what-if/drafter/?{THREE}")["Location"] == "/what-if/"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("city=paris", "A coalition has at least 2 cities"),
        ("city=pariss&city=madrid", "did you mean “paris”?"),
        (f"{THREE}&rate=1,500", "is not one number"),
        (f"{THREE}&rate=90%25&levy=product", "is not possible: write a share above 0"),
        (f"{THREE}&programme=tram", "is not a known programme"),
        (f"{THREE}&assume=software.setup=many", "is no assumption"),
        (f"{THREE}&assume=software.setup=3;2;1", "is no assumption"),
        (f"{THREE}&assume=software.colour=1", "is not an assumption of a programme"),
        (f"{THREE}&assume=softwear.setup=1", "“softwear” is not a known programme"),
        (f"{THREE}&rate=0%25", "is not possible: write a share above 0"),
        (f"{THREE}&cap=12.5", "“12.5” is not a whole amount"),
        (f"{THREE}&exempt=0.5", "“0.5” is not a whole amount"),
        (f"{THREE}&sharing=fair", "is no way to share a bill"),
        (f"{THREE}&part=300%25", "from 0 to 100 %"),
        (f"{THREE}&levy=income", "has no figure “income”"),
        ("own=@@@", "The tables in this address are damaged"),
    ],
)
def test_what_makes_no_plan_is_said_with_its_remedy(client: Client, query: str, said: str) -> None:
    page = client.get(f"/what-if/?{query}")
    text = text_of(page)
    assert said in text, text[text.find("<main") : text.find("<main") + 1500]
    assert "Traceback" not in text
    if "levy=income" not in query:
        assert page.status_code == 400
        assert text.index("There is a problem") < text.index(said)


def test_what_is_lost_on_the_way_makes_the_raise_a_range(client: Client) -> None:
    fields = "levy=product&rate=1%25&collection=0 – 10 % – 20 %&response=0;1/10;1/5"
    text = text_of(client.get(f"/what-if/?{THREE}&{fields}"))
    whole = text_of(client.get(f"/what-if/?{THREE}&levy=product&rate=1%25"))
    assert " to " in text.split("raises ")[1][:40]
    assert " to " not in whole.split("raises ")[1][:30]
    wrong = client.get(f"/what-if/?{THREE}&collection=5;3;1")
    assert wrong.status_code == 400
    assert "is no range" in text_of(wrong)


def test_an_answer_that_cannot_be_given_leaves_the_others(client: Client) -> None:
    text = text_of(client.get(f"/what-if/?{THREE}&levy=income"))
    assert "What could not be worked out" in text
    assert "Who holds the power" in text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("programme=waste&assume=waste.elasticity=0.8501", "at most three decimals"),
        ("programme=waste&assume=waste.elasticity=0", "set the running cost to 0"),
        ("programme=procurement&assume=procurement.elasticity=1.1", "set the rebate to 0"),
        (
            "programme=waste&assume=waste.unit_cost=0&assume=waste.coordination=0",
            "costs nothing",
        ),
    ],
)
def test_what_no_curve_can_be_is_said_on_the_page(client: Client, query: str, said: str) -> None:
    page = client.get(f"/what-if/?{THREE}&{query}")
    assert page.status_code == 200
    text = text_of(page)
    assert "What could not be worked out" in text
    assert said in text


def test_what_is_not_decided_is_not_said_to_be_overpaid(client: Client) -> None:
    """Nobody is proved to overpay by use here: the worst group gains only by ability."""
    query = "city=paris,madrid,new-york,bengaluru&programme=waste&programme=software"
    text = text_of(client.get(f"/what-if/plan/?{query}"))
    assert "Even when all is charged by use" not in text
    assert "even by use, is not decided" in text


def test_files_of_a_damaged_address_are_not_those_of_other_cities(client: Client) -> None:
    for name in ("plan.json", "report.html", "report.pdf", "founding.zip"):
        page = client.get(f"/what-if/{name}?own=@@@")
        assert page.status_code == 302
        again = client.get(page["Location"])
        assert again.status_code == 400
        assert "The tables in this address are damaged" in text_of(again)


def test_no_rate_is_said_to_suffice_where_a_cap_breaks_proportion(client: Client) -> None:
    said = "would just pay for them"
    assert said in text_of(client.get(f"/what-if/?{THREE}"))
    assert said not in text_of(client.get(f"/what-if/?{THREE}&cap=1"))


def test_a_table_of_ones_own_is_bound_to_as_many_cities_as_a_page_works_out(
    client: Client,
) -> None:
    rows = "".join(f"Town {n},FR,90000,legal municipality,2024,Office\n" for n in range(401))
    page = upload(client, cities="name,country,population,boundary,year,source\n" + rows)
    said = "A page works out at most 400 cities"
    again = client.get(page["Location"]) if page.status_code == 302 else page
    assert again.status_code == 400
    assert said in text_of(again)


def test_a_charter_that_is_none_is_said(client: Client) -> None:
    page = client.get("/what-if/?charter=template-none")
    assert page.status_code == 400
    assert "“template-none” is no charter that is known here" in text_of(page)
    assert client.get("/what-if/?charter=one-city-one-vote").status_code == 200


def test_what_is_passed_on_does_not_say_what_alone_would_cost_a_city(client: Client) -> None:
    query = f"{THREE}&programme=waste&programme=software&sharing=ability&you=paris"
    gets = "what it gets: what that would cost it alone"
    assert gets in text_of(client.get(f"/what-if/?{query}"))
    for path in ("plan/", "report.html"):
        text = text_of(client.get(f"/what-if/{path}?{query}"))
        assert "what it pays, per inhabitant" in text
        assert gets not in text


def test_more_than_law_admits_is_said_of_one_plan_as_well(client: Client) -> None:
    head, *rows = CITIES.splitlines()
    capped = [f"{head},legal_cap,legal_cap_unit", f"{rows[0]},5000,EUR", f"{rows[1]},,"]
    page = upload(client, cities="\n".join(capped) + "\n", programmes=PROGRAMMES)
    text = text_of(client.get(page["Location"]))
    assert "More than their law admits is asked of these:" in text


def upload(client: Client, **files: str | bytes) -> HttpResponse:
    sent = {
        name: SimpleUploadedFile(
            f"{name}.{'toml' if name in ('programmes', 'charter') else 'csv'}",
            body.encode() if isinstance(body, str) else body,
        )
        for name, body in files.items()
    }
    return client.post("/what-if/own/", sent)


def test_tables_of_ones_own_travel_in_the_address(client: Client) -> None:
    page = upload(client, cities=CITIES, programmes=PROGRAMMES)
    assert page.status_code == 302
    assert len(page["Location"]) < 1_500
    text = text_of(client.get(page["Location"]))
    assert "Alba" in text
    assert "Tickets" in text
    assert "Statistics office" in text
    assert "of income" in text
    other = Client()
    assert "Alba" in text_of(other.get(page["Location"].replace("/what-if/", "/what-if/plan/")))


def test_a_draft_charter_of_ones_own_is_measured_and_goes_into_the_founding(
    client: Client,
) -> None:
    text = template("one-city-one-vote")
    page = upload(client, charter=text)
    assert page.status_code == 302
    shown = text_of(client.get(page["Location"]))
    assert "Your own charter" in shown
    found = client.get(page["Location"].replace("/what-if/", "/what-if/founding.zip"))
    with zipfile.ZipFile(io.BytesIO(found.content)) as files:
        assert files.read("charter.toml").decode() == text
    broken = upload(client, charter=text.replace('rule = "ordinary"', 'rule = "ordinery"', 1))
    assert broken.status_code == 400
    assert "charter.toml, line" in text_of(broken)


def test_a_mistake_in_a_table_is_said_with_its_line(client: Client) -> None:
    page = upload(client, cities=CITIES.replace("60000", "-6"))
    assert page.status_code == 400
    assert "cities.csv, line 2, column population" in text_of(page)
    page = upload(client, programmes=PROGRAMMES.replace("setup =", "setpu ="))
    assert page.status_code == 400
    assert "did you mean “setup”?" in text_of(page)
    assert "Choose at least one file" in text_of(client.post("/what-if/own/", {}))
    assert upload(client, cities=b"\xff\xfe\x00\x01").status_code == 400
    assert upload(client, cities=b"PK\x03\x04 not a zip").status_code == 400


def test_one_press_makes_charter_and_founding(client: Client) -> None:
    page = client.get(f"/what-if/founding.zip?{THREE}&charter=template-square-root")
    with zipfile.ZipFile(io.BytesIO(page.content)) as files:
        assert set(files.namelist()) == {"charter.toml", "founding.json", "README.txt"}
        said = json.loads(files.read("founding.json"))
        assert "[weights.votes]" in files.read("charter.toml").decode()
    assert said["form"] == "koinon-founding/1"
    assert [one["slug"] for one in said["members"]] == ["paris", "madrid", "tokyo"]
    (fact,) = said["members"][0]["facts"]
    assert fact["name"] == "population"
    assert fact["source"]
    again = client.get(f"/what-if/founding.zip?{THREE}&charter=template-square-root")
    assert again.content == page.content


def test_two_coalitions_side_by_side(client: Client) -> None:
    one, other = f"/what-if/?{THREE}", "city=paris,rome&levy=product"
    page = client.get("/what-if/beside/", {"plan": [one, other], "name": ["League", "River"]})
    text = text_of(page)
    assert page.status_code == 200
    assert "In more than one of them:" in text
    assert "Paris" in text
    assert "League" in text
    wrong = client.get("/what-if/beside/", {"plan": ["city=paris", other]})
    assert wrong.status_code == 400
    assert "A coalition has at least 2 cities" in text_of(wrong)
    same = client.get("/what-if/beside/", {"plan": [one, other], "name": ["A", "A"]})
    assert "Two coalitions have one name" in text_of(same)


def test_counties_are_found_by_name_and_held_against_their_nation(client: Client) -> None:
    text = text_of(client.get("/what-if/?city=us-36061,us-06037,us-17031&find=fresno"))
    assert "Fresno, CA" in text
    assert "seats in the Senate" in text
    assert "In their nation" in text


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_it_speaks_every_language(client: Client, language: str) -> None:
    client.cookies["django_language"] = language
    text = text_of(client.get("/what-if/?you=paris&difference=10"))
    assert f'lang="{language}"' in text
    assert "Who holds the power" not in text


def test_the_claims_and_the_limits_have_their_pages(client: Client) -> None:
    text = text_of(client.get("/what-if/claims/"))
    assert "71.1%" in text
    assert "59.93%" in text
    assert "Wrong unit" in text
    assert text.count("<section") > 15
    text = text_of(client.get("/what-if/limits/"))
    assert "What this cannot say" in text
    assert "Niaounakis" in text
