"""Addresses of What if, below /what-if/."""

from __future__ import annotations

from django.urls import path

from koinon.interfaces.web.pages import whatif, whatif_about, whatif_beside, whatif_files

urlpatterns = [
    path("", whatif.what_if, name="what_if"),
    path("plan/", whatif.what_if_plan, name="what_if_plan"),
    path("drafter/", whatif.what_if_drafter, name="what_if_drafter"),
    path("claims/", whatif_about.claims, name="what_if_claims"),
    path("limits/", whatif_about.limits, name="what_if_limits"),
    path("beside/", whatif_beside.what_if_beside, name="what_if_beside"),
    path("own/", whatif.what_if_own, name="what_if_own"),
    path("report.html", whatif_files.report, name="what_if_report"),
    path("report.pdf", whatif_files.paper, name="what_if_paper"),
    path("plan.json", whatif_files.plain, name="what_if_json"),
    path("founding.zip", whatif_files.founding, name="what_if_founding"),
]
