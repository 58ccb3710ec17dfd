"""What the walk visits: every address of the site has a line in one of these tables, by its name or its pattern."""

from tests.isolation.addresses import (
    accounts,
    commissions,
    courses,
    h5p,
    municipalities,
    site,
    tracking,
    wagtail_files,
    wagtail_pages,
    wagtail_site,
    waves,
)
from tests.isolation.visits import Visit

TABLES = (
    accounts, commissions, courses, h5p, municipalities, site, tracking, wagtail_files, wagtail_pages, wagtail_site,
    waves,
)  # fmt: skip
TABLE: dict[str, Visit] = {name: visit for table in TABLES for name, visit in table.VISITS.items()}
#: Those that Wagtail does not answer.
OURS = frozenset(
    name
    for table in (accounts, commissions, courses, h5p, municipalities, site, tracking, waves)
    for name in table.VISITS
)
