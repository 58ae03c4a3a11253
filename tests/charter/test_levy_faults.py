"""A levy that cannot be worked out in a case is told with its step, the amounts and the remedy."""

from __future__ import annotations

import pytest
from tests.charter.test_explaining import EVERY_LEVY, PLAIN
from tests.charter.test_parsing import changed, mistakes
from tests.support.levy_charters import facts, groups, header, roster

from koinon.charter.texts import tell

BEGUN = (
    header()
    + facts({"people": "inhabitants", "before": "EUR"})
    + facts({"index": "part of one"}, "figures")
    + groups({"coast": ["bruges"], "sea": ["ostend"]})
)
HEADS = '{ name = "heads", kind = "rate", rate = "1/10 EUR", of = "people" },\n'


def said_of(steps: str, members: str = "all") -> tuple[str, str]:
    """The one mistake of a levy with these steps, and what stands after "(line N)" made plain."""
    text = (
        f'{BEGUN}[levies.x]\ntitle = {{ en = "x" }}\narticle = "1"\nneed = false\n'
        f'members = "{members}"\ncharge = "due"\nsteps = [\n{steps}]\n'
        + roster({"bruges": {"people": 100, "before": 5}, "mons": {"people": 300, "before": 5}})
        + '[[levy_cases]]\ntitle = "one"\nlevy = "x"\nmembers = "all_of_them"\ntotal = "1 EUR"\n'
    )
    (found,) = mistakes(text)
    line = 1 + text[: text.index('name = "due"')].count("\n")
    told = tell(found, PLAIN)
    of_case = 1 + text[: text.index('levy = "x"')].count("\n")
    place = f"league.toml, line {of_case}, levy_cases[1].levy"
    assert told.startswith(f"{place}: the case “one” cannot be worked out")
    return told.partition("worked out")[2].replace(f"(line {line})", "(its line)"), found.code


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        (
            HEADS + '{ name = "due", kind = "within", of = "heads", floor = "30 EUR" },\n',
            "all together 40 EUR is to be collected, and the floors alone come to 60 EUR; lower "
            "the floors, or let more come in by a step of the kind “greatest” instead.",
        ),
        (
            HEADS + '{ name = "due", kind = "within", of = "heads", cap = "1999/100 EUR" },\n',
            "all together 40 EUR is to be collected, and the caps let no more than 39.98 EUR be; "
            "raise the caps, or let less come in by a step of the kind “smallest” instead.",
        ),
        (
            HEADS + '{ name = "due", kind = "within", of = "heads", floor = "before", '
            'cap = "4 EUR" },\n',
            "bruges would pay 5 EUR at least and 4 EUR at most; lower the floor or raise the cap.",
        ),
        (
            HEADS.replace("1/10", "-1/10")
            + '{ name = "due", kind = "within", of = "heads", floor = "1 EUR" },\n',
            "bruges has -10 EUR here, and floors and caps need amounts of zero or more; mend the "
            "figure or the step before.",
        ),
        (
            '{ name = "none", kind = "rate", rate = 0, of = "people" },\n'
            '{ name = "due", kind = "quota", amount = "7 EUR", by = "none" },\n',
            "what is shared by comes to zero or less over all who pay; it must come to more.",
        ),
        (
            '{ name = "due", kind = "indexed", previous = "before", index = "index", cap = 0 },\n',
            "the figure “index” is not given; write figures = { index = … } in the case.",
        ),
        (
            '{ name = "due", kind = "class_table", values = { coast = "1 EUR" } },\n',
            "mons is in none of the groups that the table has a value for; add one for the others "
            "(others = …), or put it into a group.",
        ),
        (
            HEADS + '{ name = "due", kind = "relief", of = "heads", relief = "heads", '
            "carriers = 0 },\n",
            "those who carry the relief have 0 EUR together; it must be above zero, or nobody "
            "takes over what the others are spared.",
        ),
    ],
)
def test_what_cannot_be_worked_out_is_told_with_its_step_in_money(steps: str, told: str) -> None:
    assert said_of(steps) == (f" at the step “due” (its line): {told}", "levy_fault")


def test_the_step_is_the_one_that_fails_and_not_the_last() -> None:
    steps = (
        '{ name = "none", kind = "rate", rate = 0, of = "people" },\n'
        '{ name = "each", kind = "quotient", of = "people", by = "none" },\n'
        '{ name = "due", kind = "quota", amount = "7 EUR", by = "each" },\n'
    )
    said, _ = said_of(steps)
    assert said.startswith(" at the step “each” (line ")
    assert said.endswith(
        "bruges has zero to divide by; give it a figure above zero or leave it out of those who "
        "pay."
    )


def test_a_levy_that_nobody_of_the_roster_pays_is_told_without_a_step() -> None:
    said = said_of('{ name = "due", kind = "flat", amount = "1 EUR" },\n', "sea")
    assert said == (
        ": none of the members of its roster pays this levy; name another roster, or other members "
        "of the group that pays.",
        "levy_fault_whole",
    )


def test_a_case_that_forgets_that_laws_bind_everyone_is_told_what_they_leave() -> None:
    limits = 'bruges = { levy_per_year = "3 EUR" }, mons = { levy_per_year = "200 EUR" }'
    text, line = changed(
        '{ levy_per_year = "700 EUR" }', '{ levy_per_year = "700 EUR" }', EVERY_LEVY
    )
    text = text.replace('mons = { levy_per_year = "700 EUR" }', limits)
    text = text.replace('rest = "leave short"', 'rest = "redistribute"')
    (found,) = mistakes(text)
    assert (found.code, found.line) == ("levy_total_short", line + 1)
    assert tell(found, PLAIN).endswith(
        "all members together owe 203 EUR, because 2305.19 EUR cannot be collected: everyone is at "
        "its legal cap; the case “both” says 2508 EUR; mend the levy or the case."
    )
