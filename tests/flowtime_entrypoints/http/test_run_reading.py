"""Where answers about runs are made."""

import threading
from functools import partial

import anyio
import pytest
from litestar import Request

from examples.clinic_desk import MANIFEST_HASH, RUN_ID, clinic_desk_bundle, other_bundle
from fakes.artifact_store import InMemoryArtifactStore
from flowtime_domain.errors import RunCorruptError
from flowtime_domain.use_cases.fetch_run import FetchRun
from flowtime_entrypoints.http.conditional import entity_tag
from flowtime_entrypoints.http.kept_bodies import KeptBodies
from flowtime_entrypoints.http.run_reading import MOST_TAGS, QUICK_VALUES, SHORT_QUERY, Finding, RunReading

PATH = f"/v1/runs/{RUN_ID}/index"
TAG = entity_tag(MANIFEST_HASH, PATH, {}, "1")


def asked(headers, query):
    path = {"path": PATH, "path_template": "/v1/runs/{runId}/index", "query_string": query}
    return Request({"type": "http", "headers": headers, **path})


class Reader:
    """Asks about a run, and remembers whether each step was done on the event loop."""

    def __init__(self, most_bytes=0):
        self.store = InMemoryArtifactStore()
        self.publish(clinic_desk_bundle())
        self.reading = RunReading(FetchRun(self.store), "1", KeptBodies(most_bytes))
        self.on_loop = []
        self.told = 0

    def publish(self, bundle):
        with self.store.stage(bundle, lambda: None) as staged:
            staged.publish(overwrite=True)

    def ask(self, *, values=0, tags=(), query=b""):
        def find():
            self._note()
            return Finding(self.store.open_run(RUN_ID), content, tell, values=values)

        def tell():
            self.told += 1

        def content():
            self._note()
            return b"body"

        async def answer():
            request = asked([(b"if-none-match", tag.encode()) for tag in tags], query)
            return await self.reading.answer(request, str(RUN_ID), find, "text/plain")

        self.on_loop.clear()
        return anyio.run(answer)

    def _note(self):
        self.on_loop.append(threading.current_thread() is threading.main_thread())


@pytest.fixture
def reader():
    return Reader()


def test_what_is_done_for_the_first_time_is_done_in_a_thread(reader):
    """The event loop waits neither for a verification nor for the first body of a kind (api §4.2)."""
    assert reader.ask().content == b"body"
    assert reader.on_loop == [False, False]
    reader.ask()
    assert reader.on_loop == [True, True]


def test_large_bodies_are_made_in_a_thread(reader):
    """Many numbers are written where they hold up nobody else (api §4.2)."""
    reader.ask(values=QUICK_VALUES + 1)
    reader.ask(values=QUICK_VALUES + 1)
    assert reader.on_loop == [True, False]


def test_another_run_of_the_same_id_is_new(reader):
    """A run that replaces another is verified and read in a thread (runs §9.2)."""
    reader.ask()
    reader.publish(other_bundle())
    reader.ask()
    assert reader.on_loop == [False, False]


def test_caller_who_has_the_answer_gets_no_body(reader):
    """One of several tags over several lines is enough for 304, and no body is made (api §4.2)."""
    answer = reader.ask(tags=['"other"', TAG])
    assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", TAG)
    assert reader.on_loop == [False]
    assert reader.ask(tags=[TAG]).headers["ETag"] == TAG
    assert reader.on_loop == [], "the question was checked before"
    assert reader.ask(tags=['"other"']).content == b"body"


def test_body_that_was_sent_is_not_made_again():
    """Who asks the same gets the same from memory, and the log is told each time (operations §2.6)."""
    reader = Reader(most_bytes=10_000)
    assert reader.ask(values=QUICK_VALUES + 1).content == b"body"
    answer = reader.ask(values=QUICK_VALUES + 1)
    assert (answer.content, answer.headers["ETag"], reader.told) == (b"body", TAG, 2)
    assert reader.on_loop == [True], "only the question is checked"
    assert reader.ask(tags=[TAG]).status_code == 304
    assert reader.told == 2


def test_long_questions_are_not_remembered(reader):
    """Long questions are examined anew, in a thread, and take no memory (operations §2)."""
    reader.ask()
    long = b"a" * (SHORT_QUERY + 1)
    for _ in range(2):
        reader.ask(tags=[TAG], query=long)
        assert reader.on_loop == [False]


def test_small_bodies_wait_for_no_large_one():
    """While a large body is written, small ones are answered (api §4.2)."""
    reader = Reader(most_bytes=10_000)
    may_end, answered = threading.Event(), []

    def find(values, content):
        return Finding(reader.store.open_run(RUN_ID), content, values=values)

    def large():
        may_end.wait(10)
        answered.append("large")
        return b"large"

    def small():
        answered.append("small")
        may_end.set()
        return b"small"

    async def ask_both():
        async with anyio.create_task_group() as group:
            for query, values, content in ((b"a", QUICK_VALUES + 1, large), (b"b", 1, small)):
                found = partial(find, values, content)
                group.start_soon(reader.reading.answer, asked([], query), str(RUN_ID), found, "text/plain")

    anyio.run(ask_both)
    assert answered == ["small", "large"]


def test_run_that_changes_while_a_body_waits_is_looked_at_again(reader):
    """Who had to wait reads no number of a run that was damaged meanwhile (runs §9.4)."""
    reader.ask()
    asked_for = []

    def find():
        asked_for.append("question")
        if len(asked_for) > 1:
            raise RunCorruptError(str(RUN_ID), ())
        return Finding(reader.store.open_run(RUN_ID), content, values=QUICK_VALUES + 1)

    def content():
        raise AssertionError("nothing may be read")

    async def answer():
        async with anyio.create_task_group() as group, reader.reading._writers:
            group.start_soon(reader.reading.answer, asked([], b"x"), str(RUN_ID), find, "text/plain")
            await anyio.wait_all_tasks_blocked()
            reader.store.runs[RUN_ID] = dict(reader.store.runs[RUN_ID])

    with pytest.raises(ExceptionGroup) as caught:
        anyio.run(answer)
    assert caught.group_contains(RunCorruptError)


def test_only_so_many_questions_are_remembered(reader):
    """Callers who ask ever new questions use up no memory (operations §2)."""
    for number in range(MOST_TAGS + 1):
        reader.ask(query=b"%d" % number)
    reader.ask(tags=[TAG], query=b"0")
    assert reader.on_loop == [True], "forgotten, and checked again"
    reader.ask(tags=[TAG], query=b"0")
    assert reader.on_loop == []
