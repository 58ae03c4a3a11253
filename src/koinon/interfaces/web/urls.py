"""Addresses of the pages. They are stable: an act, an entry and a document keep theirs for ever."""

from __future__ import annotations

from django.urls import include, path, register_converter
from django.views.i18n import set_language

from koinon.interfaces.web.pages import (
    acts,
    budgets,
    budgets_ballots,
    charter,
    cities,
    decisions,
    entering,
    founding,
    home,
    log,
    proposing,
    proxies,
    record,
    voting,
)


class ActType:
    """A versioned act name in an address, e.g. cities.certify_fact/1."""

    regex = r"[a-z]+\.[a-z_]+/[1-9][0-9]{0,2}"

    def to_python(self, text: str) -> str:
        """As it stands."""
        return text

    def to_url(self, name: str) -> str:
        """As it stands."""
        return name


register_converter(ActType, "act")

urlpatterns = [
    path("", home.home, name="home"),
    path("decisions/", decisions.decision_list, name="decisions"),
    path("decisions/new/", proposing.propose, name="propose"),
    path("decisions/new/check/", proposing.propose_check, name="propose_check"),
    path("decisions/new/<act:act_type>", proposing.enclose, name="enclose"),
    path("decisions/budgets/", budgets.budget_list, name="budgets"),
    path("decisions/budgets/<slug:code>/", budgets.budget_page, name="budget"),
    path(
        "decisions/budgets/<slug:code>/ballots/",
        budgets_ballots.ballots_form,
        name="budget_ballots",
    ),
    path("decisions/<int:number>/", decisions.proposal_page, name="proposal"),
    path("decisions/<int:number>/vote/", voting.vote_form, name="vote"),
    path("decisions/<int:number>/vote/check/", voting.vote_check, name="vote_check"),
    path("decisions/<int:number>/proxy/", proxies.proxy_form, name="proxy"),
    path("decisions/<int:number>/proxy/check/", proxies.proxy_check, name="proxy_check"),
    path("cities/", cities.city_list, name="cities"),
    path("cities/<slug:slug>/", cities.city_page, name="city"),
    path("money/", include("koinon.interfaces.web.pages.money_routes")),
    path("record/", record.record_list, name="record"),
    path("record/verify/", record.verify_page, name="verify"),
    path("record/copy.zip", log.copy, name="copy"),
    path("record/<int:n>/", record.entry_page, name="entry"),
    path("receipts/<uuid:act_id>/", acts.receipt, name="receipt"),
    path("charter/", charter.charter_page, name="charter"),
    path("charter/<int:number>/", charter.charter_page, name="charter_version"),
    path("acts/", acts.act_list, name="acts"),
    path("acts/<act:act_type>", acts.act_form, name="act"),
    path("found/<str:said>/", founding.found, name="found"),
    path("found/<str:said>/check/", founding.found_check, name="found_check"),
    path("enter/<str:token>", entering.enter, name="enter"),
    path("seats/", entering.seats, name="seats"),
    path("language/", set_language, name="set_language"),
    path("log/<path:path>", log.file, name="log"),
]
