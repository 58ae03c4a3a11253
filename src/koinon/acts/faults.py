"""Our own faults: an act that breaks instead of being refused must not stop the others."""

from __future__ import annotations

import logging

from django.db import InterfaceError, OperationalError

from koinon.acts.act import Act
from koinon.acts.refused import Refused

OWN_FAULT = "acts.own_fault"

log = logging.getLogger("koinon.acts")


def refused(fault: Exception, act: Act) -> Refused:
    """The refusal that stands in the record for our own fault; its details go to the log alone.

    Raises the fault again when it is the machine's (the disk is full, the database went away):
    then nothing is recorded, and the same act is taken when the machine is well again.
    """
    if not is_ours(fault):
        raise fault
    log.error("%s broke; it is recorded as not done.", act.type, exc_info=fault)
    return Refused(OWN_FAULT, (("act", act.type),))


def is_ours(fault: Exception) -> bool:
    """Whether the same software would break again on any machine.

    Databases file under one class what went wrong outside and statements they cannot take.
    """
    if isinstance(fault, OperationalError):
        cause = fault.__cause__
        too_complex = str(getattr(cause, "sqlstate", None) or "").startswith("54")
        return too_complex or getattr(cause, "sqlite_errorname", None) == "SQLITE_ERROR"
    return not isinstance(fault, OSError | MemoryError | InterfaceError)
