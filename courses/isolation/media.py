"""A page uses shared files and its own municipality's; the number of another's in a form is refused."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from courses.isolation.ownership import are_foreign_files


class OwnFilesForm(WagtailAdminPageForm):
    """Choosers show nobody another municipality's files, but a form can be sent with any number in it."""

    for_user: Any

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.for_user is not None and not self.errors and self._has_foreign_files():
            self.add_error(None, _("The page uses a file that is not there. Choose another."))

    def _has_foreign_files(self) -> bool:
        from courses.media import media_keys, media_models
        from courses.trees.pages import read_page

        keys = set(media_keys(read_page(self.instance)))
        return any(
            are_foreign_files(model, {pk for kind, pk in keys if kind == name}, self.for_user)
            for name, model in media_models().items()
        )
