"""Wagtail's admin: images, documents, collections, tags."""

from __future__ import annotations

from typing import Any

from tests.isolation.visits import Visit, collection, document, image, images, thing, value, visit, wordless
from tests.isolation.world import SHARED_WORD, World

SEARCH = f"q={SHARED_WORD}"
UPLOAD = "A form for a new file."
POSTED = "It answers to what is posted only."


def _title(world: World) -> dict[str, Any]:
    return {"title": "overtaget", "collection": world.ours.collection.pk}


def _into_theirs(world: World) -> dict[str, Any]:
    return {"title": "lagt ind", "collection": world.theirs.collection.pk}


def _listing(world: World) -> str:
    return f"collection_id={world.theirs.collection.pk}"


def _one_of_ours(kind: str) -> Any:
    return lambda world: f"id={getattr(world.theirs, kind).pk}&id={getattr(world.ours, kind).pk}"


VISITS: dict[str, Visit] = {
    "wagtailimages:index": visit(SEARCH, _listing, "layout=list", "tag=zalfatag", "ordering=-usage_count"),
    "wagtailimages:index_results": visit(SEARCH, _listing),
    "wagtailimages:edit": visit(image_id=images, form=_title),
    "wagtailimages:delete": visit(image_id=image),
    "wagtailimages:url_generator": visit(image_id=image, unseen="No service makes pictures by address here."),
    "wagtailimages:url_generator_output": visit(
        "filter_method=width&width=50", image_id=image, unseen="The address is made only where a service serves it."
    ),
    "wagtailimages:preview": wordless(image_id=image, filter_spec=value("width-50")),
    "wagtailimages:add": visit(form=_into_theirs),
    "wagtailimages:image_usage": visit(image_id=images),
    "wagtailimages:add_multiple": visit(form=_into_theirs),
    "wagtailimages:edit_multiple": visit(image_id=image, form=_title, unseen=POSTED),
    "wagtailimages:create_multiple_from_uploaded_image": visit(
        uploaded_file_id=thing("upload"), form=_title, unseen=POSTED
    ),
    "wagtailimages:delete_multiple": visit(image_id=image, unseen=POSTED),
    "wagtailimages:delete_upload_multiple": visit(uploaded_file_id=thing("upload"), unseen=POSTED),
    "wagtailimages_chooser:choose": visit(SEARCH, _listing, "multiple=1", "select_format=true"),
    "wagtailimages_chooser:choose_results": visit(SEARCH, _listing),
    "wagtailimages_chooser:chosen": visit("multiple=1", "select_format=true", pk=image),
    "wagtailimages_chooser:chosen_multiple": visit(lambda world: f"id={world.theirs.image.pk}", _one_of_ours("image")),
    "wagtailimages_chooser:create": visit(form=_into_theirs),
    "wagtailimages_chooser:select_format": visit(image_id=image),
    "wagtaildocs:index": visit(SEARCH, _listing, "tag=zalfatag", "ordering=title"),
    "wagtaildocs:index_results": visit(SEARCH, _listing),
    "wagtaildocs:add": visit(form=_into_theirs),
    "wagtaildocs:edit": visit(document_id=document, form=_title),
    "wagtaildocs:delete": visit(document_id=document),
    "wagtaildocs:add_multiple": visit(form=_into_theirs),
    "wagtaildocs:edit_multiple": visit(doc_id=document, form=_title, unseen=POSTED),
    "wagtaildocs:create_multiple_from_uploaded_document": visit(
        uploaded_file_id=thing("upload"), form=_title, unseen=POSTED
    ),
    "wagtaildocs:delete_multiple": visit(doc_id=document, unseen=POSTED),
    "wagtaildocs:delete_upload_multiple": visit(uploaded_file_id=thing("upload"), unseen=POSTED),
    "wagtaildocs:document_usage": visit(document_id=document),
    "wagtaildocs_chooser:choose": visit(SEARCH, _listing, "multiple=1"),
    "wagtaildocs_chooser:choose_results": visit(SEARCH, _listing),
    "wagtaildocs_chooser:chosen": visit("multiple=1", pk=document),
    "wagtaildocs_chooser:chosen_multiple": visit(
        lambda world: f"id={world.theirs.document.pk}", _one_of_ours("document")
    ),
    "wagtaildocs_chooser:create": visit(form=_into_theirs),
    "wagtailadmin_api:images:listing": visit("limit=20", f"search={SHARED_WORD}", "fields=*"),
    "wagtailadmin_api:images:detail": visit(pk=image),
    "wagtailadmin_api:images:find": visit(lambda world: f"id={world.theirs.image.pk}", unseen="It leads elsewhere."),
    "wagtailadmin_api:documents:listing": visit("limit=20", f"search={SHARED_WORD}", "fields=*"),
    "wagtailadmin_api:documents:detail": visit(pk=document),
    "wagtailadmin_api:documents:find": visit(
        lambda world: f"id={world.theirs.document.pk}", unseen="It leads elsewhere."
    ),
    "wagtailadmin_collections:index": visit(),
    "wagtailadmin_collections:add": visit(form=lambda world: {"name": "ny", "parent": world.theirs.collection.pk}),
    "wagtailadmin_collections:edit": visit(pk=collection, form=lambda _world: {"name": "overtaget"}),
    "wagtailadmin_collections:delete": visit(pk=collection),
    "wagtailadmin_collections:set_privacy": visit(
        collection_id=collection, form=lambda _world: {"restriction_type": "none"}
    ),
    "wagtailadmin_tag_autocomplete": visit("term=zal"),
    "wagtailadmin_tag_model_autocomplete": visit("term=zal", app_name=value("taggit"), model_name=value("tag")),
}
