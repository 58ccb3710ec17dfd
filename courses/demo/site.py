"""The pages every site has: a front page and a catalogue, in place of Wagtail's welcome."""

from __future__ import annotations

from django.db import transaction
from wagtail.models import Page, Site

from courses.models import CatalogueIndexPage, HomePage

#: The slug Wagtail's first migration gives its own page.
WELCOME_SLUG = "home"

HOME_INTRODUCTION = (
    "<p>Korte kurser i digital ledelse til dig, der leder i en kommune. Tag et trin på under ti minutter, "
    "når kalenderen giver plads, og brug det på tirsdag.</p>"
)
CATALOGUE_INTRODUCTION = (
    "<p>Du tager kurserne i dit eget tempo og kan stoppe efter hvert trin. "
    "Din kommune kan have sin egen udgave af et kursus.</p>"
)


@transaction.atomic
def set_up_site(*, hostname: str = "localhost", port: int = 80, name: str = "Hyldefri") -> CatalogueIndexPage:
    """Make what is missing of the front page, the catalogue and the default site. Returns the catalogue."""
    home = HomePage.objects.first() or _make_home(name)
    catalogue = CatalogueIndexPage.objects.child_of(home).first()
    if catalogue is None:
        catalogue = CatalogueIndexPage(title="Kurser", slug="kurser", introduction=CATALOGUE_INTRODUCTION)
        home.add_child(instance=catalogue)
        catalogue.save_revision().publish()
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(hostname=hostname, port=port, site_name=name, root_page=home, is_default_site=True)
    elif not issubclass(site.root_page.specific_class, HomePage):
        site.root_page, site.site_name = home, name
        site.save()
    _remove_welcome()
    stored: CatalogueIndexPage = CatalogueIndexPage.objects.get(pk=catalogue.pk)
    return stored


def _make_home(name: str) -> HomePage:
    home = HomePage(title=name, slug="forside", introduction=HOME_INTRODUCTION)
    Page.get_first_root_node().add_child(instance=home)
    home.save_revision().publish()
    stored: HomePage = HomePage.objects.get(pk=home.pk)
    return stored


def _remove_welcome() -> None:
    """Wagtail's own first page is a bare ``Page``; nobody's content is."""
    for page in Page.get_first_root_node().get_children().filter(slug=WELCOME_SLUG):
        if page.specific_class is Page and page.is_leaf() and not page.sites_rooted_here.exists():
            page.delete()
