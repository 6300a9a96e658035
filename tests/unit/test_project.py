import pytest

from k8slint._internal.config import Settings
from k8slint._internal.files.tree import MemoryTree
from k8slint._internal.kinds.document import read
from k8slint._internal.kinds.facts import Requirement, Selector, matches
from k8slint._internal.project import Project
from k8slint._internal.running.engine import Engine, registry
from k8slint._internal.text.source import Source, Span


def project(files, images=None, tree=True):
    facts = []
    for path, text in files.items():
        kind = "dockerfile" if "Dockerfile" in path.rpartition("/")[2] else "yaml"
        found = read(Source(path, text), kind).facts()
        if found is not None:
            facts.append(found)
    return Project(facts, images=images, tree=MemoryTree(files) if tree else None)


def deployment(name="web", labels="{app: web}", namespace=None, image="app", extra=""):
    place = f", namespace: {namespace}" if namespace else ""
    return (
        f"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}{place}}}\nspec:\n"
        f"  selector: {{matchLabels: {labels}}}\n  template:\n    metadata: {{labels: {labels}}}\n"
        f"    spec:\n      containers:\n      - name: main\n        image: '{image}'\n{extra}"
    )


def service(name="web", selector="{app: web}", namespace=None):
    place = f", namespace: {namespace}" if namespace else ""
    return (
        f"apiVersion: v1\nkind: Service\nmetadata: {{name: {name}{place}}}\n"
        f"spec: {{selector: {selector}, ports: [{{port: 80}}]}}\n"
    )


KUSTOMIZATION = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"
CUSTOM = "apiVersion: example.org/v1\nkind: Cluster\nmetadata: {name: x}\nspec: {}\n"


def selected(files, **options):
    """Names of what the only Service selects."""
    found = project(files, **options)
    (only,) = found.services
    pods = found.selected_by(only)
    return None if pods is None else [pod.name for pod in pods]


def test_objects_by_kind_and_name():
    found = project({"a.yaml": deployment() + "---\n" + service(), "b.yaml": deployment("api")})
    assert [(item.path, item.kind, item.name) for item in found.objects] == [
        ("a.yaml", "Deployment", "web"),
        ("a.yaml", "Service", "web"),
        ("b.yaml", "Deployment", "api"),
    ]
    assert [item.name for item in found.of_kind("Service", "Deployment")] == ["web", "web", "api"]
    assert [item.name for item in found.workloads] == ["web", "api"]
    assert found.named("Deployment", "api")[0].place().path == "b.yaml"
    assert found.named("Deployment", "nothing") == ()
    assert found.objects[0].group == "apps"
    assert found.objects[1].group == ""


# --- Selection


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a.yaml": service() + "---\n" + deployment()}, ["web"]),
        ({"a.yaml": service(), "b/c.yaml": deployment()}, ["web"]),
        ({"a.yaml": service(), "b.yaml": deployment(labels="{app: other}")}, []),
        ({"a.yaml": service(selector="{app: web, tier: x}"), "b.yaml": deployment()}, []),
        ({"a.yaml": service(selector="{app: web}"), "b.yaml": deployment(labels="{app: web, tier: x}")}, ["web"]),
        ({"a.yaml": service(selector="{}"), "b.yaml": deployment()}, None),
        ({"a.yaml": service(selector="null"), "b.yaml": deployment()}, None),
        ({"a.yaml": service()}, None),
        ({"a.yaml": service(namespace="x"), "b.yaml": deployment(namespace="x")}, ["web"]),
        ({"a.yaml": service(namespace="x"), "b.yaml": deployment(namespace="other")}, []),
        ({"a.yaml": service(namespace="default"), "b.yaml": deployment()}, ["web"]),
        ({"a.yaml": service(), "b.yaml": deployment(namespace="other")}, []),
        ({"a.yaml": service(namespace="x"), "b.yaml": deployment(namespace="other", labels="{app: z}")}, None),
    ],
)
def test_services_select_pods_of_their_namespace(files, expected):
    assert selected(files) == expected


def test_where_the_pods_are_instead():
    found = project(
        {"a.yaml": service(namespace="x"), "b.yaml": deployment(namespace="other"), "c.yaml": deployment("z", "{a: b}")}
    )
    (only,) = found.services
    assert [item.path for item in found.elsewhere(only.fact.service.selector, only)] == ["b.yaml"]


def test_the_nearest_copies_count():
    files = {
        "dev/service.yaml": service(),
        "dev/web.yaml": deployment("dev"),
        "dev/more/web.yaml": deployment("deeper"),
        "prod/web.yaml": deployment("prod"),
    }
    assert selected(files) == ["dev"]
    del files["dev/web.yaml"]
    assert selected(files) == ["deeper"]
    del files["dev/more/web.yaml"]
    assert selected(files) == ["prod"]


