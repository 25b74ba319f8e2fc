import { createHash } from "node:crypto";

const MAX_SLUG_LENGTH = 24; // leaves 22 of a tool's 48 characters for its own name

/** Slugs of Gatehouse's own tools, today's and those that it is going to have. */
export const RESERVED_SLUGS: ReadonlySet<string> = new Set([
  "gatehouse",
  "admin",
  "code-executor",
  "inventory",
  "network",
  "packet-capture",
  "search",
  "terminal",
  "web",
  "web-answers",
  "web-fetch",
  "web-search",
]);

/** A connector's name as the beginning of its tools' names: lower-case ASCII letters, digits and single dashes, 1 to 24 characters. */
export function slugOf(name: string): string {
  const slug = name
    .normalize("NFKD")
    .replaceAll(/\p{Mark}+/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, MAX_SLUG_LENGTH + 1) // one more, for a dash that goes
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, MAX_SLUG_LENGTH)
    .replace(/-+$/, "");
  if (slug !== "") return slug;
  // A name in a script without ASCII letters still needs a slug, the same one each time.
  return `c-${createHash("sha256").update(name, "utf8").digest("hex").slice(0, 8)}`;
}
