"""`image-override-without-effect`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.kubernetes import is_literal
from k8slint.project import ProjectKustomization


class ImageOverrideWithoutEffect(Rule[ProjectKustomization]):
    """An entry of `images` in a kustomization changes nothing.

    kustomize compares `name` with the image as the manifest writes it, without its tag. `name: manager` does not match
    `acme/manager:dev`, and kustomize says nothing about an entry that matches nothing. So the pipeline sets a new tag with
    each release, the build succeeds, and the cluster keeps running the old image. An entry without `newName`, `newTag` and
    `digest` also does nothing.

    Write the whole name that is in the manifest, and what replaces it.

    k8slint only reports a name when it knows every file of the build. Ignore this for an entry that an overlay on another
    branch needs.

    References: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/images/,
    https://github.com/kubernetes-sigs/kustomize/issues/2798
    """

    name = "image-override-without-effect"
    title = "An entry of a kustomization's images changes nothing"
    category = "correctness"
    needs = ("kustomization",)
    severity = Severity.WARNING
    profile = "development"
    since = "0.2.0"
    aliases = ()
    examples = (
        Bad(
            {
                "kustomization.yaml": """\
resources:
  - manager.yaml
images:
  - «name: manager
    newTag: v0.9.1»
  - «name: acme/manager»
