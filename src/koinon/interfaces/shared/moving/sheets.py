"""The sheets of a workbook, their columns and the words in them, in four languages.

A sheet or column is known by any of its names, in any order; what a template writes is the first
name in the reader's language. Names are compared as `folded` makes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from koinon.cities.roster import COLUMNS, REQUIRED
from koinon.cities.roster.tables import Columns, folded

Words = tuple[tuple[str, ...], ...]
"""Names in English, French, Spanish and Arabic, the first of each what a template writes."""
LANGUAGES: Final = ("en", "fr", "es", "ar")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its names, its columns with theirs, and which columns must be there."""

    id: str
    names: Words
    columns: Mapping[str, Words]
    required: tuple[str, ...]

    def known(self) -> Columns:
        """The columns as the reader of tables takes them."""
        aliases = {
            folded(name): column
            for column, words in self.columns.items()
            for names in words
            for name in names
            if folded(name) != column
        }
        return Columns(tuple(self.columns), self.required, aliases)

    def name(self, language: str) -> str:
        """What a template calls the sheet."""
        return self.names[_place(language)][0]

    def title(self, column: str, language: str) -> str:
        """What a template calls a column."""
        return self.columns[column][_place(language)][0]


def _place(language: str) -> int:
    return LANGUAGES.index(language) if language in LANGUAGES else 0


def _words(*names: str) -> Words:
    """Names by language; further names of one language stand behind a bar."""
    assert len(names) == len(LANGUAGES)
    return tuple(tuple(part.strip() for part in one.split("|")) for one in names)


_MEMBERS: Final = {
    "name": _words(
        "name|city|member", "nom|ville|membre", "nombre|ciudad|miembro", "الاسم|المدينة|العضو"
    ),
    "country": _words("country", "pays", "país", "البلد"),
    "population": _words(
        "population|residents|inhabitants",
        "habitants|population",
        "población|habitantes",
        "عدد السكان|السكان",
    ),
    "population_on": _words(
        "population_on|population day",
        "date de la population|population au",
        "fecha de la población|población a",
        "تاريخ عدد السكان",
    ),
    "population_source": _words(
        "population_source|source",
        "source de la population|source",
        "fuente de la población|fuente",
        "مصدر عدد السكان|المصدر",
    ),
    "id": _words(
        "id|short name",
        "identifiant|nom court",
        "identificador|nombre corto",
        "المعرّف|الاسم المختصر",
    ),
    "boundary": _words("boundary", "périmètre", "delimitación", "الحدود"),
    "licence": _words("licence|license", "licence", "licencia", "الرخصة"),
    "latitude": _words("latitude", "latitude", "latitud", "خط العرض"),
    "longitude": _words("longitude", "longitude", "longitud", "خط الطول"),
    "product": _words("product", "produit", "producto", "الناتج"),
    "product_unit": _words(
        "product_unit", "unité du produit", "unidad del producto", "وحدة الناتج"
    ),
    "product_on": _words("product_on", "date du produit", "fecha del producto", "تاريخ الناتج"),
    "product_source": _words(
        "product_source", "source du produit", "fuente del producto", "مصدر الناتج"
    ),
    "website": _words("website", "site web", "sitio web", "الموقع"),
}
_DUES: Final = {
    "city": _words(
        "city|member|name", "ville|membre|nom", "ciudad|miembro|nombre", "المدينة|العضو|الاسم"
    ),
    "levy": _words(
        "levy|dues|for",
        "contribution|cotisation|objet",
        "cuota|contribución|concepto",
        "الرسم|الاشتراك",
    ),
    "year": _words("year", "année|exercice", "año|ejercicio", "السنة"),
    "charged": _words("charged|amount", "appelé|montant", "cargado|importe", "المطلوب|المبلغ"),
    "paid": _words("paid", "payé|réglé", "pagado", "المدفوع"),
    "due": _words("due|due on", "échéance", "vencimiento", "تاريخ الاستحقاق"),
}
_BALANCES: Final = {
    "account": _words("account|kind", "compte|nature", "cuenta|clase", "الحساب|النوع"),
    "title": _words("title|name", "intitulé|libellé", "título|descripción", "العنوان|البيان"),
    "amount": _words("amount|balance", "montant|solde", "importe|saldo", "المبلغ|الرصيد"),
}
_CONTRACTS: Final = {
    "title": _words(
        "title|contract", "intitulé|contrat|objet", "título|contrato|objeto", "العنوان|العقد"
    ),
    "supplier": _words(
        "supplier|payee", "fournisseur|bénéficiaire", "proveedor|beneficiario", "المورّد|المستفيد"
    ),
    "line": _words(
        "line|budget line", "ligne|ligne budgétaire", "partida|línea", "البند|بند الموازنة"
    ),
    "total": _words("total|amount", "total|montant", "total|importe", "الإجمالي|المبلغ"),
    "invoiced": _words("invoiced", "facturé", "facturado", "المفوتر"),
    "unpaid": _words("unpaid|owed", "impayé|dû", "impagado|pendiente de pago", "غير المدفوع"),
    "invoice_number": _words(
        "invoice_number|invoice",
        "numéro de facture|facture",
        "número de factura|factura",
        "رقم الفاتورة|الفاتورة",
    ),
    "year": _words("year|budget year", "année|exercice", "año|ejercicio", "السنة"),
    "programme": _words("programme|program", "programme", "programa", "البرنامج"),
    "file": _words("file|document", "fichier|document", "archivo|documento", "الملف|الوثيقة"),
}
_DECISIONS: Final = {
    "number": _words("number|no", "numéro|no|n°", "número|n.º", "الرقم"),
    "day": _words("day|date", "date|jour", "fecha|día", "التاريخ|اليوم"),
    "title": _words("title|subject", "intitulé|objet", "título|asunto", "العنوان|الموضوع"),
    "outcome": _words("outcome|result", "résultat|issue", "resultado", "النتيجة"),
    "file": _words("file|document", "fichier|document", "archivo|documento", "الملف|الوثيقة"),
}

