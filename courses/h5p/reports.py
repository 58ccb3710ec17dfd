"""What an import has to say, as JSON: kept with the version, shown in the admin, printed by ``h5p_import``.

Imported: ``{"outcome": "imported", "file", "activity": {"id", "uuid", "title"}, "version", "replaced", "unchanged",
"main_library", "libraries": [{"name", "version", "title", "licence", "new", "approved"}], "removed": [{"file",
"reason"}], "files", "size", "playable"}``.
Refused: ``{"outcome": "refused", "file", "rule", "in_file", "detail", "message"}``.
"""
