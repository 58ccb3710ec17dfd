"""What somebody posts on an order's page, at the desk or in the municipality: comments, files, tasks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elearning.commissions.actions.timeline import (
    AddAttachment,
    AddComment,
    AddTask,
    FinishTask,
    RemoveAttachment,
    possible_owners,
)
from elearning.commissions.errors import CommissionRefused
from elearning.commissions.models import Commission
from elearning.commissions.timeline import name_of


class CommentForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Comment"), widget=forms.Textarea(attrs={"rows": 4}), max_length=5000, required=False
    )


class FileForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("File"), required=False)


class TaskForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("What is to be done"), max_length=200, required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Who does it"), required=False)
    due_on = forms.DateField(
        label=gettext_lazy("By when"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), required=False
    )

    def __init__(self, *args: Any, commission: Commission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = possible_owners(commission)
        people = get_user_model()._default_manager.filter(email__in=owners, is_active=True).order_by("email")
        self.people = {str(person.pk): person for person in people}
        names = [(key, f"{name_of(person)} ({owners[person.email.lower()]})") for key, person in self.people.items()]
        field: Any = self.fields["owner"]
        field.choices = [("", gettext_lazy("Nobody yet")), *names]


def forms_for(commission: Commission, typed: Any = None) -> dict[str, forms.Form]:
    """The page's forms, with what was typed when something was refused."""
    typed = typed or {}
    return {
        "comment_form": CommentForm(initial={"text": typed.get("text", "")}),
        "file_form": FileForm(),
        "task_form": TaskForm(
            commission=commission, initial={name: typed.get(name, "") for name in ("title", "owner", "due_on")}
        ),
    }


def take_part(commission: Commission, request: HttpRequest) -> str:
    """Do what was posted; what is said afterwards. Raises ``PermissionDenied``, ``CommissionRefused``, ``Http404``."""
    deeds = {
        "comment": _comment,
        "attach": _attach,
        "detach": _detach,
        "task": _task,
        "done": _finish,
        "again": _finish,
    }
    deed = deeds.get(request.POST.get("do", ""))
    if deed is None:
        raise CommissionRefused(_("Choose what you want to do."))
    return deed(commission, request)


def _comment(commission: Commission, request: HttpRequest) -> str:
    AddComment(commission, request.POST.get("text", ""), user=request.user).execute()
    return _("Your comment is there for both sides to read.")


def _attach(commission: Commission, request: HttpRequest) -> str:
    file = request.FILES.get("file")
    if file is None or isinstance(file, list):
        raise CommissionRefused(_("Choose a file first."))
    attachment = AddAttachment(commission, file, user=request.user).execute()
    return _("»%(name)s« is attached.") % {"name": attachment.name}


def _detach(commission: Commission, request: HttpRequest) -> str:
    RemoveAttachment(_row(commission.attachments, request), user=request.user).execute()
    return _("The file is removed.")


def _task(commission: Commission, request: HttpRequest) -> str:
    form = TaskForm(request.POST, commission=commission)
    if not form.is_valid():
        raise CommissionRefused(" ".join(str(message) for found in form.errors.values() for message in found))
    owner = form.people.get(form.cleaned_data["owner"])
    AddTask(
        commission, form.cleaned_data["title"], owner=owner, due_on=form.cleaned_data["due_on"], user=request.user
    ).execute()
    return _("The task is added.")


def _finish(commission: Commission, request: HttpRequest) -> str:
    done = request.POST["do"] == "done"
    FinishTask(_row(commission.tasks, request), done=done, user=request.user).execute()
    return _("The task is done.") if done else _("The task is to be done again.")


def _row(rows: Any, request: HttpRequest) -> Any:
    key = request.POST.get("row", "")
    found = rows.filter(pk=key).first() if key.isdecimal() and len(key) < 12 else None
    if found is None:
        raise Http404
    return found
