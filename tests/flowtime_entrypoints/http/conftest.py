import pytest

from examples.http_service import Service


@pytest.fixture
def service(tmp_path):
    with Service(tmp_path / "data") as service:
        yield service
