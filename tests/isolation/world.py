"""Two municipalities that have everything a municipality can have, and a shared course.

Whatever one of them has written, named or uploaded says so in one word: ``zalfa`` and the kind of thing. The word is
what the walk looks for. Beside it stands ``fjordkursus``, a word both use, to search for.
"""

from __future__ import annotations

import io
import secrets
from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    Comment,
    Page,
    Site,
    UploadedFile,
    Workflow,
)

from courses.actions.create_release import CreateRelease
from courses.actions.set_up_groups import SetUpGroups
from courses.actions.set_up_municipality import SetUpMunicipality
from courses.demo.site import set_up_site
from courses.models import (
    ApprovalVote,
    CoursePage,
    H5PActivity,
    HomePage,
    LessonPage,
    ModulePage,
    MunicipalityPage,
    PinnedChoice,
    ProcessOverrides,
    Variant,
    VariantApproval,
    VariantLock,
    VariantMedia,
    VariantUpdate,
)
from courses.trees.pages import write_course
from elearning.accounts.models import IdentityProvider
from elearning.municipalities.models import Membership, Municipality, OrganisationUnit
from tests.courses.factories import node_id, small_tree
from tests.factories import UserFactory
from tests.isolation import orders_world
from tests.isolation.files import activity_of, document_of, h5p, image_of, png
from tests.isolation.orders_world import SHARED_WORD
from tests.isolation.rows import Rows, all_rows
from tests.tracking.xapi.systems import credential
from tests.trees import block
from tracking.actions.record_h5p import OpenH5P, RecordH5P
from tracking.actions.save_h5p_state import SaveH5PState
from tracking.h5p.places import place_from
from tracking.h5p.reading import Result, StateChange
from tracking.models import (
    Attempt,
    Certificate,
    Document,
    Enrolment,
    JoinLink,
    Progress,
    RefusedStatement,
    Relay,
    Response,
    Statement,
    WorkItem,
)
from tracking.xapi.documents.places import Context
from tracking.xapi.documents.storing import Content, Where, put

FOREIGN = "zalfa"
OWN = "zbeta"
#: The lesson with the H5P activity, the activity's block in it, and a part of the activity.
H5P_STEP, H5P_BLOCK = node_id("l2"), node_id("h-own")
H5P_PART = "5f0c8a58-2f2b-4b53-8e5e-0d0b7f3a1c09"


@dataclass
class Tenant:
    """One municipality with everything in it."""

    word: str
    municipality: Municipality
    page: MunicipalityPage
    collection: Collection
    editors: Group
    people: dict[str, Any]
    unit: OrganisationUnit
    image: Any
    document: Any
    course: CoursePage
    module: ModulePage
    lesson: LessonPage
    draft: LessonPage
    release: Any
    variant: Variant
    enrolment: Enrolment
    shared_enrolment: Enrolment
    things: dict[str, Any] = field(default_factory=dict)


@dataclass
class World:
    home: HomePage
    catalogue: Any
    course: CoursePage
    release: Any
    image: Any
    designer: Any
    operator: Any
    theirs: Tenant
    ours: Tenant


def build_world() -> tuple[World, Rows]:
    """The world, and the rows that came with the foreign municipality."""
    catalogue = set_up_site()
    home = HomePage.objects.get()
    designer = UserFactory(email="designer@udbyder.example", first_name="Dorte", last_name="Designer")
    designer.groups.add(SetUpGroups(catalogue).execute())
    operator = UserFactory(email="drift@udbyder.example", is_superuser=True, is_staff=True)
    image = image_of("faelles", Collection.get_first_root_node(), designer)
    activity = activity_of("faelles", Collection.get_first_root_node(), designer)
    course = write_course(_tree("faelles", image, activity, slug="kursus"), catalogue)
    release = _release(course, designer)
    newer = _newer(course, designer)
    ours = _tenant(OWN, "901", home, release, newer, image)
    before = all_rows()
    theirs = _tenant(FOREIGN, "902", home, release, newer, image)
    # What is stored is made searchable after the commit that here never comes.
    call_command("update_index", verbosity=0, stdout=io.StringIO())
    after = all_rows()
    world = World(home, catalogue, course, release, image, designer, operator, theirs, ours)
    return world, {key: row for key, row in after.items() if key not in before}


