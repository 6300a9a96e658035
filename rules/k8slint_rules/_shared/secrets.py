"""Which variables hold a secret, by their names and by what stands in them: one table for every kind of file.

Names follow BuildKit's check `SecretsUsedInArgOrEnv` (`getSecretsRegex` in frontend/dockerfile/dockerfile2llb/validate.go:
words between `_`, and the exceptions `public`, `file` and `version`); its word `key` counts only behind one that makes it a
secret, and the variables of known programs and the ends of names are this project's own. Shapes of tokens follow gitleaks'
default rules (config/gitleaks.toml), read in November 2026 for npm, PyPI, SendGrid, OpenAI, Anthropic, AWS, Slack, Stripe,
JSON web tokens and private keys, which are wider here or have no limit on their length; those of GitHub, GitLab, Google,
Hugging Face, DigitalOcean and Docker Hub are written down without a second look. Where gitleaks asks for entropy, a token
here needs eight different characters.
"""

from __future__ import annotations

from k8slint.shell import names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Pattern

_PASSWORDS = names("password passwd passphrase pword passwort psw")
_SECRETS = _PASSWORDS | names("secret secrets token tokens apikey apikeys credential credentials")
_LAST = names("pass pwd pw auth")
"""Words that name a secret only at the end of a name: `DB_PASS`, and neither `PASS_THROUGH` nor `AUTH_MODULE`."""

_ENDS = ("password", "passwd", "passphrase", "apikey", "secretkey", "accesskey", "rootpass")
"""Ends of words that are written together: `PGPASSWORD`."""

_KEYS = names(
    "access account admin aes api app application auth batch client consumer cookie decryption deploy encryption git"
    " hash hmac jwt license licence management master private root rsa secret session shared sign signing ssh storage"
    " subscription tls webhook"
)
"""What stands before `key` where it opens something; a sort key or a cache key does not."""

_HARMLESS_LAST = names(
    "adapter alg algo algorithm algorithms allowed arn attribute audience authentication backend backends bits broker cache"
    " change changed check checks cipher claim class column command complexity configmap controller cookie cookies cost count"
    " days decoder digits dir directory disabled driver enabled encoder encoders encryption endpoint endpoints engine env"
    " expiration expire expired expires expiry extractor factory field fields file filename files flow format generator"
    " handler handlers hasher hashers header headers hint history host hosts hours id implementation injector interval"
    " issuer iterations kind label len length level lifetime limit list loader location lookup manager mapper mapping max"
    " method middleware min minutes mode module mount name names namespace namespaces operator option options parser param"
    " path paths pattern plugin policies policy port prefix processor protocol provider providers reader realm ref refs"
    " reference region regex required reset resolver resource retries role rotation rotator rounds rule rules schema scheme"
    " scope scopes script seconds selector serializer server service setting settings size slot sock source status storage"
    " store strategy strength style subject suffix suite system table template timeout transport ttl type types uri uris url"
    " urls user username validator validators validity verifier version volume window writer"
)
"""Words after which a name is about a secret and does not hold one: `SECRET_NAME`, `TOKEN_TTL`, `PASSWORD_FILE`."""

_NAMED = _PASSWORDS | names("token tokens credential credentials")
"""What stands before `key` where the name is that of an entry in a store: `DB_PASSWORD_KEY=password`."""

_HARMLESS = names("public file version")
"""BuildKit's own exceptions, wherever they stand."""

_HARMLESS_FIRST = names("allow disable enable generate ignore no require skip use validate verify")

_KNOWN = names("AWS_ACCESS_KEY_ID DEVISE_PEPPER OCI_CLI_KEY_CONTENT RAILS_KEY REQUIREPASS SECRET_KEY_BASE")
_KNOWN_HARMLESS = names("ETCD_DISCOVERY_TOKEN ETCD_INITIAL_CLUSTER_TOKEN OLDPWD PWD SSH_AUTH_SOCK")
"""etcd's cluster token only tells clusters apart."""

_SWITCHES = names("true false yes no on off none null nil default enabled disabled always never auto")
_PLACEHOLDER_PARTS = (
    "replace",
    "your",
    "mysecret",
    "example",
    "<your",
    "placeholder",
    "dummy",
    "fake",
    "redacted",
    "todo",
    "insert-",
    "insert_",
)

_SHAPES = (
    ("a private key", r"-{3,5} ?BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)? ?-{3,5}"),
    ("an AWS access key", r"\b(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b"),
    ("a GitHub token", r"\b(?:gh[opusr]_[0-9a-zA-Z]{36}|github_pat_\w{82})\b"),
    ("a GitLab token", r"\bgl(?:pat|ptt|rt|dt|cbt)-[\w-]{20,}"),
    (
        "a Slack token",
        r"\bxox(?:[bpe]-[0-9]{8,14}-[0-9A-Za-z-]{10,}|[os]-\d+-\d+-\d+-[a-fA-F\d]+|[ar]-(?:\d-)?[0-9a-zA-Z]{8,48})",
    ),
    ("a Slack webhook", r"hooks\.slack\.com/(?:services|workflows|triggers)/[A-Za-z0-9+/]{43,56}"),
    ("a Stripe key", r"\b[rs]k_(?:test|live|prod)_[a-zA-Z0-9]{10,99}\b"),
    ("a Google API key", r"\bAIza[\w-]{35}(?![\w-])"),
    ("an npm token", r"\bnpm_[a-zA-Z0-9]{36}\b"),
    ("a PyPI token", r"\bpypi-AgEIcHlwaS5vcmc[\w-]{50,}"),
    ("a Docker Hub token", r"\bdckr_(?:pat|oat)_[\w-]{27,32}(?![\w-])"),
    ("a Hugging Face token", r"\bhf_[a-zA-Z]{34}\b"),
    ("a SendGrid token", r"\bSG\.[\w=.-]{66}"),
    ("a DigitalOcean token", r"\bdo[opr]_v1_[a-f0-9]{64}\b"),
    ("an OpenAI key", r"\bsk-(?:[\w-]{20,}T3BlbkFJ[\w-]{20,})"),
    ("an Anthropic key", r"\bsk-ant-[a-z]+[0-9]{2}-[\w-]{80,}"),
    ("a JSON web token", r"\bey[a-zA-Z0-9]{17,}\.ey[\w/-]{17,}\.[\w/-]{10,}"),
)
_URL_PASSWORD = r"\b[a-zA-Z][a-zA-Z0-9+.-]{0,30}://[^\s/:@?#]{0,200}:([^\s/@]{1,500})@"

