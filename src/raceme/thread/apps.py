from django.apps import AppConfig


class ThreadConfig(AppConfig):
    name = "raceme.thread"
    label = "thread"
