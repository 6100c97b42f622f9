"""Answers about one run."""

import json

import anyio
import pytest
from litestar import Request

from examples.clinic_desk import RUN_ID, clinic_desk_bundle
from fakes.artifact_store import InMemoryArtifactStore
from flowtime_domain.errors import QueryInvalidError, RunIdInvalidError, SeriesNotFoundError
from flowtime_domain.runs import file_names
from flowtime_domain.use_cases.fetch_run import FetchRun
from flowtime_entrypoints.http.kept_bodies import KeptBodies
from flowtime_entrypoints.http.run_answers import RunAnswers
from flowtime_entrypoints.http.run_reading import RunReading


@pytest.fixture
def answers():
    store = InMemoryArtifactStore()
    with store.stage(clinic_desk_bundle(), lambda: None) as staged:
        staged.publish(overwrite=False)
    fetch = FetchRun(store)
    return RunAnswers(RunReading(fetch, "1", KeptBodies(most_bytes=0)), fetch, "runs")


def asked(query=b""):
    scope = {"type": "http", "path": "/", "path_template": "/", "headers": [], "query_string": query}
    return Request(scope)


def test_detail_names_where_the_run_lies(answers):
    """The detail of a run has its paths below the parent of the runs root (api §6.4)."""
    answer = anyio.run(answers.detail, asked(), str(RUN_ID))
    metadata = json.loads(answer.content)["metadata"]
    assert metadata["runId"] == str(RUN_ID)
    assert metadata["storage"]["modelPath"] == f"runs/{RUN_ID}/model/model.yaml"


def test_documents_and_series_are_those_of_the_bundle(answers):
    """A document is given as it is stored, a series as CSV (api §8.4, §8.5)."""
    index = anyio.run(answers.document, asked(), str(RUN_ID), file_names.INDEX, "application/json")
    assert json.loads(index.content)["grid"]["bins"] == 3
    series = anyio.run(answers.series, asked(), str(RUN_ID), "visits")
    assert series.content.startswith(b"t,value\n0,")


def test_order_of_checks(answers):
    """The query is judged before the id, and the id before the series (api §1.5)."""
    with pytest.raises(QueryInvalidError):
        anyio.run(answers.series, asked(b"a=1"), "..", "nothing")
    with pytest.raises(RunIdInvalidError):
        anyio.run(answers.series, asked(), "..", "nothing")
    with pytest.raises(SeriesNotFoundError):
        anyio.run(answers.series, asked(), str(RUN_ID), "nothing")