""",
                "manager.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: manager
spec:
  containers:
    - name: manager
      image: acme/manager:dev
""",
            }
        ),
        Good(
            {
                "base/kustomization.yaml": """\
resources:
  - manager.yaml
images:
  - name: controller
    newName: acme/manager
""",
                "base/manager.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: manager
spec:
  containers:
    - name: manager
      image: controller:latest
""",
                "prod/kustomization.yaml": """\
resources:
  - ../base
images:
  - name: acme/manager
    newTag: v0.9.1
""",
            },
            why="The base gives the image the name that the overlay asks for.",
        ),
        Good(
            {
                "kustomization.yaml": """\
resources:
  - https://example.com/manager.yaml
images:
  - name: manager
    newTag: v0.9.1
"""
            },
            why="What the address holds is not known.",
        ),
        Bad(
            {
                "kustomization.yaml": "resources: [a.yaml]\nimages: [«{name: other, newTag: '2'}»]\n",
                "a.yaml": """\
apiVersion: v1
kind: Pod
metadata: {name: a}
spec: {containers: [{name: a, image: localhost:5000/acme/app}]}
""",
            }
        ),
        Good(
            {
                "kustomization.yaml": """\
resources: [a.yaml, b.yaml]
images:
  - {name: acme/a, newTag: "2"}
  - {name: "localhost:5000/b", digest: "sha256:0123"}
""",
                "a.yaml": """\
apiVersion: v1
kind: Pod
metadata: {name: a}
spec: {containers: [{name: a, image: 'acme/a:1'}]}
""",
                "b.yaml": """\
apiVersion: v1
kind: Pod
metadata: {name: a}
spec: {containers: [{name: a, image: 'localhost:5000/b'}]}
""",
            },
            why="Both names are written in the manifests.",
        ),
        Good(
            {
                "kustomization.yaml": """\
resources: [a.yaml, rollout.yaml]
images:
  - {name: acme/c, newTag: "2"}
  - {name: acme/a, tagSuffix: -arm64}
""",
                "a.yaml": """\
apiVersion: v1
kind: Pod
metadata: {name: a}
spec: {containers: [{name: a, image: 'acme/a:1'}]}
""",
                "rollout.yaml": """\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {name: c}
spec: {templates: [{name: c, container: {image: "acme/c:1"}}]}
""",
            },
            why="A custom resource names the image, and a suffix is an effect.",
        ),
        Good(
            {
                "kustomization.yaml": """\
resources: [a.yaml]
patches: [{path: side.yaml}]
images: [{name: acme/side, newTag: "2"}]
""",
                "a.yaml": """\
apiVersion: v1
kind: Pod
metadata: {name: a}
spec: {containers: [{name: a, image: 'acme/a:1'}]}
""",
                "side.yaml": """\
apiVersion: v1
kind: Pod
metadata: {name: a}
spec: {containers: [{name: side, image: "acme/side:1"}]}
""",
            },
            why="A patch brings the image.",
        ),
        Good(
            {
                "kustomization.yaml": "resources: [a.yaml]\nimages: [{name: acme/b, newTag: '2'}]\n",
                "a.yaml": """\
apiVersion: v1
kind: Pod
metadata: {name: a}
spec: {containers: [{name: a, image: '${IMAGE}'}]}
""",
            },
            why="What a variable stands for is not known.",
        ),
        Good(
            {
                "kustomization.yaml": "resources: [a.yaml, flow.yaml]\nimages:\n  - {name: '{{ .image }}', newTag: '2'}\n"
                "  - {name: acme/b, newTag: '2'}\n",
                "a.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: acme/a}]}\n",
                "flow.yaml": "apiVersion: example.com/v1\nkind: Flow\nmetadata: {name: b}\nspec: {image: '{{ .image }}'}\n",
            },
            why="A template may put the image into a custom resource.",
        ),
        Good(
            {
                "kustomization.yaml": "resources: [a.yaml]\npatches: [{path: side.yaml}]\n"
                "images:\n  - {name: acme/b, newTag: '2'}\n",
                "a.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: acme/a}]}\n",
                "side.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"
                "spec: {containers: [{name: side, image: '${SIDE}'}]}\n",
            },
            why="A variable may put it into a patch.",
        ),
        Bad(
            {
                "kustomization.yaml": "resources: [a.yaml, flow.yaml, name.yaml]\npatches: [{path: spec.yaml}]\n"
                "images: [«{name: acme/b, newTag: '2'}»]\n",
                "spec.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {hostNetwork: true}\n",
                "a.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: acme/a}]}\n",
                "flow.yaml": "apiVersion: example.com/v1\nkind: Flow\nmetadata: {name: b}\nspec: {image: example/flow}\n",
                "name.yaml": "apiVersion: example.com/v1\nkind: Step\nmetadata: {name: c}\nspec: {speed: '${SPEED}'}\n",
            },
            why="The custom resources name another image, or none.",
        ),
    )

    def check(self, kustomization: ProjectKustomization) -> Findings:
        overrides = [one for one in kustomization.facts.images if is_literal(one.name)]
        names = _names(kustomization) if overrides else None
        for override in overrides:
            changes = override.new_name or override.new_tag or override.digest or override.sets_more
            if not changes:
                message = f"this entry changes nothing about `{override.name}`; add `newName`, `newTag` or `digest`"
                yield self.finding(override.span, message)
            elif names is not None and override.name not in names and not _is_mentioned(kustomization, override.name):
                near = next(
                    (name for name in names if name.rpartition("/")[2] == override.name.rpartition("/")[2]), None
                )
                message = f"no image of this build is written `{override.name}`, so this entry changes nothing; write "
                message += f"`{near}`" if near is not None else "the name as the manifests have it"
                yield self.finding(override.span, message)


def _names(kustomization: ProjectKustomization) -> dict[str, None] | None:
    """Names of all images that are deployed, also those that kustomizations give; None when they are not all known."""
    objects, overlays = kustomization.objects, kustomization.project.overlays
    if not objects:
        return None
    images = [container.image for item in objects if item.pod is not None for container in item.pod.containers]
    if any(image is None or image.value is None for image in images):
        return None
    given = [override.new_name for other in overlays.kustomizations.values() for override in other.images]
    names = dict.fromkeys(_written(image.value) for image in images if image is not None and image.value is not None)
    names.update((name, None) for name in given if name is not None)
    return names if all(is_literal(name) for name in names) else None


def _written(image: str) -> str:
    written = image.partition("@")[0]
    head, colon, tail = written.rpartition(":")
    return head if colon and "/" not in tail else written


def _is_mentioned(kustomization: ProjectKustomization, name: str) -> bool:
    """Whether an object without pods, or a patch, may name an image: custom resources have containers too."""
    project = kustomization.project
    for item in kustomization.objects or ():
        text = project.text_of(item) if item.pod is None else ""
        if name in text or _has_open_image(text):
            return True
    for path, facts in project.overlays.kustomizations.items():
        for patch in facts.patches:
            source = project.reread.source(patch)
            words = ("image:", "/image") if patch == path else (name,)  # a patch inside the kustomization itself
            if source is None or any(word in source.text for word in words) or _has_open_image(source.text):
                return True
    return False


def _has_open_image(text: str) -> bool:
    """Whether a template may still put an image into a text."""
    return "image" in text and ("{{" in text or "${" in text)