def _tenant(word: str, code: str, home: HomePage, upstream: Any, newer: Any, shared_image: Any) -> Tenant:
    name = f"{word}kommune"
    municipality = Municipality.objects.create(
        code=code,
        name=name,
        official_name=f"{name} Kommune",
        genitive=f"{name} Kommunes",
        hostnames=[f"{name}.example"],
        email_domains=[f"{word}mail.example"],
        primary_colour="#004488",
    )
    page = SetUpMunicipality(municipality).execute(skip_permission_checks=True)
    municipality.refresh_from_db()
    collection, editors = municipality.collection, municipality.editor_group
    people = _people(word, municipality)
    unit = OrganisationUnit.objects.create(municipality=municipality, name=f"{word}unit")
    image = image_of(f"{word}file", collection, people["editor"], tag=f"{word}tag")
    municipality.logo = image_of(f"{word}logo", collection, people["editor"])
    municipality.save()
    document = document_of(word, collection, people["editor"])
    activity = activity_of(word, collection, people["editor"])
    course, release = _course(word, page, people, image, activity)
    module = ModulePage.objects.child_of(course).get()
    lessons = list(LessonPage.objects.child_of(module).live())
    tenant = Tenant(
        word, municipality, page, collection, editors, people, unit, image, document, course, module,
        lessons[0], LessonPage.objects.child_of(module).get(live=False), release,
        _variant(word, municipality, course, upstream, newer, release, image, people),
        *_learning(word, municipality, people["learner"], release, upstream),
    )  # fmt: skip
    _extras(tenant, shared_image, activity)
    # The logo in the size that every page shows, which is made once.
    browser = Client()
    browser.force_login(people["learner"])
    browser.get(reverse("tracking:overview"))
    return tenant


def _people(word: str, municipality: Municipality) -> dict[str, Any]:
    people = {}
    for role in Membership.Role.values:
        people[role] = UserFactory(
            email=f"{word}mail.{role}@{word}mail.example", first_name=f"{word}person", last_name=role.title()
        )
        Membership.objects.create(user=people[role], municipality=municipality, role=role)
        EmailAddress.objects.create(user=people[role], email=people[role].email, verified=True, primary=True)
    return people


def _tree(word: str, image: Any, activity: H5PActivity, *, slug: str, **fields: Any) -> Any:
    text = f'<p data-block-key="zzzzz">{word}face lektionens tekst {SHARED_WORD}</p>'
    media = {"media": "image", "id": image.pk}
    tree = small_tree(
        block("paragraph", id_="p-own", text=text),
        block("image", id_="i-own", image=media, alt="Et billede", caption=f"{word}face", credit=""),
        block(
            "h5p",
            id_="h-own",
            activity={"media": "h5p", "id": activity.pk},
            title="",
            introduction=f"{word}face",
            minutes=3,
        ),
        slug=slug,
        **{"title": f"{word}face {SHARED_WORD}", "subtitle": f"{word}face", **fields},
    )
    tree["children"]["pool"][0]["fields"]["prompt"] = f"{word}face: hvem ejer gevinsten?"
    return tree


def _release(course: CoursePage, user: Any) -> Any:
    return CreateRelease(course, user=user, notes=f"{course.slug}").execute(skip_permission_checks=True)


def _newer(course: CoursePage, user: Any) -> Any:
    """What the variants are behind: a lesson has another title."""
    lesson = LessonPage.objects.descendant_of(course).live().first()
    lesson.title = "faelles ny overskrift"
    lesson.save_revision().publish()
    return _release(CoursePage.objects.get(pk=course.pk), user)


