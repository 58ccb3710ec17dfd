"""What is known of the usual content types, by their main library's machine name."""

from __future__ import annotations

from courses.models import H5PActivity

#: They tell nobody when they are done: having opened them is all there is.
SILENT = frozenset(
    {
        "H5P.Accordion",
        "H5P.AdvancedText",
        "H5P.AdventCalendar",
        "H5P.AppearInChatAndTalk",
        "H5P.AudioRecorder",
        "H5P.Audio",
        "H5P.Chart",
        "H5P.Collage",
        "H5P.Dialogcards",
        "H5P.FacebookPageFeed",
        "H5P.GuessTheAnswer",
        "H5P.IFrameEmbed",
        "H5P.Image",
        "H5P.ImageHotspots",
        "H5P.ImageJuxtaposition",
        "H5P.ImageSlider",
        "H5P.ImpressPresentation",
        "H5P.InformationWall",
        "H5P.KewArCode",
        "H5P.Link",
        "H5P.Shape",
        "H5P.Table",
        "H5P.Text",
        "H5P.ThreeImage",
        "H5P.Timeline",
        "H5P.TwitterUserFeed",
        "H5P.Video",
    }
)


#: Parts of other contents that show something, and never report a result.
SHOWING = frozenset({"H5P.AdvancedText", "H5P.Link", "H5P.Nil", "H5P.Shape", "H5P.Text", "H5P.Video"})


def tells_nothing(machine_name: str) -> bool:
    """Whether a part made with the library has no result of its own; "" is of no library."""
    return machine_name in SILENT or machine_name in SHOWING


def completion_of(machine_name: str) -> str:
    """How an activity made with it is completed, until somebody says otherwise."""
    silent = machine_name in SILENT
    return H5PActivity.Completion.VIEWED if silent else H5PActivity.Completion.ENDED
