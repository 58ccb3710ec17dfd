"""What tracking adds to Wagtail."""

from wagtail import hooks

from tracking import admin_hooks  # noqa: F401 - registers itself
from tracking.learning.door import open_door, resume

hooks.register("hyldefri_learner_door", open_door)
hooks.register("hyldefri_resume", resume)
