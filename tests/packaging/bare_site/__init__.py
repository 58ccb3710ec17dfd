"""A Wagtail site with nothing of ours but the apps: Django's own user, no allauth, none of our settings."""
