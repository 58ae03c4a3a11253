"""Amend the charter: the next version is in force once the decision is adopted."""

from __future__ import annotations

from koinon.acts.act import Act, Consequence, DocumentRef, Moment
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly.acts.founding import seat_changes, seat_names, write_seats
from koinon.assembly.experiments import check_evaluated, recorded_ends, write_ends
from koinon.charter.acts import read_charter, write_version
from koinon.charter.document import Charter
from koinon.charter.queries import in_force
from koinon.cities import queries as cities
from koinon.record.canonical import JSON


@act("assembly.amend_charter/1")
class AmendCharter(Act):
    """Amend the charter by its own rule; proposals already noticed keep the earlier version."""

    charter: DocumentRef

    def check_enclosed(self) -> None:
        """The new text reads, keeps the currency, and prolongs no experiment nobody evaluated."""
        self._read()

    def judge(self, moment: Moment) -> Consequence:
        """The new text is sound and its facts are certified; seats and ends follow from it."""
        after = self._read()
        members = cities.members()
        for fact in after.facts:
            known = cities.facts_in_force(fact.id, moment.day)
            for member in members:
                if member not in known:
                    refuse("cities.fact_missing", city=member, name=fact.id)
        effects = seat_changes(seat_names(after, members, cities.associates()))
        ends: dict[str, JSON] = {**recorded_ends(after, moment)}
        return Consequence(result=ends, effects=tuple(effects), plan=(effects, after))

    def _read(self) -> Charter:
        before, after = in_force(), read_charter(self.charter)
        if after.currency != before.currency:
            refuse("assembly.currency_stays", before=before.currency, after=after.currency)
        check_evaluated(before, after)
        return after

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The next version; when its experiments end; seats that open and close with it."""
        effects, after = consequence.plan
        write_version(self.charter, moment)
        write_ends(after, moment)
        write_seats(effects, moment)
