"""Files made to harm, by name: what each is, and what becomes of it.

They are made here and not kept: a repository with bombs in it is one that no scanner lets through.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.courses.h5p.hostile import contents, described, disguises, libraries, names, zips
from tests.courses.h5p.hostile.case import Case

CASES: Mapping[str, Case] = {
    f"{module.__name__.rpartition('.')[2]}: {name}": case
    for module in (zips, names, disguises, described, libraries, contents)
    for name, case in module.CASES.items()
}
