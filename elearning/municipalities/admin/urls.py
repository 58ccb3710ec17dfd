"""Addresses of the screens about municipalities, under ``/admin/hyldefri/kommuner/``."""

from django.urls import path

from elearning.municipalities.admin import people, views

app_name = "hyldefri_municipalities"
urlpatterns = [
    path("", views.MunicipalitiesView.as_view(), name="index"),
    path("<slug:code>/", views.EditMunicipalityView.as_view(), name="edit"),
    path("<slug:code>/personer/", people.MembersView.as_view(), name="members"),
    path("<slug:code>/personer/ny/", people.NewMemberView.as_view(), name="new_member"),
    path("<slug:code>/personer/<int:pk>/", people.MemberView.as_view(), name="member"),
    path("<slug:code>/personer/<int:pk>/fjern/", people.RemoveMemberView.as_view(), name="remove_member"),
    path("<slug:code>/enheder/", people.UnitsView.as_view(), name="units"),
    path("<slug:code>/enheder/ny/", people.UnitScreen.as_view(), name="new_unit"),
    path("<slug:code>/enheder/<int:pk>/", people.UnitScreen.as_view(), name="unit"),
    path("<slug:code>/enheder/<int:pk>/fjern/", people.RemoveUnitView.as_view(), name="remove_unit"),
]
