"""Requests under a name that is not ours."""

from django.test import Client


def test_a_foreign_host_name_is_a_bad_request_and_no_breakdown() -> None:
    answer = Client().get("/", headers={"host": "elsewhere.example"})

    assert answer.status_code == 400
    assert "This request could not be understood" in answer.content.decode()
