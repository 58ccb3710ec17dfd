"""Which blocks go where."""

from courses.blocks.course import GoalBlock, MaturityBandBlock, MaturityThemeBlock, ProcessLockBlock, SourceBlock
from courses.blocks.practice import (
    BenefitCardBlock,
    DialogueGuideBlock,
    DilemmaBlock,
    ExerciseBlock,
    FollowUpBlock,
    H5PBlock,
    IfThenPlanBlock,
    MaturityCheckBlock,
    PlanSuggestionBlock,
    ReflectionBlock,
    ThreePilesBlock,
)
from courses.blocks.questions import QUESTION_BLOCKS, FinalTestBlock, PoolQuestionBlock
from courses.blocks.text import (
    DownloadBlock,
    ExampleBlock,
    ImageBlock,
    KeyMessageBlock,
    ParagraphBlock,
    VideoBlock,
)

READING = [
    ("paragraph", ParagraphBlock()),
    ("image", ImageBlock()),
    ("video", VideoBlock()),
    ("example", ExampleBlock()),
    ("key_message", KeyMessageBlock()),
    ("download", DownloadBlock()),
]
PRACTICE = [
    ("exercise", ExerciseBlock()),
    ("reflection", ReflectionBlock()),
    ("dilemma", DilemmaBlock()),
    ("three_piles", ThreePilesBlock()),
    ("plan_suggestion", PlanSuggestionBlock()),
    ("if_then_plan", IfThenPlanBlock()),
    ("follow_up", FollowUpBlock()),
    ("benefit_card", BenefitCardBlock()),
    ("maturity_check", MaturityCheckBlock()),
    ("h5p", H5PBlock()),
]
LESSON = [
    *READING,
    *PRACTICE,
    ("pool_question", PoolQuestionBlock()),
    ("final_test", FinalTestBlock()),
    *QUESTION_BLOCKS,
]
DIALOGUE = [*READING, ("reflection", ReflectionBlock()), ("dialogue_guide", DialogueGuideBlock())]
POOL = QUESTION_BLOCKS
GOALS = [("goal", GoalBlock())]
SOURCES = [("source", SourceBlock())]
MATURITY = [("maturity_theme", MaturityThemeBlock())]
MATURITY_BANDS = [("maturity_band", MaturityBandBlock())]
PROCESS_LOCKS = [("process_lock", ProcessLockBlock())]
