"""The API's root: joins the rooms' addresses, says its version and its schema."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []


def own_interface() -> bytes:
    """This portal's own contract, generated from the running code: what the demo registers in its own catalog."""
    from drf_spectacular.generators import SchemaGenerator
    from drf_spectacular.renderers import OpenApiJsonRenderer

    return OpenApiJsonRenderer().render(SchemaGenerator().get_schema(request=None, public=True))
