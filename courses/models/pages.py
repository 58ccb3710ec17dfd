"""The page tree: HomePage > CatalogueIndexPage > CoursePage > ModulePage > {LessonPage, DialoguePage}."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Site

from courses.blocks import streams
from courses.blocks.base import RICH_TEXT_FEATURES
from courses.forms import CoursePageForm, LessonPageForm, NodePageForm
from courses.models.nodes import NodePage
from elearning.municipalities.models import Municipality

if TYPE_CHECKING:
    from courses.models.releases import CourseRelease

MINUTES_A_DAY = 360


class HomePage(Page):
    introduction = RichTextField(_("introduction"), features=RICH_TEXT_FEATURES, blank=True)

    max_count = 1
    subpage_types: ClassVar = ["courses.CatalogueIndexPage", "courses.MunicipalityPage"]
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("front page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from courses.faces import front_page

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **front_page(self, request)}


class CatalogueIndexPage(Page):
    introduction = RichTextField(_("introduction"), features=RICH_TEXT_FEATURES, blank=True)

    parent_page_types: ClassVar = ["courses.HomePage"]
    subpage_types: ClassVar = ["courses.CoursePage"]
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("catalogue")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from courses.faces import course_list

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["courses"] = course_list(self, request)
        return context


class MunicipalityPage(Page):
    """A municipality's part of the tree: the courses it has made its own. On its own host it is the front page."""

    municipality = models.OneToOneField(
        Municipality, on_delete=models.PROTECT, related_name="page", verbose_name=_("municipality")
    )

    parent_page_types: ClassVar = ["courses.HomePage"]
    subpage_types: ClassVar = ["courses.CoursePage"]
    # Whose page it is decides who may see what is below it.
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("municipality", permission="superuser")]
    template = "courses/home_page.html"

    class Meta:
        verbose_name = _("municipality's page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from courses.faces import front_page

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        home = HomePage.objects.parent_of(self).first()
        return {**context, **front_page(home, request, self.municipality)}

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """On its own host the municipality answers for the shared catalogue too, under the catalogue's own name."""
        if path_components and not self.get_children().filter(slug=path_components[0]).exists():
            site = Site.find_for_request(request)
            catalogue = CatalogueIndexPage.objects.sibling_of(self).live().filter(slug=path_components[0]).first()
            if catalogue is not None and site is not None and site.root_page_id == self.pk:
                return catalogue.route(request, path_components[1:])
        return super().route(request, path_components)


class CoursePage(NodePage):
    """A one- or two-day course; its minutes may not exceed 360 a day when it is released."""

    class AttemptRule(models.TextChoices):
        NEXT_DAY = "next_day", _("the following day")
        SAME_DAY = "same_day", _("the same day")

    class OrderRule(models.TextChoices):
        FREE = "free", _("any order")
        SEQUENTIAL = "sequential", _("one after the other")

    class MaturityDisplay(models.TextChoices):
        FIGURES = "figures", _("figures")
        CARDS = "cards", _("cards")

    base_form_class = CoursePageForm

    node_type = "course"
    node_fields = (
        "title",
        "slug",
        "subtitle",
        "days",
        "audience",
        "introduction",
        "draw_count",
        "pass_mark",
        "attempt_rule",
        "order_rule",
        "deadline_days",
        "reminder_days",
        "maturity_display",
    )
    node_slots = ("goals", "sources", "maturity", "maturity_bands", "pool", "process_locks")
    page_slot = "modules"

    subtitle = models.CharField(_("subtitle"), max_length=200, blank=True)
    days = models.PositiveSmallIntegerField(
        _("days"),
        choices=[(1, _("one day")), (2, _("two days"))],
        default=1,
        help_text=_("A day is 360 minutes."),
    )
    audience = models.TextField(_("who it is for"), blank=True)
    introduction = RichTextField(_("introduction"), features=RICH_TEXT_FEATURES, blank=True)
    goals = StreamField(streams.GOALS, verbose_name=_("goals"), blank=True)
    sources = StreamField(streams.SOURCES, verbose_name=_("sources"), blank=True)
    maturity = StreamField(streams.MATURITY, verbose_name=_("maturity check"), blank=True)
    maturity_bands = StreamField(streams.MATURITY_BANDS, verbose_name=_("what the means say"), blank=True)
    pool = StreamField(streams.POOL, verbose_name=_("question pool"), blank=True)
    draw_count = models.PositiveSmallIntegerField(
        _("questions in the final test"),
        default=10,
        validators=[MinValueValidator(1)],
        help_text=_("Drawn from the pool, at least one a module."),
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark in per cent"), default=70, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    attempt_rule = models.CharField(
        _("a new attempt"), max_length=20, choices=AttemptRule, default=AttemptRule.NEXT_DAY
    )
    order_rule = models.CharField(_("order of the lessons"), max_length=20, choices=OrderRule, default=OrderRule.FREE)
    deadline_days = models.PositiveSmallIntegerField(
        _("deadline in days"),
        default=0,
        validators=[MaxValueValidator(730)],
        help_text=_("From enrolment. 0 means no deadline."),
    )
    reminder_days = models.PositiveSmallIntegerField(
        _("days between reminders"),
        default=0,
        validators=[MaxValueValidator(180)],
        help_text=_("To those who have begun and paused. 0 means no reminders."),
    )
    maturity_display = models.CharField(
        _("the maturity check is shown as"),
        max_length=20,
        choices=MaturityDisplay,
        default=MaturityDisplay.FIGURES,
    )
    process_locks = StreamField(
        streams.PROCESS_LOCKS,
        verbose_name=_("settings municipalities cannot change"),
        blank=True,
        block_counts={"process_lock": {"max_num": 7}},
    )

    parent_page_types: ClassVar = ["courses.CatalogueIndexPage", "courses.MunicipalityPage"]
    subpage_types: ClassVar = ["courses.ModulePage"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    *Page.content_panels,
                    FieldPanel("subtitle"),
                    FieldPanel("days"),
                    FieldPanel("audience"),
                    FieldPanel("introduction"),
                    FieldPanel("goals"),
                    FieldPanel("sources"),
                ],
                heading=_("Course"),
            ),
            ObjectList([FieldPanel("pool")], heading=_("Question pool")),
            ObjectList([FieldPanel("maturity"), FieldPanel("maturity_bands")], heading=_("Maturity check")),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("draw_count"), FieldPanel("pass_mark")]),
                            FieldRowPanel([FieldPanel("attempt_rule"), FieldPanel("order_rule")]),
                            FieldRowPanel([FieldPanel("deadline_days"), FieldPanel("reminder_days")]),
                            FieldPanel("maturity_display"),
                        ],
                        heading=_("Final test and order"),
                    ),
                    FieldPanel("process_locks"),
                    FieldRowPanel([FieldPanel("node_locked"), FieldPanel("lock_reason")]),
                ],
                heading=_("Process"),
            ),
            ObjectList(Page.promote_panels, heading=_("Address")),
        ]
    )

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """A municipality's courses are made of shared ones (CreateVariant), not in the page tree."""
        return bool(super().can_create_at(parent)) and not isinstance(parent.specific, MunicipalityPage)

    @property
    def current_release(self) -> CourseRelease | None:
        release: CourseRelease | None = self.releases.without_tree().order_by("-number").first()
        return release

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from courses.faces import course_face

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **course_face(self, request)}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A variant that is not approved, or has been withdrawn, leads to the shared course."""
        from courses.faces import instead_of

        elsewhere = None if getattr(request, "is_preview", False) else instead_of(self, request)
        if elsewhere:
            return redirect(elsewhere)
        served: HttpResponse = super().serve(request, *args, **kwargs)
        return served


class ModulePage(NodePage):
    """A chapter: one sitting."""

    base_form_class = NodePageForm

    node_type = "module"
    node_fields = ("title", "slug", "theme", "purpose", "hidden")
    page_slot = "pages"

    theme = models.CharField(_("theme"), max_length=120, blank=True)
    purpose = models.CharField(_("purpose"), max_length=300, blank=True)

    parent_page_types: ClassVar = ["courses.CoursePage"]
    subpage_types: ClassVar = ["courses.LessonPage", "courses.DialoguePage"]
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("theme"),
        FieldPanel("purpose"),
        FieldRowPanel([FieldPanel("hidden"), FieldPanel("node_locked"), FieldPanel("lock_reason")]),
    ]

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from courses.faces import module_face

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **module_face(self, request)}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A module has no address of its own but its preview's."""
        if getattr(request, "is_preview", False):
            preview: HttpResponse = super().serve(request, *args, **kwargs)
            return preview
        from courses.visitors import address

        return redirect(address(self.get_parent(), request))


