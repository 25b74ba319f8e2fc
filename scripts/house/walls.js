import { isBuiltin } from "node:module";

/** @typedef {import("./places.js").Place} Place */

/** Sidecar, bottom up. A room knows the rooms of lower floors; rooms on one floor do not know each other. */
const SIDECAR_FLOORS = [
  ["base"],
  ["store"],
  ["vault", "identity", "oauth", "catalog", "policy", "approval", "redaction", "connectors", "audit", "backup"],
  ["calls"],
  ["gateway", "handlers"],
];

/**
 * Who else a room of this process may know. `rpc` stands beside the floors: it is the people's door without anything behind it, and
 * only `handlers` stands on it.
 */
const KNOWS = {
  "src-sidecar": { rpc: ["base"] },
  "src-main": {
    base: [],
    preload: ["base"],
    supervisor: ["base"],
    os: ["base"],
    windows: ["base"],
    host: ["base"],
    cli: ["base", "host"],
  },
  "src-renderer": {
    styles: [],
    ui: ["styles"],
    client: [],
    features: ["client", "ui"],
    app: ["features", "client", "ui", "styles"],
  },
};

/** Rooms without an index: their files are imported one by one. */
// The box into which both doors seal what a person enters is a part of the contract, as its schemas are.
const CONTRACT_PACKAGES = new Set(["zod", "@orpc/contract", "@noble/ciphers", "@noble/curves", "@noble/hashes"]);
const CONTRACT_WALL = "src-contract imports only zod, @orpc/contract, the ciphers of its sealed box, and itself";
const OPEN_ROOMS = new Set(["src-sidecar/base", "src-main/base", "src-renderer/ui", "src-renderer/styles"]);

/**
 * @param {Place} from
 * @returns {string | null} Why this file has no place in the house.
 */
export function misplaced(from) {
  if (from.part === "src-contract" || from.part === "testkit" || from.path.endsWith(".d.ts")) return null;
  if (from.room === "") return from.isBuilder ? null : `only the builders stand at the root of ${from.part}`;
  return known(from.part, from.room) ? null : `the house has no room "${from.room}" in ${from.part}`;
}

/**
 * @param {Place} from
 * @param {Place | null} to null: outside the house (e2e, bench, scripts, configuration).
 * @param {string} target The path of `to`.
 * @returns {string | null} Why `from` may not import `to`.
 */
export function refusedFile(from, to, target) {
  if (from.isTest && to?.part === "testkit") return null;
  if (!to) return `${from.part} does not reach outside the house (${target})`;
  if (to.part === "src-contract") return refusedContract(from);
  if (from.part === "src-contract") return CONTRACT_WALL;
  if (from.part === "testkit") return refusedFromTestkit(to);
  if (to.part === "testkit") return "testkit is for tests";
  if (from.part !== to.part) return `processes share only src-contract (${from.part} → ${to.part})`;
  if (from.isBuilder) return null;
  return refusedRoom(from, to);
}

/** @param {Place} from */
function refusedContract(from) {
  const isView = from.part === "src-renderer" && !from.isBuilder && from.room !== "client";
  return isView && !from.isTest ? `only client knows the contract: ${from.room} takes it from client` : null;
}

/** @param {Place} to */
function refusedFromTestkit(to) {
  if (to.part === "testkit" || (to.part === "src-sidecar" && to.room === "base")) return null;
  return "testkit knows only src-contract and src-sidecar/base";
}

/**
 * @param {Place} from
 * @param {Place} to
 */
function refusedRoom(from, to) {
  if (from.room === to.room) return null;
  if (to.isBuilder || to.room === "") return `a room does not know its builder (${to.path})`;
  if (!knows(from.part, from.room, to.room)) return `${from.room} may not know ${to.room}`;
  const room = `${to.part}/${to.room}`;
  const isIndex = new RegExp(`^${room}/index\\.tsx?$`).test(to.path);
  return isIndex || OPEN_ROOMS.has(room) ? null : `nobody imports past ${room}/index.ts`;
}

/**
 * @param {string} part
 * @param {string} from
 * @param {string} to
 */
function knows(part, from, to) {
  const listed = listedFor(part, from);
  if (listed) return listed.includes(kindOf(to));
  if (part === "src-sidecar" && from === "handlers" && to === "rpc") return true;
  return part === "src-sidecar" && floorOf(to) !== -1 && floorOf(to) < floorOf(from);
}

/**
 * @param {string} part
 * @param {string} room
 */
function known(part, room) {
  if (room === "features") return false;
  return listedFor(part, room) !== undefined || (part === "src-sidecar" && floorOf(room) !== -1);
}

/**
 * @param {string} part
 * @param {string} room
 * @returns {string[] | undefined}
 */
function listedFor(part, room) {
  /** @type {Record<string, Record<string, string[]>>} */
  const knownBy = KNOWS;
  return knownBy[part]?.[kindOf(room)];
}

/** @param {string} room */
function kindOf(room) {
  return room.split("/")[0] ?? "";
}

/** @param {string} room */
function floorOf(room) {
  return SIDECAR_FLOORS.findIndex((floor) => floor.includes(room));
}

/** Packages and built-ins that only some places may use. `types` says whether `import type` is refused as well. */
const GUARDED = [
  {
    packages: ["electron"],
    allowed: /^src-main\/(main\.ts$|(windows|supervisor|os|preload)\/)/,
    types: false,
    tests: false,
    why: "electron by value only in src-main/{main.ts,windows,supervisor,os,preload}: elsewhere its import starts a download",
  },
  {
    packages: ["kysely", "better-sqlite3"],
    allowed: /^src-sidecar\/store\//,
    types: true,
    tests: true,
    why: "SQL only in src-sidecar/store",
  },
  {
    packages: ["child_process"],
    allowed:
      /^(src-sidecar\/connectors\/(mcp\/stdio\.ts$|(.+\/)?sandbox)|src-main\/(supervisor|host)\/|src-main\/cli\/[^/]*process[^/]*\.ts$)/,
    types: false,
    tests: true,
    why: "processes start only in connectors/mcp/stdio.ts, sandboxes, src-main/{supervisor,host} and src-main/cli/*process*.ts",
  },
  {
    packages: ["undici"],
    allowed: /^src-sidecar\/base\/http\.ts$/,
    types: false,
    tests: true,
    why: "requests leave only through src-sidecar/base/http.ts",
  },
];

/**
 * @param {Place | null} from null outside the house.
 * @param {string} path
 * @param {{ specifier: string, isType: boolean }} found
 * @returns {string | null} Why this file may not import this package.
 */
export function refusedPackage(from, path, { specifier, isType }) {
  const name = packageOf(specifier);
  for (const guard of GUARDED) {
    if (!guard.packages.includes(name) || (isType && !guard.types)) continue;
    const isFree = guard.tests && (!from || from.part === "testkit" || from.isTest);
    if (!isFree && !guard.allowed.test(path)) return guard.why;
  }
  if (!from || from.isTest) return null;
  if (from.part === "src-contract" && !CONTRACT_PACKAGES.has(name)) return CONTRACT_WALL;
  if (from.part === "src-renderer" && isBuiltin(specifier)) return "the renderer has no Node";
  return null;
}

/** @param {string} specifier */
function packageOf(specifier) {
  const parts = specifier.replace(/^node:/, "").split("/");
  return parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}
