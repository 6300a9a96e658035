"""Views of the pods an object makes: the pod's spec, its containers and its volumes."""

from __future__ import annotations

from k8slint.kubernetes import quantity
from k8slint.kubernetes.kinds import FINITE
from k8slint.yaml.tree import Mapping, Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.dockerfile.image import ImageReference
    from k8slint.kubernetes.quantity import Quantity
    from k8slint.kubernetes.tree import Resource
    from k8slint.source import Source, Span
    from k8slint.yaml.tree import Node, Sequence

PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
HOOKS = ("postStart", "preStop")
HANDLERS = ("exec", "httpGet", "tcpSocket", "grpc", "sleep")

INHERITED = frozenset(
    (
        "appArmorProfile",
        "runAsGroup",
        "runAsNonRoot",
        "runAsUser",
        "seLinuxOptions",
        "seccompProfile",
        "windowsOptions",
    )
)
"""securityContext fields of a pod that its containers take over unless they have their own (core/v1 SecurityContext)."""


def mappings(node: Mapping, name: str) -> tuple[Mapping, ...]:
    """The items of a list that are mappings; anything else in it is the schema's business."""
    return tuple(item for item in node.items(name) if isinstance(item, Mapping))


def boolean(node: Mapping | None, name: str) -> bool | None:
    """A field's truth value; None when it is missing or no boolean."""
    found = None if node is None else node.scalar(name)
    value = None if found is None else found.value
    return value if isinstance(value, bool) else None


def integer(node: Node | None) -> int | None:
    """A scalar's whole number, as the API server takes it (`80.0` is 80); None for anything else."""
    if not isinstance(node, Scalar):
        return None
    value = node.value
    if isinstance(value, int):
        return None if isinstance(value, bool) else value
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**63:
        return int(value)
    return None


class PodSpec:
    """The spec of a Pod, or of the pods that an object makes.

    `node` is the spec, `template` the mapping that holds it and the pods' metadata (a Pod's own).
    """

    __slots__ = ("_all", "_containers", "_init", "_volumes", "node", "resource", "source", "template")

    def __init__(self, resource: Resource, template: Mapping, node: Mapping) -> None:
        self.resource = resource
        self.source: Source = resource.source
        self.template = template
        self.node = node
        self._containers: tuple[Container, ...] | None = None
        self._init: tuple[Container, ...] | None = None
        self._all: tuple[Container, ...] | None = None
        self._volumes: tuple[Volume, ...] | None = None

    def __repr__(self) -> str:
        return f"PodSpec({self.resource!r})"

    @property
    def span(self) -> Span:
        """For messages about the pods: their object's name, else its kind."""
        return self.resource.span

    @property
    def metadata(self) -> Mapping | None:
        return self.template.mapping("metadata")

    @property
    def labels(self) -> Mapping | None:
        metadata = self.metadata
        return None if metadata is None else metadata.mapping("labels")

    @property
    def annotations(self) -> Mapping | None:
        metadata = self.metadata
        return None if metadata is None else metadata.mapping("annotations")

    @property
    def containers(self) -> tuple[Container, ...]:
        found = self._containers
        if found is None:
            found = self._containers = tuple(Container(self, node) for node in mappings(self.node, "containers"))
        return found

    @property
    def init_containers(self) -> tuple[Container, ...]:
        """Those that run before the others, and the sidecars among them."""
        found = self._init
        if found is None:
            found = self._init = tuple(
                Container(self, node, init=True) for node in mappings(self.node, "initContainers")
            )
        return found

    @property
    def all_containers(self) -> tuple[Container, ...]:
        """All but ephemeral ones, which the server refuses in a manifest (ValidatePodCreate), in the order of the text."""
        found = self._all
        if found is None:
            initial, main = self.init_containers, self.containers
            if initial and main and main[0].node.start < initial[0].node.start:
                found = main + initial
            else:
                found = initial + main if initial else main
            self._all = found
        return found

    @property
    def ephemeral_containers(self) -> tuple[Container, ...]:
        return tuple(Container(self, node, ephemeral=True) for node in mappings(self.node, "ephemeralContainers"))

    def container(self, name: str) -> Container | None:
        for found in self.all_containers:
            if found.name == name:
                return found
        return None

    @property
    def volumes(self) -> tuple[Volume, ...]:
        found = self._volumes
        if found is None:
            found = self._volumes = tuple(Volume(self, node) for node in mappings(self.node, "volumes"))
        return found

    def volume(self, name: str) -> Volume | None:
        """The volume of that name, claim templates not counted."""
        for found in self.volumes:
            if found.name == name:
                return found
        return None

    @property
    def claim_templates(self) -> tuple[Mapping, ...]:
        """`volumeClaimTemplates` of a StatefulSet: each is a volume under its `metadata.name`."""
        resource = self.resource
        spec = resource.spec if resource.kind == "StatefulSet" else None
        return () if spec is None else mappings(spec, "volumeClaimTemplates")

    def get(self, name: str) -> Node | None:
        return self.node.get(name)

    def flag(self, name: str) -> bool | None:
        """A boolean of the spec (`hostNetwork`, `automountServiceAccountToken`); None when it is missing or no boolean."""
        return boolean(self.node, name)

    @property
    def security(self) -> Mapping | None:
        """The pod's own `securityContext`."""
        return self.node.mapping("securityContext")

    @property
    def service_account(self) -> Scalar | None:
        """`serviceAccountName`, else its deprecated twin `serviceAccount`."""
        return self.node.string("serviceAccountName") or self.node.string("serviceAccount")

    @property
    def restart_policy(self) -> str:
        """As written, "Always" by default."""
        found = self.node.string("restartPolicy")
        return "Always" if found is None else found.text

    @property
    def finite(self) -> bool:
        """Whether the pods are meant to end: those of a Job, a CronJob or the like, and bare Pods that do not restart."""
        resource = self.resource
        return (resource.group, resource.kind) in FINITE or self.restart_policy in ("Never", "OnFailure")

    @property
    def windows(self) -> bool:
        """Whether the spec says that the pods run on Windows, where most Linux fields are refused."""
        system = self.node.mapping("os")
        name = None if system is None else system.string("name")
        if name is None:
            selector = self.node.mapping("nodeSelector")
            if selector is None:
                return False
            name = selector.string("kubernetes.io/os") or selector.string("beta.kubernetes.io/os")
        return name is not None and name.text == "windows"


