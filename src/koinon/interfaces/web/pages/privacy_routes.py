"""Addresses of personal data: what is kept and why, requests, and how they are answered."""

from __future__ import annotations

from django.urls import path

from koinon.interfaces.web.pages import privacy, privacy_correct, privacy_desk, privacy_keeping

urlpatterns = [
    path("", privacy.privacy_page, name="privacy"),
    path("ask/", privacy.ask, name="privacy_ask"),
    path("asked/<str:token>/", privacy.by_link, name="privacy_request"),
    path(
        "asked/<str:token>/my-data.<data:form>", privacy.by_link_file, name="privacy_request_file"
    ),
    path("withdraw/<int:number>/", privacy.withdraw, name="privacy_withdraw"),
    path("requests/", privacy_desk.request_list, name="privacy_requests"),
    path("requests/<int:number>/", privacy_desk.case, name="privacy_case"),
    path(
        "requests/<int:number>/my-data.<data:form>",
        privacy_desk.case_file,
        name="privacy_case_file",
    ),
    path("requests/<int:number>/decide/", privacy_desk.decide, name="privacy_decide"),
    path("requests/<int:number>/extend/", privacy_desk.extend, name="privacy_extend"),
    path("requests/<int:number>/erase/", privacy_desk.erase, name="privacy_erase"),
    path("requests/<int:number>/correct/", privacy_correct.correct, name="privacy_correct"),
    path("requests/<int:number>/restrict/", privacy_desk.restrict, name="privacy_restrict"),
    path("requests/<int:number>/finish/", privacy_desk.finish, name="privacy_finish"),
    path("keeping/", privacy_keeping.keeping, name="privacy_keeping"),
    path("keeping/again/", privacy_keeping.again, name="privacy_again"),
    path("keeping/choose/", privacy_keeping.choose, name="privacy_choose"),
    path("keeping/hold/", privacy_keeping.hold, name="privacy_hold"),
    path("keeping/hold/<int:number>/lift/", privacy_keeping.lift, name="privacy_lift"),
    path("documents/", privacy_keeping.withhold, name="privacy_withhold"),
    path("log/", privacy_keeping.log, name="privacy_log"),
]
