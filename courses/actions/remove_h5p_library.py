"""Remove a build of an H5P library that nothing uses."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from courses.h5p.selectors import may_approve
from courses.h5p.storing import delete_folder, stored_names
from courses.models import H5PBuild, H5PLibrary


class H5PLibraryInUse(Exception):
    """An activity is played with it. The message is for the person who asked."""


class RemoveH5PLibrary:
    """The row and its files; the library itself with its last build. What somebody else has just removed is no error.

    Raises ``PermissionDenied`` and :class:`H5PLibraryInUse`.
    """

    def __init__(self, build: H5PBuild, *, user: Any = None) -> None:
        self.build = build
        self.user = user

    def execute(self, *, skip_permission_checks: bool = False) -> None:
        if not skip_permission_checks and not (self.user and may_approve(self.user)):
            raise PermissionDenied(_("You may not remove H5P libraries."))
        with transaction.atomic():
            builds = H5PBuild.objects.select_for_update(of=("self",)).select_related("library")
            build = builds.filter(pk=self.build.pk).first()
            if build is None:
                return
            folder, names = build.folder, stored_names(build)
            log(
                instance=build,
                action="courses.h5p.library.remove",
                user=self.user,
                data={"digest": build.digest},
                deleted=True,
            )
            try:
                build.delete()
            except ProtectedError as error:
                raise H5PLibraryInUse(_("%(library)s is in use.") % {"library": build}) from error
            H5PLibrary.objects.filter(pk=build.library_id, builds=None).delete()
            transaction.on_commit(lambda: delete_folder(folder, names))
