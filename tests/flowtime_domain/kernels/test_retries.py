from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtime_domain.kernels.history import convolved
from flowtime_domain.kernels.retries import brings_back_too_much, kernel_sum, retry_kernel

KERNELS = st.lists(st.floats(0, 3), min_size=1, max_size=8)
FAILURES = st.lists(st.floats(0, 1e6), min_size=1, max_size=30).map(np.array)


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


@given(KERNELS)
def test_kernel_keeps_its_shape(authored):
    """A kernel is neither negative nor above its limit, and scaling keeps all proportions (engine §9.1)."""
    kernel = retry_kernel(authored)
    assert not brings_back_too_much(kernel)
    assert min(kernel) >= 0
    exact = [Fraction(each) for each in authored]
    total = max(sum(exact), Fraction(1)) if brings_back_too_much(authored) else Fraction(1)
    assert kernel == pytest.approx([float(each / total) for each in exact], rel=1e-12)


@given(KERNELS, FAILURES)
def test_no_more_comes_back_than_failed(authored, failures):
    """Up to each bin, at most as much has come back as has failed, and never less than 0 (engine §9.1)."""
    echo = convolved(failures, retry_kernel(authored))
    assert echo.min() >= 0
    assert (np.cumsum(echo) <= np.cumsum(failures) * (1 + 1e-8) + 1e-300).all()


@given(KERNELS, FAILURES, st.floats(0, 1e6))
def test_more_failures_never_bring_back_less(authored, failures, more):
    """The echo rises with the failures in every bin (engine §9.1)."""
    kernel = retry_kernel(authored)
    assert (convolved(failures + more, kernel) >= convolved(failures, kernel)).all()


@given(KERNELS, FAILURES)
def test_everything_comes_back_in_the_end(authored, failures):
    """After the last bin that the kernel reaches, its whole share of the failures is back (engine §9.1)."""
    kernel = retry_kernel(authored)
    echo = convolved(np.concatenate([failures, np.zeros(len(kernel))]), kernel)
    assert echo.sum() == pytest.approx(failures.sum() * kernel_sum(kernel), rel=1e-9)
