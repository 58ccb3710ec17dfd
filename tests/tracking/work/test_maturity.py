import pytest
from django.urls import reverse

from tests import trees
from tests.tracking import factories
from tracking.work.maturity import advice_for, profile


def band(lower, upper, advice):
    return trees.node("maturity_band", factories.new_id(), lower=lower, upper=upper, advice=advice)


def theme(title, *statements):
    nodes = [trees.node("maturity_statement", id_, code=id_[:3], text=f"Udsagn {id_}") for id_ in statements]
    return trees.node("maturity_theme", factories.new_id(), {"statements": nodes}, title=title)


BANDS = [band(1, 2.5, "Begynd"), band(2.5, 4, "Fortsæt"), band(4, 5, "Del det")]


@pytest.mark.parametrize(
    ("mean", "advice"),
    [(1, "Begynd"), (2.49, "Begynd"), (2.5, "Fortsæt"), (4, "Del det"), (5, "Del det"), (5.1, ""), (0.9, "")],
)
def test_a_band_begins_at_its_lower_end_and_the_last_one_holds_its_upper(mean, advice):
    assert advice_for(mean, BANDS) == advice
    assert advice_for(mean, reversed(BANDS)) == advice


def test_do_not_know_is_left_out_of_the_mean():
    course = trees.course()
    course["children"] |= {"maturity": [theme("Ledelse", "a", "b", "c")], "maturity_bands": BANDS}
    (found,) = profile(course, {"a": "2", "b": "unknown", "c": "5"}, {"a": "unknown"})
    assert (found.before.value, found.before.answered, found.before.unknown) == (3.5, 2, 1)
    assert found.before.advice == "Fortsæt"
    assert found.after is None
    assert found.change is None


@pytest.mark.django_db
def test_the_profile_shows_before_and_after(sign_in):
    ids = [factories.new_id() for _ in range(2)]
    before, after = (factories.block("maturity_check", occasion=when, introduction="") for when in ("before", "after"))
    step = factories.lesson(before, after)
    tree = factories.course(factories.module(step), maturity=[theme("Ledelse", *ids)], maturity_bands=BANDS)
    enrolment = factories.enrolment(factories.released(tree))
    client = sign_in(enrolment)
    page = reverse("tracking:step", args=[enrolment.pk, step["id"]])
    for block, answers in ((before, ("1", "2")), (after, ("4", "unknown"))):
        for id_, answer in zip(ids, answers, strict=True):
            response = client.post(f"{page}{block['id']}/", {f"s-{id_}": answer}, headers={"X-Autosave": "1"})
            assert response.status_code == 200
    response = client.get(reverse("tracking:maturity", args=[enrolment.pk]))
    (row,) = response.context["themes"]
    assert (row["before"], row["after"], row["advice"]) == (1.5, 4.0, "Del det")
    assert "1,5" in response.content.decode()


@pytest.mark.django_db
def test_as_cards_the_profile_shows_words_and_no_figures(sign_in):
    ids = [factories.new_id() for _ in range(2)]
    before, after = (factories.block("maturity_check", occasion=when, introduction="") for when in ("before", "after"))
    step = factories.lesson(before, after)
    tree = factories.course(factories.module(step), maturity=[theme("Ledelse", *ids)], maturity_bands=BANDS)
    enrolment = factories.enrolment(factories.released(tree), settings={"maturity_display": "cards"})
    client = sign_in(enrolment)
    page = reverse("tracking:step", args=[enrolment.pk, step["id"]])
    for block, answers in ((before, ("1", "2")), (after, ("4", "5"))):
        for id_, answer in zip(ids, answers, strict=True):
            client.post(f"{page}{block['id']}/", {f"s-{id_}": answer}, headers={"X-Autosave": "1"})
    shown = client.get(reverse("tracking:maturity", args=[enrolment.pk])).content.decode()
    assert "Del det" in shown
    for figure in ("1,5", "4,5", "bars"):
        assert figure not in shown


@pytest.mark.django_db
def test_a_profile_without_answers_is_empty_not_wrong(small, sign_in):
    response = sign_in(small).get(reverse("tracking:maturity", args=[small.pk]))
    assert response.status_code == 200
    assert response.context["themes"] == []
