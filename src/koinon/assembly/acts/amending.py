"""Amend the charter: the next version is in force once the decision is adopted."""

from __future__ import annotations

from koinon.acts.act import Act, Consequence, DocumentRef, Moment
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly.acts.founding import seat_changes, seat_names, write_seats
from koinon.charter.acts import read_charter, write_version
from koinon.charter.document import Charter
from koinon.charter.queries import in_force
from koinon.cities import queries as cities


@act("assembly.amend_charter/1")
class AmendCharter(Act):
    """Amend the charter by its own rule; proposals already noticed keep the earlier version."""

    charter: DocumentRef

    def check_enclosed(self) -> None:
        """The new text reads without a mistake and keeps the currency."""
        self._read()

    def judge(self, moment: Moment) -> Consequence:
        """The new text is sound and its facts are certified; seats follow from it."""
        after = self._read()
        members = cities.members()
        for fact in after.facts:
            known = cities.facts_in_force(fact.id, moment.day)
            for member in members:
                if member not in known:
                    refuse("cities.fact_missing", city=member, name=fact.id)
        effects = seat_changes(seat_names(after, members))
        return Consequence(effects=tuple(effects), plan=effects)

    def _read(self) -> Charter:
        before, after = in_force(), read_charter(self.charter)
        if after.currency != before.currency:
            refuse("assembly.currency_stays", before=before.currency, after=after.currency)
        return after

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The next version; seats that open and close with it."""
        write_version(self.charter, moment)
        write_seats(consequence.plan, moment)
