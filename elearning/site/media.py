"""Pictures from a disk, where no storage service or web server in front answers for them."""

from __future__ import annotations

import posixpath
from pathlib import Path

from django.core.files.storage import FileSystemStorage, default_storage
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve
from wagtail.images import get_image_model

from courses.isolation.serving import may_have_file, owner_of

#: Wagtail's renditions; of a municipality's own images only for its people. Originals, documents and packages are not
#: here: their views ask who may see them.
PUBLIC = "images"


@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    if not isinstance(default_storage, FileSystemStorage):
        raise Http404
    path = posixpath.normpath(path).lstrip("/")
    image = get_image_model().objects.filter(renditions__file=f"{PUBLIC}/{path}").select_related("collection").first()
    if image is not None and not may_have_file(image, request.user):
        raise Http404
    response = serve(request, path, document_root=str(Path(default_storage.location) / PUBLIC))
    anybodys = image is None or owner_of(image.collection) is None
    response.headers["Cache-Control"] = f"{'public' if anybodys else 'private'}, max-age=86400"
    return response
