"""Where real data lie that are not part of this repository."""

from __future__ import annotations

import os
from pathlib import Path

DATA = Path(os.environ.get("KOINON_FIELD_DATA", Path(__file__).parents[3] / "shared" / "data"))
"""The folder named by KOINON_FIELD_DATA, else `shared/data` beside the repository."""
