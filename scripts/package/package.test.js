import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FuseState, FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ROOT } from "../run.js";
import afterPack from "./after-pack.js";

/** What every Electron executable carries: the sentinel, the version of the wire, its length, and each fuse's state. */
const SENTINEL = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX";
const FUSES = Object.values(FuseV1Options).filter((one) => typeof one === "number");

/** @type {string} */
let folder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-pack-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("the packaging's configuration is one that electron-builder accepts", async () => {
  const { validateConfiguration, getConfig } = configurationReader();
  const config = await getConfig(ROOT, "electron-builder.yml");
  const quiet = { isEnabled: false };

  await expect(validateConfiguration(config, quiet)).resolves.toBeUndefined();
  await expect(validateConfiguration({ ...config, electronFuse: {} }, quiet)).rejects.toThrow(/electronFuse/);
});

test("a release runs no code of others: no Node mode, no options, no inspector, only its own archive", async () => {
  const binary = packedApp(wireOf(FUSES.length));
  await afterPack(contextOf());

  const wire = await getCurrentFuseWire(binary);
  expect(onlyEnabled(wire)).toEqual([
    "EnableCookieEncryption",
    "EnableEmbeddedAsarIntegrityValidation",
    "OnlyLoadAppFromAsar",
    "WasmTrapHandlers",
  ]);
});

test("a fuse that nobody decided stops the packaging", async () => {
  packedApp(wireOf(FUSES.length + 1));

  await expect(afterPack(contextOf())).rejects.toThrow(/fuse/i);
});

test("only this platform's database drivers are shipped", async () => {
  packedApp(wireOf(FUSES.length));
  await afterPack(contextOf());

  expect(readdirSync(driversFolder()).sort()).toEqual(["linux-x64.node", "linuxmusl-x64.node"]);
});

/** @returns {any} electron-builder's own reader, which its public face does not offer. */
function configurationReader() {
  const inside = createRequire(createRequire(import.meta.url).resolve("electron-builder"));
  return inside("app-builder-lib/out/util/config/config");
}

/** @param {number} length */
function wireOf(length) {
  return Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, length]), Buffer.alloc(length, FuseState.ENABLE)]);
}

/** @param {Buffer} wire */
function packedApp(wire) {
  mkdirSync(driversFolder(), { recursive: true });
  for (const driver of ["linux-x64", "linuxmusl-x64", "darwin-arm64", "win32-x64"])
    writeFileSync(join(driversFolder(), `${driver}.node`), "");
  const binary = join(folder, "gatehouse");
  writeFileSync(binary, Buffer.concat([Buffer.alloc(64), wire, Buffer.alloc(64)]));
  return binary;
}

function driversFolder() {
  return join(folder, "resources", "app.asar.unpacked", "node_modules", "better-sqlite3", "prebuilds");
}

function contextOf() {
  const packager = { appInfo: { productFilename: "Gatehouse" }, config: { linux: { executableName: "gatehouse" } } };
  return /** @type {any} */ ({ appOutDir: folder, electronPlatformName: "linux", arch: 1, packager });
}

/** @param {Awaited<ReturnType<typeof getCurrentFuseWire>>} wire */
function onlyEnabled(wire) {
  return FUSES.filter((fuse) => wire[fuse] === FuseState.ENABLE).map((fuse) => FuseV1Options[fuse]);
}
