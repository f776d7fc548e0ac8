from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    name = "raceme.portfolio"
    label = "portfolio"
