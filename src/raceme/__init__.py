"""Raceme: the open workbench for cluster organisations."""

__version__ = "0.1.0"
