"""A municipality's part of the site: its page, files, groups and host names."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.coreutils import cautious_slugify
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.log_actions import log
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
)

from courses.actions.close_default_groups import close_default_groups
from courses.models import H5PActivity, HomePage, MunicipalityPage
from elearning.municipalities.errors import MunicipalityError
from elearning.municipalities.groups import put_all_in_step
from elearning.municipalities.models import Municipality
from elearning.municipalities.roles import is_operator
from elearning.municipalities.validation import split_hostname

#: Proper names, the same in every language: people find them in Wagtail's lists.
COLLECTIONS = "Kommuner"
GROUP_NAMES = {"editor_group": "redaktører", "approver_group": "godkendere"}

#: No publishing: one approval publishes a whole variant (DESIGN 5).
PAGE_PERMISSIONS = ("add_page", "change_page")
FILE_PERMISSIONS = ("add", "change", "choose")
LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})


class SetUpMunicipality:
    """Make what is missing and put right what is not as it should be. Doing it again changes nothing.

    Raises ``PermissionDenied`` for whoever is no operator, and ``MunicipalityError`` where it cannot be done.
    """

    def __init__(self, municipality: Municipality, *, user: Any = None) -> None:
        self.municipality = municipality
        self.user = user
        self.changed: set[str] = set()

    def execute(self, *, skip_permission_checks: bool = False) -> MunicipalityPage:
        if not skip_permission_checks and not (self.user and is_operator(self.user)):
            raise PermissionDenied
        if self.municipality.is_open:
            raise MunicipalityError(_("Those who belong to no municipality have no part of the site."))
        with transaction.atomic():
            self.municipality = Municipality.objects.select_for_update().get(pk=self.municipality.pk)
            close_default_groups()
            self._groups()
            self._collection()
            page = self._page()
            self._sites(page)
            put_all_in_step(self.municipality)
            if self.changed:
                log(
                    instance=self.municipality,
                    action="municipalities.set_up",
                    user=self.user,
                    data={"changed": sorted(self.changed)},
                )
        return page

    def _groups(self) -> None:
        access = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
        for field, plural in GROUP_NAMES.items():
            name = f"{self.municipality.official_name}: {plural} ({self.municipality.code})"
            group = getattr(self.municipality, field)
            if group is None:
                group, _made = Group.objects.get_or_create(name=name)
                setattr(self.municipality, field, group)
                self._save(field)
            elif group.name != name:
                group.name = name
                group.save()
            group.permissions.add(access)

    def _collection(self) -> None:
        collection = self.municipality.collection
        if collection is None:
            root = Collection.get_first_root_node()
            parent = root.get_children().filter(name=COLLECTIONS).first()
            parent = parent or root.add_child(instance=Collection(name=COLLECTIONS))
            # Read anew: children are placed by name, and adding one moves the others.
            collection = Collection.objects.get(pk=parent.pk).add_child(
                instance=Collection(name=f"{self.municipality.official_name} ({self.municipality.code})")
            )
            self.municipality.collection = collection
            self._save("collection")
        editors = self.municipality.editor_group
        wanted = [
            permission
            for model in (get_image_model(), get_document_model(), H5PActivity)
            for permission in Permission.objects.filter(
                content_type__app_label=model._meta.app_label,
                codename__in=[f"{verb}_{model._meta.model_name}" for verb in FILE_PERMISSIONS],
            )
        ]
        held = GroupCollectionPermission.objects.filter(group=editors)
        held.exclude(collection=collection, permission__in=wanted).delete()
        for permission in wanted:
            GroupCollectionPermission.objects.get_or_create(group=editors, collection=collection, permission=permission)
        self._close(collection)

    def _close(self, collection: Collection) -> None:
        """Documents are served to those who work there only; learners are sent a version's files by ours."""
        restriction, made = CollectionViewRestriction.objects.get_or_create(
            collection=collection, restriction_type=CollectionViewRestriction.GROUPS
        )
        if made:
            self.changed.add("documents")
        restriction.groups.set([getattr(self.municipality, field) for field in GROUP_NAMES])

    def _page(self) -> MunicipalityPage:
        page: MunicipalityPage | None = MunicipalityPage.objects.filter(municipality=self.municipality).first()
        if page is None:
            home = HomePage.objects.first()
            if home is None:
                raise MunicipalityError(_("The site has no front page yet. Make it first."))
            page = MunicipalityPage(
                title=self.municipality.official_name,
                slug=self._free_slug(home),
                municipality=self.municipality,
            )
            home.add_child(instance=page)
            page.save_revision(user=self.user).publish(user=self.user, skip_permission_checks=True)
            self.changed.add("page")
        self._give_pages(page)
        return page

    def _free_slug(self, home: Page) -> str:
        slug = cautious_slugify(self.municipality.name.translate(LETTERS))
        taken = home.get_children().filter(slug=slug).exists()
        return f"{slug}-{self.municipality.code}" if taken or not re.fullmatch(r"[a-z0-9-]+", slug) else slug

    def _give_pages(self, page: Page) -> None:
        """Exactly this: a right to publish that somebody gave by hand would go round the approval."""
        editors = self.municipality.editor_group
        wanted = list(Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGE_PERMISSIONS))
        held = GroupPagePermission.objects.filter(group__in=[editors, self.municipality.approver_group])
        held.exclude(group=editors, page=page, permission__in=wanted).delete()
        for permission in wanted:
            GroupPagePermission.objects.get_or_create(group=editors, page=page, permission=permission)

    def _sites(self, page: MunicipalityPage) -> None:
        wanted = {_host_and_port(name): name for name in self.municipality.hostnames}
        for site in page.sites_rooted_here.filter(is_default_site=False):
            if (site.hostname, site.port) not in wanted:
                site.delete()
                self.changed.add("hostnames")
        for host, port in wanted:
            site, made = Site.objects.get_or_create(
                hostname=host,
                port=port,
                defaults={"root_page": page, "site_name": f"Hyldefri, {self.municipality.official_name}"},
            )
            if site.root_page_id != page.pk:
                raise MunicipalityError(_("%(host)s is another site's address already.") % {"host": host})
            if made:
                self.changed.add("hostnames")

    def _save(self, field: str) -> None:
        self.municipality.save(update_fields=[field])
        self.changed.add(field)


def _host_and_port(hostname: str) -> tuple[str, int]:
    """The port too: the name's own, or else that of the site's address (``HYLDEFRI_BASE_URL``)."""
    base = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    host, port = split_hostname(hostname)
    return host, port or base.port or (443 if base.scheme == "https" else 80)
