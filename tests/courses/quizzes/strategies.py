"""Questions of every type, and answers to them, for Hypothesis."""

from hypothesis import strategies as st

from courses.quizzes.answers import Chosen, Judged, Matched, Ordered, Written
from courses.quizzes.presenting import right_owners
from courses.quizzes.questions import MultipleChoice, SingleChoice, parse
from tests.trees import (
    matching,
    multiple_choice,
    node,
    number,
    ordering,
    short_text,
    single_choice,
    true_false,
)

texts = st.text("abcæøå XYZ", min_size=1, max_size=6)
seeds = st.text(max_size=8)


@st.composite
def choices(draw):
    build = draw(st.sampled_from([single_choice, multiple_choice]))
    made = build("q")
    made["children"]["options"] = [
        node("option", f"o{place}", text=text, correct=draw(st.booleans()), feedback=f"Om {text}")
        for place, text in enumerate(draw(st.lists(texts, min_size=1, max_size=6)))
    ]
    return parse(made)


matchings = st.lists(st.tuples(texts, texts), min_size=1, max_size=6).map(
    lambda pairs: parse(matching("q", {f"p{place}": pair for place, pair in enumerate(pairs)}))
)
orderings = st.lists(texts, min_size=1, max_size=6).map(
    lambda items: parse(ordering("q", {f"i{place}": text for place, text in enumerate(items)}))
)
true_falses = st.booleans().map(lambda answer: parse(true_false("q", answer=answer)))
short_texts = st.lists(texts, max_size=3).map(lambda accepted: parse(short_text("q", tuple(accepted))))
numbers = st.builds(
    lambda value, tolerance: parse(number("q", value=value, tolerance=tolerance)),
    st.integers(-99, 99),
    st.integers(0, 5),
)

questions = st.one_of(choices(), matchings, orderings, true_falses, short_texts, numbers)


@st.composite
def answered(draw):
    """A question and an answer to it such as a form could give."""
    question = draw(questions)
    return question, draw(answers_to(question))


def answers_to(question):
    match question.type:
        case "single_choice":
            return st.sampled_from(question.options).map(lambda option: Chosen((option.id,)))
        case "multiple_choice":
            ids = [option.id for option in question.options]
            assert isinstance(question, MultipleChoice)
            return st.sets(st.sampled_from(ids), min_size=1).map(
                lambda chosen: Chosen(tuple(id_ for id_ in ids if id_ in chosen))
            )
        case "true_false":
            return st.booleans().map(Judged)
        case "matching":
            rights = st.sampled_from(sorted(right_owners(question).values()))
            return st.tuples(*[st.tuples(st.just(pair.id), rights) for pair in question.pairs]).map(Matched)
        case "ordering":
            return st.permutations([item.id for item in question.items]).map(lambda ids: Ordered(tuple(ids)))
        case "short_text":
            return st.sampled_from(["nulpunkt", "Abc", "æ ø"]).map(Written)
        case _:
            return st.integers(-99, 99).map(lambda value: Written(str(value)))


def right_answer(question):
    match question.type:
        case "single_choice" | "multiple_choice":
            right = tuple(option.id for option in question.options if option.correct)
            return Chosen(right[:1] if isinstance(question, SingleChoice) else right)
        case "true_false":
            return Judged(question.answer)
        case "matching":
            owners = right_owners(question)
            return Matched(tuple((pair.id, owners[pair.right]) for pair in question.pairs))
        case "ordering":
            return Ordered(tuple(item.id for item in question.items))
        case "short_text":
            return Written(next(iter(question.accepted), ""))
        case _:
            return Written(str(question.value))