def _course(word: str, page: Page, people: dict[str, Any], image: Any, activity: H5PActivity) -> tuple[CoursePage, Any]:
    """Released; since then a draft of the course and of a lesson, and a lesson nobody has seen."""
    course = write_course(_tree(word, image, activity, slug=f"{word}face-kursus"), page)
    release = _release(course, people["editor"])
    module = ModulePage.objects.child_of(course).get()
    draft = LessonPage(
        title=f"{word}draft ny lektion {SHARED_WORD}", slug=f"{word}draft", live=False, owner=people["editor"]
    )
    module.add_child(instance=draft)
    draft.save_revision(user=people["editor"], log_action=True)
    course = CoursePage.objects.get(pk=course.pk)
    course.title, course.subtitle = f"{word}draft {SHARED_WORD}", f"{word}draft"
    course.save_revision(user=people["editor"], log_action=True)
    lesson = LessonPage.objects.child_of(module).live().first()
    lesson.title = f"{word}draft {SHARED_WORD} omskrevet"
    lesson.save_revision(user=people["editor"], log_action=True)
    lesson.locked, lesson.locked_by, lesson.locked_at = True, people["editor"], timezone.now()
    lesson.save()
    Page.objects.filter(pk__in=[course.pk, draft.pk, lesson.pk]).update(owner=people["editor"])
    return CoursePage.objects.get(pk=course.pk), release


def _variant(
    word: str, municipality: Municipality, course: CoursePage, upstream: Any, newer: Any, release: Any,
    image: Any, people: dict[str, Any],
) -> Variant:  # fmt: skip
    variant = Variant.objects.create(
        municipality=municipality, course=course, upstream=upstream.course, base_release=upstream,
        current_release=release, created_by=people["editor"],
    )  # fmt: skip
    ProcessOverrides.objects.create(variant=variant, pass_mark=91)
    VariantLock.objects.create(variant=variant, key=node_id("l1"), locked=True, reason=f"{word}agreed")
    VariantMedia.objects.create(variant=variant, kind="image", upstream_id=1, image=image)
    VariantUpdate.objects.create(
        variant=variant, from_release=upstream, target_release=newer, conflicts=1,
        decisions=[{"conflict": "x", "choice": "value", "value": f"{word}secret"}],
    )  # fmt: skip
    PinnedChoice.objects.create(variant=variant, kind="field", node_id=node_id("l1"), path="title", choice="ours")
    approval = VariantApproval.objects.create(
        variant=variant,
        status="rejected",
        tree_sha256="0" * 64,
        sha256="0" * 64,
        note=f"{word}secret",
        requested_by=people["editor"],
    )
    ApprovalVote.objects.create(approval=approval, user=people["approver"], approves=False, comment=f"{word}secret")
    return variant


def _learning(word: str, municipality: Municipality, learner: Any, release: Any, shared: Any) -> list[Enrolment]:
    made = []
    for taken in (release, shared):
        enrolment = Enrolment.objects.create(
            user=learner, municipality=municipality, course=taken.course, release=taken
        )
        attempt = Attempt.objects.create(
            enrolment=enrolment, kind="practice", node_id=node_id("l1"), block_id=node_id("q1"), number=1,
            release=taken, seed="1", questions=[node_id("q1")],
        )  # fmt: skip
        Response.objects.create(
            attempt=attempt, question_id=node_id("q1"), answer={"text": f"{word}answer"}, correct=True, score=1
        )
        WorkItem.objects.create(
            enrolment=enrolment, node_id=node_id("d1"), block_id=node_id("r1"), kind="reflection",
            data={"text": f"{word}reflection"},
        )  # fmt: skip
        Statement.objects.create(
            municipality=municipality, enrolment=enrolment, verb="http://adlnet.gov/expapi/verbs/experienced",
            object_id="https://example.dk/x", timestamp=timezone.now(), disclosure="completion",
            raw={"note": f"{word}secret"},
        )  # fmt: skip
        Progress.objects.create(enrolment=enrolment, completed_at=timezone.now(), started_at=timezone.now())
        Certificate.objects.create(
            enrolment=enrolment, token=f"t{secrets.token_hex(12)}", name=f"{word}person Learner",
            course_title=f"{word}face kursus", completed_at=timezone.now(), criterion={"release": taken.number},
        )  # fmt: skip
        _play(word, enrolment)
        made.append(enrolment)
    return made


