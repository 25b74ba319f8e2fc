import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A page on disk that leads the browser to the studio. */
export interface RedirectFile {
  readonly path: string;
  remove(): void;
}

/**
 * Writes a page (0600, in a folder of its own with 0700) that sends the browser to `address`.
 *
 * An address on a command line is readable by every user of the machine; a path to this file tells them nothing.
 */
export function createRedirectFile(address: string, lifetimeMs: number): RedirectFile {
  const folder = mkdtempSync(join(process.env["XDG_RUNTIME_DIR"] ?? tmpdir(), "gatehouse-"));
  const path = join(folder, "open.html");
  writeFileSync(path, redirectPage(address), { mode: 0o600, flag: "wx" });
  const remove = (): void => {
    clearTimeout(timer);
    rmSync(folder, { recursive: true, force: true });
  };
  const timer = setTimeout(remove, lifetimeMs);
  timer.unref();
  return { path, remove };
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
