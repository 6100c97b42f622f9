import errno

import pytest

from flowtime_adapters.durable_files.failures import translated_failures
from flowtime_domain.errors import RunNotFoundError, StorageFullError, StoreUnavailableError


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_no_space_means_full_storage(code):
    """A full disk or a full quota is full storage, with its cause (runs §7.4)."""
    with pytest.raises(StorageFullError) as caught, translated_failures():
        raise OSError(code, "full")
    assert isinstance(caught.value.__cause__, OSError)


@pytest.mark.parametrize("code", [errno.EIO, errno.EACCES, errno.EROFS, errno.ENOTDIR])
def test_other_failures_mean_an_unavailable_store(code):
    """Any other failure of the system is an unavailable store (runs §7.4)."""
    with pytest.raises(StoreUnavailableError), translated_failures():
        raise OSError(code, "failed")


def test_what_is_no_failure_of_the_system_passes():
    """Errors of the domain and bugs are not translated (design §7)."""
    with pytest.raises(RunNotFoundError), translated_failures():
        raise RunNotFoundError("run_a")
    with pytest.raises(ZeroDivisionError), translated_failures():
        raise ZeroDivisionError
