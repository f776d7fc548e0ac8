"""A plausible row of any table, made from its columns: for tests that must know every table."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.core.validators import MinValueValidator
from django.db import models

from raceme.access.models import Cluster
from tests.factories import make_user

_numbers = count(1)
DAY = date(2026, 11, 23)
MOMENT = datetime(2026, 11, 23, 12, tzinfo=UTC)
PLAIN: tuple[tuple[type[models.Field[Any, Any]], object], ...] = (
    (models.DateTimeField, MOMENT),  # before DateField, which it is a kind of
    (models.DateField, DAY),
    (models.JSONField, {}),
    (models.BooleanField, False),
)


def make_row(model: type[models.Model], cluster: Cluster, **given: Any) -> models.Model:
    """Fill in what a table insists on, and no more; rows it points at are made as well."""
    values = dict(given)
    for column in model._meta.concrete_fields:
        if column.name not in values and _is_needed(column):
            values[column.name] = _value_for(column, cluster)
    if "starts_at" in values and "ends_at" in values:
        values["ends_at"] = values["starts_at"] + timedelta(hours=1)
    return model._default_manager.create(**values)


def _is_needed(column: models.Field[Any, Any]) -> bool:
    is_optional = column.null or column.has_default() or column.primary_key or column.blank
    return not is_optional and not getattr(column, "generated", False)


def _value_for(column: models.Field[Any, Any], cluster: Cluster) -> Any:
    if isinstance(column, models.ForeignKey):
        return _row_pointed_at(column, cluster)
    if column.choices:
        return column.flatchoices[0][0]
    if isinstance(column, models.CharField | models.TextField):
        return f"x{next(_numbers)}"[: column.max_length]
    limits = [one.limit_value for one in column.validators if isinstance(one, MinValueValidator)]
    lowest = max([2, *(limit for limit in limits if not callable(limit))])
    return next((value for kind, value in PLAIN if isinstance(column, kind)), lowest)


def _row_pointed_at(column: models.ForeignKey[Any, Any], cluster: Cluster) -> models.Model:
    model = column.related_model
    assert not isinstance(model, str)
    if model is Cluster:
        return cluster
    if model is get_user_model():
        return make_user()
    return make_row(model, cluster)
