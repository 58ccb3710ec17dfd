"""What must be in place before a step, as plain functions that return what is missing.

Other parts add theirs with :func:`require`: the offer before it is made, the approval of a version before it is
approved, the wave before it runs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elearning.commissions.models import Commission

#: The kinds of data whose time the agreement states, as docs/privacy.md names them.
DATA_KINDS = {
    "accounts": gettext_lazy("Names, addresses and roles"),
    "enrolments": gettext_lazy("Enrolments, progress and certificates"),
    "answers": gettext_lazy("Answers to questions and tests"),
    "work": gettext_lazy("Private reflections and plans"),
}
MOST_MONTHS = 120


@dataclass(frozen=True)
class Finding:
    """Something that is missing or wrong. ``field`` names the model's field, "" where it is in none."""

    field: str
    message: str


Requirement = Callable[[Commission], list[Finding]]
#: Transition's name -> what it requires. Filled below and by :func:`require`.
REQUIREMENTS: defaultdict[str, list[Requirement]] = defaultdict(list)


def require(transition: str, requirement: Requirement) -> None:
    """Have ``requirement`` asked before every transition of that name; once, however often it is said."""
    if requirement not in REQUIREMENTS[transition]:
        REQUIREMENTS[transition].append(requirement)


def findings(transition: str, commission: Commission) -> list[Finding]:
    return [finding for requirement in REQUIREMENTS[transition] for finding in requirement(commission)]


# --- before an order is sent ------------------------------------------------------------------------------------------


def names_a_municipality(commission: Commission) -> list[Finding]:
    return [Finding("municipality", _("Choose your municipality."))] if commission.municipality.is_open else []


def says_whom_to_write_to(commission: Commission) -> list[Finding]:
    found = []
    if not commission.contact_name.strip():
        found.append(Finding("contact_name", _("Write your name.")))
    if not _is_address(commission.contact_email):
        found.append(Finding("contact_email", _("Write an e-mail address, such as kirsten@kommune.dk.")))
    if commission.call_back and len(re.sub(r"\D", "", commission.contact_phone)) < 8:
        found.append(Finding("contact_phone", _("Write the number we are to call.")))
    return found


def says_what_is_wanted(commission: Commission) -> list[Finding]:
    found = []
    if commission.course_id is None and not commission.content_wishes.strip():
        found.append(Finding("content_wishes", _("Write what the course is to be about, or choose one to begin with.")))
    if not commission.levels and not commission.audience.strip():
        found.append(Finding("audience", _("Choose at least one level, or write who it is for.")))
    if not commission.people:
        found.append(Finding("people", _("Write about how many people it is for.")))
    if not commission.format:
        found.append(Finding("format", _("Choose a format.")))
    return found


def has_dates_in_order(commission: Commission) -> list[Finding]:
    if commission.starts and commission.ends and commission.ends < commission.starts:
        return [Finding("ends", _("The end is before the beginning."))]
    return []


def is_small_enough_for_express(commission: Commission) -> list[Finding]:
    if commission.express and commission.course_id is None:
        return [Finding("course", _("The quick way needs a course that is there. Choose one."))]
    return []


# --- before it runs ---------------------------------------------------------------------------------------------------


def has_invoice_facts(commission: Commission) -> list[Finding]:
    found = []
    if not is_cvr(commission.cvr):
        found.append(Finding("cvr", _("Write the CVR number: eight digits.")))
    if not is_gln(commission.ean):
        found.append(Finding("ean", _("Write the EAN location number: thirteen digits, the last a check digit.")))
    if not commission.person_reference.strip():
        found.append(Finding("person_reference", _("Write the person reference for the invoice.")))
    if not commission.order_number.strip():
        found.append(Finding("order_number", _("Write your order number for the invoice.")))
    return found


def has_data_processing_facts(commission: Commission) -> list[Finding]:
    found = []
    if not commission.data_controller.strip():
        found.append(Finding("data_controller", _("Write who the data controller is.")))
    if not commission.data_contact_name.strip():
        found.append(Finding("data_contact_name", _("Write whom to ask about data protection.")))
    if not _is_address(commission.data_contact_email):
        found.append(Finding("data_contact_email", _("Write an e-mail address for data protection.")))
    for kind, label in DATA_KINDS.items():
        months = (commission.data_retention or {}).get(kind)
        if not isinstance(months, int) or isinstance(months, bool) or not 1 <= months <= MOST_MONTHS:
            message = _("Write for how many months this is kept, from 1 to %(most)d: %(kind)s.")
            found.append(Finding(f"retention_{kind}", message % {"most": MOST_MONTHS, "kind": label}))
    if not commission.sub_processors.strip():
        found.append(Finding("sub_processors", _("Write the sub-processors, or »none«.")))
    return found


def is_cvr(text: str) -> bool:
    """Eight digits whose weighted sum is divisible by eleven (Erhvervsstyrelsen's modulus 11)."""
    if not re.fullmatch(r"[1-9][0-9]{7}", text, re.ASCII):
        return False
    return sum(int(digit) * weight for digit, weight in zip(text, (2, 7, 6, 5, 4, 3, 2, 1), strict=True)) % 11 == 0


def is_gln(text: str) -> bool:
    """A GLN of thirteen digits (GS1 General Specifications, 7.9: weights 1 and 3 in turn)."""
    if not re.fullmatch(r"[0-9]{13}", text, re.ASCII) or not text.strip("0"):
        return False
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(text)) % 10 == 0


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


for _requirement in (
    names_a_municipality,
    says_what_is_wanted,
    is_small_enough_for_express,
    has_dates_in_order,
    says_whom_to_write_to,
):
    require("submit", _requirement)
for _requirement in (has_invoice_facts, has_data_processing_facts):
    require("run", _requirement)
