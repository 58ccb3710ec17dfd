"""What is said about an H5P activity, apart from its package; and its end."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex

from courses.h5p.selectors import collections_for_import, may_change, may_remove
from courses.h5p.storing import delete_folder, stored_names
from courses.models import H5PActivity

CHANGEABLE = ("title", "collection", "completion", "pass_mark", "attempts", "accessibility_note")


class H5PActivityInUse(Exception):
    """It stands in a course. The message is for the person who asked."""


class ChangeH5P:
    """Take ``values`` (some of ``CHANGEABLE``) over. Raises ``PermissionDenied`` and ``ValidationError``."""

    def __init__(self, activity: H5PActivity, values: Mapping[str, Any], *, user: Any = None) -> None:
        self.activity = activity
        self.values = {name: values[name] for name in CHANGEABLE if name in values}
        self.user = user

    @transaction.atomic
    def execute(self, *, skip_permission_checks: bool = False) -> H5PActivity:
        activity = H5PActivity.objects.select_for_update(of=("self",)).get(pk=self.activity.pk)
        if not skip_permission_checks and not self._may(activity):
            raise PermissionDenied(_("You may not change this activity."))
        changed = [name for name, value in self.values.items() if getattr(activity, name) != value]
        for name in changed:
            setattr(activity, name, self.values[name])
        if changed:
            activity.full_clean()
            activity.save(update_fields=[*changed, "updated_at"])
            log(instance=activity, action="courses.h5p.change", user=self.user, data={"changed": sorted(changed)})
        return activity

    def _may(self, activity: H5PActivity) -> bool:
        if not (self.user and may_change(self.user, activity)):
            return False
        target = self.values.get("collection")
        if target is None or target.pk == activity.collection_id:
            return True
        return collections_for_import(self.user).filter(pk=target.pk).exists()


class RemoveH5P:
    """The activity, its versions and their files, where it stands in no page and in no version of a course.

    Raises ``PermissionDenied`` and :class:`H5PActivityInUse`.
    """

    def __init__(self, activity: H5PActivity, *, user: Any = None) -> None:
        self.activity = activity
        self.user = user

    @transaction.atomic
    def execute(self, *, skip_permission_checks: bool = False) -> None:
        activity = H5PActivity.objects.select_for_update(of=("self",)).get(pk=self.activity.pk)
        if not skip_permission_checks and not (self.user and may_remove(self.user, activity)):
            raise PermissionDenied(_("You may not remove this activity."))
        in_use = H5PActivityInUse(_("»%(title)s« is in use.") % {"title": activity.title})
        if ReferenceIndex.get_references_to(activity).exists():
            raise in_use
        folders = [(version.folder, stored_names(version)) for version in activity.versions.defer("content")]
        log(instance=activity, action="courses.h5p.remove", user=self.user, deleted=True)
        H5PActivity.objects.filter(pk=activity.pk).update(current_version=None)
        try:
            activity.delete()
        except ProtectedError as error:
            raise in_use from error
        for folder, names in folders:
            transaction.on_commit(partial(delete_folder, folder, names))