@pytest.mark.parametrize(
    "extra",
    [
        {"c.yaml": CUSTOM},
        {"c.yaml": CUSTOM.replace("{name: x}", "{name: x, namespace: default}")},
        {"c.yaml": "apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: {name: x}\n"},
        {"kustomization.yaml": KUSTOMIZATION + "resources: [a.yaml, b.yaml]\ncommonLabels: {app: y}\n"},
        {"kustomization.yaml": KUSTOMIZATION + "resources: [b.yaml]\nlabels: [{pairs: {x: y}, includeTemplates: true}]\n"},
        {"kustomization.yaml": KUSTOMIZATION + "resources: [a.yaml, missing.yaml]\n"},
        {"kustomization.yaml": KUSTOMIZATION + "resources: [b.yaml]\nhelmCharts: [{name: x}]\n"},
        {"o/kustomization.yaml": KUSTOMIZATION + "resources: [../base]\nlabels: [{pairs: {app: b}, includeSelectors: true}]\n",
         "base/kustomization.yaml": KUSTOMIZATION + "resources: [../a.yaml, ../b.yaml]\n"},
        {"kustomization.yaml": KUSTOMIZATION + "resources: [a.yaml]\npatches: [{path: p.yaml}]\n", "p.yaml": service()},
        {"kustomization.yaml": KUSTOMIZATION + "resources: [b.yaml]\npatches: [{path: p.yaml}]\n", "p.yaml": deployment()},
        {"kustomization.yaml": KUSTOMIZATION + "resources: [a.yaml]\npatches: [{path: p.yaml}]\n",
         "p.yaml": "- {op: replace, path: /spec/selector/app, value: x}\n"},
        {"c.yaml": deployment("c", "{app: '{{ x }}'}")},
    ],
)  # fmt: skip
def test_nothing_is_said_when_pods_or_labels_may_come_from_elsewhere(extra):
    files = {"a.yaml": service(), "b.yaml": deployment(labels="{app: other}"), **extra}
    assert selected({"a.yaml": service(), "b.yaml": deployment(labels="{app: other}")}) == []
    assert selected(files) is None


@pytest.mark.parametrize("labels", ["commonLabels: {x: y}", "labels: [{pairs: {x: y}, includeSelectors: true}]"])
def test_labels_that_both_sides_get_change_nothing(labels):
    files = {"a.yaml": service(), "b.yaml": deployment(labels="{app: other}")}
    assert selected({**files, "kustomization.yaml": f"{KUSTOMIZATION}resources: [a.yaml, b.yaml]\n{labels}\n"}) == []
    files["b.yaml"] = deployment("b")
    assert selected({**files, "kustomization.yaml": f"{KUSTOMIZATION}resources: [a.yaml, b.yaml]\n{labels}\n"}) == ["b"]


def test_an_overlay_that_changes_labels_leaves_other_deployments_alone():
    files = {
        "one/a.yaml": service(),
        "one/b.yaml": deployment(labels="{app: other}"),
        "two/app/c.yaml": deployment("c", "{app: z}"),
    }
    files["two/app/kustomization.yaml"] = KUSTOMIZATION + "resources: [c.yaml]\ntransformers: [t.yaml]\n"
    assert selected(files) == []


@pytest.mark.parametrize(
    "extra",
    [
        {"c.yaml": CUSTOM.replace("{name: x}", "{name: x, namespace: elsewhere}")},
        {"c.yaml": "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: x}\n"},
        {"c.yaml": "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: x}\n"},
        {"kustomization.yaml": KUSTOMIZATION + "resources: [a.yaml, b.yaml]\nlabels: [{pairs: {x: y}}]\n"},
        {"kustomization.yaml": KUSTOMIZATION + "resources: [a.yaml, b.yaml]\nnamePrefix: x-\nnamespace: team\n"},
        {"kustomization.yaml": KUSTOMIZATION + "resources: [a.yaml]\npatches: [{path: p.yaml}]\n",
         "p.yaml": "- {op: replace, path: /spec/type, value: NodePort}\n"},
        {"c.yaml": deployment("c", "{app: '{{ x }}', other: '{{ y }}'}", namespace="elsewhere")},
    ],
)  # fmt: skip
def test_what_makes_no_pods_and_leaves_labels_alone_does_not_matter(extra):
    files = {"a.yaml": service(), "b.yaml": deployment(labels="{app: other}"), **extra}
    assert selected(files) == []


