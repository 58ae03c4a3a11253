"""An act made of what came in: its fields checked, its private values sealed."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from koinon.acts.act import Act
from koinon.acts.private import Sealer
from koinon.record import canonical
from koinon.record.canonical import JSON


def read_act(chosen: type[Act], fields: JSON, act_id: UUID) -> Act:
    """The act of this class with these plain fields; raises pydantic's ValidationError.

    Private values are sealed with salts that follow from `act_id`, so that the same request sent
    twice is the same act.
    """
    sealer = Sealer(settings.SECRET_KEY.encode(), act_id)
    return chosen.model_validate_json(canonical.dump(fields), context={"seal": sealer})
