"""The HTTP API: every act of the registry, and the public reads. Described by /api/openapi.json."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI

from koinon.interfaces.api import acts, coalition, documents, problems, record, signing, what_if


class Api(NinjaAPI):
    """Ninja's API with the acts' own schemas, and problems under their own media type."""

    def get_openapi_schema(self, **options: Any) -> Any:
        """The OpenAPI description."""
        described = super().get_openapi_schema(**options)
        described["components"]["schemas"].update(acts.definitions())
        for operations in described["paths"].values():
            for operation in operations.values():
                _give_problems_their_media_type(operation["responses"])
                _let_parameters_be_absent_not_null(operation["parameters"])
        return described


def _give_problems_their_media_type(responses: dict[Any, Any]) -> None:
    for status, response in responses.items():
        content = response.get("content", {})
        if int(status) >= 400 and "application/json" in content:
            content[problems.MEDIA] = content.pop("application/json")


def _let_parameters_be_absent_not_null(parameters: list[dict[str, Any]]) -> None:
    """A header or a query has no way to say null."""
    for parameter in parameters:
        options = parameter["schema"].get("anyOf", [])
        if {"type": "null"} in options:
            (parameter["schema"],) = [one for one in options if one != {"type": "null"}]


def build() -> NinjaAPI:
    """The API over every act registered by now."""
    api = Api(
        title="Koinon",
        version="1",
        description="Acts and the public record of a coalition of cities.",
        docs_url=None,
        urls_namespace="api",
    )
    problems.install(api)
    api.add_router("/acts", acts.router())
    api.add_router("/signing", signing.router)
    api.add_router("/documents", documents.router)
    api.add_router("/record", record.router)
    api.add_router("/what-if", what_if.router)
    api.add_router("", coalition.router)
    return api