def test_a_json_patch_that_cannot_be_read_leaves_labels_open():
    files = {
        "a.yaml": service(),
        "b.yaml": deployment(labels="{app: other}"),
        "kustomization.yaml": KUSTOMIZATION + "resources: [a.yaml]\npatches: [{path: p.yaml}]\n",
        "p.yaml": "- {op: replace, path: /spec/type, value: NodePort}\n",
    }
    assert selected(files, tree=False) is None


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"c/templates/a.yaml": service(), "c/Chart.yaml": "name: x\n", "b.yaml": deployment(labels="{a: b}")}, None),
        ({"c/templates/x/a.yaml": service(), "c/Chart.yaml": "name: x\n", "b.yaml": deployment(labels="{a: b}")}, None),
        ({"templates/a.yaml": service(), "Chart.yaml": "name: x\n", "b.yaml": deployment(labels="{a: b}")}, None),
        ({"c/templates/a.yaml": service(), "b.yaml": deployment(labels="{a: b}")}, []),
        ({"c/a.yaml": service(), "c/Chart.yaml": "name: x\n", "b.yaml": deployment(labels="{a: b}")}, []),
    ],
)
def test_services_of_helm_charts_are_left_alone(files, expected):
    assert selected(files) == expected


def test_namespaces_of_kustomizations():
    files = {
        "base/service.yaml": service(),
        "base/web.yaml": deployment(namespace="ignored"),
        "base/kustomization.yaml": KUSTOMIZATION + "resources: [service.yaml, web.yaml]\n",
        "dev/kustomization.yaml": KUSTOMIZATION + "resources: [../base]\nnamespace: dev\n",
        "prod/kustomization.yaml": KUSTOMIZATION + "resources: [../base]\nnamespace: prod\n",
    }
    found = project(files)
    (only,) = found.services
    assert only.namespaces == {"dev", "prod"}
    assert only.namespace is None
    assert [item.name for item in found.selected_by(only)] == ["web"]
    del files["prod/kustomization.yaml"]
    assert project(files).services[0].namespace == "dev"


def test_patches_are_no_objects():
    files = {
        "web.yaml": deployment(),
        "p.yaml": deployment("web", "{app: patched}"),
        "kustomization.yaml": KUSTOMIZATION + "resources: [web.yaml]\npatches: [{path: p.yaml}]\n",
        "other.yaml": deployment("other"),
    }
    found = project(files)
    assert [item.path for item in found.objects] == ["web.yaml", "other.yaml"]
    assert [item.path for item in found.patches] == ["p.yaml"]
    assert [found.may_be_patched(item) for item in found.objects] == [True, False]


@pytest.mark.parametrize(
    ("patch", "expected"),
    [
        ("{path: p.yaml}", False),
        ("{path: q.yaml}", True),
        ("{patch: '[{op: remove, path: /x}]'}", True),
    ],
)
def test_who_may_be_patched(patch, expected):
    files = {
        "web.yaml": deployment(),
        "p.yaml": deployment("another"),
        "q.yaml": "- {op: remove, path: /x}\n",
        "kustomization.yaml": KUSTOMIZATION + f"resources: [web.yaml]\npatches: [{patch}]\n",
    }
    found = project(files)
    assert found.may_be_patched(found.named("Deployment", "web")[0]) is expected


def test_find_looks_in_the_namespace_and_near():
    scaler = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: h, namespace: x}\n"
    files = {
        "dev/h.yaml": scaler,
        "dev/web.yaml": deployment(namespace="x"),
        "prod/web.yaml": deployment(namespace="x"),
        "dev/other.yaml": deployment("other", namespace="other"),
    }
    found = project(files)
    (near,) = found.of_kind("HorizontalPodAutoscaler")
    assert found.find("Deployment", "web", near).path == "dev/web.yaml"
    assert found.find("Deployment", "other", near) is None
    assert found.find("StatefulSet", "web", near) is None


def test_selectors_with_expressions():
    found = project(
        {"a.yaml": service(), "b.yaml": deployment(), "c.yaml": deployment("api", "{app: api, tier: back}")}
    )
    (near,) = found.services

    def pods(*expressions, **labels):
        pods = found.selection.pods(Selector(labels, expressions, Span(0, 0)), near)
        return None if pods is None else [pod.name for pod in pods]

    assert pods(Requirement("app", "In", ("api", "x"))) == ["api"]
    assert pods(Requirement("tier", "DoesNotExist", ())) == ["web"]
    assert pods() == ["web", "api"]
    assert pods(Requirement("tier", "Exists", ()), app="web") == []
    assert found.selection.pods(Selector({}, (), Span(0, 0), known=False), near) is None


@pytest.mark.parametrize(
    ("operator", "values", "labels", "expected"),
    [
        ("In", ("a",), {"k": "a"}, True),
        ("In", ("a",), {"k": "b"}, False),
        ("In", ("a",), {}, False),
        ("NotIn", ("a",), {"k": "a"}, False),
        ("NotIn", ("a",), {}, True),
        ("Exists", (), {"k": ""}, True),
        ("Exists", (), {}, False),
        ("DoesNotExist", (), {}, True),
        ("DoesNotExist", (), {"k": "a"}, False),
        ("Odd", (), {}, False),
    ],
)
def test_requirements(operator, values, labels, expected):
    assert matches(Selector({}, (Requirement("k", operator, values),), Span(0, 0)), labels) is expected


