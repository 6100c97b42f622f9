"""How rows of a bin become one value."""

import pytest

from flowtime_domain.telemetry.aggregates import PLAIN_KINDS, aggregate_of


@pytest.mark.parametrize("word", PLAIN_KINDS)
def test_plain_words(word):
    """Each aggregate is named by its word, in any case (telemetry §6.8)."""
    assert str(aggregate_of(f" {word.upper()} ")) == word


@pytest.mark.parametrize(
    ("text", "rank"), [("quantile:0", 0), ("quantile:1", 1), ("quantile:.95", 0.95), ("Quantile:0.5", 0.5)]
)
def test_quantiles(text, rank):
    """A quantile has a rank from 0 to 1 (telemetry §6.8)."""
    aggregate = aggregate_of(text)
    assert (aggregate.kind, aggregate.rank, str(aggregate)) == ("quantile", rank, text.lower())


@pytest.mark.parametrize(
    "text", ["", "median", "quantile", "quantile:", "quantile:1.01", "quantile:-0.5", "quantile:nan", "sums"]
)
def test_other_words(text):
    """Anything else names no aggregate (telemetry §6.8)."""
    assert aggregate_of(text) is None
