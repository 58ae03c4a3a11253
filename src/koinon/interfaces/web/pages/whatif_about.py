"""What stands behind What if: the manifestos' claims recomputed, the evidence, the limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from koinon.interfaces.shared.whatif.answers.sources import limits_section, programmes_tables
from koinon.interfaces.shared.whatif.claims_told import claim_sections
from koinon.interfaces.shared.whatif.section import Section
from koinon.planner.programmes import defaults


@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """Every number of the two manifestos, held against figures that ship."""
    return _about(
        request,
        gettext("The manifestos’ numbers, recomputed"),
        gettext(
            "Every claim in numbers, with what the figures say, their boundary, year and source."
            " Two of them name one area but count another."
        ),
        claim_sections(),
    )


@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    """How What if works things out, on what evidence, and what it cannot say."""
    return _about(
        request,
        gettext("How this is worked out, and its limits"),
        gettext(
            "Nothing is forecast. Costs, power and shares follow from the numbers you see, by"
            " rules that anyone can check."
        ),
        _limits(),
    )


def _about(
    request: HttpRequest, title: str, lede: str, sections: Iterable[Section]
) -> HttpResponse:
    context = {"title": title, "lede": lede, "sections": tuple(sections)}
    return render(request, "koinon/whatif/about.html", context)


def _limits() -> Iterator[Section]:
    yield limits_section()
    yield Section(
        "how",
        gettext("How it is worked out"),
        (
            gettext(
                "Cost: a setup is paid once; above the efficient scale every further unit costs the"
                " same; below it, each halving of use makes units dearer by the elasticity; every"
                " further city costs coordination. Nothing but a setup is shared without limit."
            ),
            gettext(
                "Power: all ways to divide the cities into for and against are counted, by the very"
                " rule by which a vote would be judged; with too many cities to count it is"
                " integrated or sampled, and the error is told."
            ),
            gettext(
                "Who pays more than alone: for every group of cities its bill is compared with what"
                " it would pay by itself; the proof that none was overlooked is in the plan’s JSON"
                " and a short program checks it."
            ),
            gettext(
                "Outside: the part of the advantage that reaches those who do not take part is an"
                " assumption, shown with the result."
            ),
        ),
    )
    yield Section(
        "evidence",
        gettext("What research says of running things together"),
        (
            gettext(
                "In most services, savings from size end at a small scale, and mergers of whole"
                " governments saved nothing. What is written once and used by all is another"
                " matter. Where research found nothing, no saving is assumed."
            ),
        ),
        "",
        programmes_tables(defaults()),
    )
