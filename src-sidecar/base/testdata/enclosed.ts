/**
 * Run in a network and a mount namespace of its own, in which every address answers: tries each host with our fetch and without it, and
 * prints who was reached. `unshare -rnm node enclosed.ts <folder>`; in the folder are the key and the certificate of `public.test`.
 */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, get as getPlain, type RequestListener } from "node:http";
import { createServer as createTlsServer, get } from "node:https";
import { join } from "node:path";
import { createFetch } from "../http.ts";
import { createNet } from "../net.ts";
import { BAD_HOSTS, GOOD_HOSTS, NAMES, OUTSIDE } from "./inside-hosts.ts";
import { startNameServer } from "./name-server.ts";

export interface EnclosedReport {
  /** By the way that was tried: the hosts by which something inside was reached, and what. */
  readonly inside: Readonly<Record<string, readonly string[]>>;
  readonly good: Readonly<Record<string, readonly string[]>>;
}

type Attempt = (url: string) => Promise<unknown>;

/** Hosts that an admin may allow as much as they like. */
const NEVER = ["meta.test", "metadata.google.internal", "zero.test", "mapped.test", "translated.test", "169.254.169.254"];
const PATIENCE_MS = 2000;
const POLICY = { maxBytes: 1000, connectTimeoutMs: PATIENCE_MS, headersTimeoutMs: PATIENCE_MS };
const reached: string[] = [];
const answered: string[] = [];

/** Answers everybody; where the query is an address, by sending them there. */
const answer: RequestListener = (request, response) => {
  answered.push(request.url ?? "");
  const [, to] = request.url?.split("?") ?? [];
  if (to !== undefined) response.setHeader("location", Buffer.from(decodeURIComponent(to)).toString("latin1"));
  response.writeHead(to === undefined ? 200 : 302).end();
};

async function listen(folder: string): Promise<void> {
  const [key, cert] = [readFileSync(join(folder, "key.pem")), readFileSync(join(folder, "cert.pem"))];
  for (const port of [80, 443, 6379]) {
    const server = port === 443 ? createTlsServer({ key, cert }, answer) : createServer(answer);
    server.on("connection", ({ localAddress = "" }: { localAddress?: string }) => {
      reached.push(localAddress.replace(/^::ffff:(?=\d+\.)/, ""));
    });
    server.listen(port, "::");
    await once(server, "listening");
  }
}

function enclose(folder: string): void {
  const run = (command: string): string =>
    execFileSync("/bin/sh", ["-c", command], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  run("ip link set lo up && ip route add local 0.0.0.0/0 dev lo && ip -6 route add local ::/0 dev lo");
  for (const [path, text] of [
    ["/etc/resolv.conf", "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n"],
    ["/etc/hosts", "127.0.0.1 localhost\n::1 localhost\n"],
    ["/etc/nsswitch.conf", "hosts: files dns\n"],
  ] as const) {
    const own = join(folder, path.replaceAll("/", "-"));
    writeFileSync(own, text);
    run(`[ ! -e ${path} ] || mount --bind ${own} ${path}`);
  }
}

/** @returns The addresses at which somebody answered. */
async function tryOne(attempt: Attempt, url: string): Promise<readonly string[]> {
  reached.length = 0;
  await attempt(url).catch(() => undefined);
  // What was accepted is told after what was connected.
  await new Promise((resolve) => setTimeout(resolve, 1));
  return [...reached];
}

async function tryAll(attempt: Attempt, urls: readonly string[], counts: (address: string) => boolean) {
  const hits: string[] = [];
  for (const url of urls) {
    const found = (await tryOne(attempt, url)).filter(counts);
    if (found.length > 0) hits.push(`${url} ${found.join(" ")}`);
  }
  return hits;
}

const unguarded: Attempt = (url) =>
  new Promise((resolve) => {
    const request = (url.startsWith("https:") ? get : getPlain)(url, { timeout: PATIENCE_MS }, resolve);
    request.on("error", resolve);
    request.on("timeout", () => request.destroy());
  });

/** @returns What was answered after a host inside was allowed no longer, with a connection to it still open. */
async function askAgainOnceUnlisted(): Promise<readonly string[]> {
  let allowed = ["public.test"];
  const fetch = createFetch({
    ...POLICY,
    allowedHosts: () => allowed,
    resolve: (_name, done) => done(null, [{ address: "127.0.0.1", family: 4 }]),
  });
  await (await fetch("https://public.test/while-listed")).text();
  if (answered.at(-1) !== "/while-listed") throw new Error("a listed host is to be reached");
  allowed = [];
  answered.length = 0;
  await fetch("https://public.test/").catch(() => undefined);
  return [...answered];
}

async function main(): Promise<void> {
  const folder = process.argv[2] ?? "";
  enclose(folder);
  await listen(folder);
  const names = await startNameServer(NAMES);
  const isInside = (address: string): boolean => !OUTSIDE.has(address);
  const isOutside = (address: string): boolean => OUTSIDE.has(address);
  const bad = BAD_HOSTS.flatMap((host) => [`https://${host}/`, `http://${host}/`, `http://${host}:6379/`]);
  const rebinding = Array.from({ length: 4 }, () => "https://rebind.test/");
  const ours = createFetch({ ...POLICY, allowedHosts: () => [] });
  const listed = createFetch({ ...POLICY, allowedHosts: () => NEVER });
  const net = createNet({ allowedHosts: () => ["10.0.0.5", "intranet", "ten.test"] });
  const listedUrls = ["http://10.0.0.5/", "http://intranet/", "https://intranet/", "https://ten.test/"];
  const report: EnclosedReport = {
    inside: {
      unguarded: await tryAll(unguarded, BAD_HOSTS.map((host) => `http://${host}/`), isInside),
      guarded: await tryAll(ours, [...bad, ...rebinding], isInside),
      listed: await tryAll(listed, NEVER.flatMap((host) => [`http://${host}/`, `https://${host}/`]), isInside),
      inward: await tryAll((url) => net.document(url, "public"), listedUrls, isInside),
      unlisted: await askAgainOnceUnlisted(),
      redirected: await tryAll(
        (url) => net.document(url, "chosen"),
        [...listedUrls, ...bad].map((url) => `https://public.test/?${encodeURIComponent(url)}`),
        isInside,
      ),
    },
    good: {
      guarded: await tryAll(ours, GOOD_HOSTS.map((host) => `https://${host}/`), isOutside),
      redirected: await tryAll(
        (url) => net.document(url, "chosen"),
        [`https://public.test/?${encodeURIComponent("https://[2606:4700::1111]/")}`],
        (address) => address.includes(":"),
      ),
      chosen: await tryAll((url) => net.document(url, "chosen"), ["http://10.0.0.5/", "http://intranet/"], isInside),
    },
  };
  process.stdout.write(JSON.stringify(report));
  names.close();
  process.exit(0);
}

await main();
