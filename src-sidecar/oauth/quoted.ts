const MAX_CHARS = 300;

/** A peer's text for the log: quoted, in ASCII and short. */
export function quoted(text: unknown): string {
  const json = JSON.stringify(typeof text === "string" ? text.slice(0, MAX_CHARS) : (text ?? null)) ?? "null";
  return json
    .slice(0, 2 * MAX_CHARS)
    .replaceAll(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
