import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The version in `package.json`, two folders above the built programs. */
export function readVersion(programFolder: string): string {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(programFolder, "../../package.json"), "utf8"));
    const isManifest = typeof manifest === "object" && manifest !== null && "version" in manifest;
    return isManifest && typeof manifest.version === "string" ? manifest.version : "unknown";
  } catch {
    return "unknown"; // taken out of its package
  }
}
