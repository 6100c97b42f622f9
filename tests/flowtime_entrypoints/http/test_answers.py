"""How answers are put together."""

import json
import math

from flowtime_domain.errors import RunExistsError, SettingInvalidError, ShuttingDownError
from flowtime_entrypoints.http.answers import json_answer, problem_answer


def test_json_keeps_order_and_hides_what_is_not_finite():
    """Members keep their order, numbers are shortest, and what is not finite is null (api §1.2)."""
    answer = json_answer({"b": 1.0, "a": math.nan, "c": 0.1}, status=201, headers={"Location": "/x"})
    assert answer.content == b'{"b":1,"a":null,"c":0.1}'
    assert (answer.status_code, answer.media_type) == (201, "application/json")
    assert answer.headers["Location"] == "/x"


def test_error_becomes_problem():
    """An error is told with its code, status and the request's id (api §2.1)."""
    answer = problem_answer(RunExistsError("run_a"), "abc")
    body = json.loads(answer.content)
    assert (answer.status_code, answer.media_type) == (409, "application/problem+json")
    assert (body["code"], body["instance"]) == ("run_exists", "urn:flowtime:request:abc")


def test_headers_of_a_problem():
    """A problem that passes says when to try again (api §13)."""
    assert problem_answer(ShuttingDownError(), "abc").headers["Retry-After"] == "5"


def test_faults_of_the_deployment_are_not_told():
    """A wrong setting may hold a path of the server; callers over HTTP do not see it (api §2.3)."""
    answer = problem_answer(SettingInvalidError(["The directory '/secret' cannot be read."]), "abc")
    assert answer.status_code == 500
    assert b"secret" not in answer.content