class StepPage(NodePage):
    """A lesson or a dialogue: what a learner takes at a time."""

    code = models.CharField(_("code"), max_length=10, blank=True, help_text=_("A short name in lists, e.g. 1.1."))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=5, validators=[MinValueValidator(1)])

    parent_page_types: ClassVar = ["courses.ModulePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from courses.faces import step_face

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **step_face(self, request)}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The address of a step leads to where the course is taken; only the preview shows its content."""
        from courses.faces import step_door

        if getattr(request, "is_preview", False):
            preview: HttpResponse = super().serve(request, *args, **kwargs)
            return preview
        return redirect(step_door(self, request))


class LessonPage(StepPage):
    """One step of three to ten minutes."""

    base_form_class = LessonPageForm

    node_type = "lesson"
    node_fields = ("title", "slug", "code", "goal", "minutes", "minutes_outside", "required", "hidden")
    node_slots = ("body",)

    goal = models.CharField(_("goal"), max_length=200, blank=True, help_text=_("»You can ...«"))
    minutes_outside = models.PositiveSmallIntegerField(
        _("minutes away from the platform"),
        default=0,
        help_text=_("Shown to the learner beside the minutes."),
    )
    required = models.BooleanField(_("required"), default=True, help_text=_("Counts towards completing the course."))
    body = StreamField(streams.LESSON, verbose_name=_("content"), blank=True)

    content_panels: ClassVar = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("code"), FieldPanel("minutes"), FieldPanel("minutes_outside")]),
        FieldPanel("goal"),
        FieldPanel("body"),
        FieldRowPanel([FieldPanel("required"), FieldPanel("hidden")]),
        FieldRowPanel([FieldPanel("node_locked"), FieldPanel("lock_reason")]),
    ]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def clean(self) -> None:
        super().clean()
        if self.minutes is not None and self.minutes > 10:
            raise ValidationError({"minutes": _("A lesson is at most ten minutes. Divide it in two.")})


class DialoguePage(StepPage):
    """A guided conversation of ten to forty minutes, beside the lessons; it counts towards the budget."""

    base_form_class = NodePageForm

    node_type = "dialogue"
    node_fields = ("title", "slug", "code", "participants", "minutes", "note", "hidden")
    node_slots = ("body",)

    participants = models.CharField(_("participants"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)
    body = StreamField(streams.DIALOGUE, verbose_name=_("content"), blank=True)

    content_panels: ClassVar = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("code"), FieldPanel("minutes")]),
        FieldPanel("participants"),
        FieldPanel("body"),
        FieldPanel("note"),
        FieldRowPanel([FieldPanel("hidden"), FieldPanel("node_locked"), FieldPanel("lock_reason")]),
    ]

    class Meta:
        verbose_name = _("dialogue")
        verbose_name_plural = _("dialogues")

    def clean(self) -> None:
        super().clean()
        if self.minutes is not None and not 10 <= self.minutes <= 40:
            raise ValidationError({"minutes": _("A dialogue is between ten and forty minutes.")})
