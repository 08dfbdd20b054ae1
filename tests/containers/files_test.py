"""files_test.py CONF: compose.yaml and pod.yaml are YAML, keep the two programs apart, and agree with
the store's budget. No engine is needed."""
import json
import re
import sys

import yaml

conf = sys.argv[1]
PROCESS = 128  # MiB that livecamd takes beside its store: 113 with 10,000 cameras
failures = []


def check(what, ok):
    if not ok:
        failures.append(what)


def mebibytes(text):
    return int(re.fullmatch(r"(\d+)(m|M|Mi)", text)[1])


budget = mebibytes(json.load(open(conf + "/cameras.json"))["store"]["max_bytes"])

compose = yaml.safe_load(open(conf + "/containers/compose.yaml"))
services = compose["services"]
check("compose has both services", set(services) == {"livecamd", "nginx"})
for name, service in services.items():
    check(f"compose {name}: root is read-only", service["read_only"] is True)
    check(f"compose {name}: no capabilities", service["cap_drop"] == ["ALL"] and "cap_add" not in service)
    check(f"compose {name}: no new privileges", "no-new-privileges:true" in service["security_opt"])
    shared = {"pid", "ipc", "network_mode", "privileged", "shm_size"} & set(service)
    check(f"compose {name}: shares no namespace: {shared}", not shared)
    check(f"compose {name}: the store", "store:/store/livecam" in service["volumes"])
options = dict(o.partition("=")[::2] for o in compose["volumes"]["store"]["driver_opts"]["o"].split(","))
size = mebibytes(options["size"])
check("compose: the tmpfs exceeds the store's budget", size > budget)
check("compose: a full store is no reason to end livecamd", mebibytes(services["livecamd"]["mem_limit"]) >= size + PROCESS)
check("compose: the store is livecam's and www-data's", (options["uid"], options["gid"]) == ("990", "33"))
check("compose: nobody else writes it", options["mode"] == "2750")

config, pod = yaml.safe_load_all(open(conf + "/containers/pod.yaml"))
wall = json.loads(config["data"]["cameras.json"])
check("pod: the wall has a group with a camera", wall["groups"][0]["cameras"][0]["src"])
budget = mebibytes(wall["store"]["max_bytes"])
spec = pod["spec"]
for key in ("hostPID", "hostIPC", "hostNetwork", "shareProcessNamespace"):
    check(f"pod: no {key}", not spec.get(key))
check("pod: nobody is root", spec["securityContext"]["runAsNonRoot"] is True)
users = {}
for container in spec["containers"]:
    name, context = container["name"], container["securityContext"]
    users[name] = context["runAsUser"]
    check(f"pod {name}: root is read-only", context["readOnlyRootFilesystem"] is True)
    check(f"pod {name}: no escalation", context["allowPrivilegeEscalation"] is False)
    check(f"pod {name}: no capabilities", context["capabilities"] == {"drop": ["ALL"]})
    check(f"pod {name}: reads the store as www-data", context["runAsGroup"] == 33)
    mounts = {mount["name"]: mount for mount in container["volumeMounts"]}
    check(f"pod {name}: the store", mounts["store"]["mountPath"] == "/store")
    check(f"pod {name}: only livecamd writes the store", mounts["store"].get("readOnly", False) == (name == "nginx"))
    check(f"pod {name}: mounts what is there", set(mounts) <= {volume["name"] for volume in spec["volumes"]})
    if name == "livecamd":
        limit = mebibytes(container["resources"]["limits"]["memory"])
check("pod: two users", users == {"livecamd": 990, "nginx": 33})
store = next(volume for volume in spec["volumes"] if volume["name"] == "store")["emptyDir"]
check("pod: the store is memory", store["medium"] == "Memory")
size = mebibytes(store["sizeLimit"])
check("pod: it exceeds the store's budget", size > budget)
check("pod: a full store is no reason to end livecamd", limit >= size + PROCESS)

images = open(conf + "/containers/Containerfile").read()
check("images: the same users", "--uid 990" in images and re.findall(r"^USER (.*)$", images, re.M) == ["990:33", "33:33"])

for failure in failures:
    print("FAILED:", failure)
if not failures:
    print("all passed")
sys.exit(1 if failures else 0)
