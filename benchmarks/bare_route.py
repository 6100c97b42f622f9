"""A server with one Litestar route that does nothing, to compare with: ``python -P bare_route.py PORT``."""

import sys

import uvicorn
from litestar import Litestar, Response, get

BODY = b'{"status":"ok"}'


@get("/bare/{name:str}", sync_to_thread=False)
def bare(name: str) -> Response[bytes]:
    """Answer with a short body."""
    return Response(BODY, media_type="application/json", headers={"X-Name": name})


if __name__ == "__main__":
    app = Litestar([bare], openapi_config=None, logging_config=None)
    uvicorn.run(
        app, port=int(sys.argv[1]), access_log=False, log_level="error", http="httptools", loop="asyncio"
    )
