"""Addresses below /c/<cluster>/strategy/."""

from django.urls import path, re_path

from raceme.strategy.views import (
    analysis,
    fields,
    indicators,
    measures,
    objectives,
    observations,
    strategies,
)

TABLE = r"^versions/(?P<pk>\d+)/(?P<what>logframe|measures|values)\.(?P<form>xlsx|csv)$"

app_name = "strategy"
urlpatterns = [
    path("", strategies.show_strategy, name="page"),
    path("draft/", strategies.draft_strategy, name="draft"),
    path("compare/", strategies.compare_versions, name="compare"),
    path("versions/<int:pk>/", strategies.show_version, name="version"),
    path("versions/<int:pk>/edit/", strategies.describe_strategy, name="edit"),
    path("versions/<int:pk>/adopt/", strategies.adopt_strategy, name="adopt"),
    path("versions/<int:pk>/analysis/", analysis.show_analysis, name="analysis"),
    path("versions/<int:pk>/action-plan/", measures.show_action_plan, name="action_plan"),
    path("versions/<int:pk>/indicators/", indicators.show_indicators, name="indicators"),
    path("versions/<int:pk>/logframe/", strategies.show_logframe, name="logframe"),
    path("versions/<int:pk>/tree/", strategies.show_tree, name="tree"),
    re_path(TABLE, strategies.download_table, name="table"),
    path("challenges/new/", analysis.state_challenge, name="new_challenge"),
    path("challenges/<int:pk>/edit/", analysis.describe_challenge, name="edit_challenge"),
    path("challenges/<int:pk>/drop/", analysis.drop_challenge, name="drop_challenge"),
    path("challenges/<int:pk>/restore/", analysis.restore_challenge, name="restore_challenge"),
    path("challenges/<int:pk>/move/", analysis.move_challenge, name="move_challenge"),
    path("swot/new/", analysis.note_swot_item, name="new_swot_item"),
    path("swot/<int:pk>/edit/", analysis.describe_swot_item, name="edit_swot_item"),
    path("swot/<int:pk>/drop/", analysis.drop_swot_item, name="drop_swot_item"),
    path("swot/<int:pk>/restore/", analysis.restore_swot_item, name="restore_swot_item"),
    path("swot/<int:pk>/move/", analysis.move_swot_item, name="move_swot_item"),
    path("objectives/new/", objectives.state_objective, name="new_objective"),
    path("objectives/<int:pk>/", objectives.show_objective, name="objective"),
    path("objectives/<int:pk>/edit/", objectives.describe_objective, name="edit_objective"),
    path("objectives/<int:pk>/end/", objectives.end_objective, name="end_objective"),
    path("objectives/<int:pk>/reopen/", objectives.reopen_objective, name="reopen_objective"),
    path("objectives/<int:pk>/indicators/new/", indicators.add_indicator, name="new_indicator"),
    path("fields/new/", fields.open_field, name="new_field"),
    path("fields/<int:pk>/", fields.show_field, name="field"),
    path("fields/<int:pk>/edit/", fields.describe_field, name="edit_field"),
    path("fields/<int:pk>/end/", fields.end_field, name="end_field"),
    path("fields/<int:pk>/reopen/", fields.reopen_field, name="reopen_field"),
    path("fields/<int:pk>/measures/new/", measures.plan_measure, name="new_measure"),
    path("measures/<int:pk>/", measures.show_measure, name="measure"),
    path("measures/<int:pk>/edit/", measures.describe_measure, name="edit_measure"),
    path("measures/<int:pk>/report/", measures.report_measure, name="report_measure"),
    path("indicators/<int:pk>/", indicators.show_indicator, name="indicator"),
    path("indicators/<int:pk>/edit/", indicators.describe_indicator, name="edit_indicator"),
    path(
        "indicators/<int:pk>/definition/", indicators.redefine_indicator, name="redefine_indicator"
    ),
    path("indicators/<int:pk>/end/", indicators.end_indicator, name="end_indicator"),
    path("indicators/<int:pk>/reopen/", indicators.reopen_indicator, name="reopen_indicator"),
    path("indicators/<int:pk>/targets/new/", indicators.set_target, name="new_target"),
    path(
        "indicators/<int:pk>/values/new/", observations.record_observation, name="new_observation"
    ),
    path("targets/<int:pk>/edit/", indicators.change_target, name="edit_target"),
    path("targets/<int:pk>/withdraw/", indicators.withdraw_target, name="withdraw_target"),
    path("targets/<int:pk>/restore/", indicators.restore_target, name="restore_target"),
    path("values/<int:pk>/", observations.show_observation, name="observation"),
    path("values/<int:pk>/edit/", observations.correct_observation, name="correct_observation"),
    path(
        "values/<int:pk>/withdraw/", observations.withdraw_observation, name="withdraw_observation"
    ),
    path("values/<int:pk>/restore/", observations.restore_observation, name="restore_observation"),
]
