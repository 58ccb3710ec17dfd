"""Included before allauth's and Wagtail's addresses, some of which are answered here instead."""

from django.urls import path

from elearning.accounts.views import entrance, mailbox, my_data, profile, provider

urlpatterns = [
    path("admin/login/", entrance.to_sign_in_for_admin),
    path("_util/login/", entrance.to_sign_in),
    path("konto/login/", entrance.sign_in, name="account_login"),
    path("konto/login/code/", entrance.to_sign_in),
    path("konto/login/adgangskode/", entrance.password_sign_in, name="account_login_password"),
    path("log-ind/<slug:code>/", provider.sign_in, name="account_provider"),
    path("log-ind/<slug:code>/tilbage/", provider.callback, name="account_provider_callback"),
    path("konto/profil/", profile.profile, name="account_profile"),
    path("konto/kommune/", profile.work_in_municipality, name="account_municipality"),
    path("konto/log-ud-overalt/", profile.sign_out_everywhere, name="account_sign_out_everywhere"),
    path("konto/mine-data/", my_data.my_data, name="account_my_data"),
    path("konto/mine-data/hent/", my_data.download, name="account_my_data_download"),
    path("konto/slet/", my_data.delete_account, name="account_delete"),
    path("postkasse/", mailbox.mailbox, name="mailbox"),
]
