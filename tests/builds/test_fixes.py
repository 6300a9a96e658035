"""A fix of layers leaves the same file system and config behind, in fewer bytes: built before and after."""

import pytest

from k8slint._internal.api import fix

SIZE = (
    "deleted-in-later-layer",
    "consecutive-runs",
    "apt-lists-left-behind",
    "apk-add-without-no-cache",
    "recursive-chown-in-later-layer",
)
SAME = ()

FIXES = {
    "a file of zeros": (
        "RUN dd if=/dev/zero of=/zeros bs=1M count=4\nRUN rm /zeros\n",
        SAME,
        4_000_000,
    ),
    "an archive, by its pattern, over three layers": (
        "RUN mkdir /data && head -c 2000000 /dev/zero > /data/a && tar -cf /tmp/a.tar /data\n"
        "RUN mkdir /out && tar -xf /tmp/a.tar -C /out\n"
        "RUN rm /tmp/*.tar\n",
        SAME,
        2_000_000,
    ),
    "a folder, in lines": (
        "RUN mkdir -p /build/deep \\\n && head -c 1000000 /dev/zero > /build/deep/a \\\n && cp -r /build /opt/kept\n"
        "RUN rm -rf /build \\\n && touch /opt/done\n",
        SAME,
        1_000_000,
    ),
    "an unpacked file": (
        "RUN head -c 1000000 /dev/zero > /a && gzip /a\nRUN gunzip /a.gz\n",
        SAME,
        500,
    ),
    "a moved file, which was in two layers": (
        "RUN head -c 1000000 /dev/zero > /opt/a\nRUN mv /opt/a /srv/b && chmod 600 /srv/b\n",
        SAME,
        1_000_000,
    ),
    "a last command that changes the shell": (
        "RUN dd if=/dev/zero of=/opt/zeros bs=1M count=1\nRUN cd /opt && rm zeros && umask 077 && touch private\n",
        SAME,
        1_000_000,
    ),
    "files of another user": (
        "RUN mkdir /home && mkdir /home/app && chown app:app /home/app\nUSER app\nWORKDIR /home/app\n"
        "RUN dd if=/dev/zero of=zeros bs=1M count=1 && touch mine\nRUN rm zeros && mkdir -m 700 own\n",
        SAME,
        1_000_000,
    ),
    "another shell": (
        'SHELL ["/bin/ash", "-euc"]\nRUN dd if=/dev/zero of=/zeros bs=1M count=1\nRUN rm /zeros\n',
        SAME,
        1_000_000,
    ),
    "config beside it": (
        'ENV A=1\nEXPOSE 80\nRUN dd if=/dev/zero of=/zeros bs=1M count=1 && echo "$A" > /a\nRUN rm /zeros\n'
        'WORKDIR /srv\nUSER app\nCMD ["sh", "-c", "true"]\n',
        SAME,
        1_000_000,
    ),
    "an index apart from the install": (
        "RUN apt-get update\nRUN apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n",
        SAME,
        3_000_000,
    ),
    "package lists": (
        "RUN apt-get update \\\n && apt-get install -y curl\n",
        ("/var/lib/apt/lists/",),
        3_000_000,
    ),
    "a tree with another owner": (
        "RUN mkdir /opt/t && head -c 1000000 /dev/zero > /opt/t/a\nRUN chown -R app /opt/t\n",
        SAME,
        1_000_000,
    ),
    "package lists, after a join": (
        "RUN apt-get update\nRUN apt-get install -y curl\n",
        ("/var/lib/apt/lists/",),
        3_000_000,
    ),
    "apk's index": (
        "RUN apk update && apk add curl\nRUN apk add --no-cache git\n",
        ("/var/cache",),
        2_000_000,
    ),
    "apk's index, in a script": (
        "RUN set -eu; apk update; apk add curl; touch /done\n",
        ("/var/cache",),
        2_000_000,
    ),
}


@pytest.mark.parametrize("name", FIXES)
def test_fix_keeps_the_image(builder, name, capsys):
    body, meant, at_least = FIXES[name]
    text = f"FROM localhost/busybox\n{body}"
    fixed = fix({"Dockerfile": text}, select=list(SIZE))["Dockerfile"]
    assert fixed != text
    before, after = builder.build(text), builder.build(fixed)
    assert after.without(*meant) == before.without(*meant)
    assert after.config == before.config
    if meant:
        assert not [path for path in after.files if path.startswith(meant)]
    saved = before.size - after.size
    with capsys.disabled():
        print(f"\n{name}: {saved:,} of {before.size:,} bytes saved, {before.layers} layers become {after.layers}")
    assert saved >= at_least
