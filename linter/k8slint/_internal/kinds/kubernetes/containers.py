"""Views of single containers."""

from __future__ import annotations

from k8slint._internal.kinds.kubernetes import quantity
from k8slint._internal.kinds.kubernetes.nodes import mappings
from k8slint._internal.syntax.yaml.tree import Mapping, Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint._internal.kinds.dockerfile.image import ImageReference
    from k8slint._internal.kinds.kubernetes.pods import PodSpec
    from k8slint._internal.kinds.kubernetes.quantity import Quantity
    from k8slint._internal.syntax.yaml.tree import Node, Sequence
    from k8slint._internal.text.source import Span

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
            from k8slint._internal.kinds.dockerfile.image import parse_image

            image = self.image
            self._reference = None if image is None else parse_image(image.text)
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
