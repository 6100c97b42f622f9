"""The page on which people read and try the API (api §1.7).

Rule 1: it gets everything it needs from this process, and tells the browser so.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, Final, final

from litestar import Request, Response, get
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import OpenAPIRenderPlugin
from litestar.params import PathParameter

from flowtime_domain.errors import RouteNotFoundError
from flowtime_entrypoints.http.openapi import OpenApiJson

_SECURITY: Final = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
_START_NAME: Final = "start.js"
_ASSETS: Final = {
    _START_NAME: "text/javascript",
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "favicon-32x32.png": "image/png",
}
_START: Final = b"""SwaggerUIBundle({
  url: "/schema/openapi.json",
  dom_id: "#page",
  validatorUrl: null,
  deepLinking: true,
  defaultModelsExpandDepth: 0,
});
"""
_PAGE: Final = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_SECURITY}">
<title>FlowTime API</title>
<link rel="icon" type="image/png" href="/schema/assets/favicon-32x32.png">
<link rel="stylesheet" href="/schema/assets/swagger-ui.css">
</head>
<body>
<div id="page"></div>
<script src="/schema/assets/swagger-ui-bundle.js"></script>
<script src="/schema/assets/{_START_NAME}"></script>
</body>
</html>
""".encode()


@final
class SwaggerPage(OpenAPIRenderPlugin):
    """Serves the page."""

    def __init__(self) -> None:
        super().__init__(path="/")

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """The page; its script shows the document with Swagger UI."""
        return _PAGE


def openapi_config(version: str) -> OpenAPIConfig:
    """The configuration of the framework's part of the document."""
    return OpenAPIConfig(
        title="FlowTime",
        version=version,
        description="Describe a system as services and queues on a time grid; see where work piles up.",
        path="/schema",
        use_handler_docstrings=True,
        operation_id_creator=lambda handler, _method, _path: handler.handler_name,
        render_plugins=[SwaggerPage(), OpenApiJson()],
    )


@get("/schema/assets/{name:str}", include_in_schema=False, sync_to_thread=True)
def show_asset(name: Annotated[str, PathParameter()]) -> Response[bytes]:
    """Serve a file that the page needs."""
    if name == _START_NAME:
        return Response(_START, media_type=_ASSETS[name])
    if name not in _ASSETS:
        raise RouteNotFoundError
    return Response(_asset(name), media_type=_ASSETS[name])


@cache
def _asset(name: str) -> bytes:
    package = find_spec("swagger_ui")
    assert package is not None, "the distribution depends on it"
    assert package.origin is not None, "it is a package with files"
    return (Path(package.origin).parent / "static" / name).read_bytes()