def learner_audience(enrolment: Enrolment) -> str:
    """Whom an address of the player is made for, where she meets the course's activity."""
    return f"learner:{enrolment.pk}:{H5P_STEP}:{H5P_BLOCK}"


def _play(word: str, enrolment: Enrolment) -> None:
    """She has opened the activity, is in the midst of it, and has got something in it and in a part of it."""
    media = enrolment.release.media.get(h5p__isnull=False)
    place = place_from(learner_audience(enrolment), str(media.h5p_id))
    assert place is not None
    OpenH5P(place).execute()
    change = StateChange("0", "state", f'"{word}state"')
    SaveH5PState(place, session="s", sequence=1, changes=[change]).execute()
    results = [Result(f"s/{part}", "answered", part, 0.5, False) for part in (None, H5P_PART)]
    RecordH5P(place, results).execute()


def _extras(tenant: Tenant, shared_image: Any, activity: H5PActivity) -> None:
    """What Wagtail itself remembers."""
    word, editor, course = tenant.word, tenant.people["editor"], tenant.course
    workflow = Workflow.objects.first() or Workflow.objects.create(name="Moderation")
    workflow.start(tenant.draft, editor)
    tenant.things = {
        "join_link": JoinLink.objects.create(municipality=tenant.municipality, course=course, created_by=editor),
        "comment": Comment.objects.create(
            page=course, user=editor, text=f"{word}comment", contentpath="title", position=""
        ),
        "session": EditingSession.objects.create(
            user=editor, content_object=Page.objects.get(pk=course.pk), last_seen_at=timezone.now()
        ),
        "upload": UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(get_image_model()),
            file=ContentFile(png(), f"{word}file.png"), uploaded_by_user=editor,
        ),
        "redirect": Redirect.objects.create(old_path=f"/{word}path", redirect_page=course),
        "site": Site.objects.get(root_page=tenant.page),
        "unit": tenant.unit,
        "system": credential(tenant.municipality, name=f"{word}system", secret=secrets.token_hex(16)),
        "document_of_system": _document_of_system(word, tenant.municipality),
        "relay": _relay(word, tenant),
        "provider": IdentityProvider.objects.create(
            municipality=tenant.municipality,
            enabled=True,
            issuer=f"https://{word}secret.example/v2.0",
            client_id=f"{word}secret",
            encrypted_secret="x",
        ),
        "authenticator": Authenticator.objects.create(
            user=tenant.people["learner"], type="webauthn", data={"name": f"{word}secret"}
        ),
        "workflow_state": tenant.draft.current_workflow_state,
        "task_state": tenant.draft.current_workflow_task_state,
        "workflow": workflow,
        "rendition": tenant.image.get_rendition("max-165x165"),
        **h5p(word, tenant.collection, editor, activity),
        **orders_world.waves(tenant),
        **orders_world.orders(tenant),
        **orders_world.evaluation(tenant),
    }  # fmt: skip
    uses = LessonPage.objects.child_of(tenant.module).live().last()
    uses.body.append(("image", {"image": shared_image, "alt": "Fælles", "caption": f"{word}draft"}))
    uses.save_revision(user=editor)


def _relay(word: str, tenant: Tenant) -> Relay:
    relay = Relay.objects.for_municipality(tenant.municipality).create(
        municipality=tenant.municipality,
        endpoint=f"https://{word}secret.example/xapi/",
        user_name=f"{word}secret",
        encrypted_secret="x",
        enabled=True,
    )
    statement = Statement.objects.for_municipality(tenant.municipality).filter(enrolment__isnull=False).first()
    RefusedStatement.objects.for_municipality(tenant.municipality).create(
        relay=relay, statement=statement, status=400, said=f"{word}secret"
    )
    return relay


def _document_of_system(word: str, municipality: Municipality) -> Document:
    activity = f"https://{word}.example/aktivitet"
    where = Where(municipality, Context(Document.Kind.ACTIVITY_PROFILE, activity=activity), f"{word}profile")
    put(where, Content(f"{word}bytes".encode(), "text/plain"), lambda _etag: None)
    return Document.objects.for_municipality(municipality).get()
