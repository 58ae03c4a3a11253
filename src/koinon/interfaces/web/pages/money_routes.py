"""Addresses below /money/."""

from __future__ import annotations

from django.urls import path, register_converter

from koinon.interfaces.web.pages import (
    charges,
    disputes,
    disputes_forms,
    disputes_told,
    money,
    money_around,
    money_arrears,
    money_audit,
    money_books,
    money_citizen,
    money_desk,
    money_levy,
    residuals,
    sharing_out,
)


class TaskName:
    """What is done at the treasurer's desk, in an address."""

    regex = "|".join(money_desk.TASKS)

    def to_python(self, text: str) -> str:
        """As it stands."""
        return text

    def to_url(self, name: str) -> str:
        """As it stands."""
        return name


class DisputeStep:
    """What is done in a dispute, in an address."""

    regex = "|".join(disputes_told.STEPS)

    def to_python(self, text: str) -> str:
        """As it stands."""
        return text

    def to_url(self, name: str) -> str:
        """As it stands."""
        return name


register_converter(TaskName, "task")
register_converter(DisputeStep, "dispute_step")

urlpatterns = [
    path("", money.money_page, name="money"),
    path("<int:year>/<slug:code>/", money.line_page, name="money_line"),
    path("<int:year>/books.zip", money_books.year_file, name="money_year_file"),
    path("invoices/<int:number>/", money.invoice_page, name="money_invoice"),
    path("levies/<slug:code>/", money_levy.levy_page, name="money_levy"),
    path("levies/<slug:code>/<slug:city>/around/", money_around.around_page, name="levy_around"),
    path("levies/<slug:code>/object/", disputes_forms.object_form, name="money_object"),
    path("levies/<slug:code>/invoices.pdf", charges.invoices_file, name="levy_invoices"),
    path("charges/<int:number>/", charges.charge_page, name="charge"),
    path("charges/<int:number>/invoice.<form:form>", charges.invoice_file, name="charge_invoice"),
    path(
        "charges/<int:number>/reminder.<form:form>", charges.reminder_file, name="charge_reminder"
    ),
    path(
        "credit-notes/<int:number>/credit-note.<form:form>",
        charges.credit_note_file,
        name="credit_note",
    ),
    path("arrears/reminders.pdf", charges.reminders_file, name="reminders"),
    path("desk/letterhead/", charges.letterhead, name="letterhead"),
    path("disputes/", disputes.dispute_list, name="disputes"),
    path("disputes/<int:number>/", disputes.dispute_page, name="dispute"),
    path("disputes/<int:number>/<dispute_step:name>/", disputes_forms.step, name="dispute_step"),
    path("journal/", money_books.journal_page, name="money_journal"),
    path("journal.csv", money_books.journal_file, name="money_journal_file"),
    path("trial-balance/", money_books.trial_balance_page, name="money_trial"),
    path("trial-balance.csv", money_books.trial_balance_file, name="money_trial_file"),
    path("arrears/", money_arrears.arrears_page, name="money_arrears"),
    path("audit/", money_audit.audit_list, name="audits"),
    path("audit/<int:number>/", money_audit.audit_page, name="audit"),
    path("audit/<int:number>/opinion.<form:form>", money_audit.opinion_paper, name="audit_opinion"),
    path("audit/samples/<int:number>/", money_audit.sample_page, name="audit_sample"),
    path("audit/<int:number>/letters/", money_audit.ask_page, name="audit_ask"),
    path(
        "audit/<int:number>/letters.<form:form>",
        money_audit.letters_paper,
        name="audit_letters_paper",
    ),
    path("audit/samples/<int:number>/examine/", money_audit.examine_page, name="audit_examine"),
    path("audit/samples/<int:number>.csv", money_audit.sample_file, name="audit_sample_file"),
    path("audit/letters/<int:number>/", money_audit.letter_page, name="audit_letter"),
    path(
        "audit/letters/<int:number>/letter.<form:form>",
        money_audit.letter_paper,
        name="audit_letter_paper",
    ),
    path("leaving/<slug:slug>/", residuals.residual_page, name="residual"),
    path("leaving/<slug:slug>/charge/", residuals.charge, name="charge_residual"),
    path("sharing-out/", sharing_out.sharing_page, name="sharing_out"),
    path("sharing-out/do/", sharing_out.share_out, name="share_out"),
    path("my-city/", money_citizen.my_city, name="my_city"),
    path("desk/", money_desk.desk, name="money_desk"),
    path("desk/<task:name>/", money_desk.task, name="money_task"),
]
