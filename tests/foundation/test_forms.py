"""How a form is shown: everything about a field is tied to it."""

from decimal import Decimal

import pytest
from django import forms
from django.utils.translation import override

from raceme.foundation.forms import Field, Group, groups_of


class Visit(forms.Form):
    name = forms.CharField(help_text="As in the register.")
    day = forms.DateField()
    guests = forms.IntegerField(required=False)
    cost = forms.DecimalField(required=False, decimal_places=2)
    person_days = forms.DecimalField(required=False, decimal_places=4)
    kind = forms.ChoiceField(choices=[("short", "Short"), ("long", "Long")])
    urgency = forms.ChoiceField(choices=[("1", "can wait")], widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(
        choices=[("funding", "Funding")], widget=forms.CheckboxSelectMultiple, required=False
    )
    agreed = forms.BooleanField(required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


class Grouped(Visit):
    groups = (Group("What it costs", ("cost", "guests", "not_there"), "In euro."),)


def widget(form: forms.Form, name: str) -> str:
    return str(form[name])


@pytest.mark.parametrize(
    ("name", "look"),
    [
        ("name", 'class="form-control"'),
        ("kind", 'class="form-select"'),
        ("agreed", 'class="form-check-input"'),
        ("guests", 'inputmode="numeric"'),
        ("cost", 'inputmode="decimal"'),
        ("day", 'type="date"'),
    ],
)
def test_each_kind_of_field_has_its_look(name: str, look: str):
    assert look in widget(Visit(), name)


def test_hidden_fields_have_no_look():
    assert "class=" not in widget(Visit(), "token")


def test_help_and_errors_are_tied_to_their_field():
    form = Visit({})

    assert 'aria-describedby="id_name_helptext id_name_error"' in widget(form, "name")
    assert 'aria-invalid="true"' in widget(form, "name")
    assert 'id="id_name_helptext"' in str(form)
    assert 'id="id_name_error"' in str(form)


def test_a_group_of_buttons_is_wrong_as_a_whole():
    shown = Visit({})["urgency"].as_field_group()

    assert 'role="radiogroup" aria-invalid="true" aria-describedby="id_urgency_error"' in shown
    assert shown.count("aria-invalid") == 1


def test_boxes_of_which_several_are_ticked_are_no_radio_buttons():
    assert "radiogroup" not in Visit()["topics"].as_field_group()


@pytest.mark.parametrize(
    ("known", "shown"), [("4.0000", "4"), ("0.2500", "0.25"), ("300.0000", "300"), ("0.0000", "0")]
)
def test_days_are_shown_without_empty_decimals(known: str, shown: str):
    form = Visit(initial={"person_days": Decimal(known)})

    assert f'value="{shown}"' in widget(form, "person_days")


def test_money_keeps_its_cents():
    assert 'value="900.00"' in widget(Visit(initial={"cost": Decimal("900.00")}), "cost")


def test_the_summary_leads_to_each_wrong_field():
    form = Visit({"kind": "short", "urgency": "1", "day": "nonsense"})

    with override("en"):
        shown = str(form)

    assert '<a href="#id_name">Name</a>: This field is required.' in shown
    assert '<a href="#id_day">Day</a>: Enter a valid date.' in shown
    assert shown.count("<a href=") == 2


def test_a_correct_form_has_no_summary():
    assert "data-summary" not in str(Visit())


def test_a_message_about_the_whole_form_stands_on_top():
    form = Visit({})
    form.add_error(None, "The visit is already planned.")

    assert "<li>The visit is already planned.</li>" in str(form)


def test_what_was_typed_is_escaped():
    form = Visit({"name": "<script>", "kind": "<b>"})

    assert "<script>" not in str(form)
    assert "<b>" not in str(form)


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_day_travels_in_the_format_of_the_browser(language: str):
    with override(language):
        form = Visit({"day": "2026-11-23"}, initial={})

        assert 'value="2026-11-23"' in widget(form, "day")
        form.full_clean()
        assert form.cleaned_data["day"].isoformat() == "2026-11-23"


def test_fields_are_shown_in_their_groups():
    shown = [(group.legend, [f.name for f in group.fields]) for group in groups_of(Grouped())]

    assert shown == [
        ("", ["name", "day", "person_days", "kind", "urgency", "topics", "agreed"]),
        ("What it costs", ["cost", "guests"]),
    ]
    assert "<legend>What it costs</legend>" in str(Grouped())


def test_a_placeholder_that_repeats_the_label_is_dropped():
    class SignIn(forms.Form):
        email = forms.CharField(
            label="E-mail", widget=forms.TextInput(attrs={"placeholder": "E-mail address"})
        )
        country = forms.CharField(widget=forms.TextInput(attrs={"placeholder": "such as SI"}))

    assert "placeholder" not in widget(SignIn(), "email")
    assert 'placeholder="such as SI"' in widget(SignIn(), "country")


def test_rows_of_a_formset_are_forms_of_their_own():
    rows = forms.formset_factory(Visit, extra=2)()

    shown = str(rows)

    assert shown.count('class="formset-row"') == 2
    assert 'name="form-TOTAL_FORMS"' in shown
    assert isinstance(rows[0]["name"], Field)


class Folded(Visit):
    groups = (
        Group("First", ("name",)),
        Group("More", ("cost", "guests"), "In euro.", is_folded=True),
    )


def test_a_folded_group_is_closed_until_something_in_it_is_wrong():
    fine = {"name": "A", "day": "2026-11-23", "kind": "short", "urgency": "1"}

    assert '<details class="group group-folded">' in str(Folded())
    assert '<details class="group group-folded">' in str(Folded(fine))
    assert '<details class="group group-folded" open>' in str(Folded(fine | {"cost": "x"}))
