"""Addresses of the pages. They are stable: an act, an entry and a document keep theirs for ever."""

from __future__ import annotations

from django.urls import include, path, register_converter
from django.views.i18n import set_language

from koinon.interfaces.web import city_sign_in
from koinon.interfaces.web.pages import (
    account,
    acts,
    archive,
    attesting,
    budgets,
    budgets_ballots,
    charter,
    cities,
    city_providers,
    comparing,
    countersigned,
    counting,
    data,
    decisions,
    desk,
    elections,
    elections_ballots,
    elections_vacancies,
    entering,
    experiments,
    home,
    initiatives,
    initiatives_starting,
    log,
    mail,
    mail_links,
    meeting_room,
    meetings,
    notices,
    papers,
    people,
    press,
    privacy,
    proposing,
    proxies,
    record,
    register,
    renewing,
    residence,
    signing,
    texts,
    trying,
    voting,
)
from koinon.interfaces.web.press import feeds


class ActType:
    """A versioned act name in an address, e.g. cities.certify_fact/1."""

    regex = r"[a-z]+\.[a-z_]+/[1-9][0-9]{0,2}"

    def to_python(self, text: str) -> str:
        """As it stands."""
        return text

    def to_url(self, name: str) -> str:
        """As it stands."""
        return name


class PaperForm:
    """How a paper is wanted, as the ending of its address."""

    regex = "pdf|docx|html"

    def to_python(self, text: str) -> str:
        """As it stands."""
        return text

    def to_url(self, form: str) -> str:
        """As it stands."""
        return form


