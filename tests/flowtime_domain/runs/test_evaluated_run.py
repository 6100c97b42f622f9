from datetime import datetime, timedelta, timezone

from examples.clinic_desk import clinic_desk


def test_moment_of_creation_is_utc_with_six_digits():
    """Created times are UTC and always have six fraction digits (runs §1.3)."""
    local = timezone(timedelta(hours=2))
    run = clinic_desk(created=datetime(2025, 11, 4, 10, 15, 3, tzinfo=local))
    assert run.created_utc == "2025-11-04T08:15:03.000000Z"


def test_generator_names_product_and_version():
    """The generator is the product with its version (runs §6.3)."""
    assert clinic_desk(engine_version="1.2.3").generator == "flowtime/1.2.3"
