import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Arch } from "electron-builder";
import { setFuses } from "./fuses.js";

/**
 * Between packing and signing: flips the fuses and drops the database drivers of other platforms.
 *
 * @param {import("electron-builder").AfterPackContext} context
 */
export default async function afterPack(context) {
  const isMac = context.electronPlatformName === "darwin";
  const isForTests = process.env["GATEHOUSE_PACK_FOR_TESTS"] === "1";
  await setFuses(binaryOf(context), { isForTests, isMacArm: isMac && context.arch === Arch.arm64 });
  pruneDrivers(join(resourcesOf(context), "app.asar.unpacked", "node_modules", "better-sqlite3", "prebuilds"), context);
}

/** @param {import("electron-builder").AfterPackContext} context */
function binaryOf({ appOutDir, electronPlatformName, packager }) {
  const name = packager.appInfo.productFilename;
  if (electronPlatformName === "darwin") return join(appOutDir, `${name}.app`);
  if (electronPlatformName === "win32") return join(appOutDir, `${name}.exe`);
  return join(appOutDir, packager.config.linux?.executableName ?? name);
}

/** @param {import("electron-builder").AfterPackContext} context */
function resourcesOf({ appOutDir, electronPlatformName, packager }) {
  const name = packager.appInfo.productFilename;
  return electronPlatformName === "darwin"
    ? join(appOutDir, `${name}.app`, "Contents", "Resources")
    : join(appOutDir, "resources");
}

/**
 * @param {string} folder
 * @param {import("electron-builder").AfterPackContext} context
 */
function pruneDrivers(folder, { electronPlatformName }) {
  const kept = electronPlatformName === "linux" ? /^linux(musl)?-/ : new RegExp(`^${electronPlatformName}-`);
  for (const file of readdirSync(folder)) if (!kept.test(file)) rmSync(join(folder, file));
}
