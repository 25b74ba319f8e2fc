import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LAUNCH_CODE_TTL_MS } from "./launch-codes.ts";

/** A page on disk that leads the browser to the studio. */
export interface RedirectFile {
  readonly path: string;
  remove(): void;
}

/**
 * Writes a page (0600, in a folder of the home with 0700) that sends the browser to `address`.
 *
 * An address on a command line is readable by every user of the machine; a path to this file tells them nothing. The
 * page goes when its code has expired, or with the next one if this process ends before.
 */
export function createRedirectFile(home: string, address: string): RedirectFile {
  const folder = join(home, "launch");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  removeExpired(folder);
  const path = join(folder, `${randomBytes(8).toString("hex")}.html`);
  writeFileSync(path, redirectPage(address), { mode: 0o600, flag: "wx" });
  const remove = (): void => {
    clearTimeout(timer);
    rmSync(path, { force: true });
  };
  const timer = setTimeout(remove, LAUNCH_CODE_TTL_MS);
  timer.unref();
  return { path, remove };
}

function removeExpired(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const modifiedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (Date.now() - modifiedAt >= LAUNCH_CODE_TTL_MS) rmSync(path, { force: true });
  }
}

function redirectPage(address: string): string {
  // `<` is written as an escape so that no address could end the script element.
  const literal = JSON.stringify(address).replaceAll("<", String.raw`\u003c`);
  return [
    "<!doctype html>",
    '<meta charset="utf-8">',
    '<meta name="referrer" content="no-referrer">',
    "<title>Opening Gatehouse…</title>",
    `<script>location.replace(${literal})</script>`,
    "<noscript>Gatehouse needs JavaScript.</noscript>",
    "",
  ].join("\n");
}