# --- Ties

DOCKERFILE = "FROM alpine AS build\nEXPOSE 1\nFROM nginx:1.25 AS final\nEXPOSE 8080\n"


def tie(files, image="app", images=None, path="deploy.yaml"):
    """Dockerfile and stage number of an image, None without a tie."""
    found = project({"deploy.yaml": deployment(image=image), **files}, images).tie(image, path)
    return None if found is None else (found.dockerfile, found.stage.index)


def compose(image, build, name="web"):
    return f"services:\n  {name}:\n    image: {image}\n    build: {build}\n"


def skaffold(image, context="x", extra=""):
    return (
        "apiVersion: skaffold/v4beta13\nkind: Config\nbuild:\n  artifacts:\n"
        f"  - {{image: {image}, context: {context}{extra}}}\n"
    )


@pytest.mark.parametrize(
    ("files", "image", "expected"),
    [
        # a folder of the same name
        ({"src/app/Dockerfile": DOCKERFILE}, "app", ("src/app/Dockerfile", 1)),
        ({"src/app/Dockerfile": DOCKERFILE}, "ghcr.io/acme/app:1.2", ("src/app/Dockerfile", 1)),
        ({"src/app/Dockerfile": DOCKERFILE}, "app@sha256:ab", ("src/app/Dockerfile", 1)),
        ({"src/app/Dockerfile": DOCKERFILE}, "other", None),
        ({"src/app/Dockerfile": DOCKERFILE}, "app-$X", None),
        ({"Dockerfile": DOCKERFILE}, "app", None),
        ({"a/app/Dockerfile": DOCKERFILE, "b/app/Dockerfile": DOCKERFILE}, "app", None),
        ({"app/Dockerfile": DOCKERFILE, "app/Dockerfile.dev": DOCKERFILE}, "app", None),
        ({"nginx/Dockerfile": DOCKERFILE}, "nginx", None),
        ({"redis/Dockerfile": DOCKERFILE}, "bitnami/redis", None),
        ({"app/Dockerfile": "FROM acme/app\n"}, "acme/app:2", None),
        ({"app/Dockerfile": ""}, "app", None),
        # skaffold
        ({"skaffold.yaml": skaffold("app"), "x/Dockerfile": DOCKERFILE}, "app", ("x/Dockerfile", 1)),
        ({"skaffold.yaml": skaffold("gcr.io/p/app"), "x/Dockerfile": DOCKERFILE}, "gcr.io/p/app:1", ("x/Dockerfile", 1)),
        ({"skaffold.yaml": skaffold("gcr.io/p/app"), "x/Dockerfile": DOCKERFILE}, "gcr.io/q/app:1", None),
        ({"skaffold.yaml": skaffold("app", extra=", docker: {target: build}"), "x/Dockerfile": DOCKERFILE}, "app",
         ("x/Dockerfile", 0)),
        ({"skaffold.yaml": skaffold("app", extra=", docker: {target: BUILD}"), "x/Dockerfile": DOCKERFILE}, "app",
         ("x/Dockerfile", 0)),
        ({"skaffold.yaml": skaffold("app", extra=", docker: {target: '0'}"), "x/Dockerfile": DOCKERFILE}, "app",
         ("x/Dockerfile", 0)),
        ({"skaffold.yaml": skaffold("app", extra=", docker: {target: none}"), "x/Dockerfile": DOCKERFILE}, "app", None),
        ({"skaffold.yaml": skaffold("app", extra=", jib: {}"), "app/Dockerfile": DOCKERFILE}, "app", None),
        ({"skaffold.yaml": skaffold("app", extra=", docker: {dockerfile: d/Dockerfile}"), "d/Dockerfile": DOCKERFILE}, "app",
         ("d/Dockerfile", 1)),
        ({"skaffold.yaml": skaffold("web", "app"), "app/Dockerfile": DOCKERFILE}, "app", None),
        # Compose
        ({"compose.yaml": compose("app", "x"), "x/Dockerfile": DOCKERFILE}, "app", ("x/Dockerfile", 1)),
        ({"compose.yaml": compose("acme/app:dev", "x"), "x/Dockerfile": DOCKERFILE}, "acme/app:1.0", ("x/Dockerfile", 1)),
        ({"compose.yaml": compose("docker.io/acme/app", "x"), "x/Dockerfile": DOCKERFILE}, "acme/app", ("x/Dockerfile", 1)),
        ({"compose.yaml": compose("app", "{context: x, target: '${T}'}"), "x/Dockerfile": DOCKERFILE}, "app", None),
        ({"compose.yaml": compose("app", "x"), "y/compose.yaml": compose("app", "."), "x/Dockerfile": DOCKERFILE,
          "y/Dockerfile": DOCKERFILE}, "app", None),
        ({"compose.yaml": compose("app:1", "x"), "y/compose.yaml": compose("app:2", "."), "x/Dockerfile": DOCKERFILE,
          "y/Dockerfile": DOCKERFILE}, "app:2", ("y/Dockerfile", 1)),
        ({"compose.yaml": compose("app", "../out"), "app/Dockerfile": DOCKERFILE}, "app", None),
        # official images and folders of their names
        ({"nats/Dockerfile": DOCKERFILE}, "nats:2-nanoserver", None),
        ({"python/Dockerfile": DOCKERFILE}, "python:3.13-windowsservercore", None),
        # skaffold before Compose, both before the folder
        ({"skaffold.yaml": skaffold("app"), "compose.yaml": compose("app", "y"), "x/Dockerfile": DOCKERFILE,
          "y/Dockerfile": DOCKERFILE, "app/Dockerfile": DOCKERFILE}, "app", ("x/Dockerfile", 1)),
    ],
)  # fmt: skip
def test_ties(files, image, expected):
    assert tie(files, image) == expected