class Container:
    """One container of a pod. `init` is true of all initContainers, sidecars included."""

    __slots__ = ("_reference", "_reference_read", "ephemeral", "init", "node", "pod", "resource", "source")

    def __init__(self, pod: PodSpec, node: Mapping, *, init: bool = False, ephemeral: bool = False) -> None:
        self.pod = pod
        self.resource = pod.resource
        self.source = pod.source
        self.node = node
        self.init = init
        self.ephemeral = ephemeral
        self._reference: ImageReference | None = None
        self._reference_read = False

    def __repr__(self) -> str:
        return f"Container({self.name!r} of {self.resource!r})"

    @property
    def sidecar(self) -> bool:
        """An init container that stays: `restartPolicy: Always` (on by default since Kubernetes 1.29)."""
        if not self.init:
            return False
        policy = self.node.string("restartPolicy")
        return policy is not None and policy.text == "Always"

    @property
    def long_running(self) -> bool:
        """Whether it should run until the pod is stopped: main containers and sidecars, not of pods meant to end."""
        return (not self.init or self.sidecar) and not self.ephemeral and not self.pod.finite

    @property
    def name_node(self) -> Scalar | None:
        return self.node.string("name")

    @property
    def name(self) -> str | None:
        found = self.node.string("name")
        return None if found is None else found.text

    @property
    def span(self) -> Span:
        """For messages about the container: its name, else its image, else its first key."""
        found = self.node.string("name") or self.node.string("image")
        if found is not None:
            return found.span
        entries = self.node.entries
        return entries[0].key.span if entries else self.node.span

    def get(self, name: str) -> Node | None:
        return self.node.get(name)

    # --- image

    @property
    def image(self) -> Scalar | None:
        return self.node.string("image")

    @property
    def image_reference(self) -> ImageReference | None:
        """The image's parts; None without one or when it is no reference."""
        if not self._reference_read:
            from k8slint.dockerfile.image import parse

            image = self.image
            self._reference = None if image is None else parse(image.text)
            self._reference_read = True
        return self._reference

    @property
    def pull_policy_node(self) -> Scalar | None:
        return self.node.string("imagePullPolicy")

    @property
    def pull_policy(self) -> str:
        """`imagePullPolicy`, or the API's default for the image (core/v1 `SetDefaults_Container`).

        Always for the tag `latest` and for no tag and no digest; IfNotPresent for others and for what is no reference.
        """
        written = self.pull_policy_node
        if written is not None and written.text:
            return written.text
        reference = self.image_reference
        if reference is None:
            return "IfNotPresent"
        if reference.tag == "latest" or not (reference.tag or reference.digest):
            return "Always"
        return "IfNotPresent"

    # --- what runs

    @property
    def command(self) -> Sequence | None:
        return self.node.sequence("command")

    @property
    def args(self) -> Sequence | None:
        return self.node.sequence("args")

    @property
    def env(self) -> tuple[Mapping, ...]:
        return mappings(self.node, "env")

    @property
    def env_from(self) -> tuple[Mapping, ...]:
        return mappings(self.node, "envFrom")

    def variable(self, name: str) -> Mapping | None:
        """The `env` entry of that name; of several the last counts."""
        for found in reversed(self.env):
            key = found.string("name")
            if key is not None and key.text == name:
                return found
        return None

    @property
    def ports(self) -> tuple[Mapping, ...]:
        return mappings(self.node, "ports")

    @property
    def mounts(self) -> tuple[Mapping, ...]:
        """`volumeMounts`."""
        return mappings(self.node, "volumeMounts")

    @property
    def devices(self) -> tuple[Mapping, ...]:
        """`volumeDevices`."""
        return mappings(self.node, "volumeDevices")

    # --- resources

    @property
    def resources(self) -> Mapping | None:
        return self.node.mapping("resources")

    def limit(self, name: str) -> Scalar | None:
        """`resources.limits.<name>`, be it a string or a number."""
        return self._resource("limits", name)

    def request(self, name: str) -> Scalar | None:
        """`resources.requests.<name>` as written."""
        return self._resource("requests", name)

    def requested(self, name: str) -> Scalar | None:
        """What it requests: the limit where there is no request of its own (core/v1 `SetDefaults_Pod`)."""
        return self._resource("requests", name) or self._resource("limits", name)

    def limit_quantity(self, name: str) -> Quantity | None:
        return quantity.of(self.limit(name))

    def requested_quantity(self, name: str) -> Quantity | None:
        return quantity.of(self.requested(name))

    def _resource(self, part: str, name: str) -> Scalar | None:
        resources = self.node.mapping("resources")
        listed = None if resources is None else resources.mapping(part)
        return None if listed is None else listed.scalar(name)

    # --- security

    @property
    def security(self) -> Mapping | None:
        """The container's own `securityContext`."""
        return self.node.mapping("securityContext")

    def security_value(self, name: str) -> Node | None:
        """A field of the `securityContext` that applies: the container's own, else the pod's where it is passed on."""
        own = self.node.mapping("securityContext")
        found = None if own is None else own.get(name)
        if found is None and name in INHERITED:
            shared = self.pod.security
            found = None if shared is None else shared.get(name)
        return found

    def security_flag(self, name: str) -> bool | None:
        """The same as a truth value; None when it is missing or no boolean."""
        found = self.security_value(name)
        value = found.value if isinstance(found, Scalar) else None
        return value if isinstance(value, bool) else None

    def capabilities(self, action: str) -> tuple[Scalar, ...]:
        """The capabilities it adds or drops: `action` is "add" or "drop"."""
        own = self.node.mapping("securityContext")
        lists = None if own is None else own.mapping("capabilities")
        if lists is None:
            return ()
        return tuple(item for item in lists.items(action) if isinstance(item, Scalar) and isinstance(item.value, str))

    # --- life

    def probe(self, name: str) -> Mapping | None:
        """`livenessProbe`, `readinessProbe` or `startupProbe`."""
        return self.node.mapping(name)

    def probes(self) -> Iterator[tuple[str, Mapping]]:
        for name in PROBES:
            found = self.node.mapping(name)
            if found is not None:
                yield name, found

    def hook(self, name: str) -> Mapping | None:
        """`lifecycle.postStart` or `lifecycle.preStop`."""
        lifecycle = self.node.mapping("lifecycle")
        return None if lifecycle is None else lifecycle.mapping(name)

    def hooks(self) -> Iterator[tuple[str, Mapping]]:
        lifecycle = self.node.mapping("lifecycle")
        if lifecycle is not None:
            for name in HOOKS:
                found = lifecycle.mapping(name)
                if found is not None:
                    yield name, found


