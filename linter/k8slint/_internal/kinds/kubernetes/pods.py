"""Views of the pods an object makes: the spec and its volumes."""

from __future__ import annotations

from k8slint._internal.kinds.kubernetes.containers import Container
from k8slint._internal.kinds.kubernetes.kinds import FINITE
from k8slint._internal.kinds.kubernetes.nodes import boolean, mappings
from k8slint._internal.syntax.yaml.tree import Mapping, Scalar
from k8slint._internal.text.literal import is_literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.kinds.kubernetes.tree import Resource
    from k8slint._internal.syntax.yaml.tree import Node
    from k8slint._internal.text.source import Source, Span


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
    def is_whole(self) -> bool:
        """Whether this is a whole pod of one of Kubernetes' own kinds: a patch leaves images out, an operator may add
        what is missing."""
        containers = self.all_containers
        return (
            bool(self.containers)
            and self.resource.namespaced is not None
            and all(container.image is not None for container in containers)
        )

    @property
    def finite(self) -> bool:
        """Whether the pods are meant to end, or may be: those of a Job, a CronJob or the like, and bare Pods that do not
        restart."""
        resource, policy = self.resource, self.restart_policy
        return (resource.group, resource.kind) in FINITE or policy in ("Never", "OnFailure") or not is_literal(policy)

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
        """Where its files come from: the key of its source and its value; an emptyDir when there is none."""
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