@pytest.mark.parametrize(
    ("images", "image", "expected"),
    [
        ({"app": "x/Dockerfile"}, "app:1", ("x/Dockerfile", 1)),
        ({"app": "./x/Dockerfile"}, "app", ("x/Dockerfile", 1)),
        ({"app:1": "x/Dockerfile"}, "app:1", ("x/Dockerfile", 1)),
        ({"app:1": "x/Dockerfile"}, "app:2", ("app/Dockerfile", 1)),
        ({"nginx": "x/Dockerfile"}, "nginx:1", ("x/Dockerfile", 1)),
        ({"app": "missing/Dockerfile"}, "app", None),
        ({"app": "../x/Dockerfile"}, "app", None),
    ],
)
def test_the_config_has_the_first_word(images, image, expected):
    files = {"x/Dockerfile": DOCKERFILE, "app/Dockerfile": DOCKERFILE}
    assert tie(files, image, images) == expected


@pytest.mark.parametrize(
    ("overlays", "expected"),
    [
        ({"kustomization.yaml": "images: [{name: app, newName: acme/real}]\n"}, ("real/Dockerfile", 1)),
        ({"kustomization.yaml": "images: [{name: app, newTag: v2}]\n"}, None),
        ({"kustomization.yaml": "images: [{name: ap, newName: acme/real}]\n"}, None),
        (
            {
                "kustomization.yaml": "images: [{name: app, newName: acme/mid}]\n",
                "o/kustomization.yaml": "resources: [..]\nimages: [{name: acme/mid, newName: acme/real}]\n",
            },
            ("real/Dockerfile", 1),
        ),
        (
            {
                "kustomization.yaml": "images: [{name: app, newName: acme/real}]\n",
                "o/kustomization.yaml": "resources: [../deploy.yaml]\nimages: [{name: app, newName: acme/other}]\n",
            },
            None,
        ),
        ({"z/kustomization.yaml": "resources: []\nimages: [{name: app, newName: acme/real}]\n"}, None),
    ],
)
def test_images_that_kustomize_renames(overlays, expected):
    files = {"real/Dockerfile": DOCKERFILE, "other/Dockerfile": DOCKERFILE}
    for path, text in overlays.items():
        head = KUSTOMIZATION + ("" if "resources" in text else "resources: [deploy.yaml]\n")
        files[path] = head + text
    assert tie(files) == expected


def test_a_renamed_image_must_not_lead_to_two_files():
    files = {
        "app/Dockerfile": DOCKERFILE,
        "real/Dockerfile": DOCKERFILE,
        "kustomization.yaml": KUSTOMIZATION + "resources: [deploy.yaml]\nimages: [{name: app, newName: acme/real}]\n",
    }
    assert tie(files) is None
    files["kustomization.yaml"] = files["kustomization.yaml"].replace("acme/real", "acme/app")
    assert tie(files) == ("app/Dockerfile", 1)


def test_how_a_tie_came_about():
    text = skaffold("app")
    found = project({"skaffold.yaml": text, "x/Dockerfile": DOCKERFILE}).tie("app", "deploy.yaml")
    assert found.how == "`skaffold.yaml` builds it from there"
    assert found.place.path == "skaffold.yaml"
    assert text[found.place.span.start : found.place.span.end] == "{image: app, context: x}"
    by_folder = project({"s/app/Dockerfile": DOCKERFILE}).tie("app", "deploy.yaml")
    assert by_folder.how == "image and folder `s/app` have the same name"
    assert by_folder.place is None


