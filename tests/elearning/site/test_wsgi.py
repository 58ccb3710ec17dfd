"""What web servers serve: requests as they come in, before Django's own test client would have made them."""

import pytest
from django.test import RequestFactory

from elearning.wsgi import application


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kind", ["multipart/mixed; boundary*=x''%FF", "text/plain; charset*=utf-99''x", "a/b; charset=nonsense"]
)
@pytest.mark.parametrize("path", ["/", "/xapi/statements"])
def test_a_content_type_that_cannot_be_read_breaks_nothing(kind, path):
    answered = []
    environ = RequestFactory().post(path, b"x", content_type="text/plain").environ | {"CONTENT_TYPE": kind}
    body = application(environ, lambda status, _headers: answered.append(int(status.split()[0])))
    assert b"".join(body)
    assert 400 <= answered[0] < 500
