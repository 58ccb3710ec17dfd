"""What learners do, and who follows them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from tests.courses.factories import node_id
from tests.isolation.visits import Visit, code, enrolment, open_to_all, thing, value, visit, wordless
from tests.isolation.world import H5P_BLOCK, H5P_STEP, SHARED_WORD, World

FIRST, TALK, QUESTION, REFLECTION = node_id("l1"), node_id("d1"), node_id("q1"), node_id("r1")
STEPS = value(FIRST, H5P_STEP, TALK)
NO_CREDENTIAL = "Only systems find anything there, by a credential of their own."
POSTED = "It answers to what is posted only."
DESIGNERS = "Designers have it; a municipality has its own part of the site."


def _certificate(world: World) -> list[int]:
    return [world.theirs.enrolment.certificate.pk]


def _courses(world: World) -> list[int]:
    return [world.course.pk, world.theirs.course.pk]


def _version(world: World) -> dict[str, Any]:
    return {"version": world.course.current_release.pk}


def _media(world: World) -> list[int]:
    return [world.theirs.image.pk]


def _store(world: World, mount: str) -> list[str]:
    """What a system would ask; whoever comes with a browser is told to sign in, whoever she is."""
    about = quote(world.theirs.things["document_of_system"].activity)
    asked = ["about", "statements", f"activities?activityId={about}"]
    asked += [f"activities/{kind}?activityId={about}" for kind in ("state", "profile")]
    return [f"{mount}{resource}" for resource in asked]


def _relay(_world: World) -> dict[str, Any]:
    return {"endpoint": "https://overtaget.example/", "user_name": "x", "secret": "x", "version": "1.0.3"}


def _client(world: World) -> dict[str, Any]:
    return {"grant_type": "client_credentials", "client_id": world.theirs.things["system"].key, "client_secret": "x"}


def _people(world: World) -> dict[str, Any]:
    return {
        "course": world.theirs.course.pk,
        "municipality": world.theirs.municipality.pk,
        "people": f"Ny <ny@{world.ours.word}.example>",
        "confirm": "1",
    }


VISITS: dict[str, Visit] = {
    "tracking:reminders": visit(form=lambda _world: {"wanted": "1"}),
    "tracking:overview": visit("tid=10", unseen=""),
    "tracking:course": visit(enrolment=enrolment),
    "tracking:position": visit(
        f"trin={FIRST}", enrolment=enrolment, form=lambda _world: {"block": REFLECTION}, unseen="It answers nothing."
    ),
    "tracking:maturity": visit(enrolment=enrolment, unseen="The course asks no maturity statements."),
    "tracking:media": wordless(enrolment=enrolment, kind=value("image"), source=_media),
    "tracking:step": visit(enrolment=enrolment, node=STEPS),
    "tracking:block": visit(
        enrolment=enrolment,
        node=value(TALK),
        block=value(REFLECTION),
        form=lambda _world: {"text": "overtaget"},
        unseen=POSTED,
    ),
    **{
        f"tracking:{name}": visit(
            enrolment=enrolment,
            node=value(H5P_STEP),
            block=value(H5P_BLOCK),
            form=lambda _world: {"session": "overtaget"},
            unseen=POSTED,
        )
        for name in ("h5p_state", "h5p_statements", "h5p_afresh")
    },
    "tracking:calendar": visit(
        enrolment=enrolment, node=value(TALK), block=value(REFLECTION), unseen="The course asks for no plan."
    ),
    "tracking:test": visit(enrolment=enrolment),
    "tracking:test_question": visit(enrolment=enrolment, position=value(1), unseen="Nobody has begun the test."),
    "tracking:test_result": visit(enrolment=enrolment, unseen="Nobody has taken the test."),
    "tracking:certificate": open_to_all(
        "person",
        "face",
        because="whoever is given a certificate's unguessable address may see whose it is and of what",
        token=lambda world: [world.theirs.enrolment.certificate.token],
    ),
    "tracking:my_certificate": visit(
        enrolment=enrolment, form=lambda _world: {"name": "Overtaget"}, unseen="A redirect."
    ),
    "tracking:certificate_pdf": wordless(enrolment=enrolment),
    "tracking:enrol": visit(course=lambda world: [world.theirs.course.pk], unseen=POSTED),
    "tracking:join": Visit(
        {"token": thing("join_link", "token")},
        public=frozenset({"face", "kommune"}),
        because="whoever is given the link is told what it joins",
        changing="following the link is how one joins",
    ),
    "hyldefri_tracking:certificates": visit(f"q={SHARED_WORD}", "export=csv"),
    "hyldefri_tracking:certificates_results": visit(),
    "hyldefri_tracking:revoke_certificate": visit(pk=_certificate, form=lambda _world: {"reason": "overtaget"}),
    "hyldefri_tracking:reissue_certificate": visit(pk=_certificate, form=lambda _world: {"name": "Overtaget"}),
    "hyldefri_tracking:moves": visit(),
    "hyldefri_tracking:move": visit(course=_courses),
    "hyldefri_tracking:move_in_municipality": visit(
        course=_courses, municipality=lambda world: [world.theirs.municipality.pk], form=_version
    ),
    "hyldefri_tracking:enrol_people": visit(form=_people),
    "hyldefri_tracking:join_links": visit("export=csv"),
    "hyldefri_tracking:join_links_results": visit(),
    "hyldefri_tracking:create_join_link": visit(form=_people),
    "hyldefri_tracking:revoke_join_link": visit(pk=thing("join_link"), unseen=POSTED),
    "hyldefri_tracking:enrolments": visit(
        "export=csv",
        "export=xlsx",
        lambda world: f"municipality={world.theirs.municipality.pk}",
        lambda world: f"course={world.theirs.course.pk}",
    ),
    "hyldefri_tracking:enrolments_results": visit(lambda world: f"municipality={world.theirs.municipality.pk}"),
    "hyldefri_tracking:credentials": visit(code=code),
    "hyldefri_tracking:new_credential": visit(code=code, form=lambda _world: {"name": "Overtaget", "scopes": "all"}),
    "hyldefri_tracking:new_secret": visit(code=code, pk=thing("system")),
    "hyldefri_tracking:revoke_credential": visit(code=code, pk=thing("system")),
    "hyldefri_tracking:relays": visit(),
    "hyldefri_tracking:relay": visit(code=code),
    "hyldefri_tracking:set_up_relay": visit(code=code, form=_relay),
    "hyldefri_tracking:try_relay": visit(code=code, unseen=POSTED),
    "hyldefri_tracking:switch_relay_on": visit(code=code, unseen=POSTED),
    "hyldefri_tracking:switch_relay_off": visit(code=code, unseen=POSTED),
    "hyldefri_tracking:retry_relay": visit(code=code, form=lambda _world: {"refused": "1"}, unseen=POSTED),
    "hyldefri_tracking:replay_relay": visit(code=code, form=lambda _world: {"day": "2026-01-01"}),
    "hyldefri_tracking:refused_statements": visit(code=code),
    "hyldefri_tracking:delete_relay": visit(code=code),
    "xapi:resource": Visit(paths=lambda world: _store(world, "/xapi/"), unseen=NO_CREDENTIAL),
    "xapi:resource_1_0_3": Visit(paths=lambda world: _store(world, "/xapi/1.0.3/"), unseen=NO_CREDENTIAL),
    "xapi:token": visit(form=_client, unseen=NO_CREDENTIAL),
    "xapi:revoke": visit(form=_client, unseen=NO_CREDENTIAL),
    "hyldefri_tracking:items": visit(
        lambda world: f"course={world.theirs.course.pk}", lambda world: f"release={world.theirs.release.pk}"
    ),
}
