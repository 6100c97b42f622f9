"""The life of a serving process: start, serve, stop (operations §5).

Rule 1: signals are handled here; the HTTP server's own handling would close the listener at once.
Rule 2: nothing that lies in the data root can prevent a start.
"""

import asyncio
import math
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Thread
from typing import Final, final

import uvicorn

from flowtime_domain.catalogue.template_catalogue import CatalogueEntry
from flowtime_domain.errors import CapacityError
from flowtime_domain.use_cases.creation_gate import CreationGate
from flowtime_entrypoints.container import Container
from flowtime_entrypoints.http.app import create_app
from flowtime_entrypoints.http.memory import keep_freed_memory
from flowtime_entrypoints.http.protocol import CarefulProtocol

SERVER_STARTED: Final = ("ServerStarted", 1002)
SERVER_STOPPING: Final = ("ServerStopping", 1003)
_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)
_GLANCE_SECONDS: Final = 0.05
_BACKLOG: Final = 2048


def serve(container: Container, host: str, port: int) -> int:
    """Serve until a signal stops the process.

    Parameters
    ----------
    container
        The parts of the process, with metrics.
    host, port
        Where to listen; port 0 takes any free one.

    Returns
    -------
    int
        Exit code: 0 if all that ran could finish, 1 if not or if the address cannot be used.

    Raises
    ------
    StoreUnavailableError
        A directory of templates cannot be read.
    """
    templates = container.list_templates()()
    keep_freed_memory()
    try:
        listener = _listener(host, port)
    except OSError as error:
        # Python adds the address in parentheses.
        reason = (error.strerror or str(error)).lower().partition(" (")[0]
        sys.stderr.write(
            f"error[address_unavailable]: Cannot listen on {host}, port {port}: {reason}; "
            "choose another with '--host' and '--port'.\n"
        )
        return 1
    # What cannot be removed stays until the next start.
    container.artifact_store().sweep()
    container.capture_store().sweep()
    container.catalog_upkeep()
    Thread(target=_prepare_catalog, args=(container,), daemon=True).start()
    bound_port = listener.getsockname()[1]
    server = Server(container, lambda: _announce(container, host, bound_port, templates))
    server.run(sockets=[listener])
    return 0 if server.all_finished else 1


def _listener(host: str, port: int) -> socket.socket:
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    listener = socket.create_server((host, port), family=family, backlog=_BACKLOG)
    # Connections inherit it: else the body of an answer waits until the client has acknowledged its head.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _prepare_catalog(container: Container) -> None:
    """Open the catalog of runs, or rebuild it; listing waits for it, everything else works."""
    # Runs that cannot be read now are no reason to end: whoever lists them is told.
    with suppress(CapacityError):
        container.catalog_upkeep().synchronise()


def _announce(container: Container, host: str, port: int, templates: Sequence[CatalogueEntry]) -> None:
    event, event_id = SERVER_STARTED
    container.logger()().info(
        event,
        eventId=event_id,
        host=host,
        port=port,
        engineVersion=container.engine_version(),
        publicationMethod=container.artifact_store().publication_method,
        templates=len(templates),
        brokenTemplates=sum(entry.status == "broken" for entry in templates),
    )
    sys.stdout.write(f"FlowTime is listening on {address(host, port)}\n")
    sys.stdout.flush()


def address(host: str, port: int) -> str:
    """Where a server is reached.

    Examples
    --------
    >>> address("127.0.0.1", 8080), address("::1", 8080)
    ('http://127.0.0.1:8080', 'http://[::1]:8080')
    """
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"


@final
class Server(uvicorn.Server):
    """Serves one process, and stops it in an orderly way.

    Parameters
    ----------
    container
        The parts of the process.
    announce
        Called when requests are answered.

    Attributes
    ----------
    all_finished
        Whether nothing that ran had to be abandoned.
    """

    def __init__(self, container: Container, announce: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                create_app(container),
                http=CarefulProtocol,
                ws="none",
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
            )
        )
        self.all_finished = True
        self._container = container
        self._announce = announce
        self._stopping: asyncio.Task[None] | None = None

    @property
    def _gate(self) -> CreationGate:
        gate: CreationGate = self._container.creation_gate()
        return gate

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Listen to signals while serving."""
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            loop.add_signal_handler(number, self.stop)
        try:
            yield
        finally:
            for number in _SIGNALS:
                loop.remove_signal_handler(number)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to answer, and say so."""
        await super().startup(sockets)
        self._announce()

    def stop(self) -> None:
        """Begin to stop; asked a second time, do not wait for what runs."""
        if self._stopping is not None:
            self._abandon()
            return
        seconds = self._container.settings().shutdown_seconds
        self._gate.close()
        event, event_id = SERVER_STOPPING
        self._container.logger()().info(
            event, eventId=event_id, deadlineSeconds=seconds, inProgress=self._gate.in_progress
        )
        self._stopping = asyncio.get_running_loop().create_task(self._wind_down(seconds))

    async def _wind_down(self, seconds: float) -> None:
        """Wait for creations, those that are told to stop included; then let the HTTP server end."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while self._gate.in_progress:
            if loop.time() >= deadline:
                self._abandon()
            await asyncio.sleep(_GLANCE_SECONDS)
        self.config.timeout_graceful_shutdown = max(1, math.ceil(deadline - loop.time()))
        self.should_exit = True

    def _abandon(self) -> None:
        if self._gate.in_progress:
            self.all_finished = False
        self._gate.abandon()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let running requests finish in the time that is left."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        await super().shutdown(sockets)
        seconds = self.config.timeout_graceful_shutdown
        if seconds is not None and loop.time() - began >= seconds:
            self.all_finished = False