def handler(probe: Mapping) -> tuple[str, Mapping] | None:
    """What a probe or hook does: the name of its handler (`exec`, `httpGet`, …) and the handler's mapping."""
    for name in HANDLERS:
        found = probe.mapping(name)
        if found is not None:
            return name, found
    return None


_TARGETS = {"persistentVolumeClaim": "claimName", "configMap": "name", "secret": "secretName"}


class Volume:
    """One entry of `volumes`."""

    __slots__ = ("node", "pod", "source")

    def __init__(self, pod: PodSpec, node: Mapping) -> None:
        self.pod = pod
        self.source = pod.source
        self.node = node

    def __repr__(self) -> str:
        return f"Volume({self.name!r} of {self.pod.resource!r})"

    @property
    def name(self) -> str | None:
        found = self.node.string("name")
        return None if found is None else found.text

    @property
    def span(self) -> Span:
        return (self.node.string("name") or self.node).span

    @property
    def origin(self) -> tuple[str, Node | None]:
        """Where its files come from: the key of its source and what stands there; an emptyDir when there is none."""
        for entry, value in self.node.pairs():
            if entry.name != "name":
                return entry.name, value
        return "emptyDir", None

    @property
    def kind(self) -> str:
        """The key of its source: `emptyDir`, `configMap`, `persistentVolumeClaim`, …"""
        return self.origin[0]

    @property
    def target(self) -> Scalar | None:
        """The claim, config map or secret that it names."""
        kind, node = self.origin
        key = _TARGETS.get(kind)
        return node.string(key) if key is not None and isinstance(node, Mapping) else None
