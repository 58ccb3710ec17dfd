"""What is written down of an approval."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from courses.models import VariantApproval
from courses.signals import approval_changed


def tell(approval: VariantApproval, action: str, user: Any, **data: Any) -> None:
    """Log it on the variant's course, and say it once the transaction is through."""
    log(
        instance=approval.variant.course,
        action=action,
        user=user,
        data={"sha256": approval.sha256, **data},
    )
    transaction.on_commit(lambda: approval_changed.send(sender=VariantApproval, approval=approval))