def test_services_of_compose_run_what_they_build():
    files = {
        "compose.yaml": "services:\n  a: {build: {context: x, target: build}}\n  b: {image: acme/b, build: x}\n"
        "  c: {image: acme/b}\n  d: {image: nginx}\n",
        "compose.override.yaml": "services:\n  a: {ports: ['80']}\n",
        "x/Dockerfile": DOCKERFILE,
    }
    found = project(files)
    running = found.running_of("x/Dockerfile")
    assert [(item.service.name, item.tie.stage.index, item.is_certain) for item in running] == [
        ("a", 0, False),
        ("b", 1, True),
        ("c", 1, True),
    ]
    assert running[0].tie.how == "service `a` builds it"
    assert found.running_of("y/Dockerfile") == ()
    assert found.ties.of_service("compose.yaml", found.compose.files["compose.yaml"].services[3]) is None


@pytest.mark.parametrize(
    ("other", "text", "whole"),
    [
        ("compose-small.yaml", "services:\n  a: {build: x}\n", True),
        ("compose-small.yaml", "services:\n  a: {image: acme/a}\n  b: {image: nginx}\n", True),
        ("compose.prod.yaml", "services:\n  a: {ports: ['80']}\n", False),
        ("compose.prod.yaml", "services:\n  a: {image: acme/a}\n  b: {ports: ['80']}\n", False),
        ("compose.override.yaml", "services:\n  a: {build: x}\n", False),
        ("compose.prod.yaml", "include: [x.yaml]\nservices:\n  a: {build: x}\n", False),
        ("compose.prod.yaml", "services:\n  b: {ports: ['80']}\n", True),
    ],
)
def test_a_second_compose_file_is_a_variant_or_an_override(other, text, whole):
    files = {"compose.yaml": "services:\n  a: {build: x}\n", other: text, "x/Dockerfile": DOCKERFILE}
    found = project(files)
    assert found.compose.is_whole("compose.yaml", found.compose.files["compose.yaml"].services[0]) is whole


def test_a_part_of_a_service_is_never_whole():
    files = {"compose.yaml": "services:\n  a: {build: x}\n", "compose.prod.yaml": "services:\n  a: {ports: ['80']}\n"}
    found = project(files)
    assert not found.compose.is_whole("compose.prod.yaml", found.compose.files["compose.prod.yaml"].services[0])


def test_containers_that_run_an_image():
    files = {
        "src/app/Dockerfile": DOCKERFILE,
        "a.yaml": deployment(image="app:1", extra="      initContainers:\n      - {name: i, image: 'acme/app'}\n"),
        "b.yaml": deployment("b", image="redis"),
    }
    running = project(files).running_of("src/app/Dockerfile")
    assert sorted((item.path, item.owner.name, item.container.name) for item in running) == [
        ("a.yaml", "web", "i"),
        ("a.yaml", "web", "main"),
    ]
    assert project(files).running_of("Dockerfile") == ()


# --- Built images


def image(dockerfile):
    return project({"app/Dockerfile": dockerfile}).tie("app", "x.yaml").image


@pytest.mark.parametrize(
    ("dockerfile", "number", "expected"),
    [
        ("FROM alpine\nEXPOSE 80\n", 80, True),
        ("FROM alpine\nEXPOSE 80\n", 81, False),
        ("FROM alpine\nEXPOSE 80-90\n", 85, True),
        ("FROM alpine\nEXPOSE 80/udp\n", 80, False),
        ("FROM nginx\n", 80, True),
        ("FROM nginx\n", 81, False),
        ("FROM acme/base\n", 80, None),
        ("FROM acme/base\nEXPOSE 80\n", 80, True),
        ("FROM acme/base\nEXPOSE 80\n", 81, None),
        ("FROM alpine\nEXPOSE $X\n", 80, None),
        ("FROM scratch\n", 80, False),
        ("ARG B\nFROM $B\n", 80, None),
        ("FROM nginx AS a\nEXPOSE 81\nFROM a\n", 81, True),
        ("FROM nginx AS a\nEXPOSE 81\nFROM a\n", 80, True),
        ("FROM nginx AS a\nEXPOSE 81\nFROM alpine\n", 81, False),
    ],
)
def test_exposed_ports(dockerfile, number, expected):
    assert image(dockerfile).exposes(number) is expected


@pytest.mark.parametrize(
    ("dockerfile", "user", "number"),
    [
        ("FROM alpine\n", "root", 0),
        ("FROM alpine\nUSER 0:0\n", "0", 0),
        ("FROM alpine\nUSER 1000:1000\n", "1000", 1000),
        ("FROM alpine\nUSER app\n", "app", None),
        ("FROM alpine\nARG U\nUSER $U\n", None, None),
        ("FROM acme/base\n", None, None),
        ("FROM acme/base\nUSER 1\n", "1", 1),
        ("FROM gcr.io/distroless/static:nonroot\n", "65532", 65532),
        ("FROM alpine AS a\nUSER 7\nFROM a\n", "7", 7),
        ("FROM scratch\n", "root", 0),
    ],
)
def test_users(dockerfile, user, number):
    found = image(dockerfile)
    assert (found.user, found.user_id) == (user, number)


