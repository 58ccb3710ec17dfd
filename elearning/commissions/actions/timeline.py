"""What both sides say, show and promise about a commission."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from elearning.commissions import files
from elearning.commissions.actions.base import held, record
from elearning.commissions.errors import CommissionRefused
from elearning.commissions.mails.kinds import KINDS
from elearning.commissions.mails.outbox import put
from elearning.commissions.mails.recipients import municipal_people, people_of_the_desk, recipients
from elearning.commissions.models import Attachment, Comment, Commission, Task
from elearning.commissions.permissions import may_see
from elearning.commissions.stages import FINAL

TEXT_LENGTH = 5000


class OnTimeline:
    """Who sees a sent commission may take part in it, until it is over."""

    def __init__(self, commission: Commission, *, user: Any) -> None:
        self.commission = commission
        self.user = user

    def _held(self) -> Commission:
        commission = held(self.commission)
        if commission.is_draft or not may_see(self.user, commission):
            raise PermissionDenied(_("You may not do this."))
        if commission.stage in FINAL:
            raise CommissionRefused(_("The order is over. It can be read, not changed."))
        return commission


class AddComment(OnTimeline):
    def __init__(self, commission: Commission, text: str, *, user: Any) -> None:
        super().__init__(commission, user=user)
        self.text = text.replace("\0", "").strip()

    @transaction.atomic
    def execute(self) -> Comment:
        commission = self._held()
        if not self.text:
            raise CommissionRefused(_("Write a comment first."))
        if len(self.text) > TEXT_LENGTH:
            raise CommissionRefused(_("The comment is too long: at most %(most)d characters.") % {"most": TEXT_LENGTH})
        comment = commission.comments.create(author=self.user, text=self.text)
        record(commission, "comment", self.user, comment=comment.pk)
        to = recipients(KINDS["comment"], commission, but=self.user)
        put(commission, "comment", to, about=f"comment {comment.pk}")
        return comment


class AddAttachment(OnTimeline):
    def __init__(self, commission: Commission, file: UploadedFile[Any], *, user: Any) -> None:
        super().__init__(commission, user=user)
        self.file = file

    @transaction.atomic
    def execute(self) -> Attachment:
        commission = self._held()
        name = files.tidy_name(self.file.name or "")
        size = self.file.size or 0
        if not size:
            raise CommissionRefused(_("The file is empty."))
        if size > files.MOST_BYTES:
            raise CommissionRefused(_("The file is too large: at most 10 MB."))
        type_ = files.content_type(name, self.file.read(4096))
        if type_ is None:
            endings = ", ".join(sorted(files.TYPES))
            raise CommissionRefused(
                _("That kind of file cannot be attached. These can: %(endings)s.") % {"endings": endings}
            )
        if commission.attachments.count() >= files.MOST_FILES:
            raise CommissionRefused(
                _("There are %(most)d files already. Remove one first.") % {"most": files.MOST_FILES}
            )
        attachment = commission.attachments.create(
            file=self.file, name=name, content_type=type_, size=size, sha256=self._sha256(), uploaded_by=self.user
        )
        record(commission, "attach", self.user, attachment=attachment.pk, sha256=attachment.sha256)
        return attachment

    def _sha256(self) -> str:
        self.file.seek(0)
        digest = hashlib.sha256()
        for chunk in self.file.chunks():
            digest.update(chunk)
        self.file.seek(0)
        return digest.hexdigest()


class RemoveAttachment(OnTimeline):
    """By whoever uploaded it. The file goes when the row is gone for good."""

    def __init__(self, attachment: Attachment, *, user: Any) -> None:
        super().__init__(attachment.commission, user=user)
        self.attachment = attachment

    @transaction.atomic
    def execute(self) -> None:
        commission = self._held()
        attachment = commission.attachments.filter(pk=self.attachment.pk).first()
        if attachment is None:
            return
        if attachment.uploaded_by_id != self.user.pk:
            raise PermissionDenied(_("Only whoever uploaded a file may remove it."))
        record(commission, "detach", self.user, attachment=attachment.pk, sha256=attachment.sha256)
        delete_with_file(attachment)


def delete_with_file(attachment: Attachment) -> None:
    storage, name = attachment.file.storage, str(attachment.file.name)
    attachment.delete()
    transaction.on_commit(lambda: storage.delete(name), robust=True)


class AddTask(OnTimeline):
    """Somebody of either side promises something by a day; the owner is told."""

    def __init__(
        self, commission: Commission, title: str, *, owner: Any = None, due_on: date | None = None, user: Any
    ) -> None:
        super().__init__(commission, user=user)
        self.title = " ".join(title.replace("\0", "").split())
        self.owner = owner
        self.due_on = due_on

    @transaction.atomic
    def execute(self) -> Task:
        commission = self._held()
        if not self.title or len(self.title) > 200:
            raise CommissionRefused(_("Write what is to be done, in at most 200 characters."))
        if self.owner is not None and self.owner.email.lower() not in possible_owners(commission):
            raise CommissionRefused(_("The owner must be one of those who follow the order."))
        task = commission.tasks.create(title=self.title, owner=self.owner, due_on=self.due_on, created_by=self.user)
        record(commission, "task.add", self.user, task=task.pk)
        if self.owner is not None and self.owner != self.user:
            put(commission, "task", [self.owner.email.lower()], about=f"task {task.pk}")
        return task


class FinishTask(OnTimeline):
    """Ticked off, or taken up again."""

    def __init__(self, task: Task, *, done: bool, user: Any) -> None:
        super().__init__(task.commission, user=user)
        self.task = task
        self.done = done

    @transaction.atomic
    def execute(self) -> Task:
        commission = self._held()
        task: Task = commission.tasks.get(pk=self.task.pk)
        if self.done == (task.done_at is not None):
            return task
        task.done_at, task.done_by = (timezone.now(), self.user) if self.done else (None, None)
        task.save(update_fields=["done_at", "done_by"])
        record(commission, "task.done" if self.done else "task.again", self.user, task=task.pk)
        return task


def possible_owners(commission: Commission) -> dict[str, str]:
    """Addresses of those who may own a task, with what side they are on."""
    desk = {person.email.lower(): _("the course designer") for person in people_of_the_desk()}
    home = {address.lower(): _("the municipality") for address in municipal_people(commission)}
    return {**desk, **home}
