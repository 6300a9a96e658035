"""What one document tells the project: small values with their spans, never trees, so that they can be cached.

Every span lies in the file that the facts were read from (`FileFacts.path`). A value that cannot be known (a variable, a
template, an alias that means several things) is `None`, and rules stay silent about it.
"""

from __future__ import annotations

from k8slint._internal.text.record import Record
from k8slint._internal.text.source import Span


class Text(Record):
    """A string and its place. `value` is None when it is there but cannot be known."""

    value: str | None
    span: Span


class Number(Record):
    """An integer and its place."""

    value: int
    span: Span


class Flag(Record):
    """A boolean and its place."""

    value: bool
    span: Span


class Argv(Record):
    """A command line. `words` are its words where all are literal, else None; shell form is `exec_form` False."""

    exec_form: bool
    words: tuple[str, ...] | None
    span: Span


class Variable(Record):
    """An environment variable. `value` is None when it comes from elsewhere or cannot be known; `span` is the name's."""

    name: str
    value: str | None
    span: Span
    value_span: Span


# --- Dockerfiles


class ExposedPort(Record):
    """A port of EXPOSE, `first[-last]/protocol`; a single port has `first == last`."""

    first: int
    last: int
    protocol: str
    span: Span


class StageFact(Record):
    """A build stage with what it inherits from stages of the same file (not from its base image) resolved.

    `image` is the FROM reference with variables expanded (`value` None when unknown); `base` the index of the earlier
    stage it builds on, else None. Later CMD, ENTRYPOINT, USER, … replace earlier ones, as in the built image.
    """

    index: int
    name: str | None
    span: Span
    image: Text
    base: int | None
    ports: tuple[ExposedPort, ...] = ()
    unknown_ports: bool = False
    user: Text | None = None
    workdir: Text | None = None
    volumes: tuple[Text, ...] = ()
    entrypoint: Argv | None = None
    cmd: Argv | None = None
    healthcheck: Argv | None = None
    env: tuple[Variable, ...] = ()
    copied: tuple[Text, ...] = ()
    """Destinations of COPY and ADD, absolute where they can be known."""
    installed: tuple[str, ...] = ()
    """Names of packages that its RUNs install."""


class DockerfileFacts(Record):
    """What a Dockerfile tells the project: its stages. `context` are the paths of the build context that COPY and ADD take,
    normalised and relative to it ("." is all)."""

    stages: tuple[StageFact, ...]
    context: tuple[Text, ...] = ()


# --- Kubernetes


class Requirement(Record):
    """One `matchExpressions` entry. `operator` is In, NotIn, Exists or DoesNotExist."""

    key: str
    operator: str
    values: tuple[str, ...]


class Selector(Record):
    """A label selector. A plain map (`Service.spec.selector`) has `expressions` empty. `known` is False when a key or
    value of it cannot be known."""

    labels: dict[str, str]
    expressions: tuple[Requirement, ...]
    span: Span
    known: bool = True


def matches(selector: Selector, labels: dict[str, str]) -> bool:
    """Whether a selector matches labels; an empty one matches everything (k8s.io/apimachinery pkg/labels/selector.go)."""
    for key, value in selector.labels.items():
        if labels.get(key) != value:
            return False
    return all(_meets(requirement, labels) for requirement in selector.expressions)


def _meets(requirement: Requirement, labels: dict[str, str]) -> bool:
    """NotIn and DoesNotExist apply to labels without the key too (`Requirement.Matches`)."""
    operator, value = requirement.operator, labels.get(requirement.key)
    if operator == "In":
        return value is not None and value in requirement.values
    if operator == "NotIn":
        return value is None or value not in requirement.values
    if operator == "Exists":
        return value is not None
    return operator == "DoesNotExist" and value is None


class ContainerPort(Record):
    """A port that a container or a Compose service declares. `number` is None when it cannot be known."""

    number: int | None
    name: str | None
    protocol: str
    span: Span


class Mount(Record):
    """A volumeMount: where (`path`) which volume is mounted; `sub_path` "" mounts the whole volume."""

    path: Text
    volume: str | None
    sub_path: str
    read_only: bool
    span: Span


class Probe(Record):
    """A probe or a hook of a container. `kind` is liveness, readiness, startup, preStop or postStart; `port` a number or a
    name as written, None without one; `program` the words of an exec probe."""

    kind: str
    port: Text | None
    program: Argv | None
    host: str | None
    span: Span


class ContainerFact(Record):
    """One container of a pod. `memory` is what its resources, or its pod's, say of memory: "limit", "request", or "" for
    nothing; None when that cannot be known, and for init containers that end."""

    name: str | None
    span: Span
    image: Text | None
    init: bool
    pull_policy: Text | None = None
    command: Argv | None = None
    args: Argv | None = None
    ports: tuple[ContainerPort, ...] = ()
    env: tuple[Variable, ...] = ()
    mounts: tuple[Mount, ...] = ()
    probes: tuple[Probe, ...] = ()
    run_as_user: Number | None = None
    run_as_non_root: Flag | None = None
    memory: str | None = None


class Volume(Record):
    """A volume of a pod. `kind` is the source's key (emptyDir, persistentVolumeClaim, configMap, …), "claimTemplate" for a
    StatefulSet's, and emptyDir when none is given; `target` is the claim, config map or secret it names."""

    name: str | None
    kind: str
    target: str | None
    span: Span


