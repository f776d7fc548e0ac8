"""What the pages of collaboration share."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from raceme.access.http import Request


def form_page(
    request: Request,
    form: forms.BaseForm,
    title: object,
    *,
    back: str,
    note: object = "",
    button: object = "",
) -> HttpResponse:
    """Show a form by itself; `back` is the address to which somebody goes who changes nothing."""
    context = {"form": form, "title": title, "back": back, "note": note, "button": button}
    status = 422 if form.errors else 200
    return render(request, "collaboration/edit.html", context, status=status)
