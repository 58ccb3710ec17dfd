"""What a view behind ``login_required`` may take for granted."""

from django.http import HttpRequest

from elearning.accounts.models import User


class SignedInRequest(HttpRequest):
    user: User
