"""Addresses of the screens about H5P, under ``/admin/hyldefri/h5p/``."""

from django.urls import path

from courses.admin.h5p.activities import ActivitiesView, ActivityView, RemoveActivityView
from courses.admin.h5p.imports import ImportStatusView, ImportView, NewImportView, ReplaceView
from courses.admin.h5p.libraries import LibrariesView, LibraryView

urlpatterns = [
    path("hyldefri/h5p/", ActivitiesView.as_view(), name="hyldefri_h5p"),
    path("hyldefri/h5p/import/", NewImportView.as_view(), name="hyldefri_h5p_new"),
    path("hyldefri/h5p/import/<int:import_id>/", ImportView.as_view(), name="hyldefri_h5p_import"),
    path("hyldefri/h5p/import/<int:import_id>/status/", ImportStatusView.as_view(), name="hyldefri_h5p_status"),
    path("hyldefri/h5p/biblioteker/", LibrariesView.as_view(), name="hyldefri_h5p_libraries"),
    path("hyldefri/h5p/biblioteker/<int:build_id>/", LibraryView.as_view(), name="hyldefri_h5p_library"),
    path("hyldefri/h5p/<int:activity_id>/", ActivityView.as_view(), name="hyldefri_h5p_activity"),
    path("hyldefri/h5p/<int:activity_id>/erstat/", ReplaceView.as_view(), name="hyldefri_h5p_replace"),
    path("hyldefri/h5p/<int:activity_id>/fjern/", RemoveActivityView.as_view(), name="hyldefri_h5p_remove"),
]
