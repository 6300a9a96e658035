"""Safe fixes of package managers' commands leave the same files behind, but for what they clean up; and where a fix is not
safe, a naive one builds something else, or nothing."""

import pytest

from k8slint._internal.api import fix

LISTS, APK, DNF = ("/var/lib/apt/lists/",), ("/var/cache/apk/",), ("/var/cache/",)
FIXES = {
    "lists, removed as root from a RUN of another user": (
        "apt-lists-left-behind",
        "USER app\nRUN sudo sh -c 'apt-get update && apt-get install -y git'\n",
        LISTS,
    ),
    "lists, with the same prefix": (
        "apt-lists-left-behind",
        "USER app\nRUN sudo apt-get update && sudo apt-get install -y git\n",
        LISTS,
    ),
    "dnf": ("package-cache-left-behind", "RUN dnf install -y a && echo b > /b\n", DNF),
    "dnf5, by its own name": ("package-cache-left-behind", "RUN dnf5 install -y a\n", DNF),
    "dnf, as root": ("package-cache-left-behind", "USER app\nRUN sudo dnf install -y a\n", DNF),
    "pacman": ("package-cache-left-behind", "RUN pacman -Sy --noconfirm a\n", ("/var/cache/", "/var/lib/pacman/sync/")),
    "npm, before it is gone": (
        "language-package-cache-left-behind",
        "WORKDIR /srv\nRUN npm ci && rm /bin/npm\n",
        ("/root/.npm",),
    ),
    "npm, of another user": (
        "language-package-cache-left-behind",
        "RUN mkdir -p /home/app && chown app:app /home/app\nUSER app\nENV HOME=/home/app\nWORKDIR /home/app\nRUN npm ci\n",
        ("/home/app/.npm",),
    ),
    "pip": ("pip-install-with-cache", "RUN pip install a b && pip install c\n", ("/root/.cache",)),
    "pip, in exec form": ("pip-install-with-cache", 'RUN ["pip", "install", "a"]\n', ("/root/.cache",)),
    "apk": ("apk-add-without-no-cache", "RUN apk add curl && echo a > /a\n", ("/var/cache",)),
    "apk, with its update": ("apk-add-without-no-cache", "RUN apk update && apk add curl\n", ("/var/cache",)),
    "apt": ("apt-in-script", "RUN apt update && apt remove a\n", ()),
}


@pytest.mark.parametrize("name", FIXES)
def test_safe_fix_changes_nothing_else(builder, name):
    rule, body, meant = FIXES[name]
    text = f"FROM localhost/busybox\n{body}"
    fixed = fix({"Dockerfile": text}, select=[rule])["Dockerfile"]
    assert fixed != text
    before, after = builder.build(text), builder.build(fixed)
    assert after.without(*meant) == before.without(*meant)
    assert after.config == before.config
    assert not meant or (before.files_in(meant) and not after.files_in(meant))
    assert not meant or before.size - after.size >= 1_000_000


def test_yes_lets_the_build_go_on(builder):
    text = "FROM localhost/busybox\nRUN dnf install a && dnf clean all\n"
    fixed = fix({"Dockerfile": text}, select=["install-without-yes"])["Dockerfile"]
    with pytest.raises(builder.failed, match="dnf install a"):
        builder.build(text)
    assert "/var/lib/dpkg/status" in builder.build(fixed).files


