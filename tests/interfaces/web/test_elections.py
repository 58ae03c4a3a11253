"""Elections on their pages: every stage, ballots from files, papers typed twice, the result."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.assembly.electing import CHARTER, CITIES, CODE, CONFIRM, OPEN, STAND, Electing, opening
from tests.interfaces.web.test_budgets import day
from tests.interfaces.web.test_pages import words
from tests.interfaces.web.test_voting import fields
from tests.support.pages import days_ago, person

from koinon.acts.act import Envelope, Receipt
from koinon.acts.gate import enact, tick
from koinon.acts.registry import find
from koinon.assembly import queries_elections as queries
from koinon.interfaces.shared.envelopes import read_act
from koinon.interfaces.shared.sender import new_act_id
from koinon.interfaces.web.elections.files import BadBallots, read_ballots
from koinon.interfaces.web.elections.typing_in import read_papers, shown
from koinon.methods.counting import methods
from koinon.methods.counting.ballots import gather_choices, gather_points, gather_rankings
from koinon.methods.counting.contests import Option
from koinon.methods.plain import to_plain

pytestmark = pytest.mark.django_db

LIST = "/decisions/elections/"
PAGE = f"{LIST}{CODE}/"
FILE = f"{PAGE}ballots/"
PAPERS = f"{PAGE}papers/"
BATCH = f"{PAPERS}ghent/box-1/"
NAMES = {"vera": "Vera Peeters", "jan": "Jan Claes", "amina": "Amina Haddad"}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path


def held(first: int, last: int, rule: str = "plurality", **changes: Any) -> Electing:
    """An election with its paper made, voted in between two days from today."""
    chamber = Electing()
    chamber.at = days_ago(60)
    chamber.found(CITIES, CHARTER)
    said = opening(
        rule=to_plain(methods.find(rule).rule),
        stand_from=day(-50),
        stand_until=day(-41),
        opens_on=day(first),
        closes_on=day(last),
        **changes,
    )
    chamber.decide("Ombudsperson", (OPEN, said), voted=days_ago(57), adopted=days_ago(53))
    return chamber


def stood(chamber: Electing) -> Electing:
    """Three stand, and the ballot paper is made."""
    chamber.at = days_ago(45)
    for code, name in NAMES.items():
        act_id = new_act_id()
        data = {"code": CODE, "candidate": code, "name": name, "city": "ghent"}
        act = read_act(find(STAND), data, act_id)
        assert isinstance(enact(Envelope(act, act_id, "secretariat"), at=chamber.at), Receipt)
    chamber.at = days_ago(39)
    chamber.act(CONFIRM, {"code": CODE}, "secretariat")
    return chamber


def signed_in(seat: str) -> Client:
    """Whoever holds a seat; each seat is held by a person of its own."""
    client = Client()
    link = person(f"{seat.replace('/', '-')}@league.example", seat)
    assert client.post(f"/enter/{link}").status_code == 302
    return client


def upload(text: str, name: str = "ballots.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def confirmed(client: Client, check: Any, act: str) -> Any:
    """Send what the page of answers holds; the page of the receipt."""
    hidden = {name: text.replace("&quot;", '"') for name, text in fields(check).items()}
    done = client.post(f"/acts/{act}", hidden)
    assert done.status_code == 302, words(done)
    return client.get(done["Location"])


def test_from_candidacies_to_the_result() -> None:
    chamber = stood(held(-20, -10))
    desk = signed_in("secretariat")
    waiting = words(desk.get(PAGE))
    assert "Waiting for the count" in waiting
    assert "1 Vera Peeters Ghent vera" in waiting
    assert "Residents vote in:" in waiting
    assert "The first draw of the national lottery after the close" in waiting
    assert "Count the ballots" not in waiting
    text = "choice,weight\nvera,5\nJan Claes,3\novervote,1\n,2\n"
    check = desk.post(FILE, {"city": "ghent", "ballots": upload(text)})
    said = words(check)
    assert "Ballots 11" in said
    assert "Vera Peeters 5" in said
    assert "several marks 1" in said
    receipt = confirmed(desk, check, "assembly.import_election_ballots/1")
    assert "See the election" in words(receipt)
    ready = words(desk.get(PAGE))
    assert "11 ballots are in." in ready
    assert "Count the ballots" in ready
    act = "assembly.count_election/1"
    check = desk.post(f"/acts/{act}", {"code": CODE})
    confirmed(desk, check, act)
    told = words(Client().get(PAGE))
    assert "Who won ⁨Vera Peeters⁩" in told
    assert "Vera Peeters elected Ghent vera" in told
    assert "elected: \u2068Vera Peeters\u2069." in told
    counted = queries.result(CODE)
    assert counted is not None
    assert counted.result.elected == ("vera",)
    assert "Ombudsperson Counted" in words(Client().get(LIST))
    assert "All elections" in words(Client().get("/decisions/"))
    assert chamber.at < days_ago(0)


def test_papers_typed_from_two_seats_are_compared_ballot_by_ballot() -> None:
    stood(held(-5, 5))
    desk, clerk = signed_in("secretariat"), signed_in("clerk")
    act = "assembly.enter_papers/1"
    typed = {"city": "ghent", "batch": "box-1", "papers": "4 x 1\n2\n0\n1 2\n"}
    check = desk.post(PAPERS, typed)
    assert "Vera Peeters 4" in words(check)
    confirmed(desk, check, act)
    assert "Typed from one seat so far" in words(clerk.get(BATCH))
    assert "Batches of papers wait" in words(clerk.get(PAGE))
    check = clerk.post(PAPERS, {**typed, "papers": "3 x 1\n2\n2\n0\n*\n"})
    confirmed(clerk, check, act)
    differ = words(clerk.get(BATCH))
    assert "The entries differ." in differ
    assert "Vera Peeters 3 4" in differ
    assert "Jan Claes 2 1" in differ
    assert "blank" not in differ.split("Where they differ")[1].split("Type this batch")[0]
    again = words(clerk.get(f"{PAPERS}?city=ghent&batch=box-1"))
    assert "Numbers on the ballot paper 1 Vera Peeters" in again
    check = clerk.post(PAPERS, typed)
    confirmed(clerk, check, act)
    assert "Typed alike from two seats: this batch counts." in words(Client().get(BATCH))
    assert "Ghent – – 7" in words(Client().get(PAGE))
    assert Client().get(f"{PAPERS}ghent/box-9/").status_code == 404


def test_who_may_not_act_sees_no_link_and_is_told() -> None:
    stood(held(-5, 5))
    assert "What you can do now" not in words(Client().get(PAGE))
    ghent = signed_in("council/ghent")
    assert "What you can do now" not in words(ghent.get(PAGE))
    assert "does not bring in ballots" in words(ghent.get(FILE))
    assert "does not type ballot papers" in words(ghent.get(PAPERS))
    assert Client().get(FILE)["Location"].startswith("/accounts/login/")
    clerk = words(signed_in("clerk").get(PAGE))
    assert "Type ballot papers" in clerk
    assert "Bring in ballots from a file" not in clerk


def test_every_stage_says_where_it_stands() -> None:
    chamber = held(20, 30)
    assert "Nobody stands yet." in words(Client().get(PAGE))
    desk = signed_in("secretariat")
    over = words(desk.get(PAGE))
    assert "Candidacies are over" in over
    assert "Make the ballot paper" in over
    assert desk.get(FILE).status_code == 404
    stood(chamber)
    assert "Make the ballot paper" not in words(desk.get(PAGE))
    assert "Voting opens" in words(Client().get(LIST))


def test_candidacies_are_open() -> None:
    chamber = Electing()
    chamber.at = days_ago(10)
    chamber.found(CITIES, CHARTER)
    days = {"stand_from": day(-2), "stand_until": day(5), "opens_on": day(9), "closes_on": day(12)}
    rule = to_plain(methods.find("scottish-stv").rule)
    number = chamber.propose("Council", (OPEN, opening(rule=rule, seats=2, **days)))
    chamber.at = days_ago(7)
    for city in CITIES:
        chamber.vote(number, city, "yes")
    tick(at=days_ago(3))
    desk = signed_in("secretariat")
    said = words(desk.get(PAGE))
    assert "Candidacies are open 2 seats" in said
    assert "Single transferable vote, as Scottish councils are elected" in said
    form = desk.get(f"/acts/{STAND}?code={CODE}")
    assert f'value="{CODE}"' in form.content.decode()
    check = desk.post(f"/acts/{STAND}", {"code": CODE, "candidate": "vera", "name": "Vera Peeters"})
    confirmed(desk, check, STAND)
    assert "Vera Peeters – vera" in words(Client().get(PAGE))


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_pages_answer_in_every_language(language: str) -> None:
    stood(held(-5, 5))
    desk = signed_in("secretariat")
    typed = {"city": "ghent", "batch": "box-1", "papers": "1"}
    check = desk.post(PAPERS, typed, headers={"accept-language": language})
    confirmed(desk, check, "assembly.enter_papers/1")
    for path in (LIST, PAGE, FILE, PAPERS, BATCH):
        answer = desk.get(path, headers={"accept-language": language})
        assert answer.status_code == 200
        assert answer.content.decode().count("<h1") == 1


def test_no_election_is_no_page() -> None:
    Electing().found(CITIES, CHARTER)
    assert "There is none yet." in words(Client().get(LIST))
    assert "All elections" not in words(Client().get("/decisions/"))
    assert Client().get(PAGE).status_code == 404


@pytest.mark.parametrize(
    ("typed", "sentence", "field"),
    [
        ({}, "Choose the file with the ballots.", "ballots"),
        ({"city": "arlon", "ballots": "choice\nvera\n"}, "Choose a city from the list.", "city"),
        (
            {"ballots": "choice\nvera\nmoon\n"},
            "ballots.csv, line 3, column 1: moon is no option of this contest",
            "ballots",
        ),
        (
            {"ballots": "approved:vera,approved:jan,approved:amina\n1,0,1\n"},
            "ballots.csv holds ballots of another kind than this election counts",
            "ballots",
        ),
    ],
)
def test_a_mistake_in_a_file_is_told_at_its_field(
    typed: dict[str, str], sentence: str, field: str
) -> None:
    stood(held(-5, 5))
    data = {k: upload(v) if k == "ballots" else v for k, v in typed.items()}
    answer = signed_in("secretariat").post(FILE, data)
    html = answer.content.decode()
    assert "<title>Error:" in html
    assert f'<a href="#{field}">' in html
    assert f'id="{field}-error"' in html
    assert sentence in words(answer)


def test_a_mistake_in_typing_keeps_what_was_typed() -> None:
    stood(held(-5, 5))
    data = {"city": "ghent", "batch": "Box 1", "papers": "1\n9\n"}
    answer = signed_in("clerk").post(PAPERS, data)
    said = words(answer)
    assert "Name the batch in small letters" in said
    assert "Line 2: “9” is no number on the paper; write 1 to 3, 0 for a blank paper." in said
    assert "1\n9</textarea>" in answer.content.decode()


@pytest.mark.parametrize(
    ("text", "form", "votes"),
    [
        ("2\n0\n2", "choice", [(1, 2), (None, 1)]),
        ("*\n1 3", "choice", [(-1, 2)]),
        ("3 1", "rankings", [(((2,), (0,)), 1)]),
        ("3,1", "rankings", [(((2,), (0,)), 1)]),
        ("1=2 - 3\n\n 12 x 2", "rankings", [(((0, 1), (), (2,)), 1), (((1,),), 12)]),
        ("* 2\n0", "rankings", [(((-1,), (1,)), 1), ((), 1)]),
        ("٣ ١", "rankings", [(((2,), (0,)), 1)]),
    ],
)
def test_papers_are_read_as_they_are_typed(text: str, form: Any, votes: list[Any]) -> None:
    gather: Any = gather_choices if form == "choice" else gather_rankings
    assert read_papers(text, ["a", "b", "c"], form) == gather(["a", "b", "c"], votes)


@pytest.mark.parametrize(
    ("text", "form", "why"),
    [
        ("", "choice", "Type at least one paper."),
        ("4", "choice", "Line 1: “4” is no number"),
        ("1\nx", "rankings", "Line 2: “x” is no number"),
        ("1=7", "rankings", "Line 1: “7” is no number"),
        ("1 0", "approvals", "Line 1: “0” is no number"),
        ("0 x 1", "choice", "Line 1: 0 papers are none"),
        ("1\n" * 5_001, "choice", "more than 5,000 lines"),
    ],
)
def test_papers_that_cannot_be_read_name_their_line(text: str, form: Any, why: str) -> None:
    with pytest.raises(BadBallots, match=why.replace("(", r"\(").replace("?", r"\?")):
        read_papers(text, ["a", "b", "c"], form)


def test_files_name_options_by_code_or_by_name_in_any_order() -> None:
    options = (Option("vera", "Vera Peeters"), Option("jan", "Jan Claes"))
    expected = gather_rankings(["vera", "jan"], [(((1,), (0,)), 3), (((0,),), 1)])
    blt = '2 1\n3 1 2 0\n1 2 0\n0\n"Jan Claes"\n"Vera Peeters"\n"Ombud"\n'
    table = "rank1,rank2,weight\nJan Claes,vera,3\nvera,,1\n"
    turned = gather_rankings(["jan", "vera"], [(((0,), (1,)), 3), (((1,),), 1)]).dump()
    for name, data in (
        ("a.blt", blt.encode()),
        ("a.csv", table.encode()),
        ("a.ballots", turned),
        ("a.ballots", expected.dump()),
    ):
        assert read_ballots(name, data, options, ("rankings",)) == expected, name
    other = gather_rankings(["jan", "moon"], [(((0,),), 1)]).dump()
    with pytest.raises(BadBallots, match="“moon” is not on the ballot paper; write one of vera"):
        read_ballots("a.ballots", other, options, ("rankings",))
    for broken in (b"", turned[:-1], b'{"kind":"koinon-ballots/1"}\n'):
        with pytest.raises(BadBallots):
            read_ballots("a.ballots", broken, options, ("rankings",))


def test_ballots_are_shown_in_words() -> None:
    names = ["Vera", "Jan", "Amina"]
    assert shown(((0, 1), (), (2,), (-1,)), names, "rankings") == (
        "Vera = Jan › (left empty) › Amina › (several marks)"
    )
    assert shown((), names, "rankings") == shown(None, names, "choice") == "blank"
    assert shown((0, 2), names, "approvals") == "Vera, Amina"
    given = next(gather_points(names, [({0: 5, 2: 0}, 1)], 0, 5).points())[0]
    assert shown(given, names, "points") == "Vera: 5, Amina: 0"


def test_a_proposal_says_what_its_election_would_be() -> None:
    held(20, 30, supporters=5, order="lot")
    said = words(Client().get("/decisions/1/"))
    assert "How many are elected 1 Who votes The residents of all members vote." in said
    assert "Supporters each candidate needs 5 Order of the ballot paper lot" in said
    assert "The first draw of the national lottery after the close" in said
    assert 'Most votes win (plurality) {"kind":"plurality/1"' in said


def test_a_proposal_shows_the_options_in_the_order_of_the_paper() -> None:
    chamber = Electing()
    chamber.at = days_ago(10)
    chamber.found(CITIES, CHARTER)
    rule = to_plain(methods.find("approval").rule)
    said = opening(rule=rule, body="council", opens_on=day(2), closes_on=day(4))
    said = {name: value for name, value in said.items() if not name.startswith("stand_")}
    titles = [("green", "Green roofs"), ("blue", "Blue boats")]
    said["options"] = [
        {"code": code, "title": [{"language": "en", "text": text}]} for code, text in titles
    ]
    chamber.propose("Colours", (OPEN, said))
    told = words(Client().get("/decisions/1/"))
    assert "The delegates in the Council vote." in told
    assert "The ballot paper Green roofs Blue boats How ballots are counted" in told
