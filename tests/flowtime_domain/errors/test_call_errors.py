from flowtime_domain.errors import (
    BodyMalformedError,
    BodyTooLargeError,
    FeatureUnavailableError,
    MediaTypeUnsupportedError,
    MethodNotAllowedError,
    ModeUnknownError,
    RequestTimeoutError,
    RouteNotFoundError,
    RunIdInvalidError,
    SettingInvalidError,
)


def test_unknown_mode_lists_the_registered_ones():
    """The sentence names the nearest and all registered modes (runs §2.1)."""
    detail = ModeUnknownError("simulaton", {"simulation": 1}).detail
    expected = "There is no mode 'simulaton'; did you mean 'simulation'? Registered modes: 'simulation'."
    assert detail == expected
    assert ModeUnknownError("xyz", ["b", "a"]).detail == "There is no mode 'xyz'. Registered modes: 'a', 'b'."


def test_run_id_is_shown_cut_and_escaped():
    """A hostile id is shown at most 64 characters long, with its control characters escaped (runs §3.7)."""
    assert "'a\\x00b'" in RunIdInvalidError("a\0b").detail
    assert len(RunIdInvalidError("x" * 10_000).detail) < 300


def test_body_limit_is_machine_readable():
    """The limit and its setting stand in the finding (api §4.1)."""
    (finding,) = BodyTooLargeError(10).errors
    assert (finding.limit, finding.setting) == (10, "FLOWTIME_MAX_BODY_BYTES")


def test_sentences_say_what_to_do():
    """Each error about a call says what was wrong and what is expected (api §2.1)."""
    assert MediaTypeUnsupportedError(None).detail.endswith("got none.")
    assert MediaTypeUnsupportedError("text/xml").detail.endswith("got 'text/xml'.")
    assert (
        MethodNotAllowedError("PUT", ["GET", "POST"]).detail == "PUT is not allowed here; allowed: GET, POST."
    )
    assert MethodNotAllowedError("PUT", ["GET"]).allowed == ("GET",)
    assert RequestTimeoutError(30).detail == "The request body did not arrive within 30 seconds."
    assert "/schema" in RouteNotFoundError().detail
    assert FeatureUnavailableError("X").detail == "X is not available in this version."
    assert BodyMalformedError("no value.").detail == "The request body is not valid JSON: no value."


def test_wrong_settings_come_together():
    """All wrong settings stand in one error (operations §1.1)."""
    error = SettingInvalidError(["A is wrong.", "B is wrong."])
    assert error.problems == ("A is wrong.", "B is wrong.")
    assert error.detail == "A is wrong. B is wrong."
