"""Blocks that are read, looked at or taken home."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from courses.blocks.base import PLAIN_FEATURES, RICH_TEXT_FEATURES, CourseBlock, require


class ParagraphBlock(CourseBlock):
    text = blocks.RichTextBlock(
        features=RICH_TEXT_FEATURES,
        label=_("Text"),
        help_text=_("Two or three short paragraphs. Cite a source of the course with its key: [K1]."),
    )

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        group = _("Read")


class ImageBlock(CourseBlock):
    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        max_length=300,
        label=_("Alternative text"),
        help_text=_("What somebody who cannot see the image needs to know."),
    )
    caption = blocks.CharBlock(max_length=300, required=False, label=_("Caption"))
    credit = blocks.CharBlock(max_length=120, required=False, label=_("Credit"))

    class Meta:
        icon = "image"
        label = _("Image")
        group = _("Read")

    def clean(self, value: Any) -> Any:
        """Without an alternative text of its own the block takes the image's description."""
        image = value.get("image")
        if image and not str(value.get("alt") or "").strip():
            value["alt"] = image.description
        return super().clean(value)


class VideoBlock(CourseBlock):
    title = blocks.CharBlock(max_length=120, label=_("Title"))
    video = DocumentChooserBlock(label=_("Video file"), help_text=_("MP4 or WebM."))
    captions = DocumentChooserBlock(
        label=_("Captions"), help_text=_("A WebVTT file (.vtt). A video without captions cannot be released.")
    )
    poster = ImageChooserBlock(required=False, label=_("Poster image"))
    transcript = blocks.RichTextBlock(features=PLAIN_FEATURES, required=False, label=_("Transcript"))
    minutes = blocks.FloatBlock(min_value=0, max_value=20, default=1, label=_("Minutes"))

    class Meta:
        icon = "media"
        label = _("Video")
        group = _("Read")

    def check_content(self, value: Any) -> None:
        for name, endings in (("video", ("mp4", "webm")), ("captions", ("vtt",))):
            document = value.get(name)
            require(
                not document or document.file_extension.lower() in endings,
                name,
                _("Choose a file of the kind %(kinds)s.") % {"kinds": ", ".join(f".{e}" for e in endings)},
            )


class ExampleBlock(CourseBlock):
    title = blocks.CharBlock(max_length=120, required=False, label=_("Title"))
    text = blocks.RichTextBlock(features=PLAIN_FEATURES, label=_("Text"))
    fictional = blocks.BooleanBlock(
        required=False,
        default=True,
        label=_("Fictional"),
        help_text=_("The learner is told that the case is made up."),
    )

    class Meta:
        icon = "openquote"
        label = _("Example")
        group = _("Read")


class KeyMessageBlock(CourseBlock):
    text = blocks.CharBlock(max_length=200, label=_("Key message"), help_text=_("One sentence to remember on Tuesday."))

    class Meta:
        icon = "pick"
        label = _("Key message")
        group = _("Read")


class DownloadBlock(CourseBlock):
    title = blocks.CharBlock(max_length=120, label=_("Title"))
    document = DocumentChooserBlock(label=_("Document"))

    class Meta:
        icon = "download"
        label = _("Download")
        group = _("Read")