SHEETS: Final = (
    Sheet(
        "members",
        _words("members|cities", "membres|villes", "miembros|ciudades", "الأعضاء|المدن"),
        {column: _MEMBERS[column] for column in COLUMNS},
        REQUIRED,
    ),
    Sheet(
        "dues",
        _words(
            "dues|arrears|contributions",
            "contributions|cotisations|arriérés",
            "cuotas|contribuciones|atrasos",
            "الاشتراكات|المتأخرات",
        ),
        _DUES,
        ("city", "levy", "year", "charged"),
    ),
    Sheet(
        "balances",
        _words(
            "balances|balance sheet", "bilan|soldes", "balance|saldos", "الأرصدة|الميزانية العمومية"
        ),
        _BALANCES,
        ("account", "amount"),
    ),
    Sheet(
        "contracts",
        _words("contracts", "contrats", "contratos", "العقود"),
        _CONTRACTS,
        ("title", "supplier", "line", "total"),
    ),
    Sheet(
        "decisions",
        _words("decisions", "décisions|délibérations", "decisiones|acuerdos", "القرارات"),
        _DECISIONS,
        ("number", "day", "title", "outcome"),
    ),
)

NOTES: Final = _words("Read me", "À lire", "Léame", "اقرأني")
"""The sheet that explains the others; it is no table."""

ACCOUNTS: Final[Mapping[str, Words]] = {
    "bank": _words(
        "bank|cash", "banque|trésorerie|caisse", "banco|tesorería|caja", "المصرف|البنك|النقد"
    ),
    "receivable": _words(
        "receivable|members owe",
        "créances|dû par les membres",
        "deudores|adeudado por miembros",
        "ذمم الأعضاء|المستحق على الأعضاء",
    ),
    "advance": _words(
        "advances|advance|members' credit",
        "avances|crédit des membres",
        "anticipos|crédito de miembros",
        "سلف الأعضاء|رصيد الأعضاء",
    ),
    "payable": _words(
        "payable|suppliers",
        "fournisseurs|dettes fournisseurs",
        "proveedores|acreedores",
        "الموردون|المستحق للموردين",
    ),
    "asset": _words("asset|other asset", "actif|autre actif", "activo|otro activo", "أصل|أصل آخر"),
    "liability": _words(
        "liability|other liability|loan",
        "passif|dette|emprunt",
        "pasivo|deuda|préstamo",
        "التزام|قرض",
    ),
    "reserve": _words("reserve|fund", "réserve|fonds", "reserva|fondo", "احتياطي|صندوق"),
    "net_assets": _words(
        "net assets|equity",
        "actif net|fonds propres",
        "patrimonio neto|fondos propios",
        "صافي الأصول",
    ),
}
"""What a line of the balance sheet can be."""

OUTCOMES: Final[Mapping[str, Words]] = {
    "adopted": _words(
        "adopted|passed|yes",
        "adoptée|adopté|adoptée à l’unanimité|oui",
        "aprobado|aprobada|adoptada|sí",
        "معتمد|اعتُمد|نعم",
    ),
    "rejected": _words(
        "rejected|failed|no", "rejetée|rejeté|non", "rechazado|rechazada|no", "مرفوض|رُفض|لا"
    ),
    "noted": _words(
        "noted|taken note of", "pris acte|prise d’acte", "tomado nota|se toma nota", "أُخذ علماً"
    ),
}
"""How a decision of before ended."""


def is_notes(name: str) -> bool:
    """Whether a sheet is the one that a template explains itself on."""
    return any(folded(name) in map(folded, names) for names in NOTES)


def sheet(id: str) -> Sheet:
    """The sheet of this id."""
    return next(one for one in SHEETS if one.id == id)


def sheet_named(name: str) -> Sheet | None:
    """The sheet that has this among its names, in any language."""
    wanted = folded(name)
    return next(
        (one for one in SHEETS for names in one.names if wanted in map(folded, names)), None
    )


def choice_named(choices: Mapping[str, Words], word: str) -> str | None:
    """The choice that has this word among its names, in any language."""
    wanted = folded(word)
    return next(
        (
            id
            for id, words in choices.items()
            if wanted == id or any(wanted in map(folded, names) for names in words)
        ),
        None,
    )


def choice_names(choices: Mapping[str, Words], language: str) -> str:
    """The choices as a template writes them, for a sentence."""
    return ", ".join(words[_place(language)][0] for words in choices.values())
