"""Which names and values count as secrets."""

import pytest

from k8slint_rules._shared.secrets import secret_name, secret_reason

SECRET_NAMES = (
    "POSTGRES_PASSWORD password DB_PASS MYSQL_PWD PGPASSWORD dbPassword SECRET_KEY SECRET_KEY_BASE apikey API_KEY"
    " API_KEY_2 GITHUB_TOKEN TOKEN_GITHUB REDIS_AUTH super_duper_secret_token git_key AZURE_BATCH_KEY AWS_ACCESS_KEY_ID"
    " SSH_PRIVATE_KEY DB_PASSWORD_PROD ARTIFACTORY_PSW LDAP_ROOTPASS MINIO_ACCESS_KEY GOOGLE_CREDENTIALS USER_PASSWORD"
    " ID_TOKEN SERVICE_TOKEN"
)
OTHER_NAMES = (
    "PASSWORD_FILE TOKENIZER TOKENIZERS_PARALLELISM USERNAME DB_USER PUBLIC_KEY public_token SECRET_NAME TOKEN_TTL"
    " AUTH_URL AUTH_MODULE_VERSION PWD OLDPWD SORT_KEY CACHE_KEY KEY_PREFIX GPG_KEY KEEPASSXC_VERSION SSH_AUTH_SOCK"
    " PASSWORD_MIN_LENGTH ETCD_INITIAL_CLUSTER_TOKEN AUTHOR MONKEY PASSENGER ALLOW_EMPTY_PASSWORD TOKEN_ENDPOINT"
    " COMPASS SECRET_NAMESPACE SECRETS_BACKEND PASSWORD_HASHER PASSWORD_ENCODER DB_PASSWORD_KEY ACCESS_TOKEN_COOKIE"
    " TOKEN_STORAGE PASSWORD_ENCRYPTION SECRET_STORE_PROVIDER JWT_TOKEN_EXTRACTOR PASSWORD_VALIDATORS"
)


@pytest.mark.parametrize("name", SECRET_NAMES.split())
def test_names_that_hold_a_secret(name):
    assert secret_name(name)
    assert secret_reason(name, "hunter2") == (None if name == "AWS_ACCESS_KEY_ID" else "a secret")
    assert secret_reason(name, None) == "a secret"


@pytest.mark.parametrize("name", OTHER_NAMES.split())
def test_names_that_hold_none(name):
    assert not secret_name(name)
    assert secret_reason(name, "hunter2") is None


@pytest.mark.parametrize(
    "value",
    [
        "",
        "  ",
        "true",
        "No",
        "1",
        "$(DB_PASSWORD)",
        "${PIHOLE_PW}",
        "$TOKEN",
        "prefix-$(X)",
        "{{ .Values.password }}",
        "<password>",
        "xxxxx",
        "****",
        "REPLACE_ME",
        "your-token-here",
        "dummy",
        "fake-key-for-the-build",
        "/run/secrets/db-password",
        "./secret.txt",
        "https://auth.example.com/token",
        "vault:secret/data/db#password",
    ],
)
def test_values_that_are_none(value):
    assert secret_reason("DB_PASSWORD", value) is None


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("POSTGRES_PASSWORD", "123456", "a secret"),
        ("POSTGRES_PASSWORD", "changeme", "a secret"),
        ("API_TOKEN", "3600", None),
        ("API_TOKEN", "API_TOKEN_VAL", None),
        ("NOTE", "ghp_" + "a1B2c3" * 6, "a GitHub token"),
        ("NOTE", "ghp_" + "x" * 36, None),
        ("NOTE", "glpat-" + "x" * 20, None),
        ("NOTE", "AKIA" + "X" * 16, None),
        ("NOTE", "xoxb-your-token-goes-here", None),
        ("NOTE", "xoxb-" + "123456789012-" * 2 + "aBcDeFgHiJkL", "a Slack token"),
        ("NOTE", "AKIA" + "ABCDEFGH23456777", "an AWS access key"),
        ("NOTE", "AKIAIOSFODNN7EXAMPLE", None),
        ("NOTE", "---BEGIN OPENSSH PRIVATE KEY---\nx\n", "a private key"),
        ("NOTE", "-----BEGIN CERTIFICATE-----\nx\n", None),
        ("DATABASE_URL", "postgres://app:hunter2@db:5432/app", "a password in a URL"),
        ("DATABASE_URL", "postgres://app:<password>@db/app", None),
        ("DATABASE_URL", "postgres://app@db/app", None),
        ("DATABASE_URL", "postgres://app:$(PASSWORD)@db/app", None),
        ("URL", "http://host:8080/a@b", None),
        ("GREETING", "hello", None),
    ],
)
def test_names_and_values(name, value, reason):
    assert secret_reason(name, value) == reason


def test_long_values_cost_little():
    assert secret_reason("TEXT", "a://" * 200_000) is None
    assert secret_reason("TEXT", "ey" * 200_000) is None
    assert secret_reason("a_" * 100_000, "x") is None


def test_an_id_and_a_list_of_names():
    assert secret_reason("AWS_ACCESS_KEY_ID", "AKIA2OGYBAH6PLMQKT7Z") == "an AWS access key"
    assert secret_reason("AWS_ACCESS_KEY_ID", "key") is None
    assert secret_reason("SECRETS", "db,api") is None
    assert secret_reason("SECRETS", "hunter2") == "a secret"
