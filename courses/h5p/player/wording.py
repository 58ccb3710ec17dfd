"""What the H5P core says to the learner, in her language. The keys are the core's own.

Strings of the editor, of embedding and of reuse are not shown here, so they are not here.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def core_strings() -> dict[str, str]:
    """The namespace "H5P" of the core's translations."""
    return {**_buttons(), **_dialogs(), **_rights(), **_licences()}


def _buttons() -> dict[str, str]:
    return {
        "fullscreen": _("Full screen"),
        "disableFullscreen": _("Leave full screen"),
        "close": _("Close"),
        "showMore": _("Show more"),
        "showLess": _("Show less"),
        "subLevel": _("Sublevel"),
        "download": _("Download"),
        "embed": _("Embed"),
        "reuse": _("Reuse"),
        "reuseContent": _("Reuse the content"),
        "reuseDescription": _("Reuse this content."),
        "downloadDescription": _("Download this content as an H5P file."),
        "embedDescription": _("Show the code for embedding this content."),
        "h5pDescription": _("Read about H5P"),
        "contentCopied": _("The content is copied"),
        "size": _("Size"),
        "width": _("Width"),
        "height": _("Height"),
        "showAdvanced": _("Show more settings"),
        "hideAdvanced": _("Hide more settings"),
        "advancedHelp": _("Put this script on your page if the content is to change its height by itself:"),
    }


def _dialogs() -> dict[str, str]:
    return {
        "contentChanged": _("The content has changed since you were here."),
        "startingOver": _("You begin again."),
        "confirmDialogHeader": _("Are you sure?"),
        "confirmDialogBody": _("This cannot be undone."),
        "cancelLabel": _("Cancel"),
        "confirmLabel": _("Confirm"),
        "connectionLost": _("The connection is gone. Your answers are sent when it is back."),
        "connectionReestablished": _("The connection is back."),
        "resubmitScores": _("Your answers are being sent."),
        "offlineDialogHeader": _("The connection is gone"),
        "offlineDialogBody": _("Your result could not be sent. Check your connection."),
        "offlineDialogRetryMessage": _("Trying again in :num …"),
        "offlineDialogRetryButtonLabel": _("Try again now"),
        "offlineSuccessfulSubmit": _("Your result is sent."),
    }


def _rights() -> dict[str, str]:
    return {
        "copyrights": _("Rights"),
        "copyrightInformation": _("Rights"),
        "copyrightsDescription": _("See who made this content and how it may be used."),
        "noCopyrights": _("Nothing is said of the rights to this content."),
        "title": pgettext("of a work", "Title"),
        "author": pgettext("of a work", "Author"),
        "year": _("Year"),
        "source": pgettext("of a work", "Source"),
        "by": pgettext("author of a work", "by"),
        "license": _("Licence"),
        "licenseExtras": _("More on the licence"),
        "changes": _("Changes"),
        "thumbnail": _("Small picture"),
        "contentType": _("Content type"),
    }


def _licences() -> dict[str, str]:
    """Names of licences, most of which are names and stay in English."""
    versions = {"licenseV1": "1", "licenseV2": "2", "licenseV3": "3"}
    return {
        "licenseU": _("Not stated"),
        "licenseC": _("Copyright"),
        "licensePD": _("Public domain"),
        "licensePDM": "Public Domain Mark",
        "licenseGPL": "General Public License",
        **{key: _("Version %(number)s") % {"number": number} for key, number in versions.items()},
        "licenseCCBY": _("Attribution"),
        "licenseCCBYSA": _("Attribution, share alike"),
        "licenseCCBYND": _("Attribution, no derivatives"),
        "licenseCCBYNC": _("Attribution, not for profit"),
        "licenseCCBYNCSA": _("Attribution, not for profit, share alike"),
        "licenseCCBYNCND": _("Attribution, not for profit, no derivatives"),
        "licenseCC010": "CC0 1.0 Universal",
        "licenseCC10": "1.0 Generic",
        "licenseCC20": "2.0 Generic",
        "licenseCC25": "2.5 Generic",
        "licenseCC30": "3.0 Unported",
        "licenseCC40": "4.0 International",
    }
