"""What every block in a course has in common: its settings, and how its lists become nodes."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from courses.blocks.examples import EXAMPLES
from elearning.municipalities.models import Membership

RICH_TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]
PLAIN_FEATURES = ["bold", "italic", "link", "document-link"]


class SettingsBlock(blocks.StructBlock):
    """Not content: whether the learner meets the block, and whether a variant may change it."""

    hidden = blocks.BooleanBlock(
        required=False,
        label=_("Hidden"),
        help_text=_("Learners do not see the block. Updates still reach it."),
    )
    locked = blocks.BooleanBlock(
        required=False,
        label=_("Locked"),
        help_text=_("Municipalities cannot change the block in their own version."),
    )
    lock_reason = blocks.CharBlock(
        required=False,
        max_length=250,
        label=_("Why it is locked"),
        help_text=_("Municipalities read it where they meet the lock."),
    )
    audience = blocks.MultipleChoiceBlock(
        choices=Membership.Level.choices,
        required=False,
        label=_("Only for"),
        help_text=_("Nothing chosen means everybody."),
    )

    class Meta:
        icon = "cog"
        label = _("Settings")
        # Folded up it shows for whom the block is; by itself Wagtail would show the first field, »No«.
        label_format = "{audience}"
        collapsed = True


class CourseBlock(blocks.StructBlock):
    """A child of a course's StreamField: the struct's own fields, its lists, and ``settings``.

    In the tree (docs/content-format.md) the settings become node properties, a :class:`NodeList` becomes a slot of
    child nodes, and everything else a field.
    """

    settings = SettingsBlock(required=False)

    def get_form_layout(self) -> BlockGroup:
        """The settings lie behind the block's own settings button."""
        content = [name for name in self.child_blocks if name != "settings"]
        return BlockGroup(children=content, settings=["settings"])

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        # A draft may be half written; autosave would otherwise stop at the first question begun.
        if not self.is_deferred_validation:
            self.check_content(cleaned)
        return cleaned

    def check_content(self, value: Any) -> None:
        """What is asked of a block that is published, beyond its single fields.

        Raises ``StructBlockValidationError``.
        """

    @property
    def is_previewable(self) -> bool:
        return self.name in EXAMPLES

    def get_preview_value(self) -> Any:
        return self.to_python(EXAMPLES.get(self.name, {}))

    def get_preview_template(self, value: Any, context: Any = None) -> str:
        return "courses/admin/block_preview.html"

    def get_preview_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        from courses.rendering import example_views

        views = example_views(self, EXAMPLES.get(self.name, {}))
        return {**(parent_context or {}), "parts": views, "source_keys": [], "maturity": []}


def require(condition: bool, field: str, message: Any) -> None:
    """Raises ``StructBlockValidationError`` with the message on the field."""
    if not condition:
        raise blocks.StructBlockValidationError(block_errors={field: ValidationError(message)})


class NodeList(blocks.ListBlock):
    """A list whose items are nodes of ``node_type``, with ids of their own."""

    def __init__(self, child_block: blocks.Block, *, node_type: str, **kwargs: Any) -> None:
        super().__init__(child_block, **kwargs)
        self.node_type = node_type


class DayListBlock(blocks.MultipleChoiceBlock):
    """Numbers of days; a list of integers in the tree."""

    def __init__(self, **kwargs: Any) -> None:
        # Lazily: filled in here and now it would be in the language of whoever starts the process.
        choices = [(str(days), format_lazy(_("{days} days"), days=days)) for days in (7, 14, 30, 60, 90, 180)]
        super().__init__(choices=choices, **kwargs)


class H5PChooserBlock(blocks.ChooserBlock):
    """An H5P activity, chosen among those the editor may see."""

    @cached_property
    def target_model(self) -> Any:
        from courses.models import H5PActivity

        return H5PActivity

    @cached_property
    def widget(self) -> Any:
        from courses.admin.h5p.chooser import h5p_chooser

        return h5p_chooser.widget_class()

    class Meta:
        icon = "media"


#: Blocks whose value in the tree is a reference to media.
MEDIA_BLOCKS: dict[type[blocks.Block], str] = {
    ImageChooserBlock: "image",
    DocumentChooserBlock: "document",
    H5PChooserBlock: "h5p",
}
