from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "raceme.strategy"
    label = "strategy"
