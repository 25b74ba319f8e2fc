import { execFile, execFileSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { proves } from "../../testkit/promises.ts";
import { createTempHome } from "../../testkit/temp-home.ts";
import type { EnclosedReport } from "./testdata/enclosed.ts";
import { BAD_HOSTS, GOOD_HOSTS } from "./testdata/inside-hosts.ts";

const ROUTE_6 = "ip -6 route add local ::/0 dev lo";

/** Why no namespaces can be had here; null: they can. */
function noNamespaces(): string | null {
  if (process.platform !== "linux") return "only Linux has network namespaces";
  try {
    execFileSync(
      "unshare",
      [
        "-rnm",
        "/bin/sh",
        "-c",
        `${["ip link set lo up", ROUTE_6, "mount --bind /dev/null /etc/hosts"].join(" && ")} && openssl version`,
      ],
      { stdio: "ignore", timeout: 60_000 },
    );
    return null;
  } catch {
    return "this machine lets nobody make network namespaces (unshare -rnm, iproute2, IPv6, openssl)";
  }
}

/** Makes a key for `public.test`, and the certificate that says so. */
async function certify(folder: string): Promise<void> {
  const key = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  const name = ["-subj", "/CN=public.test", "-addext", "subjectAltName=DNS:public.test"];
  const files = ["-keyout", join(folder, "key.pem"), "-out", join(folder, "cert.pem")];
  await promisify(execFile)("openssl", [...key, ...name, ...files], { timeout: 60_000 });
}

test("where every address answers, nothing inside is reached, however it is written or named", async (context) => {
  const reason = noNamespaces();
  if (reason !== null) {
    process.stderr.write(`\nNOT SHOWN HERE: that nothing inside is reached: ${reason}\n`);
    return context.skip(reason);
  }
  proves("net:inside", "net:inward-hop");
  using home = createTempHome();
  await certify(home.path);
  const script = join(import.meta.dirname, "testdata/enclosed.ts");
  const args = ["-rnm", process.execPath, script, home.path];
  const { stdout } = await promisify(execFile)("unshare", args, {
    timeout: 240_000,
    env: { ...process.env, NODE_EXTRA_CA_CERTS: join(home.path, "cert.pem") },
  });
  const report = JSON.parse(stdout) as EnclosedReport; // Printed by enclosed.ts.
  // Without the guard nearly all of them lead there: the world around the test is one in which it can fail.
  expect(report.inside["unguarded"]?.length).toBeGreaterThan(0.8 * BAD_HOSTS.length);
  expect({ ...report.inside, unguarded: [] }).toEqual({
    unguarded: [],
    guarded: [],
    listed: [],
    inward: [],
    unlisted: [],
    redirected: [],
  });
  expect(report.good["guarded"]).toHaveLength(GOOD_HOSTS.length);
  expect(report.good["redirected"]).toHaveLength(1);
  expect(report.good["chosen"]).toHaveLength(2);
});
