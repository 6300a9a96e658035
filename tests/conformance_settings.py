"""What stands in a k8slint config for the settings of another tool's test case."""


def config_for(tool, rule, options):
    """The config for one case. `options` are those that the tool's own test had set."""
    if tool == "kube-score" and rule == "stable-version" and "kubernetes_version" in options:
        version = str(options["kubernetes_version"]).removeprefix("v")
        return {
            "rules": {
                name: {"kubernetes-version": version} for name in ("deprecated-api-version", "removed-api-version")
            }
        }
    return {}
