"""A member objects on the pages, is answered and ruled on; what was wrong is computed anew."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from tests.interfaces.web.test_desk import waiting
from tests.support import pages
from tests.support.arrears import ALONE, DISPUTED, UNSTAYED
from tests.support.disputes import charged
from tests.support.money import Chest

from koinon.acts.gate import tick
from koinon.interfaces.shared import wording
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.pages.disputes_told import STEPS
from koinon.record import store
from koinon.treasury import ledger
from koinon.treasury.models import CreditNote, Dispute

pytestmark = pytest.mark.django_db

OBJECT = "/money/levies/dues/object/"
CLAIM = {"ground": "The census counted our students twice", "figure": "population"}


@pytest.fixture
def chest(settings: Any, tmp_path: Any) -> Chest:
    settings.HOME = tmp_path
    return charged()


def enter(*seats: str) -> Client:
    client = Client()
    name = seats[0].replace("/", "-")
    client.post(f"/enter/{pages.person(f'{name}@league.example', *seats)}")
    return client


def said(answer: Any) -> str:
    bare = re.sub(r"<[^>]+>", " ", answer.content.decode())
    plain = re.sub("[\u2068\u2069]", "", unescape(bare))
    return re.sub(r"\s+", " ", plain).replace("\u00a0", " ").strip()


def check(client: Client, address: str, **typed: str) -> Any:
    return client.post(address, {**typed, "step": "check"})


def done(client: Client, address: str, **typed: str) -> str:
    """Fill a form, look at the answers, do it; what the receipt says."""
    checked = check(client, address, **typed)
    assert checked.status_code == 200, said(checked)
    hidden = dict(re.findall(r'name="(data|id)" value="([^"]*)"', checked.content.decode()))
    assert set(hidden) == {"data", "id"}, said(checked)
    sent = {name: unescape(text) for name, text in hidden.items()}
    answer = client.post(address, sent, follow=True)
    assert answer.redirect_chain, said(answer)
    again = client.post(address, sent, follow=True)
    assert said(again) == said(answer), "sent twice, done once"
    return said(answer)


def test_the_whole_course_from_the_charge_to_the_credit_note(chest: Chest) -> None:
    delegate, treasurer = enter("council/namur"), enter("treasurer")
    arbiter, office = enter("arbiter"), enter("secretariat")
    charge = delegate.get("/money/levies/dues/?city=namur")
    assert "We disagree with this charge" in said(charge)
    form = said(delegate.get(OBJECT))
    assert "Objections are taken before" in form
    assert "a payment under protest gives the same time anew." in form
    assert "Residents: 114,007 (1 January 2024)" in form
    assert "See the dispute" in done(delegate, OBJECT, **CLAIM, claimed="90000")
    page = "/money/disputes/1/"
    told = said(Client().get(page))
    assert "It waits for the coalition’s answer and for the ruling." in told
    assert "Dues charged Namur 114,007.00 EUR." in told
    assert (
        "Namur objected: “The census counted our students twice”. Residents should be 90,000."
        in told
    )
    assert "Article 6.9: Arbiter. Article 6.9: Council." in told
    answer = {"answer": "contested", "reason": "The register says so"}
    done(treasurer, page + "answer/", **answer)
    ruling = said(arbiter.get(page + "rule/"))
    assert "some are credited, some charged more" in ruling
    checked = said(check(arbiter, page + "rule/", outcome="rejected", reason="x"))
    assert "The dispute is over and the charge stands. For what is overdue Namur" in checked
    done(arbiter, page + "rule/", outcome="upheld", reason="Students live elsewhere")
    told = said(Client().get(page))
    assert "Upheld. “Students live elsewhere”" in told
    assert "the figure that was wrong is corrected first." in told
    form = office.get(page + "correct/").content.decode()
    assert 'value="90000"' in form, "what was claimed is suggested"
    assert "nothing would change" in said(treasurer.get(page + "recalculate/"))
    done(
        office,
        page + "correct/",
        **{"fact.value": "90000", "fact.source": "Recount", "fact.licence": "CC0"},
    )
    preview = said(treasurer.get(page + "recalculate/"))
    # 479,077 by 262,219 : 102,851 : 90,000 of 455,070: 276,052.2378..., 108,276.8552...,
    # 94,747.9069...; the two cents left over go to the largest remainders, Ghent's and Namur's.
    assert "Ghent 262,219.00 EUR 276,052.24 EUR 13,833.24 EUR" in preview
    assert "Leuven 102,851.00 EUR 108,276.85 EUR 5,425.85 EUR" in preview
    assert "Namur 114,007.00 EUR 94,747.91 EUR −19,259.09 EUR" in preview
    done(treasurer, page + "recalculate/", due="2031-01-31")
    told = said(Client().get(page))
    assert "19,259.09 EUR are credited and 19,259.09 EUR charged." in told
    assert "Namur is credited 19,259.09 EUR: 19,259.09 EUR on its open invoices" in told
    assert "Ghent : 13,833.24 EUR, due on 31 January 2031" in told
    assert "Nothing is left to be done." in told
    own = said(Client().get("/cities/namur/"))
    assert "Credit note 1" in own
    assert "Charged 94,747.91 EUR Paid 0.00 EUR Still owes 94,747.91 EUR" in own
    levy = said(Client().get("/money/levies/dues/?city=namur"))
    assert "Computed anew after a dispute 94,747.91 EUR" in levy
    ghent = said(Client().get("/money/levies/dues/?city=ghent"))
    assert "276,052.24 EUR 0.00 EUR 276,052.24 EUR" in ghent
    assert ledger.wrong_balances() == ()


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_every_page_of_a_dispute_answers_in_every_language(chest: Chest, language: str) -> None:
    done(enter("council/namur"), OBJECT, **CLAIM, claimed="90000")
    page = "/money/disputes/1/"
    person = Client(headers={"accept-language": language})
    person.post(f"/enter/{pages.person('all@league.example', 'arbiter')}")
    paths = ["", *(f"{name}/" for name in STEPS)]
    for path in [page + path for path in paths] + [OBJECT, "/money/disputes/"]:
        answer = person.get(path, follow=True)
        assert answer.status_code == 200, path
        html = answer.content.decode()
        side = "rtl" if language == "ar" else "ltr"
        assert f'<html lang="{language}" dir="{side}">' in html
        assert html.count("<h1") == 1
        assert "style=" not in html
        assert not re.search(r"\b(act|about|says|value)\.[a-z]+\.", said(answer)), path


def test_a_credit_is_used_on_a_later_invoice(chest: Chest) -> None:
    chest.at = now()
    paid = {"bank_reference": "P1", "on": chest.at[:10], "amount_cents": 114_007_00}
    protest = {"city": "namur", "under_protest": "Counted twice"}
    chest.act("treasury.record_receipt/2", paid | protest, "treasurer")
    delegate, treasurer = enter("council/namur"), enter("treasurer")
    done(delegate, OBJECT, **CLAIM, claimed="90000")
    done(treasurer, "/money/disputes/1/answer/", answer="granted", reason="You are right")
    right = {"fact.value": "90000", "fact.source": "Recount", "fact.licence": "CC0"}
    done(enter("secretariat"), "/money/disputes/1/correct/", **right)
    done(treasurer, "/money/disputes/1/recalculate/", due="2031-01-31")
    told = said(Client().get("/money/disputes/1/"))
    assert "Namur paid 114,007.00 EUR under protest: “Counted twice”" in told
    assert "0.00 EUR on its open invoices, 19,259.09 EUR to its credit." in told
    assert "Not ruled on yet." not in told
    assert "Namur has a credit of 19,259.09 EUR: it settles a later invoice, or is repaid." in told
    assert "has no credit, or no open invoice" in said(treasurer.get("/money/disputes/1/credit/"))
    tasks = waiting("treasurer", now())
    assert [key for key in tasks if key.startswith("credit-")] == []
    assert re.sub("[\u2068\u2069]", "", tasks["repay-namur"].title).replace("\u00a0", " ") == (
        "Repay Namur its credit of 19,259.09 EUR, from dispute 1"
    )
    assert tasks["repay-namur"].link.address == "/money/disputes/1/repay/"
    over = said(treasurer.get("/money/disputes/1/repay/"))
    assert "The bank is ordered to pay 19,259.09 EUR to Namur, all of its credit." in over
    checked = check(treasurer, "/money/disputes/1/repay/")
    hidden = dict(re.findall(r'name="(data|id)" value="([^"]*)"', checked.content.decode()))
    sent = {name: unescape(text) for name, text in hidden.items()}
    above = treasurer.post("/money/disputes/1/repay/", sent)
    assert above.status_code == 409, "the article lets the treasurer repay 15,000"
    assert "15,000.00 EUR" in said(above)


def test_each_to_do_stands_on_the_desk_of_whoever_can_do_it(chest: Chest) -> None:
    def keys(seat: str) -> set[str]:
        return {key for key in waiting(seat, now()) if key.startswith("dispute-")}

    done(enter("council/namur"), OBJECT, **CLAIM, claimed="90000")
    assert keys("treasurer") == {"dispute-answer-1"}
    assert keys("arbiter") == {"dispute-rule-1"}
    assert keys("council/ghent") == {"dispute-rule-1"}
    assert keys("council/namur") == set(), "nobody rules on its own case"
    task = waiting("arbiter", now())["dispute-rule-1"]
    assert task.link.address == "/money/disputes/1/rule/"
    assert task.otherwise == "The charge stays open, and no right can be lost for it meanwhile."
    done(enter("arbiter"), "/money/disputes/1/rule/", outcome="upheld", reason="So it is")
    assert keys("arbiter") == set()
    assert keys("secretariat") == {"dispute-correct-1"}
    assert keys("treasurer") == set()
    right = {"fact.value": "90000", "fact.source": "Recount", "fact.licence": "CC0"}
    done(enter("secretariat"), "/money/disputes/1/correct/", **right)
    assert keys("secretariat") == set()
    assert keys("treasurer") == {"dispute-recalculate-1"}
    done(enter("treasurer"), "/money/disputes/1/recalculate/", due="2031-01-31")
    assert keys("treasurer") == set()


def test_a_ruling_that_changes_no_figure_is_carried_out_in_words(chest: Chest) -> None:
    done(enter("council/namur"), OBJECT, ground="The invoice was sent to nobody")
    form = said(enter("arbiter").get("/money/disputes/1/rule/"))
    assert "If no figure was wrong, what was done about it is recorded." in form
    done(enter("arbiter"), "/money/disputes/1/rule/", outcome="upheld", reason="So it was")
    page = said(Client().get("/money/disputes/1/"))
    assert "It is not recorded yet what was done about it." in page
    keys = {seat: set(waiting(seat, now())) for seat in ("treasurer", "secretariat")}
    assert "dispute-carry_out-1" in keys["treasurer"]
    assert "dispute-correct-1" not in keys["secretariat"]
    treasurer = enter("treasurer")
    wrong = check(treasurer, "/money/disputes/1/carry_out/", done="")
    assert "Error:" in wrong.content.decode()
    done(treasurer, "/money/disputes/1/carry_out/", done="Sent anew to the mayor")
    page = said(Client().get("/money/disputes/1/"))
    assert "“Sent anew to the mayor”" in page
    assert "It is carried out. Nothing is left to be done." in page
    assert "dispute-carry_out-1" not in waiting("treasurer", now())


@pytest.mark.parametrize(
    ("unanswered", "warned"),
    [
        ("", "Everybody sees from then on that it is not answered."),
        ('unanswered = "contested"', "silence contests it, and the arbiter rules."),
        ('unanswered = "granted"', "it is granted by silence."),
    ],
)
def test_the_desk_and_the_page_say_the_last_day_and_what_follows(
    settings: Any, tmp_path: Any, unanswered: str, warned: str
) -> None:
    settings.HOME = tmp_path
    days = f"answer_days = 20\nruling_days = 400\n{unanswered}\nstays_suspension"
    chest = charged(DISPUTED.replace("stays_suspension", days))
    # Assessed 25 days ago; what is raised then was to be answered 4 days ago, 20 whole days after.
    objection = {"levy": "dues", "ground": "It was sent to nobody"}
    chest.act("treasury.dispute_levy/1", objection, "council/namur")
    last = wording.local(chest.at).date() + timedelta(days=20)
    task = waiting("treasurer", chest.at)["dispute-answer-1"]
    assert (task.due, warned in task.otherwise) == (last, True)
    ruling = waiting("arbiter", chest.at)["dispute-rule-1"]
    assert ruling.due == last + timedelta(days=400)
    assert "that it is not ruled on." in ruling.otherwise
    tick(at=now())
    page = said(Client().get("/money/disputes/1/"))
    ruled = "Not ruled on yet. The last day for it is" in page
    assert ruled == ("granted" not in unanswered), "what silence grants is not ruled on"
    silent = {
        "": "Not answered yet. The last day for it was",
        "contested": "nobody answered in time. By the charter it counts as contested.",
        "granted": "nobody answered in time. By the charter it is granted.",
    }
    assert silent[unanswered.partition('"')[2].rstrip('"')] in page


def test_what_is_refused_changes_nothing_and_says_why(chest: Chest) -> None:
    delegate, other = enter("council/namur"), enter("council/ghent")
    size = store.head().size
    answer = check(delegate, OBJECT, ground="x", figure="population", claimed="many")
    assert "“many” is not a number" in said(answer)
    answer = check(delegate, OBJECT, claimed="3")
    assert "Error:" in answer.content.decode()
    assert store.head().size == size
    done(delegate, OBJECT, **CLAIM, claimed="90000")
    size = store.head().size
    assert delegate.get(OBJECT).url == "/money/disputes/1/", "it is open already"
    assert "Your seat may not do this." in said(other.get("/money/disputes/1/answer/"))
    form = check(other, "/money/disputes/1/rule/", outcome="upheld", reason="For a friend")
    hidden = dict(re.findall(r'name="(data|id)" value="([^"]*)"', form.content.decode()))
    moved = unescape(hidden["data"]).replace('"dispute":1', '"dispute":2')
    wrong = delegate.post("/money/disputes/1/rule/", {"data": moved, "id": hidden["id"]})
    assert wrong.status_code == 302, "answers of another dispute are not taken here"
    own = delegate.post(
        "/money/disputes/1/rule/", {"data": unescape(hidden["data"]), "id": hidden["id"]}
    )
    assert own.status_code == 409
    assert "its own delegate does not rule on it." in said(own)
    broken = delegate.post("/money/disputes/1/rule/", {"data": "{", "id": "x"})
    assert broken.status_code == 302
    for path in ("/money/disputes/9/", "/money/disputes/9/rule/", "/money/levies/tax/object/"):
        assert delegate.get(path).status_code == 404
    assert store.head().size == size
    assert Dispute.objects.get(number=1).status == "open"


def test_a_withdrawn_objection_says_what_follows(chest: Chest) -> None:
    delegate = enter("council/namur")
    done(delegate, OBJECT, ground="Too much")
    form = said(delegate.get("/money/disputes/1/withdraw/"))
    assert "is warned anew, with all its days of notice." in form
    done(delegate, "/money/disputes/1/withdraw/")
    told = said(Client().get("/money/disputes/1/"))
    assert "Namur withdrew its objection; the charge stands." in told
    assert "Dispute 1: Namur" in said(Client().get("/money/disputes/"))


@pytest.mark.parametrize(
    ("charter", "sentence"),
    [
        (UNSTAYED, "The objection holds nothing up"),
        (ALONE, "no right can be lost for this charge"),
    ],
)
def test_what_happens_meanwhile_is_as_the_charter_says(
    settings: Any, tmp_path: Any, charter: str, sentence: str
) -> None:
    settings.HOME = tmp_path
    charged(charter)
    delegate = enter("council/namur")
    assert sentence in said(delegate.get(OBJECT))
    done(delegate, OBJECT, ground="Too much")
    form = said(enter("arbiter").get("/money/disputes/1/rule/"))
    alone = "for Namur alone; the difference falls on what the coalition has."
    assert (alone in form) == (charter is ALONE)


def test_the_time_to_object_ends(settings: Any, tmp_path: Any) -> None:
    settings.HOME = tmp_path
    charged(days=80)
    delegate = enter("council/namur")
    assert "The time to object to this charge ended on" in said(delegate.get(OBJECT))
    assert "We disagree with this charge" not in said(
        delegate.get("/money/levies/dues/?city=namur")
    )
    assert "Only a seat of a city that this levy charges" in said(enter("treasurer").get(OBJECT))


def test_a_receipt_is_booked_under_protest(chest: Chest) -> None:
    treasurer = enter("treasurer")
    typed = {
        "bank_reference": "P1",
        "on": now()[:10],
        "amount_cents": "100",
        "city": "namur",
        "under_protest": "Counted twice",
    }
    assert "Paid under protest: the payer’s reason" in said(treasurer.get("/money/desk/receipt/"))
    done(treasurer, "/money/desk/receipt/", **typed)
    done(enter("council/namur"), OBJECT, ground="Too much")
    assert "Namur paid 100.00 EUR under protest: “Counted twice”" in said(
        Client().get("/money/disputes/1/")
    )
    assert not CreditNote.objects.exists()