class Day:
    """A day in an address, as 2026-05-03."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, text: str) -> str:
        """As it stands."""
        return text

    def to_url(self, day: str) -> str:
        """As it stands."""
        return day


class DataForm:
    """How what is held about a person is wanted, as the ending of its address."""

    regex = "json|pdf|docx|html"

    def to_python(self, text: str) -> str:
        """As it stands."""
        return text

    def to_url(self, form: str) -> str:
        """As it stands."""
        return form


class TextName:
    """The name of a text, as proposal/7 or paper/3/2/1."""

    regex = (
        "charter|(?:proposal|minutes)/[1-9][0-9]{0,8}"
        "|paper/[1-9][0-9]{0,8}/[1-9][0-9]{0,3}/[1-9][0-9]{0,2}"
    )

    def to_python(self, text: str) -> str:
        """As it stands."""
        return text

    def to_url(self, name: str) -> str:
        """As it stands."""
        return name


register_converter(ActType, "act")
register_converter(TextName, "text")
register_converter(Day, "day")
register_converter(PaperForm, "form")
register_converter(DataForm, "data")

urlpatterns = [
    path("", home.home, name="home"),
    path("what-if/", include("koinon.interfaces.web.pages.whatif_routes")),
    path("decisions/", decisions.decision_list, name="decisions"),
    path("decisions/new/", proposing.propose, name="propose"),
    path("decisions/new/check/", proposing.propose_check, name="propose_check"),
    path("decisions/new/<act:act_type>", proposing.enclose, name="enclose"),
    path("decisions/meetings/", meetings.meeting_list, name="meetings"),
    path("decisions/meetings/<int:number>/", meetings.meeting_page, name="meeting"),
    path("decisions/meetings/<int:number>/present/", meeting_room.attendance, name="attendance"),
    path(
        "decisions/meetings/<int:number>/call/<int:proposal>/",
        meeting_room.roll_call,
        name="roll_call",
    ),
    path("decisions/", include("koinon.interfaces.web.pages.meeting_routes")),
    path("decisions/budgets/", budgets.budget_list, name="budgets"),
    path("decisions/budgets/<slug:code>/", budgets.budget_page, name="budget"),
    path(
        "decisions/budgets/<slug:code>/ballots/",
        budgets_ballots.ballots_form,
        name="budget_ballots",
    ),
    path("decisions/elections/", elections.election_list, name="elections"),
    path("decisions/elections/<slug:code>/", elections.election_page, name="election"),
    path(
        "decisions/elections/<slug:code>/ballots/",
        elections_ballots.ballots_form,
        name="election_ballots",
    ),
    path(
        "decisions/elections/<slug:code>/papers/",
        elections_ballots.papers_form,
        name="election_papers",
    ),
    path(
        "decisions/elections/<slug:code>/papers/<slug:city>/<slug:batch>/",
        elections_ballots.batch_page,
        name="election_batch",
    ),
    path(
        "decisions/elections/<slug:code>/vacancy/",
        elections_vacancies.vacancy_form,
        name="election_vacancy",
    ),
    path(
        "decisions/elections/<slug:code>/vacancies/<int:number>/",
        elections_vacancies.vacancy_page,
        name="election_filled",
    ),
    path("decisions/<int:number>/", decisions.proposal_page, name="proposal"),
    path("decisions/<int:number>/certificate.<form:form>", papers.certificate, name="certificate"),
    path("decisions/<int:number>/result.svg", press.result_picture, name="result_picture"),
    path("decisions/<int:number>/votes.csv", press.votes_file, name="votes_file"),
    path("decisions/<int:number>/vote/", voting.vote_form, name="vote"),
    path("decisions/<int:number>/vote/check/", voting.vote_check, name="vote_check"),
    path("decisions/<int:number>/proxy/", proxies.proxy_form, name="proxy"),
    path("decisions/<int:number>/proxy/check/", proxies.proxy_check, name="proxy_check"),
    path("initiatives/", initiatives.initiative_list, name="initiatives"),
    path("initiatives/new/", initiatives_starting.start, name="start_initiative"),
    path("initiatives/<int:number>/", initiatives.initiative_page, name="initiative"),
    path("initiatives/<int:number>/sign/", initiatives.sign, name="sign_initiative"),
    path("initiatives/<int:number>/join/", initiatives.join, name="join_initiative"),
    path("initiatives/<int:number>/unsign/", initiatives.unsign, name="unsign_initiative"),
    path("initiatives/<int:number>/withdraw/", initiatives.withdraw, name="withdraw_initiative"),
    path("residents/", residence.residence, name="residence"),
    path("residents/account/", residence.begin, name="residence_account"),
    path("residents/code/", residence.enter_code, name="residence_code"),
    path("residents/roll/", residence.take_roll, name="residence_roll"),
    path("residents/attest/", attesting.attesting, name="attesting"),
    path("residents/attest/roll/", attesting.roll, name="attest_roll"),
    path("residents/attest/roll/check/", attesting.roll_confirm, name="attest_roll_confirm"),
    path("residents/attest/roll/compare/", attesting.hold, name="attest_held"),
    path("residents/attest/letters/", attesting.letters_check, name="attest_letters"),
    path("residents/attest/letters/pdf/", attesting.letters_print, name="attest_letters_print"),
    path("desk/", desk.desk, name="desk"),
    path("desk/calendar/", desk.calendar_link, name="calendar_link"),
    path("desk/calendar/<str:token>.ics", desk.desk_calendar, name="desk_calendar"),
    path("data/", data.data_page, name="data"),
    path("data/latest/<str:name>", data.latest_file, name="latest_data"),
    path("data/<day:day>/<str:name>", data.file_of_day, name="data_of_day"),
    path("texts/", texts.text_list, name="texts"),
    path("texts/<text:name>/", texts.text_page, name="text"),
    path("texts/<text:name>/translate/<slug:language>/", texts.translate, name="translate"),
    path("feeds/decisions.atom", feeds.decisions_feed, name="decisions_feed"),
    path("feeds/proposals.atom", feeds.proposals_feed, name="proposals_feed"),
    path("feeds/payments.atom", feeds.payments_feed, name="payments_feed"),
    path("feeds/cities/<slug:slug>.atom", feeds.city_feed, name="city_feed"),
    path("calendar.ics", desk.public_calendar, name="calendar"),
    path("cities/", cities.city_list, name="cities"),
    path("cities/<slug:slug>/", cities.city_page, name="city"),
    path("cities/<slug:slug>/sign-in/", city_providers.provider_page, name="city_provider"),
    path("register/", register.register_page, name="register"),
    path("people/", people.people_page, name="people"),
    path("people/appoint/", people.appoint, name="appoint"),
    path("people/<int:n>/", people.mandate_page, name="mandate"),
    path("people/<int:n>/invite/", people.invite, name="invite"),
    path("people/<int:n>/renew/", renewing.renew, name="renew"),
    path("people/renewals/<int:id>/", renewing.renewal_page, name="renewal"),
    path("people/<int:n>/end/", people.end, name="end_mandate"),
    path(
        "decisions/meetings/<int:number>/papers/",
        include("koinon.interfaces.web.pages.meeting_paper_routes"),
    ),
    path("money/", include("koinon.interfaces.web.pages.money_routes")),
    path("record/", record.record_list, name="record"),
    path("record/verify/", record.verify_page, name="verify"),
    path("record/count/", counting.count_room, name="count_room"),
    path("record/countersigned/", countersigned.countersigned, name="countersigned"),
    path("record/countersigned/from/<int:size>/", countersigned.proof, name="extends"),
    path("record/copy.zip", log.copy, name="copy"),
    path("record/archive/", archive.archive_page, name="archive"),
    path("record/<int:n>/", record.entry_page, name="entry"),
    path("receipts/<uuid:act_id>/", acts.receipt, name="receipt"),
    path("charter/", charter.charter_page, name="charter"),
    path("charter/try/", trying.try_page, name="charter_try"),
    path("charter/compare/", comparing.compare_page, name="charter_compare"),
    path("charter/experiments/", experiments.experiment_list, name="experiments"),
    path("charter/<int:number>/", charter.charter_page, name="charter_version"),
    path("acts/", acts.act_list, name="acts"),
    path("acts/<act:act_type>", acts.act_form, name="act"),
    path("", include("koinon.interfaces.web.pages.founding_routes")),
    path("enter/<str:token>", entering.enter, name="enter"),
    path("accounts/oidc/<slug:provider_id>/login/", city_sign_in.begin, name="city_sign_in"),
    path("account/", account.account_page, name="account"),
    path("account/language/", account.language, name="account_language"),
    path("account/sessions/end/", account.end_all, name="end_sessions"),
    path("account/sessions/<int:id>/end/", account.end_session, name="end_session"),
    path("account/data/", privacy.my_data, name="my_data"),
    path("account/data/my-data.<data:form>", privacy.my_data_file, name="my_data_file"),
    path("privacy/", include("koinon.interfaces.web.pages.privacy_routes")),
    path("seats/", entering.seats, name="seats"),
    path("seats/keys/", signing.key_list, name="keys"),
    path("mail/", mail.mail_page, name="mail"),
    path("mail/<uuid:delivery>/", mail.letter, name="mail_letter"),
    path("mail/choices/", mail.choices, name="mail_choices"),
    path("mail/read/<str:token>/", mail_links.read, name="mail_read"),
    path("mail/stop/<str:token>/", mail_links.stop, name="mail_stop"),
    path("decisions/<int:number>/notice/", notices.notice_page, name="notice"),
    path(
        "decisions/meetings/<int:number>/notice/",
        notices.meeting_notice_page,
        name="meeting_notice",
    ),
    path("language/", set_language, name="set_language"),
    path("log/countersign", countersigned.take, name="countersign"),
    path("log/<path:path>", log.file, name="log"),
]
