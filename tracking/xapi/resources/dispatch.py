"""The record store's door: version, credential and form are found right here, and a resource is asked.

No session is read and no cookie, so no page elsewhere can ask in somebody's name. See docs/xapi.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from tracking.xapi.credentials import header, rate
from tracking.xapi.credentials.checking import access_for
from tracking.xapi.resources import about, activities, agents, profiles, responses, state, statements
from tracking.xapi.resources.call import Access, Call, Refused, Scope
from tracking.xapi.resources.figures import measured
from tracking.xapi.resources.incoming import Incoming, incoming
from tracking.xapi.spec.errors import Invalid
from tracking.xapi.spec.versions import Rules, UnknownVersion, own_rules, rules_for

Handler = Callable[[Call], HttpResponse]
ABOUT, STATEMENTS = "about", "statements"
_READERS = frozenset({Scope.READ, Scope.ALL_READ, Scope.DEFINE, Scope.PROFILE})


@dataclass(frozen=True)
class Resource:
    """What answers each method, and the scopes of which one is needed: to read, and to write.

    A resource without scopes of its own looks at them itself.
    """

    methods: Mapping[str, Handler]
    reading: frozenset[Scope] = frozenset()
    writing: frozenset[Scope] = frozenset()

    @property
    def allowed(self) -> str:
        head = ["HEAD"] if "GET" in self.methods else []
        return ", ".join([*self.methods, *head, "OPTIONS"])

    def check_scope(self, call: Call) -> None:
        needed = self.reading if call.method == "GET" else self.writing
        if needed and not call.access.may(*needed):
            names = ", ".join(sorted([*needed, Scope.ALL]))
            raise Refused(403, f"The credential has none of the scopes this needs: {names}.")


RESOURCES: Mapping[str, Resource] = {
    "activities": Resource({"GET": activities.get}, _READERS),
    "activities/profile": Resource(
        {
            "GET": profiles.activities.get,
            "PUT": profiles.activities.put,
            "POST": profiles.activities.post,
            "DELETE": profiles.activities.delete,
        },
        frozenset({Scope.PROFILE, Scope.ALL_READ}),
        frozenset({Scope.PROFILE}),
    ),
    "activities/state": Resource(
        {"GET": state.get, "PUT": state.put, "POST": state.post, "DELETE": state.delete},
        frozenset({Scope.STATE, Scope.ALL_READ}),
        frozenset({Scope.STATE}),
    ),
    "agents": Resource({"GET": agents.get}, _READERS),
    "agents/profile": Resource(
        {
            "GET": profiles.agents.get,
            "PUT": profiles.agents.put,
            "POST": profiles.agents.post,
            "DELETE": profiles.agents.delete,
        },
        frozenset({Scope.PROFILE, Scope.ALL_READ}),
        frozenset({Scope.PROFILE}),
    ),
    STATEMENTS: Resource({"GET": statements.get, "PUT": statements.put, "POST": statements.post}),
}


@csrf_exempt
@measured(*RESOURCES, ABOUT)
def dispatch(request: HttpRequest, mount: str, resource: str) -> HttpResponse:
    """Answers at ``/xapi/<resource>`` (mount »«) and ``/xapi/1.0.3/<resource>``."""
    version = own_rules(mount).version
    head = request.method == "HEAD"
    try:
        if resource == ABOUT:
            return responses.finished(_about(request, mount), version, head=head)
        found = RESOURCES.get(resource)
        if found is None:
            raise Refused(404, "There is no such resource.")
        if request.method == "OPTIONS":
            return responses.finished(responses.preflight(found.allowed), version)
        given = incoming(request)
        head = given.method == "HEAD"
        rules = rules_for(given.version, mount)
        version = rules.version
        response = _answer(request, found, given, rules)
    except UnknownVersion as error:
        response, version = responses.refusal(Invalid("", str(error))), error.rules.version
    except (Refused, Invalid) as error:
        response = responses.refusal(error, request.META.get("HTTP_ACCEPT", ""))
    except (DataError, OverflowError) as error:
        # What the checks let through and the database cannot hold.
        response = responses.refusal(Invalid("", f"cannot be stored: {type(error).__name__}"))
    except (OperationalError, InterfaceError, IntegrityError):
        # Busy, or somebody else wrote the same at the same moment: asking again is right.
        response = responses.refusal(Refused(503, "The store is busy. Try again.", **{"Retry-After": "1"}))
    if resource == STATEMENTS:
        response = statements.with_promise(response)
    response = responses.finished(response, version, head=head)
    if head and request.method != "HEAD":
        # A POST that means HEAD: only the answer to HEAD itself may announce a body that does not come.
        response.headers["Content-Length"] = "0"
    return response


def _answer(request: HttpRequest, resource: Resource, given: Incoming, rules: Rules) -> HttpResponse:
    if given.alternate and not rules.alternate_syntax:
        raise Invalid("method", f"the alternate request syntax is no part of xAPI {rules.version}")
    method = "GET" if given.method == "HEAD" else given.method
    handler = resource.methods.get(method)
    if handler is None:
        # To everybody: what a resource answers is no secret, and a credential would not change it.
        raise Refused(405, f"{given.method} is not answered here.", Allow=resource.allowed)
    access = _access(request, given.authorization)
    rate.count(access.credential)
    call = Call(
        method=method,
        path=request.path,
        rules=rules,
        access=access,
        params=given.params,
        headers=given.headers,
        body=given.body,
    )
    resource.check_scope(call)
    return handler(call)


def _access(request: HttpRequest, authorization: str | None) -> Access:
    try:
        return access_for(authorization)
    except Refused:
        if authorization:
            rate.count_wrong(request, header.key_of(authorization))
        raise


def _about(request: HttpRequest, mount: str) -> HttpResponse:
    allowed = "GET, HEAD, OPTIONS"
    if request.method == "OPTIONS":
        return responses.preflight(allowed)
    if request.method not in ("GET", "HEAD"):
        raise Refused(405, f"{request.method} is not answered here.", Allow=allowed)
    return about.get(mount)
