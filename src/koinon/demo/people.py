"""Who sits where: the delegates and the officers, one who follows, and the keys that sign.

The record knows that a seat is held and since when; who holds it lies in the vault.
"""

from __future__ import annotations

from dataclasses import replace

from koinon.demo.keys import PublicKey
from koinon.demo.language import Day, Deed, Of, Secret, Step, delegate, on, secretariat

DELEGATES = {
    "valdorene": "Ana Belcourt",
    "osterquell": "Piet Hallan",
    "castrevane": "Dorte Quist",
    "mirelune": "Samira Ostan",
    "lindorsk": "Jonas Verrel",
    "pontaverre": "Lucia Marek",
    "quillanor": "Idris Kamal",
    "serravonde": "Beatriz Solano",
    "tolvermark": "Henrik Aasen",
    "ruscadel": "Leila Farouk",
    "ebbenstrand": "Marten Ruys",
    "marisolde": "Teodor Vasc",
    "veltrazzo": "Carla Brunetti",
    "haldrumsey": "Owen Tarrant",
    "orbelleux": "Mireille Dacq",
    "zellavik": "Nina Petrov",
    "seraulde": "Luc Amaury",
    "krestamont": "Noor Ekeli",
}
OFFICES = {
    "secretariat": "Ilse Maronde",
    "treasurer": "Youssef Tarrin",
    "auditor": "Hanna Orre",
    "arbiter": "Matei Corvin",
    "president": "Piet Hallan",
}


TERM = "today+200"
"""The last day of everybody's term."""


def appointed(name: str, seat: str, holder: str, by: str, how: str, until: str) -> Deed:
    """Somebody is appointed to a seat."""
    data = {
        "seat": seat,
        "role": "holder",
        "holder": Secret(holder),
        "how": how,
        "until": Day(until),
    }
    return Deed("assembly.appoint/1", by, data, name)


def registered(seat: str) -> Deed:
    """A seat registers its key file, signing with it."""
    return Deed("assembly.register_key/1", seat, {"public_key": PublicKey(seat)}, signed=True)


def signed(deed: Deed) -> Deed:
    """The same deed, signed with the key file of its seat."""
    return replace(deed, signed=True)


MANDATES: tuple[Step, ...] = (
    *on(
        "1-01-08",
        *(
            appointed(
                f"mandate of council/{city}",
                f"council/{city}",
                holder,
                f"council/{city}",
                "elected by the city's council",
                TERM,
            )
            for city, holder in DELEGATES.items()
        ),
    ),
    *on(
        "1-01-08",
        *(
            appointed(
                f"mandate of {seat}",
                seat,
                holder,
                "secretariat",
                "chosen by the delegates at the founding",
                TERM,
            )
            for seat, holder in OFFICES.items()
        ),
        registered("secretariat"),
        registered("treasurer"),
        registered("auditor"),
    ),
    # Orbelleux's delegate becomes a judge. The city's council elects another, who follows at once.
    *on(
        "2-03-02",
        delegate(
            "orbelleux",
            "assembly.end_mandate/1",
            mandate=Of("mandate of council/orbelleux", "mandate"),
            how="resigned",
        ),
        appointed(
            "second mandate of orbelleux",
            "council/orbelleux",
            "Karim Belhadj",
            "council/orbelleux",
            "elected by the city's council",
            TERM,
        ),
    ),
    # Haldrumsey's delegate has lost the election. The city has not chosen another yet.
    *on(
        "today-6",
        secretariat(
            "assembly.end_mandate/1",
            mandate=Of("mandate of council/haldrumsey", "mandate"),
            how="lost_office",
        ),
    ),
)
