"""The shape of a Compose file: which keys there are, and what may stand behind each.

Written by script from schema/compose-spec.json of compose-spec/compose-go, commit e70e961 of July 2026, and compared with
Docker Compose 2.40.3 (`docker compose config`). An expression lists what a value may be, parted by `|`: `s` a string, `n` a
number, `b` a boolean, `z` nothing, `[e]` a list of e, `<e>` a mapping of any keys to e, `{name}` a mapping of the keys that
are listed under that name, `?` anything. A key with `!` must be there.
"""

from __future__ import annotations

PAIRS = "<s|n|b|z>|[s]"
"""`A: b` or `- A=b`."""

MAPPINGS = {
    "file": (
        "configs:<{config}> include:[s|{include}] models:<{model}> name:s networks:<{network}|z> secrets:<{secret}>"
        " services:<{service}> version:s volumes:<{volume}|z>"
    ),
    "config": "content:s environment:s external:b|s|<?> file:s labels:@ name:s template_driver:s",
    "include": "env_file:s|[s] path:s|[s] project_directory:s",
    "model": "context_size:n model!:s name:s runtime_flags:[s]",
    "network": (
        "attachable:b|s driver:s driver_opts:<s|n> enable_ipv4:b|s enable_ipv6:b|s external:b|s|{external}"
        " internal:b|s ipam:{ipam} labels:@ name:s"
    ),
    "external": "name:s",
    "ipam": "config:[{ipam_config}] driver:s options:<s>",
    "ipam_config": "aux_addresses:<s> gateway:s ip_range:s subnet:s",
    "secret": "driver:s driver_opts:<s|n> environment:s external:b|s|<?> file:s labels:@ name:s template_driver:s",
    "service": (
        "annotations:@ attach:b|s blkio_config:{blkio} build:s|{build} cap_add:[s] cap_drop:[s] cgroup:s"
        " cgroup_parent:s command:z|s|[s] configs:[s|{mounted_file}] container_name:s cpu_count:s|n cpu_percent:s|n"
        " cpu_period:n|s cpu_quota:n|s cpu_rt_period:n|s cpu_rt_runtime:n|s cpu_shares:n|s cpus:n|s cpuset:s"
        " credential_spec:{credential_spec} depends_on:[s]|<{dependency}> deploy:{deploy}|z develop:{develop}|z"
        " device_cgroup_rules:[s] devices:[s|{device}] dns:s|[s] dns_opt:[s] dns_search:s|[s] domainname:s"
        " entrypoint:z|s|[s] env_file:s|[s|{env_file}] environment:@ expose:[s|n] extends:s|{extends}"
        " external_links:[s] extra_hosts:<s|[s]>|[s] gpus:s|[<?>] group_add:[s|n] healthcheck:{healthcheck} hostname:s"
        " image:s init:b|s ipc:s isolation:s label_file:s|[s] labels:@ links:[s] logging:{logging} mac_address:s"
        " mem_limit:n|s mem_reservation:s|n mem_swappiness:n|s memswap_limit:n|s models:[s]|<{model_use}|z>"
        " network_mode:s networks:[s]|<{attachment}|z> oom_kill_disable:b|s oom_score_adj:s|n pid:s|z pids_limit:n|s"
        " platform:s ports:[n|s|{port}] post_start:[{hook}] pre_start:[{start_hook}] pre_stop:[{hook}] privileged:b|s"
        " profiles:[s] provider:{provider} pull_policy:s pull_refresh_after:s read_only:b|s restart:s runtime:s"
        " scale:n|s secrets:[s|{mounted_file}] security_opt:[s] shm_size:n|s stdin_open:b|s stop_grace_period:s"
        " stop_signal:s storage_opt:<?> sysctls:@ tmpfs:s|[s] tty:b|s ulimits:<n|s|{ulimit}> use_api_socket:b user:s"
        " userns_mode:s uts:s volumes:[s|{mount}] volumes_from:[s] working_dir:s"
    ),
    "blkio": (
        "device_read_bps:[{blkio_limit}] device_read_iops:[{blkio_limit}] device_write_bps:[{blkio_limit}]"
        " device_write_iops:[{blkio_limit}] weight:n|s weight_device:[{blkio_weight}]"
    ),
    "blkio_limit": "path:s rate:n|s",
    "blkio_weight": "path:s weight:n|s",
    "build": (
        "additional_contexts:@ args:@ cache_from:[s] cache_to:[s] context:s dockerfile:s dockerfile_inline:s"
        " entitlements:[s] extra_hosts:<s|[s]>|[s] isolation:s labels:@ network:s no_cache:b|s no_cache_filter:s|[s]"
        " platforms:[s] privileged:b|s provenance:s|b pull:b|s sbom:s|b secrets:[s|{mounted_file}] shm_size:n|s ssh:@"
        " tags:[s] target:s ulimits:<n|s|{ulimit}>"
    ),
    "mounted_file": "gid:s mode:n|s source:s target:s uid:s",
    "ulimit": "hard!:n|s soft!:n|s",
    "credential_spec": "config:s file:s registry:s",
    "dependency": "condition!:s required:b restart:b|s",
    "deploy": (
        "endpoint_mode:s labels:@ mode:s placement:{placement} replicas:n|s resources:{resources}"
        " restart_policy:{restart_policy} rollback_config:{rollback} update_config:{update}"
    ),
    "placement": "constraints:[s] max_replicas_per_node:n|s preferences:[{preference}]",
    "preference": "spread:s",
    "resources": "limits:{limits} reservations:{reservations}",
    "limits": "cpus:n|s memory:s pids:n|s",
    "reservations": "cpus:n|s devices:[{reserved_device}] generic_resources:[{generic_resource}] memory:s",
    "reserved_device": "capabilities!:[s] count:s|n device_ids:[s] driver:s options:@",
    "generic_resource": "discrete_resource_spec:{discrete_resource}",
    "discrete_resource": "kind:s value:n|s",
    "restart_policy": "condition:s delay:s max_attempts:n|s window:s",
    "rollback": "delay:s failure_action:s max_failure_ratio:n|s monitor:s order:s parallelism:n|s",
    "update": "delay:s failure_action:s max_failure_ratio:n|s monitor:s order:s parallelism:n|s",
    "develop": "watch:[{watch}]",
    "watch": "action!:s exec:{hook} ignore:s|[s] include:s|[s] initial_sync:b path!:s target:s",
    "hook": "command!:z|s|[s] environment:@ privileged:b|s user:s working_dir:s",
    "device": "permissions:s source!:s target:s",
    "env_file": "format:s path!:s required:b|s",
    "extends": "file:s service!:s",
    "healthcheck": "disable:b|s interval:s retries:n|s start_interval:s start_period:s test:s|[s] timeout:s",
    "logging": "driver:s options:<s|n|z>",
    "model_use": "endpoint_var:s model_var:s",
    "attachment": (
        "aliases:[s] driver_opts:<s|n> gw_priority:n interface_name:s ipv4_address:s ipv6_address:s"
        " link_local_ips:[s] mac_address:s priority:n"
    ),
    "port": "app_protocol:s host_ip:s mode:s name:s protocol:s published:s|n target:n|s",
    "start_hook": "command:z|s|[s] environment:@ image:s per_replica:b|s privileged:b|s user:s working_dir:s",
    "provider": "options:<s|n|b|[s|n|b]> type!:s",
    "mount": (
        "bind:{bind} consistency:s image:{image_mount} read_only:b|s source:s target:s tmpfs:{tmpfs} type!:s"
        " volume:{volume_mount}"
    ),
    "bind": "create_host_path:b|s propagation:s recursive:s selinux:s",
    "image_mount": "subpath:s",
    "tmpfs": "mode:n|s size:n|s",
    "volume_mount": "labels:@ nocopy:b|s subpath:s",
    "volume": "driver:s driver_opts:<s|n> external:b|s|{external} labels:@ name:s",
}
"""Keys of mappings, each with its expression; `@` is `PAIRS`. Keys that start with `x-` may stand everywhere."""
