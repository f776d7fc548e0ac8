"""`{% panels "organisation" organisation %}`: what higher floors hang on this place."""

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from raceme.foundation.panels import panels_for

register = template.Library()


@register.simple_tag(takes_context=True)
def panels(context: Context, place: str, thing: object) -> SafeString:
    """Show the pieces of screen that hang on `place`, each from a template that escapes itself."""
    request = context["request"]
    shown = (
        render_to_string(panel.template, panel.context, request=request)
        for panel in panels_for(place, request, thing)
    )
    return mark_safe("".join(shown))  # noqa: S308 - rendered templates
