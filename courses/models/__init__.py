"""The models of courses; one subject a file."""

from courses.models.h5p import (
    H5PActivity,
    H5PBuild,
    H5PImport,
    H5PLibrary,
    H5PPin,
    H5PVersion,
    ImmutableH5P,
)
from courses.models.nodes import NodePage
from courses.models.pages import (
    MINUTES_A_DAY,
    CatalogueIndexPage,
    CoursePage,
    DialoguePage,
    HomePage,
    LessonPage,
    ModulePage,
    MunicipalityPage,
    StepPage,
)
from courses.models.releases import CourseRelease, ImmutableRelease, ReleaseMedia
from courses.models.updates import ApprovalVote, PinnedChoice, StandingConsent, VariantApproval, VariantUpdate
from courses.models.variants import ProcessOverrides, Variant, VariantLock, VariantMedia

__all__ = [
    "MINUTES_A_DAY",
    "ApprovalVote",
    "CatalogueIndexPage",
    "CoursePage",
    "CourseRelease",
    "DialoguePage",
    "H5PActivity",
    "H5PBuild",
    "H5PImport",
    "H5PLibrary",
    "H5PPin",
    "H5PVersion",
    "HomePage",
    "ImmutableH5P",
    "ImmutableRelease",
    "LessonPage",
    "ModulePage",
    "MunicipalityPage",
    "NodePage",
    "PinnedChoice",
    "ProcessOverrides",
    "ReleaseMedia",
    "StandingConsent",
    "StepPage",
    "Variant",
    "VariantApproval",
    "VariantLock",
    "VariantMedia",
    "VariantUpdate",
]
