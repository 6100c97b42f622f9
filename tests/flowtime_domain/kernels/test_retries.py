import pytest

from flowtime_domain.kernels.retries import brings_back_too_much, kernel_sum, retry_kernel


def test_default_kernel():
    """Without an authored kernel failures come back over three bins (engine §9.1)."""
    assert retry_kernel(None) == (0.0, 0.6, 0.3, 0.1)


@pytest.mark.parametrize("kernel", [(0.0, 0.5), (1.0,), (0.0, 1.0 + 5e-10), (0.0, 0.0)])
def test_kernel_within_its_limit_is_kept(kernel):
    """A kernel whose sum does not exceed 1 + 1e-9 is used as it is written (engine §9.1)."""
    assert not brings_back_too_much(kernel)
    assert retry_kernel(kernel) == kernel


def test_kernel_above_its_limit_is_scaled():
    """Each coefficient of a kernel that brings back too much is divided by the sum (engine E19)."""
    assert brings_back_too_much((0.0, 1.0, 1.0))
    assert retry_kernel((0.0, 1.0, 1.0)) == (0.0, 0.5, 0.5)


def test_sum_runs_from_left_to_right():
    """The sum of a kernel starts at 0 and adds from left to right (engine §1.2)."""
    assert kernel_sum((0.1, 0.2, 0.3)) == (0.1 + 0.2) + 0.3
