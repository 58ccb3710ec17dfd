"""What accounts, municipalities and Wagtail keep about a person."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import (
    APIToken,
    Comment,
    CommentReply,
    ModelLogEntry,
    PageLogEntry,
    PageSubscription,
    UploadedFile,
)
from wagtail.users.models import UserProfile

from courses.models import ApprovalVote, StandingConsent, VariantApproval
from elearning.accounts.models import ProviderIdentity, User
from elearning.accounts.personal_data import PersonalDatum, Row, register, register_not_personal, rows_of
from elearning.municipalities.models import Membership

CONTRACT = _("The agreement about the course, and the municipality's task of training its staff")
SECURITY = _("The municipality's duty to protect personal data")

ACCOUNT = {
    "email": _("e-mail address"),
    "first_name": _("first name"),
    "last_name": _("last name"),
    "language": _("language"),
    "date_joined": _("account made"),
    "last_login": _("last signed in"),
}
MEMBERSHIP = {
    "municipality": _("municipality"),
    "role": _("role"),
    "level": _("leadership level"),
    "unit": _("organisation unit"),
    "digitalisation": _("works with digitalisation"),
    "created_at": _("since"),
}
SIGN_IN = {"type": _("kind"), "value": _("value"), "created_at": _("made"), "last_used_at": _("last used")}
EDITING = {"type": _("kind"), "text": _("text"), "at": _("when")}
APPROVALS = {"type": _("kind"), "course": _("course"), "text": _("text"), "at": _("when")}
LOG = {"timestamp": _("when"), "action": _("what"), "label": _("about")}


def _account(user: User) -> list[Row]:
    return rows_of([user], ACCOUNT)


def _delete_account(user: User) -> None:
    user.groups.clear()
    user.user_permissions.clear()
    user.delete()


def _memberships(user: User) -> list[Row]:
    memberships = Membership.objects.for_user(user).select_related("municipality", "unit")
    rows = rows_of(memberships, MEMBERSHIP)
    for row, membership in zip(rows, memberships, strict=True):
        row["role"] = str(membership.get_role_display())
        row["level"] = str(membership.get_level_display())
    return rows


def _leave_municipalities(user: User) -> None:
    Membership.objects.for_user(user).delete()


def _ways_of_signing_in(user: User) -> list[Row]:
    """Which ways there are; the secrets themselves leave the site in no export."""
    addresses = [
        {"type": str(_("e-mail address")), "value": it.email, "created_at": None, "last_used_at": None}
        for it in EmailAddress.objects.filter(user=user)
    ]
    factors = [
        {
            "type": str(it.get_type_display()),
            "value": "",
            "created_at": it.created_at,
            "last_used_at": it.last_used_at,
        }
        for it in Authenticator.objects.filter(user=user)
    ]
    identities = [
        {
            "type": str(_("the municipality's sign-in")),
            "value": f"{it.provider}: {it.subject}",
            "created_at": it.created_at,
            "last_used_at": it.last_used_at,
        }
        for it in ProviderIdentity.objects.for_user(user).select_related("provider__municipality")
    ]
    return addresses + factors + identities


def _forget_ways_of_signing_in(user: User) -> None:
    ProviderIdentity.objects.for_user(user).delete()
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()


def _editing(user: User) -> list[Row]:
    comments = [{"type": "comment", "text": it.text, "at": it.created_at} for it in Comment.objects.filter(user=user)]
    replies = [{"type": "reply", "text": it.text, "at": it.created_at} for it in CommentReply.objects.filter(user=user)]
    subscriptions = [
        {"type": "subscription", "text": it.page.title, "at": None}
        for it in PageSubscription.objects.filter(user=user).select_related("page")
    ]
    tokens = [{"type": "token", "text": str(it), "at": it.created_at} for it in APIToken.objects.filter(user=user)]
    profiles = [
        {"type": "profile", "text": it.preferred_language, "at": None} for it in UserProfile.objects.filter(user=user)
    ]
    return comments + replies + subscriptions + tokens + profiles


def _forget_editing(user: User) -> None:
    for profile in UserProfile.objects.filter(user=user):
        if profile.avatar:
            profile.avatar.delete(save=False)
        profile.delete()
    for model in (CommentReply, Comment, PageSubscription, APIToken, EditingSession, FormState):
        model.objects.filter(user=user).delete()
    for upload in UploadedFile.objects.filter(uploaded_by_user=user):
        upload.file.delete(save=False)
        upload.delete()


def _approvals(user: User) -> list[Row]:
    mine = "a person's own, whatever the municipality"
    asked = VariantApproval.objects.unscoped(reason=mine).filter(requested_by=user).select_related("variant__course")
    votes = ApprovalVote.objects.unscoped(reason=mine).filter(user=user).select_related("approval__variant__course")
    consents = StandingConsent.objects.unscoped(reason=mine).filter(given_by=user).select_related("variant__course")
    rows = [
        {"type": "request", "course": str(it.variant.course), "text": it.note, "at": it.requested_at} for it in asked
    ]
    rows += [
        {
            "type": "yes" if it.approves else "no",
            "course": str(it.approval.variant.course),
            "text": it.comment,
            "at": it.at,
        }
        for it in votes
    ]
    return rows + [
        {"type": "consent", "course": str(it.variant.course), "text": "", "at": it.given_at} for it in consents
    ]


def _take_name_off_approvals(user: User) -> None:
    """That a municipality approved is its own to know; who it was goes with the account."""
    reason = "a person's own, whatever the municipality"
    VariantApproval.objects.unscoped(reason=reason).filter(requested_by=user).update(requested_by=None)
    ApprovalVote.objects.unscoped(reason=reason).filter(user=user).update(user=None)
    for name in ("given_by", "withdrawn_by"):
        StandingConsent.objects.unscoped(reason=reason).filter(**{name: user}).update(**{name: None})


def _logged(user: User) -> list[Row]:
    entries = [*ModelLogEntry.objects.filter(user=user), *PageLogEntry.objects.filter(user=user)]
    return rows_of(sorted(entries, key=lambda it: it.timestamp), LOG)


def _take_name_out_of_log(user: User) -> None:
    """What was done stays, by an account number that leads to nobody; what was done to her loses her name."""
    about_her = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk)
    )
    about_her.update(label=f"#{user.pk}", data={})


register(
    PersonalDatum(
        name="account",
        label=_("Account"),
        purpose=_("To let you in, to write to you, and to put your name on the certificate"),
        basis=CONTRACT,
        kind="accounts",
        models=("accounts.User", "accounts.User_groups", "accounts.User_user_permissions"),
        columns=ACCOUNT,
        export=_account,
        erase=_delete_account,
    )
)
register(
    PersonalDatum(
        name="memberships",
        label=_("Municipalities"),
        purpose=_("To show you your municipality's courses, and what you may do there"),
        basis=CONTRACT,
        kind="accounts",
        models=("municipalities.Membership",),
        columns=MEMBERSHIP,
        export=_memberships,
        erase=_leave_municipalities,
    )
)
register(
    PersonalDatum(
        name="sign-in",
        label=_("Ways of signing in"),
        purpose=_("To make sure that it is you"),
        basis=SECURITY,
        kind="accounts",
        models=("account.EmailAddress", "account.EmailConfirmation", "mfa.Authenticator", "accounts.ProviderIdentity"),
        columns=SIGN_IN,
        export=_ways_of_signing_in,
        erase=_forget_ways_of_signing_in,
    )
)
register(
    PersonalDatum(
        name="editing",
        label=_("Work in the editor"),
        purpose=_("To let those who write the course work together"),
        basis=CONTRACT,
        kind="accounts",
        models=(
            "wagtailusers.UserProfile",
            "wagtailadmin.EditingSession",
            "wagtailadmin.FormState",
            "wagtailcore.APIToken",
            "wagtailcore.Comment",
            "wagtailcore.CommentReply",
            "wagtailcore.PageSubscription",
            "wagtailcore.UploadedFile",
        ),
        columns=EDITING,
        export=_editing,
        erase=_forget_editing,
    )
)
register(
    PersonalDatum(
        name="approvals",
        label=_("Approvals"),
        purpose=_("To show who has said yes to your municipality's own courses"),
        basis=CONTRACT,
        kind="accounts",
        models=("courses.VariantApproval", "courses.ApprovalVote", "courses.StandingConsent"),
        columns=APPROVALS,
        export=_approvals,
        erase=_take_name_off_approvals,
    )
)
register(
    PersonalDatum(
        name="log",
        label=_("The log"),
        purpose=_("To be able to see who changed what"),
        basis=SECURITY,
        kind="accounts",
        models=("wagtailcore.ModelLogEntry", "wagtailcore.PageLogEntry"),
        columns=LOG,
        export=_logged,
        erase=_take_name_out_of_log,
    )
)

AUTHORSHIP = "The course's own history. Who wrote it is emptied when the account goes."
register_not_personal(
    {
        "accounts.GuessCount": "A keyed hash and a number; gone within a day.",
        "wagtailcore.Page": AUTHORSHIP,
        "wagtailcore.Revision": AUTHORSHIP,
        "wagtailcore.WorkflowState": AUTHORSHIP,
        "wagtailcore.TaskState": AUTHORSHIP,
        "wagtailimages.Image": AUTHORSHIP,
        "wagtaildocs.Document": AUTHORSHIP,
        "courses.HomePage": AUTHORSHIP,
        "courses.CatalogueIndexPage": AUTHORSHIP,
        "courses.MunicipalityPage": AUTHORSHIP,
        "courses.CoursePage": AUTHORSHIP,
        "courses.ModulePage": AUTHORSHIP,
        "courses.LessonPage": AUTHORSHIP,
        "courses.DialoguePage": AUTHORSHIP,
        "courses.CourseRelease": AUTHORSHIP,
        "courses.H5PActivity": AUTHORSHIP,
        "courses.H5PBuild": AUTHORSHIP,
        "courses.H5PImport": AUTHORSHIP,
        "courses.H5PVersion": AUTHORSHIP,
        "courses.Variant": AUTHORSHIP,
        "courses.VariantLock": AUTHORSHIP,
        "courses.VariantUpdate": AUTHORSHIP,
        "courses.PinnedChoice": AUTHORSHIP,
        "tracking.JoinLink": AUTHORSHIP,
    }
)
