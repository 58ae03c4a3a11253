"""The answers of a plan, as JSON."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from koinon.methods.costs.certificates import Certificate, Lines, Tempted
from koinon.methods.power import AllOf, Curve, Game, Threshold
from koinon.planner.asking import Band
from koinon.planner.costing import ProgrammeCost
from koinon.planner.deciding import CitySay, game_under
from koinon.planner.friends import Friends
from koinon.planner.plan import Plan
from koinon.planner.raising import CityRaise


def band(one: Band) -> dict[str, str]:
    """A band of amounts."""
    return {"low": str(one.low), "mid": str(one.mid), "high": str(one.high)}


def optional(value: Fraction | None) -> str | None:
    """A fraction where there is one."""
    return None if value is None else str(value)


def raise_(plan: Plan) -> dict[str, Any]:
    """What the levy raises."""
    found = plan.raised
    return {
        "unit": found.unit,
        "decimals": found.decimals,
        "total": band(found.total),
        "cities": [_raises(one) for one in found.cities],
    }


def _raises(one: CityRaise) -> dict[str, Any]:
    return {
        "city": one.place,
        "raised": band(one.raised),
        "per_head": str(one.per_head),
        "capped": one.capped,
        "households": [
            {
                "up_to": each.bracket.up_to,
                "households": each.bracket.households,
                "pays": str(each.pays),
            }
            for each in one.households
        ],
    }


def costs(plan: Plan) -> dict[str, Any]:
    """What the programmes cost together and alone, with all that shares are worked out from."""
    found = plan.costs
    return {
        "unit": found.unit,
        "decimals": found.decimals,
        "together": band(found.together),
        "alone": band(found.alone),
        "saving": band(found.saving),
        "programmes": [_cost(one) for one in found.programmes],
    }


def _cost(one: ProgrammeCost) -> dict[str, Any]:
    curve, rebate = one.game.curve, one.game.curve.rebate
    return {
        "programme": one.programme.id,
        "together": band(one.together),
        "alone": band(one.alone),
        "saving": band(one.saving),
        "sources": {
            "setup": str(one.sources.setup),
            "scale": str(one.sources.scale),
            "coordination": str(one.sources.coordination),
        },
        "curve": {
            "setup": curve.setup,
            "unit_cost": str(curve.unit_cost),
            "rate": str(curve.rate),
            "efficient_scale": curve.efficient_scale,
            "coordination": curve.coordination,
            "rebate": None
            if rebate is None
            else {"share": str(rebate.share), "beyond": rebate.beyond},
            "halvings": curve.halvings,
        },
        "uses": dict(one.game.uses),
    }


def power(plan: Plan) -> dict[str, Any]:
    """Who has how much to say, with the game it follows from."""
    say = plan.say
    errors = say.power.errors
    return {
        "members": list(say.power.names),
        "absent": list(say.absent),
        "game": _game(game_under(plan.places, plan.charter, plan.matter)),
        "method": say.power.method,
        "errors": {
            "absolute": str(errors.absolute),
            "shapley": str(errors.shapley),
            "passing": str(errors.passing),
            "confidence": str(errors.confidence),
        },
        "passing": str(say.passing),
        "cities": [_says(one) for one in say.cities],
        "curve": _chances(say.curve),
        "square_root": None if say.jagiellonian is None else _chances(say.jagiellonian),
    }


def _says(one: CitySay) -> dict[str, Any]:
    return {
        "city": one.place,
        "votes": str(one.votes),
        "absolute": str(one.absolute),
        "normalised": optional(one.normalised),
        "shapley": optional(one.shapley),
        "citizen": str(one.citizen),
        "veto": one.veto,
        "dictator": one.dictator,
        "dummy": one.dummy,
    }


def _game(game: Game) -> dict[str, Any]:
    if isinstance(game, Threshold):
        return {"kind": "threshold", "weights": list(game.weights), "quota": game.quota}
    kind = "all" if isinstance(game, AllOf) else "any"
    return {"kind": kind, "parts": [_game(part) for part in game.parts]}


def _chances(curve: Curve) -> dict[str, Any]:
    return {
        "levels": [str(level) for level in curve.levels],
        "passing": [str(chance) for chance in curve.passing],
        "method": curve.method,
        "error": str(curve.errors.passing),
    }


def shares(plan: Plan) -> dict[str, Any]:
    """Who pays what part of the bill."""
    found = plan.divided
    return {
        "bill": str(found.bill),
        "shapley_error": str(found.error),
        "cities": [
            {
                "city": one.place,
                "pays": str(one.pays),
                "owes": one.owes,
                "use": str(one.use),
                "ability": optional(one.ability),
                "shapley": optional(one.shapley),
            }
            for one in found.cities
        ],
    }


def solidarity(plan: Plan) -> dict[str, Any]:
    """How much of the bill ability may carry."""
    found = plan.solidarity
    return {"certified": optional(found.certified), "refuted": str(found.refuted)}


def outside(plan: Plan) -> dict[str, Any]:
    """What reaches those outside."""
    found = plan.outside
    return {
        "others": [
            {"city": one.place, "gain": band(Band(one.low, one.mid, one.high))}
            for one in found.others
        ],
        "around": [
            {"kind": one.kind, "people": one.people, "gain": str(one.gain), "unknown": one.unknown}
            for one in found.around
        ],
        "members_save": str(found.members_save),
    }


def nations(plan: Plan) -> list[dict[str, Any]]:
    """The cities in their nations."""
    return [
        {
            "country": nation.country,
            "standings": [
                {
                    "measure": one.measure,
                    "cities": {id: str(share) for id, share in one.cities},
                    "together": str(one.together),
                    "missing": one.missing,
                }
                for one in nation.standings
            ],
        }
        for nation in plan.nations
    ]


def friends(found: Friends) -> dict[str, Any]:
    """The clubs that cost least."""
    return {
        "axis": found.axis,
        "programme": found.programme,
        "weight": str(found.weight),
        "positions": {id: str(position) for id, position in found.positions},
        "clubs": [list(club) for club in found.partition.clubs],
        "lowest": optional(found.partition.lowest),
        "highest": optional(found.partition.highest),
        "stable": found.is_stable,
    }


def alone(plan: Plan) -> dict[str, str]:
    """What every city would pay by itself."""
    return {id: str(amount) for id, amount in plan.costs.alone_by_city}


def verdict(plan: Plan) -> dict[str, Any]:
    """Who pays more than alone, with its proof."""
    found = plan.verdict
    return {
        "says": found.says,
        "alone": [_group(one) for one in found.alone],
        "certificate": certificate(found.certificate),
    }


def limit(plan: Plan) -> dict[str, Any]:
    """What stops solidarity, with the proof where it still holds."""
    found = plan.solidarity
    return {
        "binding": None if found.binding is None else list(found.binding),
        "certificate": certificate(found.certificate),
    }


def rather(plan: Plan) -> list[dict[str, str]]:
    """Members that would rather not pay."""
    return [
        {"city": one.place, "inside": str(one.inside), "outside": str(one.outside)}
        for one in plan.riders
    ]


def _group(one: Tempted) -> dict[str, Any]:
    return {"members": list(one.members), "gain": str(one.gain)}


def certificate(one: Certificate) -> dict[str, Any]:
    """A proof that can be checked without repeating the search."""
    return {
        "tempted": None if one.tempted is None else _group(one.tempted),
        "bound": str(one.bound),
        "proof": _proof(one),
    }


def _proof(one: Certificate) -> dict[str, Any]:
    proof = one.proof
    if isinstance(proof, Lines):
        lines = [
            {
                "start": line.start,
                "end": line.end,
                "slope": str(line.slope),
                "intercept": str(line.intercept),
            }
            for line in proof.lines
        ]
        return {"kind": "lines", "lines": lines}
    below = [
        {
            "constant": str(each.constant),
            "slope": str(each.slope),
            "kinks": [{"beyond": at, "drop": str(drop)} for at, drop in each.kinks],
        }
        for each in proof.below
    ]
    paid = [
        {
            "city": each.member,
            "programme": each.programme,
            "term": each.term,
            "amount": str(each.amount),
        }
        for each in proof.paid
    ]
    return {"kind": "flow", "below": below, "paid": paid}