def test_folders_volumes_and_programs():
    found = image('FROM mysql:8.4\nVOLUME /extra\nWORKDIR /app\nENTRYPOINT ["/app/run"]\nCMD ["--x"]\n')
    assert found.workdir == "/app"
    assert found.volumes == ("/extra", "/var/lib/mysql")
    assert found.entrypoint == ("/app/run",)
    assert found.command == ("/app/run", "--x")
    assert found.has_entrypoint is True
    assert image("FROM redis:7\n").workdir == "/data"
    assert image("FROM acme/base\nVOLUME /x\n").volumes is None
    assert image("FROM acme/base\nWORKDIR /x\n").workdir == "/x"
    assert image("FROM acme/base\n").workdir is None


@pytest.mark.parametrize(
    ("dockerfile", "has_entrypoint", "command"),
    [
        ('FROM python:3\nCMD ["a", "b"]\n', False, ("a", "b")),
        ("FROM python:3\nCMD a b\n", False, None),
        ("FROM python:3\n", False, None),
        ('FROM acme/x\nCMD ["a"]\n', None, None),
        ('FROM acme/x\nENTRYPOINT ["a"]\n', True, ("a",)),
        ("FROM acme/x\nENTRYPOINT a b\n", True, None),
        ('FROM nginx\nCMD ["nginx"]\n', True, ("/docker-entrypoint.sh", "nginx")),
        ('FROM python:3\nENTRYPOINT []\nCMD ["a"]\n', False, ("a",)),
    ],
)
def test_commands(dockerfile, has_entrypoint, command):
    found = image(dockerfile)
    assert (found.has_entrypoint, found.command) == (has_entrypoint, command)


@pytest.mark.parametrize(
    ("dockerfile", "paths"),
    [
        ('FROM alpine\nWORKDIR /app\nCOPY . .\nCMD ["./run"]\n', ["/app/run", "/app"]),
        ("FROM alpine\nWORKDIR /app\nCOPY a .\nCOPY b ./\nCOPY c /app/c/\n", ["/app", "/app/c"]),
        ('FROM alpine\nCOPY run /bin/run\nENTRYPOINT ["/bin/run"]\n', ["/bin/run"]),
        ('FROM alpine\nCOPY a.conf /etc/a.conf\nENTRYPOINT ["run"]\n', []),
        ('FROM alpine\nRUN make\nENTRYPOINT ["/bin/run"]\n', []),
        ('FROM alpine\nWORKDIR /app\nCOPY . /srv/\nCMD ["run"]\n', []),
        ('FROM alpine\nCOPY . .\nCMD ["python", "app.py"]\n', []),
    ],
)
def test_paths_that_an_image_needs(dockerfile, paths):
    assert [need.path for need in image(dockerfile).needs] == paths


# --- Size


def test_lookups_stay_linear():
    count = 2000
    files = {"all.yaml": "---\n".join(service(f"s{n}", "{app: web}") for n in range(count))}
    files["pods.yaml"] = "---\n".join(deployment(f"d{n}", "{app: web}") for n in range(count))
    found = project(files)
    # Two thousand workloads of one label: nobody can tell which are meant.
    assert {found.selected_by(item) for item in found.services} == {None}
    assert len(found.selection._selected) == 1


def test_a_cycle_of_kustomizations_ends():
    files = {
        "a/kustomization.yaml": KUSTOMIZATION + "resources: [../b, x.yaml]\nnamespace: team\n",
        "b/kustomization.yaml": KUSTOMIZATION + "resources: [../a]\n",
        "a/x.yaml": service(),
    }
    found = project(files)
    assert found.services[0].namespace == "team"
    assert found.selected_by(found.services[0]) is None


# --- What is said of a Service without pods


def about_service(files):
    (found,) = Engine(registry(), Settings(select=("service-selects-nothing",))).check(files).findings
    return found.severity.label, [(related.path, related.message) for related in found.related]


def test_pods_from_elsewhere_are_only_likely():
    files = {"a.yaml": service(selector="{app.kubernetes.io/instance: my-pg}"), "b.yaml": deployment("b", "{app: b}")}
    assert about_service(files) == ("warning", [])
    files["a.yaml"] = service(selector="{app: my-pg}")
    assert about_service(files)[0] == "error"


def test_the_workload_that_comes_closest_is_that_of_the_same_file():
    files = {
        "a/web.yaml": service(selector="{app: shop-web}") + "---\n" + deployment("shop", "{app: shop-wbe}"),
        "b/web.yaml": deployment("web", "{app: other}"),
    }
    assert about_service(files)[1] == [("a/web.yaml", "pods of Deployment `shop` come closest")]


