"""A plan and its answers as JSON of the form koinon-plan/1, and the check of such a file."""

from koinon.interfaces.shared.whatif.plain.base import NAME
from koinon.interfaces.shared.whatif.plain.checking import Checked, Fault, recheck_plan
from koinon.interfaces.shared.whatif.plain.model import PlanForm, json_schema
from koinon.interfaces.shared.whatif.plain.writing import plain

__all__ = ["NAME", "Checked", "Fault", "PlanForm", "json_schema", "plain", "recheck_plan"]
