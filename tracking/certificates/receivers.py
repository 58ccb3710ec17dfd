"""Certificates follow completions."""

from __future__ import annotations

import logging
from typing import Any

from tracking.actions.issue_certificate import IssueCertificate, NameMissing
from tracking.models import Enrolment
from tracking.signals import course_completed

logger = logging.getLogger(__name__)


def issue_on_completion(enrolment: Enrolment, **_kwargs: Any) -> None:
    """Somebody without a name is asked for one on her page; her certificate is issued there."""
    try:
        IssueCertificate(enrolment).execute()
    except NameMissing:
        logger.info("The certificate of enrolment %s waits for a name", enrolment.pk)


def connect() -> None:
    course_completed.connect(issue_on_completion, dispatch_uid="tracking.certificates.issue_on_completion")
