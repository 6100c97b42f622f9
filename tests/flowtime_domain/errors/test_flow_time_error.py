import pickle

from flowtime_domain.errors import DocumentError, FlowTimeError, ParametersInvalidError


def test_error_carries_its_sentence_and_findings():
    """An error is its sentence, and lists its findings unchanged (api §2.1)."""
    finding = DocumentError(code="c", message="m", pointer="/p")
    error = FlowTimeError("What, where, what to do.", [finding])
    assert error.detail == "What, where, what to do."
    assert error.errors == (finding,)


def test_errors_pass_between_processes():
    """An error arrives from another process with its sentence and its findings (design §7)."""
    finding = DocumentError(code="c", message="It is wrong.", pointer="/p")
    error = ParametersInvalidError("clinic-day", [finding])
    arrived = pickle.loads(pickle.dumps(error))
    assert type(arrived) is ParametersInvalidError
    assert (arrived.detail, arrived.errors) == (error.detail, error.errors)


def leaves(error=FlowTimeError):
    below = [leaf for child in error.__subclasses__() for leaf in leaves(child)]
    return below or [error]


def test_every_leaf_has_a_code_of_its_own():
    """The leaves of the tree correspond one to one to problem codes (api §13)."""
    codes = [leaf.code for leaf in leaves()]
    assert all(codes)
    assert len(set(codes)) == len(codes)
