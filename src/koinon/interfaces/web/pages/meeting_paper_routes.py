"""Addresses of a meeting's papers, below /decisions/meetings/NUMBER/papers/."""

from __future__ import annotations

from django.urls import path, register_converter

from koinon.interfaces.web.pages import meeting_papers as pages


class SheetName:
    """A form to fill in by hand, in an address."""

    regex = "|".join(pages.SHEETS)

    def to_python(self, text: str) -> str:
        """As it stands."""
        return text

    def to_url(self, name: str) -> str:
        """As it stands."""
        return name


register_converter(SheetName, "sheet")

urlpatterns = [
    path("", pages.papers_page, name="meeting_papers"),
    path("letters.pdf", pages.letters, name="meeting_letters"),
    path("letters/<slug:city>.<form:form>", pages.letter, name="meeting_letter"),
    path("pack.pdf", pages.pack_file, name="meeting_pack"),
    path("minutes/", pages.minutes_page, name="meeting_minutes"),
    path("minutes/draft.<form:form>", pages.draft, name="meeting_draft"),
    path("minutes/<int:frozen_id>.<form:form>", pages.frozen, name="meeting_frozen"),
    path("<sheet:name>.<form:form>", pages.sheet, name="meeting_sheet"),
]
