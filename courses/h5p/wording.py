"""What is said to people about a package: why it was refused, and why something in it was left out."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.h5p.package.errors import PackageRefused, Reason, Rule

_DAMAGED = _("The file is damaged, or was not made with the usual tools. Download or export it again.")
_AMBIGUOUS = _("The file is put together so that different programs see different things in it. It cannot be trusted.")
_TOO_DEEP = _("The content is nested too deeply to be real.")

REFUSALS: Mapping[Rule, str | Promise] = {
    Rule.NOT_A_ZIP: _("This is not an H5P package. A package has a name that ends in .h5p and is made with H5P."),
    Rule.BROKEN_ZIP: _DAMAGED,
    Rule.JUNK_BEFORE: _AMBIGUOUS,
    Rule.JUNK_AFTER: _AMBIGUOUS,
    Rule.MULTIPLE_DISKS: _("The package is split into several files. Export it as one."),
    Rule.ZIP64: _AMBIGUOUS,
    Rule.TOO_LARGE: _("The package is too large. It may be 200 MB."),
    Rule.TOO_MANY_ENTRIES: _("There are too many files in the package. There may be 6,000."),
    Rule.FILE_TOO_LARGE: _("A file in the package is too large. It may be 100 MB."),
    Rule.TOO_LARGE_IN_ALL: _("Unpacked, the package is too large. It may be 400 MB."),
    Rule.BOMB: _("The package unpacks to far more than it looks, which real packages do not."),
    Rule.OVERLAP: _AMBIGUOUS,
    Rule.HEADERS_DIFFER: _AMBIGUOUS,
    Rule.LYING_SIZE: _("A file in the package has another size than it says. It cannot be trusted."),
    Rule.DAMAGED: _DAMAGED,
    Rule.ENCRYPTED: _("The package is protected with a password. Export it without one."),
    Rule.METHOD: _("The package is compressed in a way that H5P does not use. Export it again."),
    Rule.LINK: _("A file in the package is a link to another place. It cannot be trusted."),
    Rule.SPECIAL_FILE: _("A file in the package is no ordinary file. It cannot be trusted."),
    Rule.BAD_NAME: _("A file in the package has a name with characters that cannot be used, or too long a name."),
    Rule.ABSOLUTE_PATH: _("A file in the package wants to be stored outside it. It cannot be trusted."),
    Rule.PATH_TRAVERSAL: _("A file in the package wants to be stored outside it. It cannot be trusted."),
    Rule.NAME_COLLISION: _("Two files in the package have names that only differ in small and capital letters."),
    Rule.DUPLICATE: _("The same file is in the package twice, with different content. It cannot be trusted."),
    Rule.MISSING_FILE: _("A file that the package needs is missing from it. Export it again."),
    Rule.BAD_JSON: _("A file in the package cannot be read. Export it again."),
    Rule.JSON_TOO_LARGE: _("A description in the package is too large to be real."),
    Rule.JSON_TOO_DEEP: _TOO_DEEP,
    Rule.BAD_MANIFEST: _("The package does not say which content type it is. Export it again."),
    Rule.BAD_LIBRARY: _("A library in the package does not describe itself as H5P asks for."),
    Rule.LIBRARY_FOLDER: _("A library in the package says it is another than its folder's name. It cannot be trusted."),
    Rule.LIBRARY_TWICE: _("The same library is in the package twice, with different content. It cannot be trusted."),
    Rule.BAD_SEMANTICS: _("A library in the package does not describe its fields as H5P asks for."),
    Rule.BAD_CONTENT: _("The package's content does not have the form that H5P content has."),
    Rule.TOO_MUCH_MARKUP: _("A text in the package has more formatting than any real text."),
    Rule.CORE_TOO_NEW: _(
        "A library in the package needs a newer H5P than this site has. Use an earlier version of it."
    ),
    Rule.DEPENDENCY_CYCLE: _("The package's libraries need each other in a circle, so none of them can be loaded."),
    Rule.TOO_MANY_LIBRARIES: _("The package needs too many libraries to be real."),
    Rule.MISSING_LIBRARY: _("The package needs a library that it does not bring, and that is not installed here."),
    Rule.NOT_RUNNABLE: _("The package's main library is not one that can be played by itself."),
}

REMOVALS: Mapping[Reason, str | Promise] = {
    Reason.STRAY_FILE: _("does not belong in a package"),
    Reason.FILE_TYPE: _("is of a type that is not let in"),
    Reason.DISGUISED: _("is a web page under another file's name"),
    Reason.UNKNOWN_FIELD: _("is not a field of the content type"),
    Reason.WRONG_TYPE: _("is not the kind of value that the field takes"),
    Reason.MARKUP: _("lost formatting or code that the field does not take"),
    Reason.FILE_NOT_THERE: _("points to a file that is not in the package"),
    Reason.ADDRESS: _("held an address that runs code"),
    Reason.ELSEWHERE: _("is on another site, which is not reached from here: it is not shown"),
    Reason.LIBRARY_NOT_ALLOWED: _("holds a library that the field does not take"),
    Reason.LIBRARY_MISSING: _("needs a library that is not there"),
    Reason.TOO_DEEP: _("is nested too deeply"),
    Reason.OTHER_BUILD: _("is not used: the site has this version or a newer one already"),
    Reason.MORE: _("more was left out"),
}


def refusal_message(error: PackageRefused) -> str:
    """Why, and what to do; the file and the rule are shown beside it."""
    return str(REFUSALS[Rule(error.rule)])


def removal_message(reason: str, detail: str = "") -> str:
    """What follows the name of the file or the place in the content, as in ``Removed``."""
    said = str(REMOVALS[Reason(reason)])
    return f"{said} ({detail})" if detail else said