class PodFact(Record):
    """The pods that an object makes: their labels, containers and volumes. `labels_known` is False when some cannot be
    known."""

    span: Span
    labels: dict[str, str]
    labels_span: Span | None
    containers: tuple[ContainerFact, ...]
    volumes: tuple[Volume, ...] = ()
    run_as_user: Number | None = None
    run_as_non_root: Flag | None = None
    host_network: bool = False
    service_account: Text | None = None
    labels_known: bool = True


class ServicePort(Record):
    """A port of a Service. `target` is the targetPort as written; None when absent (it is then `number`)."""

    number: int | None
    target: Text | None
    target_is_name: bool
    protocol: str
    name: str | None
    span: Span


class ServiceFact(Record):
    """What a Service says: how it selects pods, and its ports."""

    type: str
    headless: bool
    selector: Selector | None
    ports: tuple[ServicePort, ...]
    external_name: Text | None
    external_ips: bool = False


class AutoscalerFact(Record):
    """What an autoscaler scales, and its bounds for the number of replicas."""

    target_kind: str
    target_name: str
    minimum: Number | None
    maximum: Number | None
    span: Span
    target_version: Text | None = None
    """The apiVersion of the target as written."""


class ObjectFact(Record):
    """One Kubernetes object. `span` is the whole object's; `namespace` None when it names none. `pod` is there for Pods and
    for every kind that makes them; `name` is None with generateName or when it cannot be known."""

    api_version: str
    kind: str
    namespace: str | None
    name: str | None
    span: Span
    kind_span: Span
    name_span: Span
    labels: dict[str, str]
    namespace_span: Span | None = None
    replicas: Number | None = None
    selector: Selector | None = None
    pod: PodFact | None = None
    service: ServiceFact | None = None
    autoscaler: AutoscalerFact | None = None
    unknown_selectors: bool = False
    memory_default: str = ""
    """What a LimitRange gives containers that say nothing of memory: "limit" (and with it a request), "request" or ""."""


class ManifestFacts(Record):
    """The objects of one manifest."""

    objects: tuple[ObjectFact, ...]


# --- What ties images to Dockerfiles


class Build(Record):
    """An image built here: which file, seen from the project root (None when it leaves the root), makes which image."""

    image: Text | None
    dockerfile: str | None
    context: str | None
    target: str | None
    span: Span
    tool: str
    """compose or skaffold."""
    context_span: Span | None = None
    dockerfile_span: Span | None = None
    """Where the context and the Dockerfile are named; None where a default is taken."""


class ComposeService(Record):
    """One service of a Compose file."""

    name: str
    span: Span
    image: Text | None
    build: Build | None
    ports: tuple[ContainerPort, ...] = ()
    """Container side of `ports:` and `expose:`; `name` is None."""
    env: tuple[Variable, ...] = ()
    mounts: tuple[Mount, ...] = ()
    command: Argv | None = None
    entrypoint: Argv | None = None
    user: Text | None = None
    healthcheck: Argv | None = None
    published: tuple[ContainerPort, ...] = ()
    """Those of `ports` that `ports:` lists."""


class ComposeReference(Record):
    """Something that a service counts on. `kind` is service, volume, network, secret, config, or image: its own."""

    kind: str
    name: str
    service: str
    span: Span


class ComposeFacts(Record):
    """`defined` is `kind name` of all that the file defines, `missing` what it does not and its services count on;
    `adds_others` tells that it takes in other Compose files."""

    services: tuple[ComposeService, ...]
    defined: tuple[str, ...] = ()
    missing: tuple[ComposeReference, ...] = ()
    adds_others: bool = False


class ImageOverride(Record):
    """An entry of kustomize's `images:`. `sets_more` tells that it has other fields, such as `tagSuffix`."""

    name: str
    new_name: str | None
    new_tag: str | None
    digest: str | None
    span: Span
    sets_more: bool = False


class KustomizationFacts(Record):
    """What a kustomization says. `resources` are paths seen from the project root; those that leave it are left out.
    `added_labels` are keys of the labels that are added to selectors and pod templates alike; `components` are those of
    `resources` that change what the others bring."""

    images: tuple[ImageOverride, ...]
    resources: tuple[str, ...]
    patches: tuple[str, ...]
    namespace: Text | None
    changes_labels: bool
    added_labels: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    sets_replicas: bool = False
    brings_more: bool = False
    """Whether it deploys objects that no file of the project shows: a chart, a generator, a remote resource."""


class SkaffoldFacts(Record):
    """The images that a skaffold file builds."""

    builds: tuple[Build, ...]


class Unread(Record):
    """Why a file, or a part of it, could not be read. `kinds` is what the unread part may be: manifest, compose,
    kustomization, skaffold, dockerfile."""

    reason: str
    kinds: tuple[str, ...]


class FileFacts(Record):
    """All facts of one file; which of the parts are there tells what it is. With `unread` they are not all."""

    path: str
    dockerfile: DockerfileFacts | None = None
    manifest: ManifestFacts | None = None
    compose: ComposeFacts | None = None
    kustomization: KustomizationFacts | None = None
    skaffold: SkaffoldFacts | None = None
    unread: Unread | None = None
