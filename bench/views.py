"""What ours is compared with: the least that a view of this kind can do, written as one would without a thought."""

from __future__ import annotations

import json
import os
import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from bench.models import Record
from tracking.models import Credential
from tracking.xapi.credentials import header, secrets


def trivial(_request: HttpRequest) -> HttpResponse:
    """Says which process answers, so that a client can find one of its own."""
    said = str(os.getpid())
    return HttpResponse(said, content_type="text/plain", headers={"Content-Length": str(len(said))})


@csrf_exempt
@login_required
def one_of_a_user(request: HttpRequest) -> HttpResponse:
    """Sign-in by session, JSON, one INSERT."""
    given = json.loads(request.body)
    row = Record.objects.create(user_id=request.user.pk, record_id=uuid.UUID(given["id"]), raw=given)
    return JsonResponse([str(row.record_id)], safe=False)


@csrf_exempt
def one_of_a_system(request: HttpRequest) -> HttpResponse:
    """The same with a key and a secret, through the door that the record store has."""
    pair = header.read(request.headers["Authorization"])
    assert isinstance(pair, header.Pair)  # noqa: S101 - narrows the type
    known = Credential.objects.unscoped(reason="a measurement").get(key=pair.key)
    if not (known.is_in_force() and secrets.matches(pair.secret, known.key, known.secret_hash)):
        return HttpResponse(status=401)
    given = json.loads(request.body)
    row = Record.objects.create(record_id=uuid.UUID(given["id"]), raw=given)
    return JsonResponse([str(row.record_id)], safe=False)
