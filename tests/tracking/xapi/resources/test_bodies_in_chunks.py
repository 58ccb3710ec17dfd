"""Bodies without a length: the server says that the stream ends by itself."""

import json
from io import BytesIO
from urllib.parse import urlencode

import pytest

from tests.tracking.xapi.systems import ACTIVITY, AGENT, System, credential

pytestmark = pytest.mark.django_db

STATE = {"activityId": ACTIVITY, "agent": AGENT, "stateId": "bogmærke"}


@pytest.fixture
def system():
    return System(credential())


def put_in_chunks(system, stream):
    query = urlencode({name: text if isinstance(text, str) else json.dumps(text) for name, text in STATE.items()})
    chunked = {"wsgi.input": stream, "wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
    return system.client.put(
        f"/xapi/activities/state?{query}", content_type="application/json", headers=system.headers, **chunked
    )


def test_a_body_in_chunks_is_read_to_its_end(system):
    body = b'{"a": 1}'
    assert put_in_chunks(system, BytesIO(body)).status_code == 204
    assert system.get("activities/state", STATE).content == body


def test_a_chunk_that_is_none_is_400(system):
    class Chunk(BytesIO):
        def read(self, size=-1):
            raise ValueError("Invalid chunk size: b'zz'")

    assert put_in_chunks(system, Chunk()).status_code == 400
    assert system.get("activities/state", STATE).status_code == 404
