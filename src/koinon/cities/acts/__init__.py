"""The acts of the room: figures of a member, limits of its law, the keys it countersigns with.

Cities join and leave by acts of the assembly, which gives and takes their seats; it writes them
through `members`.
"""

from koinon.cities.acts import facts, members, witness_keys

__all__ = ["facts", "members", "witness_keys"]
