"""The site's addresses, and those of what it is compared with. What begins with xapi/ has the record store's door."""

from django.urls import include, path

from bench import views

urlpatterns = [
    path("bench/trivial", views.trivial),
    path("bench/one", views.one_of_a_user),
    path("xapi/bench/trivial", views.trivial),
    path("xapi/bench/one", views.one_of_a_system),
    path("", include("elearning.urls")),
]
