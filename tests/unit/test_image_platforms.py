"""What an image's name tells of its system."""

import pytest

from k8slint._internal.kinds.dockerfile.state import state_after
from k8slint._internal.kinds.dockerfile.tree import parse
from k8slint._internal.kinds.images.platforms import default_shell, is_windows_image
from k8slint._internal.text.source import Source


@pytest.mark.parametrize(
    "image",
    [
        "mcr.microsoft.com/windows/servercore:ltsc2022",
        "microsoft/mssql-server-windows-express:2017",
        "microsoft/iis",
        "mcr.microsoft.com/dotnet/framework/aspnet:4.8",
        "python:3.13-nanoserver",
        "acme/base:1-ltsc2022",
    ],
)
def test_images_for_windows(image):
    assert is_windows_image(image)


@pytest.mark.parametrize("image", ["mcr.microsoft.com/dotnet/sdk:8.0", "microsoft/mssql-server-linux", "debian", ""])
def test_images_for_linux(image):
    assert not is_windows_image(image)


@pytest.mark.parametrize(
    ("image", "shell"),
    [
        ("debian:12", "dash"),
        ("docker.io/library/python:3.13-slim", "dash"),
        ("python:3.13-alpine3.20", "busybox"),
        ("public.ecr.aws/amazonlinux/amazonlinux:2023", "bash"),
        ("registry.access.redhat.com/ubi9/openjdk-21", "bash"),
        ("quay.io/centos/centos:stream9", "bash"),
        ("rockylinux:9", "bash"),
        ("openjdk:8-jdk", "dash"),
        ("openjdk:17", "bash"),
        ("openjdk:17-slim", "dash"),
        ("eclipse-temurin:21-jre-ubi9-minimal", "bash"),
        ("mysql:8", "bash"),
        ("acme/base:1", None),
        ("openjdk", None),
    ],
)
def test_shells(image, shell):
    assert default_shell(image) == shell


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("FROM a/b\nRUN powershell -Command x\n", True),
        ("FROM python:3.13\nRUN cmd /c x\n", True),
        ("FROM python:3.13\nWORKDIR C:\\app\n", True),
        ("FROM a/b\nCMD start.exe %MODE%\n", True),
        ('FROM a/b\nSHELL ["powershell"]\n', True),
        ("FROM a/b AS c\nRUN powershell x\nFROM c\nRUN x\n", True),
        ("FROM python:3.13\nCMD app %MODE%\n", False),
        ("FROM a/b\nRUN date +%Y%m%d\n", False),
        ("FROM a/b\nRUN curl https://x/%ABC%20\n", False),
        ("FROM a/b\nRUN wine 'C:\\x.exe'\n", False),
        ("FROM a/b\nRUN apt-get install powershell\n", False),
        ("FROM a/b\nRUN sed -i 's:\\n::' x\n", False),
    ],
)
def test_a_stage_is_read_as_one_for_windows(text, windows):
    dockerfile = parse(Source("Dockerfile", text))
    assert state_after(dockerfile.final_stage).windows is windows
