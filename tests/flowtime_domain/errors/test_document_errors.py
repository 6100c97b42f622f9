from flowtime_domain.errors import (
    MAXIMUM_REPORTED_ERRORS,
    DocumentError,
    ModelInvalidError,
    ParametersInvalidError,
)


def findings(count):
    return [DocumentError(code="c", message=f"Wrong {index}.", pointer="") for index in range(count)]


def test_detail_counts_the_errors_and_shows_the_first():
    """The sentence gives the total and the first error (api §2.2)."""
    assert ModelInvalidError(findings(1)).detail == "The model has 1 error: Wrong 0."
    assert ModelInvalidError(findings(3)).detail == "The model has 3 errors; first: Wrong 0."


def test_at_most_a_thousand_errors_are_listed():
    """The list is cut at 1000, the total is not (api §2.2)."""
    error = ModelInvalidError(findings(MAXIMUM_REPORTED_ERRORS + 5))
    assert len(error.errors) == MAXIMUM_REPORTED_ERRORS
    assert error.total == MAXIMUM_REPORTED_ERRORS + 5


def test_parameter_errors_name_their_template():
    """The sentence about wrong parameters names the template (api §2.4)."""
    one = ParametersInvalidError("clinic-day", findings(1))
    two = ParametersInvalidError("clinic-day", findings(2))
    assert one.detail == "1 parameter of template 'clinic-day' is wrong: Wrong 0."
    assert two.detail == "2 parameters of template 'clinic-day' are wrong; first: Wrong 0."
