from flowtime_domain.errors import (
    RateLimitedError,
    ShuttingDownError,
    StorageFullError,
    StoreUnavailableError,
    TooManyCreationsError,
)


def test_busy_server_names_its_limit():
    """The limit, what was asked for and the setting stand in the finding (api §4.1)."""
    (finding,) = TooManyCreationsError(32, "FLOWTIME_MAX_CONCURRENT_CREATIONS", 33).errors
    expected = (32, 33, "FLOWTIME_MAX_CONCURRENT_CREATIONS")
    assert (finding.limit, finding.requested, finding.setting) == expected


def test_rate_limit_says_when_to_come_back():
    """The wait in seconds is a field and stands in the sentence (api §4.1)."""
    error = RateLimitedError(100, 7)
    assert error.retry_after_seconds == 7
    assert "try again in 7 s" in error.detail


def test_failed_publication_says_that_nothing_was_published():
    """Whoever cannot publish says that nothing was published (api §13)."""
    for error in (ShuttingDownError(), StoreUnavailableError(), StorageFullError()):
        assert "nothing was published" in error.detail


def test_place_beside_the_data_root_is_named_alone():
    """Where nothing would have been published nothing is said of it (api §13)."""
    error = StoreUnavailableError("The catalog of runs")
    assert error.detail == "The catalog of runs cannot be read or written."