@pytest.mark.parametrize(
    ("selector", "labels", "expected"),
    [
        ("{app: shop-web}", "{app: shop-wbe}", "b"),
        ("{app: web-shop}", "{app: wbe-shop}", "b"),
        ("{app: one}", "{app: two}", "b"),
        ("{app: one}", "{tier: two}", None),
        ("{app: ''}", "{tier: ''}", None),
    ],
)
def test_which_workload_comes_closest(selector, labels, expected):
    files = {"a.yaml": service("s", selector), "b.yaml": deployment("b", labels), "c.yaml": deployment("c", "{z: z}")}
    related = about_service(files)[1]
    assert related == ([] if expected is None else [("b.yaml", f"pods of Deployment `{expected}` come closest")])


def test_names_and_folders_count_less_than_labels():
    files = {
        "a/s.yaml": service("web", "{app: x, tier: front}"),
        "a/near.yaml": deployment("near", "{app: z}"),
        "b/web.yaml": deployment("web", "{app: z}"),
        "b/far.yaml": deployment("far", "{app: x, tier: back}"),
    }
    assert about_service(files)[1] == [("b/far.yaml", "pods of Deployment `far` come closest")]
    del files["b/far.yaml"]
    assert about_service(files)[1] == [("b/web.yaml", "pods of Deployment `web` come closest")]
    del files["b/web.yaml"]
    files["b/other.yaml"] = deployment("other", "{app: z}")
    assert about_service(files)[1] == [("a/near.yaml", "pods of Deployment `near` come closest")]


@pytest.mark.parametrize(
    ("own", "pods", "level"), [("front", "back", "error"), ("front", None, "warning"), (None, "back", "warning")]
)
def test_namespaces_that_nobody_wrote_are_only_likely(own, pods, level):
    files = {"a.yaml": service(namespace=own), "b.yaml": deployment(namespace=pods)}
    (found,) = Engine(registry(), Settings(select=("namespace-tears-service",))).check(files).findings
    assert found.severity.label == level
    assert found.message.count("(it names none)") == (own is None) + (pods is None)


# --- Tags from elsewhere


@pytest.mark.parametrize(
    ("overlays", "expected"),
    [
        ({}, False),
        ({"prod": "images: [{name: web, newTag: '2'}]"}, True),
        ({"prod": "images: [{name: web, digest: 'sha256:00'}]"}, True),
        ({"prod": "images: [{name: web, newTag: latest}]"}, False),
        ({"prod": "images: [{name: web, newName: other}]"}, False),
        ({"prod": "images: [{name: web, newTag: '2'}]", "dev": ""}, False),
        ({"prod": "images: [{name: web, newTag: '2'}]", "dev": "images: [{name: web, newTag: '1'}]"}, True),
        ({"prod": "images: [{name: acme/web, newTag: '2'}]"}, False),
    ],
)
def test_a_tag_comes_from_elsewhere_when_every_root_gives_one(overlays, expected):
    files = {
        "base/web.yaml": deployment(image="web"),
        "base/kustomization.yaml": KUSTOMIZATION + "resources: [web.yaml]\n",
    }
    for name, text in overlays.items():
        files[f"{name}/kustomization.yaml"] = f"{KUSTOMIZATION}resources: [../base]\n{text}\n"
    assert project(files).retagged.holds("base/web.yaml", "web") is expected


def test_a_name_that_one_kustomization_gives_gets_its_tag_from_the_next():
    files = {
        "base/web.yaml": deployment(image="web"),
        "base/kustomization.yaml": KUSTOMIZATION + "resources: [web.yaml]\nimages: [{name: web, newName: acme/web}]\n",
        "prod/kustomization.yaml": KUSTOMIZATION + "resources: [../base]\nimages: [{name: acme/web, newTag: '2'}]\n",
    }
    assert project(files).retagged.holds("base/web.yaml", "web")


@pytest.mark.parametrize(
    ("kustomization", "missing"),
    [
        ("resources: [pod.yaml]\n", True),
        ("resources: [pod.yaml]\nhelmCharts: [{name: web}]\n", False),
        ("resources: [pod.yaml]\ngenerators: [accounts.yaml]\n", False),
        ("resources: [pod.yaml, 'https://github.com/acme/accounts?ref=v1']\n", False),
        ("resources: [pod.yaml, accounts.yaml]\n", False),
    ],
)
def test_what_a_kustomization_may_bring_is_not_missing(kustomization, missing):
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: a}]}\n"
    found = project({"kustomization.yaml": kustomization, "pod.yaml": pod})
    assert found.missing("ServiceAccount", "web", found.workloads[0]) is missing
