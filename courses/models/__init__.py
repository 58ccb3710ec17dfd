"""The models of courses; one subject a file."""

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

__all__ = [
    "MINUTES_A_DAY",
    "CatalogueIndexPage",
    "CoursePage",
    "CourseRelease",
    "DialoguePage",
    "HomePage",
    "ImmutableRelease",
    "LessonPage",
    "ModulePage",
    "MunicipalityPage",
    "NodePage",
    "ReleaseMedia",
    "StepPage",
]