NOT_SAFE = {
    "a script that installs": (
        "apt-lists-left-behind",
        "RUN apt-get update && apt-get install -y a\nCOPY deps /\nRUN sh /deps\n",
        ("-y a", "-y a && rm -rf /var/lib/apt/lists/*"),
    ),
    "a variable that installs": (
        "apt-lists-left-behind",
        "ARG APT=apt-get\nRUN apt-get update && apt-get install -y a\nRUN $APT install -y b\n",
        ("-y a", "-y a && rm -rf /var/lib/apt/lists/*"),
    ),
    "a stage that installs": (
        "apt-lists-left-behind",
        "RUN apt-get update && apt-get install -y a\nFROM base\nRUN apt-get install -y b\n",
        ("-y a", "-y a && rm -rf /var/lib/apt/lists/*"),
    ),
    "a stage that copies the lists": (
        "apt-lists-left-behind",
        "RUN apt-get update && apt-get install -y a\nFROM base AS other\nFROM base\nCOPY --from=0 /var/lib/apt /lists\n",
        ("-y a", "-y a && rm -rf /var/lib/apt/lists/*"),
    ),
    "a removal that needs the index": (
        "apk-add-without-no-cache",
        "RUN apk add a\nRUN rm /var/cache/apk/*\n",
        ("apk add", "apk add --no-cache"),
    ),
    "a removal in the same RUN": (
        "apk-add-without-no-cache",
        "RUN apk add a && rm /var/cache/apk/APKINDEX.*\n",
        ("apk add", "apk add --no-cache"),
    ),
    "a script that reads the index": (
        "apk-add-without-no-cache",
        "COPY reads /\nRUN apk add --no-cache a && apk update && sh /reads\n",
        ("apk update && ", ""),
    ),
    "pacman without -y": (
        "package-cache-left-behind",
        "RUN pacman -Sy --noconfirm a\nRUN pacman -S --noconfirm b && rm -rf /var/cache/pacman/pkg/*\n",
        ("confirm a", "confirm a && rm -rf /var/cache/pacman/pkg/* /var/lib/pacman/sync/*"),
    ),
    "a program that is gone": (
        "language-package-cache-left-behind",
        "COPY builds /\nWORKDIR /srv\nRUN npm ci && sh /builds && rm /bin/npm\n",
        ("/bin/npm", "/bin/npm && npm cache clean --force"),
    ),
    "a failure that is allowed": (
        "install-without-yes",
        "RUN dnf install a || true\n",
        ("install a", "install -y a"),
    ),
    "a failure that nobody sees": (
        "install-without-yes",
        "RUN dnf install a; echo done\n",
        ("install a", "install -y a"),
    ),
}
SCRIPTS = {
    "deps": "apt-get install -y b\n",
    "reads": "cat /var/cache/apk/APKINDEX.tar.gz > /index\n",
    "builds": "mkdir -p /root/.npm/_cacache && echo a > /root/.npm/_cacache/b\n",
}


@pytest.mark.parametrize("name", NOT_SAFE)
def test_naive_fix_would_differ(builder, name):
    rule, body, (old, new) = NOT_SAFE[name]
    text = f"FROM localhost/busybox AS base\n{body}"
    assert fix({"Dockerfile": text}, select=[rule])["Dockerfile"] == text
    assert body.count(old) == 1
    naive = text.replace(old, new)
    expected, found = _outcome(builder, text), _outcome(builder, naive)
    assert expected != "failed" or rule == "install-without-yes"
    assert found != expected


def test_the_clean_up_of_a_later_layer_frees_nothing(builder):
    text = (
        "FROM localhost/busybox\nRUN apt-get update && apt-get install -y a\n"
        "RUN apt-get update && apt-get install -y b && rm -rf /var/lib/apt/lists/*\n"
    )
    fixed = fix({"Dockerfile": text}, select=["apt-lists-left-behind"])["Dockerfile"]
    before, after = builder.build(text), builder.build(fixed)
    assert after.files == before.files
    assert before.size - after.size >= 3_000_000


def test_another_user_may_not_remove_the_lists(builder):
    text = "FROM localhost/busybox\nUSER app\nRUN sudo apt-get update && sudo apt-get install -y git\n"
    builder.build(text)
    with pytest.raises(builder.failed, match="Permission denied"):
        builder.build(text.replace("git\n", "git && rm -rf /var/lib/apt/lists/*\n"))


def _outcome(builder, text):
    try:
        return builder.build(text, SCRIPTS).without("/var/lib/apt/lists", "/var/cache")
    except builder.failed:
        return "failed"
