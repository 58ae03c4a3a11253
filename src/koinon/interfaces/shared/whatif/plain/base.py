"""What all parts of a plan's JSON are made of."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

NAME: Final = "koinon-plan/1"
LARGEST: Final = 2**53 - 1

Exact = Annotated[str, Field(pattern=r"^(0|-?[1-9][0-9]*)(/[1-9][0-9]*)?$", max_length=4_000)]
Whole = Annotated[int, Field(ge=-LARGEST, le=LARGEST)]
Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Method = Literal["counted", "integrated", "sampled"]


class Form(BaseModel):
    """Nothing but what is described, and every type as it is."""

    model_config = ConfigDict(extra="forbid", strict=True)
