/**
 * Podman in a lab's host: its configuration, storage and containers are the host's own, under a folder of the test, since
 * the lab's hosts share the machine's files. `/etc/containers` is bound over in the host's mount namespace, so that the
 * host's router finds the same containers. The image is Debian's static busybox.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../../host/run.ts";
import type { MeshLab } from "./mesh-lab.ts";

export const busyboxImage = "registry.test/busybox:1";

/** Gives a host its podman, with the image loaded. `folder` is removed by the caller, after `podmanClear`. */
export async function podmanSetUp(lab: MeshLab, host: string, folder: string): Promise<void> {
  const own = join(folder, host);
  const configuration = join(own, "etc");
  await mkdir(configuration, { recursive: true });
  await writeFile(join(configuration, "policy.json"), '{"default":[{"type":"insecureAcceptAnything"}]}\n');
  await writeFile(join(configuration, "registries.conf"), "");
  await writeFile(
    join(configuration, "storage.conf"),
    `[storage]\ndriver = "overlay"\ngraphroot = "${own}/images"\nrunroot = "${own}/run"\n`,
  );
  await writeFile(join(configuration, "containers.conf"), containersConfiguration(own));
  await lab.ok(host, "mount", "--bind", configuration, "/etc/containers");
  const image = join(folder, "busybox.tar");
  await lab.ok(host, "podman", "load", "--quiet", "--input", image);
}

/** Removes a host's containers and what is mounted for them, as far as there are any. */
export async function podmanClear(lab: MeshLab, host: string): Promise<void> {
  await lab.exec(host, "podman", "rm", "--all", "--force", "--time", "0");
}

/** Where CAP_SYS_RESOURCE is missing nothing may raise a limit, and podman's defaults would. */
function containersConfiguration(own: string): string {
  return `[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "none"
runtime = "runc"
static_dir = "${own}/libpod"
tmp_dir = "${own}/tmp"
volume_path = "${own}/volumes"
`;
}

/** Writes a docker archive with busybox and its names, for `podmanSetUp`, into the folder. */
export async function makeBusyboxImage(folder: string): Promise<void> {
  const layer = join(folder, "layer.tar");
  const root = join(folder, "root");
  await mkdir(join(root, "bin"), { recursive: true });
  await run("sh", [
    "-c",
    `cd "$1" && mkdir -p tmp etc proc sys dev root && cp /bin/busybox bin/ &&
      for name in $(/bin/busybox --list); do [ -e "bin/$name" ] || ln -s busybox "bin/$name"; done &&
      echo root:x:0:0:root:/root:/bin/sh >etc/passwd && tar --owner=0 --group=0 -cf "$2" .`,
    "sh",
    root,
    layer,
  ]);
  const { stdout } = await run("sha256sum", [layer]);
  const configuration = {
    architecture: process.arch === "x64" ? "amd64" : process.arch,
    os: "linux",
    config: { Env: ["PATH=/bin"], Cmd: ["/bin/sleep", "infinity"] },
    rootfs: { type: "layers", diff_ids: [`sha256:${stdout.slice(0, 64)}`] },
  };
  await writeFile(join(folder, "config.json"), JSON.stringify(configuration));
  const manifest = [{ Config: "config.json", RepoTags: [busyboxImage], Layers: ["layer.tar"] }];
  await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest));
  const files = ["manifest.json", "config.json", "layer.tar"];
  await run("tar", ["-C", folder, "-cf", join(folder, "busybox.tar"), ...files]);
}
