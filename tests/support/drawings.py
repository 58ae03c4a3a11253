"""One of each drawing, in English and Arabic: what the tests look at, and what people look at."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import comb
from typing import Literal

from koinon.interfaces.shared import charts
from koinon.interfaces.shared.charts import Axis, Frame, Tick
from koinon.interfaces.shared.worldmap.bubbles import Bubble, MapWords, bubble_map

Language = Literal["en", "ar"]

TEXTS: dict[Language, dict[str, str]] = {
    "en": {
        "percent": "{}\u00a0%",
        "product": "Economic product",
        "people": "People",
        "seats": "National seats",
        "largest": "25 largest county economies",
        "hundred": "100 largest county economies",
        "rest": "Counties outside metropolitan areas",
        "gap": "{} points",
        "alone": "Each city alone",
        "setup": "Setting up once",
        "scale": "Larger purchases",
        "meeting": "Working together: meetings, secretariat",
        "together": "Together",
        "money": "{}\u00a0M€",
        "saves": "saves",
        "adds": "costs more",
        "band": "between the careful and the hopeful estimate",
        "between": "between {} and {}\u00a0M€",
        "value": "You chose {}\u00a0%",
        "limit": "{}\u00a0%",
        "within": "Nobody gains by leaving",
        "beyond": "Lysmara, Port Anselm and Vale would gain by leaving",
        "across": "How many of the members agree, each by itself",
        "up": "Chance that a proposal passes",
        "simple": "More than half",
        "jagiellonian": "Jagiellonian quota, 55\u00a0%",
        "third": "Two thirds",
        "pays": "Pays, a head and year",
        "gets": "Gets, a head and year",
        "says": "Its say in votes",
        "euro": "{}\u00a0€",
        "share": "{}\u00a0%",
        "average": "average of the members",
        "gains": "gains more than it pays",
        "ring": "pays more than it gains",
        "levy": "levy of {}\u00a0M€",
        "first": "First preferences",
        "surplus": "Surplus of Anna passed on",
        "excluded": "Bert excluded",
        "running": "in the running",
        "won": "elected",
        "spent": "not transferred",
        "passed": "passed on",
    },
    "ar": {
        "percent": "{}\u00a0%",
        "product": "الناتج الاقتصادي",
        "people": "السكان",
        "seats": "المقاعد الوطنية",
        "largest": "أكبر 25 اقتصادًا محليًا",
        "hundred": "أكبر 100 اقتصاد محلي",
        "rest": "المقاطعات خارج المناطق الحضرية",
        "gap": "{} نقطة",
        "alone": "كل مدينة وحدها",
        "setup": "التأسيس مرة واحدة",
        "scale": "مشتريات أكبر",
        "meeting": "العمل معًا: الاجتماعات والأمانة",
        "together": "معًا",
        "money": "{} مليون\u00a0€",
        "saves": "يوفر",
        "adds": "يكلف أكثر",
        "band": "بين التقدير الحذر والتقدير المتفائل",
        "between": "بين {} و{} مليون\u00a0€",
        "value": "اخترتم {}\u00a0%",
        "limit": "{}\u00a0%",
        "within": "لا أحد يربح بالمغادرة",
        "beyond": "Lysmara وPort Anselm وVale تربح بالمغادرة",
        "across": "كم من الأعضاء يوافق، كل على حدة",
        "up": "احتمال إقرار المقترح",
        "simple": "أكثر من النصف",
        "jagiellonian": "حصة ياغيلونيا، 55\u00a0%",
        "third": "الثلثان",
        "pays": "تدفع للفرد في السنة",
        "gets": "تحصل عليه للفرد في السنة",
        "says": "صوتها في التصويت",
        "euro": "{}\u00a0€",
        "share": "{}\u00a0%",
        "average": "متوسط الأعضاء",
        "gains": "تربح أكثر مما تدفع",
        "ring": "تدفع أكثر مما تربح",
        "levy": "رسم قدره {} مليون\u00a0€",
        "first": "الأفضليات الأولى",
        "surplus": "نُقل فائض Anna",
        "excluded": "استُبعد Bert",
        "running": "في السباق",
        "won": "منتخب",
        "spent": "لم يُنقل",
        "passed": "نُقلت",
    },
}


def frame(name: str, language: Language) -> Frame:
    told = f"{name}: {TEXTS[language]['product']}"
    return Frame(name, told, told, "rtl" if language == "ar" else "ltr")


def signed(amount: Fraction) -> str:
    """A number with its sign, which stays before it in a sentence from the right."""
    return f"\u200e{float(amount):+g}".replace("-", "−")


def dumbbell(language: Language) -> str:
    say = TEXTS[language]
    # Shares of 2020, from the counties' accounts of the Bureau of Economic Analysis.
    rows = [
        ("largest", (298, 183, 84)),
        ("hundred", (554, 419, 272)),
        ("rest", (92, 137, 230)),
    ]
    return charts.dumbbell(
        frame("dumbbell", language),
        [say["product"], say["people"], say["seats"]],
        [
            charts.DumbbellRow(
                say[name],
                tuple(Fraction(amount, 10) for amount in amounts),
                tuple(say["percent"].format(amount / 10) for amount in amounts),
                say["gap"].format(
                    f"\u200e{(amounts[-1] - amounts[0]) / 10:+.1f}".replace("-", "−")
                ),
            )
            for name, amounts in rows
        ],
        Axis(60, tuple(Tick(at, say["percent"].format(at)) for at in (0, 20, 40, 60))),
    )


def waterfall(language: Language) -> str:
    say = TEXTS[language]

    def step(name: str, amount: int, band: tuple[int, int] | None = None) -> charts.WaterfallStep:
        told = f"{amount}" if band else signed(Fraction(amount))
        return charts.WaterfallStep(
            say[name],
            amount,
            say["money"].format(told),
            "total" if band else "change",
            charts.Band(*band, say["between"].format(*band)) if band else None,
        )

    steps = [
        step("alone", 48, (44, 55)),
        step("setup", -14),
        step("scale", -3),
        step("meeting", 4),
        step("together", 35, (29, 47)),
    ]
    words = charts.WaterfallWords(say["saves"], say["adds"], say["band"])
    return charts.waterfall(frame("waterfall", language), steps, words)


def dial(language: Language) -> str:
    say = TEXTS[language]
    zones = charts.Zones(60, say["limit"].format(60), say["within"], say["beyond"])
    ends = say["percent"].format(0), say["percent"].format(100)
    return charts.dial(frame("dial", language), 42, say["value"].format(42), zones, ends)


def passing(share_percent: int, quota: int, members: int = 40) -> Fraction:
    """In per cent, how likely at least `quota` of the members agree, each with this chance."""
    yes, no = share_percent, 100 - share_percent
    ways = sum(
        comb(members, count) * yes**count * no ** (members - count)
        for count in range(quota, members + 1)
    )
    return Fraction(100 * ways, 100**members)


def curves(language: Language) -> str:
    say = TEXTS[language]
    lines = [
        charts.Series(say[name], tuple((at, passing(at, quota)) for at in range(30, 91, 2)))
        for name, quota in (("simple", 21), ("jagiellonian", 23), ("third", 27))
    ]
    plane = charts.Plane(
        say["across"],
        say["up"],
        tuple(Tick(at, say["percent"].format(at)) for at in (30, 50, 70, 90)),
        tuple(Tick(at, say["percent"].format(at)) for at in (0, 25, 50, 75, 100)),
    )
    return charts.curves(frame("curves", language), lines, plane)


def bars(language: Language) -> str:
    say = TEXTS[language]
    rows = [
        ("pays", 14, 11, "euro"),
        ("gets", 19, 15, "euro"),
        ("says", 6, 8, "share"),
    ]
    return charts.bars(
        frame("bars", language),
        [
            charts.BarRow(say[name], mine, say[kind].format(mine), all_, say[kind].format(all_))
            for name, mine, all_, kind in rows
        ],
        average=say["average"],
    )


BELGIUM: Sequence[tuple[str, str, int, int, int, int]] = (
    ("Ghent", "غنت", 510_536, 37_253, 40, 5),
    ("Brussels", "بروكسل", 508_503, 43_517, 120, -9),
    ("Antwerp", "أنتويرب", 512_194, 44_025, 75, 3),
    ("Liège", "لييج", 506_326, 55_797, 30, -1),
    ("Leuven", "لوفين", 508_798, 47_005, 12, 1),
)
WORLD = (
    *BELGIUM,
    ("Lagos", "لاغوس", 65_244, 33_792, 200, 20),
    ("Seoul", "سول", 375_665, 1_269_780, 300, -10),
)


def bubbles(language: Language, cities: Sequence[tuple[str, str, int, int, int, int]]) -> str:
    say = TEXTS[language]
    largest = max(size for *_, size, _ in cities)
    return bubble_map(
        frame(f"map-{len(cities)}", language),
        [
            Bubble(latitude, longitude, size, net, arabic if language == "ar" else english)
            for english, arabic, latitude, longitude, size, net in cities
        ],
        MapWords(
            say["gains"],
            say["ring"],
            tuple((size, say["levy"].format(size)) for size in (largest, largest // 4)),
        ),
    )


def flow(language: Language) -> str:
    """Two seats, 100 ballots: Anna's surplus of 11 passes on, then Bert's 28 votes."""
    say = TEXTS[language]
    stages = [
        charts.FlowStage(
            say["first"], (45, 20, 35, 0), ("won", "in", "won", "out"), ((0, 1, 8), (0, 3, 3))
        ),
        charts.FlowStage(
            say["surplus"], (34, 28, 35, 3), ("won", "in", "won", "out"), ((1, 2, 20), (1, 3, 8))
        ),
        charts.FlowStage(say["excluded"], (34, 0, 55, 11), ("won", "in", "won", "out")),
    ]
    words = charts.FlowWords(say["running"], say["won"], say["spent"], say["passed"])
    holders = ["Anna", "Bert", "Cleo", say["spent"]]
    return charts.flow(frame("flow", language), holders, stages, words)


def every(language: Language) -> dict[str, str]:
    """All of them by name."""
    return {
        "dumbbell": dumbbell(language),
        "waterfall": waterfall(language),
        "dial": dial(language),
        "curves": curves(language),
        "bars": bars(language),
        "flow": flow(language),
        "near": bubbles(language, BELGIUM),
        "far": bubbles(language, WORLD),
    }


def page(language: Language, *, scheme: str = "", around: str = "") -> str:
    """A page that holds them all, as wide as the window lets it be."""
    side = "rtl" if language == "ar" else "ltr"
    shown = "".join(
        f"<section><h2>{name}</h2>{svg}</section>" for name, svg in every(language).items()
    )
    return (
        f'<!DOCTYPE html><html lang="{language}" dir="{side}" class="{scheme}"><head>'
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>Drawings</title><style>body{{font:1.0625rem/1.6 system-ui;margin:1rem}}"
        f"main{{display:grid;gap:2rem;grid-template-columns:repeat(auto-fill,minmax(min(20rem,100%),1fr))}}"
        f"{around}{charts.STYLE}</style></head><body><main><h1>Drawings</h1>{shown}</main></body></html>"
    )