_FEWEST = 8
"""Different characters that a token has at least: `ghp_xxxx…` marks the place of one."""

_KEY_ID = 16
"""Characters of AWS's shortest access key id (IAM API reference, AccessKey)."""

_LONGEST = 20_000
"""Characters of a value that are looked at."""

_shapes: list[tuple[str, Pattern[str]]] = []
_url: list[Pattern[str]] = []


def secret_name(name: str) -> bool:
    """Whether a variable of this name holds a secret, whatever stands in it."""
    upper = name.upper()
    if upper in _KNOWN:
        return True
    if upper in _KNOWN_HARMLESS:
        return False
    words = _words(name)
    if not words or words[-1] in _HARMLESS_LAST or words[0] in _HARMLESS_FIRST:
        return False
    if not _HARMLESS.isdisjoint(words) or (len(words) > 1 and words[-1] in ("key", "keys") and words[-2] in _NAMED):
        return False
    if not _SECRETS.isdisjoint(words) or (words[-1] in _LAST and upper != "PW"):
        return True
    if any(word in ("key", "keys") and words[at] in _KEYS for at, word in enumerate(words[1:])):
        return True
    return any(word.endswith(_ENDS) for word in words)


def secret_reason(name: str, value: str | None) -> str | None:
    """What a variable with this literal value holds in the open ("a secret", "a GitHub token", "a password in a URL"), or
    None.

    `value` None is a value that is given later (`ARG TOKEN`), judged by the name alone. An empty one, references
    (`$(VAR)`, `${VAR}`), template marks, placeholders, paths, plain URLs and switches are no secrets.
    """
    if value is None:
        return "a secret" if secret_name(name) else None
    text = value.strip()
    if not text or is_reference(text):
        return None
    shape = _shape(text[:_LONGEST])
    if shape is not None:
        return shape
    if not secret_name(name) or _is_plain(name, text):
        return None
    return "a secret"


def is_reference(text: str) -> bool:
    """Whether a value, or a part of it, comes from elsewhere: a variable, a template, a secret store's reference."""
    if text[0] == "$" or "$(" in text or "${" in text or "{{" in text:
        return True
    return text.startswith(("vault:", "op://", "secretref", "ref+", "arn:", "projects/", "@Microsoft.KeyVault", "ENC["))


def is_placeholder(text: str) -> bool:
    """Whether a value only marks the place of one: `<password>`, `xxxx`, `***`, `REPLACE_ME`, `your-token`."""
    if text[0] == "<" and text[-1] == ">":
        return True
    lower = text.lower()
    return (len(set(lower) - {" "}) == 1 and lower[0] in "x*.-_#?") or any(part in lower for part in _PLACEHOLDER_PARTS)


def _is_plain(name: str, text: str) -> bool:
    """Whether a value is none that could be secret: a switch, a number, a path, a URL, a placeholder, a fingerprint."""
    lower = text.lower()
    if (name.upper() == "AWS_ACCESS_KEY_ID" and len(text) < _KEY_ID) or (
        _words(name)[-1:] == ["secrets"] and "," in text
    ):
        # What is shorter than an id marks the place of one; `SECRETS=db,api` is a list of names.
        return True
    if (
        lower in _SWITCHES
        or is_placeholder(text)
        or (text.isupper() and (name.upper() in text or text.lower() in _words(name)))
    ):
        return True
    if text.isdecimal() and (len(text) == 1 or (len(text) < 7 and _PASSWORDS.isdisjoint(_words(name)))):
        return True
    if text.startswith(("/", "./", "../", "~/", "file:")) and " " not in text:
        return True
    return "://" in text[:40]


def _shape(text: str) -> str | None:
    if "://" in text:
        if not _url:
            import re

            _url.append(re.compile(_URL_PASSWORD))
        found = _url[0].search(text)
        if found is not None and not is_placeholder(found[1]):
            return "a password in a URL"
    if len(text) < 16:
        return None
    if not _shapes:
        import re

        _shapes.extend((what, re.compile(pattern)) for what, pattern in _SHAPES)
    for what, pattern in _shapes:
        found = pattern.search(text)
        if found is not None and not found[0].endswith("EXAMPLE") and len(set(found[0])) >= _FEWEST:
            return what
    return None


def _words(name: str) -> list[str]:
    """The words of a name in lower case: `dbPassword` and `DB_PASSWORD` are two, digits at the end of a word count for
    nothing.
    """
    spaced: list[str] = []
    previous = ""
    for character in name:
        if not character.isalnum():
            spaced.append(" ")
        else:
            if character.isupper() and previous.islower():
                spaced.append(" ")
            spaced.append(character.lower())
        previous = character
    words = [word.rstrip("0123456789") for word in "".join(spaced).split()]
    return [word for word in words if word]
