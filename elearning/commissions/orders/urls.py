"""Where a municipality orders, and follows what it has ordered."""

from django.urls import path

from elearning.commissions.orders import pages, views

urlpatterns = [
    path("bestil/", views.order, name="order"),
    path("bestil/tak/", views.thanks, name="thanks"),
    path("bestillinger/", pages.commissions, name="commissions"),
    path("bestillinger/<int:pk>/", pages.commission, name="commission"),
    path("bestillinger/<int:pk>/trin/<slug:name>/", pages.move, name="move"),
    path("bestillinger/<int:pk>/oplysninger/", pages.change_facts, name="facts"),
    path("bestillinger/<int:pk>/filer/<int:file>/", pages.attachment, name="attachment"),
]
