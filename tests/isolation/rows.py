"""Every row of the database, to tell what has changed and whose it was."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db.models import Model

#: (model's label, primary key) -> what the row holds.
Key = tuple[str, Any]
Rows = dict[Key, dict[str, Any]]

#: Derived from other rows, and written anew at will.
_DERIVED = {
    Session._meta.label,
    "wagtailcore.ReferenceIndex",
    "wagtailimages.Rendition",
    "wagtailsearch.SQLiteFTSIndexEntry",
}


def stored_models() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.label not in _DERIVED
        and not model._meta.app_label.endswith("search")
    ]


def all_rows() -> Rows:
    rows: Rows = {}
    for model in stored_models():
        for row in model._base_manager.values(*(f.attname for f in model._meta.concrete_fields)):
            rows[model._meta.label, row[model._meta.pk.attname]] = row
    return rows


def referring(row: dict[str, Any], label: str, targets: Rows) -> bool:
    """Whether a row hangs on one of ``targets``."""
    model = apps.get_model(label)
    for field in model._meta.concrete_fields:
        if field.is_relation and field.related_model is not None and row[field.attname] is not None:
            target = field.related_model
            if (target._meta.label, row[field.attname]) in targets:
                return True
    return False


def changes(before: Rows, theirs: Rows) -> list[str]:
    """What has become of their rows since ``before``, and what new hangs on them; one line each."""
    now = all_rows()
    found = [f"{label} {pk} is gone" for label, pk in theirs if (label, pk) not in now]
    for key, row in theirs.items():
        if key in now and now[key] != row:
            names = [name for name, value in row.items() if now[key][name] != value]
            found.append(f"{key[0]} {key[1]} has another {', '.join(names)}")
    found += [
        f"{label} {pk} is new and hangs on theirs"
        for (label, pk), row in now.items()
        if (label, pk) not in before and referring(row, label, theirs)
    ]
    return found
