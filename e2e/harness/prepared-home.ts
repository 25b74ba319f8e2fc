import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { MemberId, OrgId } from "../../src-contract/ids.ts";
import { HOME_MAKER } from "./make-home.ts";

const ROOT = join(import.meta.dirname, "../..");
const HOMES = join(ROOT, ".cache/homes");

/** An organization, its first admin, and the key that was shown to them. */
export interface Made {
  readonly orgId: OrgId;
  readonly memberId: MemberId;
  readonly recoveryKey: string;
}

/**
 * Fills an empty home with the organization of `FIRST_RUN`, whose vault is locked. Its passphrase is stretched as little as a vault
 * accepts: for scenarios that are not about the first run, and sign in again and again.
 */
export function prepareHome(home: string): void {
  cpSync(join(template(), "home"), home, { recursive: true });
}

/** Who is in every prepared home. */
export function preparedOrganization(): Made {
  return JSON.parse(readFileSync(join(template(), "made.json"), "utf8")) as Made; // Written by the maker.
}

/** One for everything that was built from the same sources, made by whoever needs it first. */
function template(): string {
  const path = join(HOMES, readFileSync(join(ROOT, ".cache/built-from"), "utf8"));
  if (existsSync(path)) return path;
  mkdirSync(HOMES, { recursive: true });
  const draft = mkdtempSync(join(HOMES, "draft-"));
  const made = spawnSync(process.execPath, [HOME_MAKER, join(draft, "home"), join(draft, "made.json")], {
    encoding: "utf8",
  });
  if (made.status !== 0) throw new Error(`no home could be prepared:\n${made.stderr}`);
  try {
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { recursive: true });
    if (!existsSync(path)) throw error; // Else another process was faster.
  }
  return path;
}
