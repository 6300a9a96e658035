"""Secrets in variables and command lines."""

from __future__ import annotations

import pytest

from k8slint._internal.text.source import Span
from k8slint_rules._shared.secret_places import SecretPlace, once, secret_words, variable_reason


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--password", "sikret"], [("--password", "sikret")]),
        (["--password=sikret"], [("--password", "sikret")]),
        (["--db-password", "sikret", "--api-key=abc123"], [("--db-password", "sikret"), ("--api-key", "abc123")]),
        (["sh", "-c", "run --token 'abc def' && x"], [("--token", "abc def")]),
        (["--url", "postgres://a:sikret@db/x"], [("", "postgres://a:sikret@db/x")]),
        (["redis-server --requirepass sikret"], [("--requirepass", "sikret")]),
        (["--password-file", "/run/x"], []),
        (["--password-stdin", "registry"], []),
        (["--tls-secret", "web-tls"], []),
        (["--secret-name=web"], []),
        (["--token-ttl", "600"], []),
        (["--password", "--verbose"], []),
        (["--password"], []),
        (["--password", "$(PASSWORD)"], []),
        (["--password=${PASSWORD}"], []),
        (["--password", "<password>"], []),
        (["-p", "sikret"], []),
        (["--auth", "basic"], []),
        (["PASSWORD=sikret"], []),
    ],
)
def test_secrets_of_a_command_line(words, expected):
    found = list(secret_words(words))
    assert [(each.option, each.value) for each in found] == expected
    assert all(words[each.word][each.start : each.end] == each.value for each in found)


@pytest.mark.parametrize(
    ("name", "value", "secret"),
    [
        ("DB_PASSWORD", "sikret", True),
        ("AWS_ACCESS_KEY_ID", "key", False),
        ("AWS_ACCESS_KEY_ID", "AKIAQ2W3E4R5T6Y7U2I3", True),
        ("DB_PASSWORD", None, False),
    ],
)
def test_variables(name, value, secret):
    assert (variable_reason(name, value) is not None) is secret


def test_a_value_is_told_once():
    places = [SecretPlace(f"`{n}`", "a secret", "same", Span(n, n + 1)) for n in range(10)]
    places.insert(1, SecretPlace("`x`", "a secret", "other", Span(50, 51)))
    found = list(once(places))
    assert [(place.holder, len(related)) for place, related in found] == [("`0`", 5), ("`x`", 0)]
