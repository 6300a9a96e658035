"""What a RUN writes below a VOLUME: some builders discard it, and the fix keeps it for all."""

import re

import pytest

from k8slint._internal.api import fix

TEXT = """\
FROM localhost/busybox
RUN mkdir /data
VOLUME /data
RUN touch /data/seed && chown app /data
USER app
"""


def test_moved_volume_keeps_what_is_written(builder):
    fixed = fix({"Dockerfile": TEXT}, select=["write-under-volume"])["Dockerfile"]
    assert fixed != TEXT
    before, after = builder.build(TEXT), builder.build(fixed)
    assert after.config == before.config
    assert after.files["/data"][2] == 1000
    assert "/data/seed" in after.files
    if _version(builder) <= (1, 29):
        assert "/data/seed" not in before.files
        assert before.files["/data"][2] == 0


def test_copy_below_a_volume_is_kept(builder):
    text = "FROM localhost/busybox\nVOLUME /data\nCOPY seed /data/\nRUN true\n"
    assert fix({"Dockerfile": text}, select=["write-under-volume"])["Dockerfile"] == text
    assert "/data/seed" in builder.build(text, {"seed": "1"}).files


def _version(builder):
    found = re.search(r"(\d+)\.(\d+)", builder.run("--version"))
    if found is None:
        pytest.skip("buildah does not say its version")
    return int(found[1]), int(found[2])
