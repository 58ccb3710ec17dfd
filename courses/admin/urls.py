"""Addresses of the designer's and the municipalities' screens, under ``/admin/hyldefri/``.

Wagtail asks for access to the admin first.
"""

from django.urls import path

from courses.admin.approval import ApprovalView
from courses.admin.municipalities import set_up_municipality
from courses.admin.pool import PoolView
from courses.admin.review import MergedPreview, ReviewView
from courses.admin.spread import SpreadView
from courses.admin.variant_locks import CourseLocksView, VariantLocksView
from courses.admin.variants import (
    MunicipalCoursesView,
    NewVariantView,
    VariantOverview,
    VariantPageView,
    VariantProcessView,
)
from courses.admin.views import CoursesView, NewReleaseView, ReleasesView, ReleaseView

urlpatterns = [
    path("hyldefri/kommuner/<slug:code>/opret/", set_up_municipality, name="hyldefri_set_up_municipality"),
    path("hyldefri/kurser/", CoursesView.as_view(), name="hyldefri_courses"),
    path("hyldefri/kurser/<int:page_id>/versioner/", ReleasesView.as_view(), name="hyldefri_releases"),
    path("hyldefri/kurser/<int:page_id>/versioner/<int:number>/", ReleaseView.as_view(), name="hyldefri_release"),
    path("hyldefri/kurser/<int:page_id>/ny-version/", NewReleaseView.as_view(), name="hyldefri_new_release"),
    path("hyldefri/kurser/<int:page_id>/kommuner/", SpreadView.as_view(), name="hyldefri_spread"),
    path("hyldefri/tilpassede/<int:variant_id>/godkendelse/", ApprovalView.as_view(), name="hyldefri_approval"),
    path("hyldefri/tilpassede/<int:variant_id>/opdatering/", ReviewView.as_view(), name="hyldefri_review"),
    path(
        "hyldefri/tilpassede/<int:variant_id>/opdatering/vis/<slug:node_id>/",
        MergedPreview.as_view(),
        name="hyldefri_merged_preview",
    ),
    path("hyldefri/kurser/<int:page_id>/laase/", CourseLocksView.as_view(), name="hyldefri_course_locks"),
    path("hyldefri/kommunens-kurser/", MunicipalCoursesView.as_view(), name="hyldefri_municipal_courses"),
    path(
        "hyldefri/kommunens-kurser/<int:municipality_id>/<int:page_id>/ny/",
        NewVariantView.as_view(),
        name="hyldefri_new_variant",
    ),
    path("hyldefri/tilpassede/<int:variant_id>/", VariantOverview.as_view(), name="hyldefri_variant"),
    path("hyldefri/tilpassede/<int:variant_id>/proces/", VariantProcessView.as_view(), name="hyldefri_variant_process"),
    path("hyldefri/tilpassede/<int:variant_id>/laase/", VariantLocksView.as_view(), name="hyldefri_variant_locks"),
    path(
        "hyldefri/tilpassede/<int:variant_id>/sider/<int:page_id>/",
        VariantPageView.as_view(),
        name="hyldefri_variant_page",
    ),
    path("hyldefri/pool/<int:page_id>/", PoolView.as_view(), name="hyldefri_pool"),
]
