"""Voiding (1.0.3 Data 2.3.2 and Communication 2.1.4; 2.0, 4.2.5)."""

import pytest

from tests.tracking import factories
from tests.tracking.xapi.resources.calls import (
    VERB,
    a_statement,
    access,
    by_mail,
    call,
    found,
    get,
    post,
    result,
    to,
    voiding,
)
from tracking.actions.record import RecordStatements
from tracking.xapi.resources import statements as resource
from tracking.xapi.resources.call import Refused
from tracking.xapi.statements import Draft

pytestmark = pytest.mark.django_db

BO = by_mail("bo")


def missing(**params):
    with pytest.raises(Refused) as caught:
        get(**params)
    assert caught.value.status == 404


@pytest.mark.parametrize("first", ["target", "voiding", "both"])
def test_voided_is_what_a_voiding_statement_refers_to_whichever_came_first(first):
    target = a_statement(actor=BO)
    void = voiding(target["id"])
    if first == "both":
        post([void, target])
    else:
        for one in (target, void) if first == "target" else (void, target):
            post(one)
    assert found() == [void["id"]]
    assert found(agent=BO) == [void["id"]]
    missing(statementId=target["id"])
    assert result(voidedStatementId=target["id"])["id"] == target["id"]
    missing(voidedStatementId=void["id"])
    assert result(statementId=void["id"])["id"] == void["id"]


def test_what_voids_cannot_be_voided():
    target = a_statement()
    void = voiding(target["id"])
    again = voiding(void["id"])
    post([target, void, again])
    assert found() == [again["id"], void["id"]]
    missing(statementId=target["id"])
    missing(voidedStatementId=void["id"])


def test_other_statements_on_a_voided_one_are_still_found_by_it():
    target = a_statement(actor=BO)
    comment = a_statement(object=to(target["id"]))
    void = voiding(target["id"])
    post([target, comment, void])
    assert found(agent=BO) == [void["id"], comment["id"]]
    assert found(verb=f"{VERB}voided") == [void["id"]]


def test_another_municipalitys_word_voids_nothing():
    target = a_statement()
    post(target)
    post(voiding(target["id"]), by=access("202"))
    assert found() == [target["id"]]


def test_our_own_record_is_not_voided_from_outside():
    enrolment = factories.bare_enrolment(of=factories.municipality("201"))
    (ours,) = RecordStatements(enrolment, [Draft("completed", "lesson-1")]).execute()
    with pytest.raises(Refused) as caught:
        resource.post(call("POST", body=[a_statement(), voiding(str(ours.statement_id))]))
    assert caught.value.status == 403
    assert found() == [str(ours.statement_id)]
