"""Pictures from a disk, where no storage service or web server in front answers for them."""

from __future__ import annotations

from pathlib import Path

from django.core.files.storage import FileSystemStorage, default_storage
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

#: Wagtail's renditions. Originals, documents and packages are not public: their views ask who may see them.
PUBLIC = "images"


@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    if not isinstance(default_storage, FileSystemStorage):
        raise Http404
    response = serve(request, path, document_root=str(Path(default_storage.location) / PUBLIC))
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
