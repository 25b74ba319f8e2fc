import { existsSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { EXIT } from "./exit-codes.ts";
import { CommandError } from "./output.ts";

/** What is shown, under which name in JSON, and where it goes instead of the screen. */
export interface Shown {
  readonly name: string;
  readonly title: string;
  readonly file: string | undefined;
}

/** Hands out what Gatehouse shows once: on the screen, or in a new file that only its owner reads. @throws {CommandError} */
export function showOnce(
  text: string,
  { name, title, file }: Shown,
): { readonly json: Readonly<Record<string, string>>; readonly lines: readonly string[] } {
  if (file === undefined) return { json: { [name]: text }, lines: [`${title}, shown only now: ${text}`] };
  try {
    writeFileSync(file, `${text}\n`, { mode: 0o600, flag: "wx" });
  } catch (cause) {
    // It is made and shown never again: rather on the screen than lost.
    const message = `${JSON.stringify(file)} cannot be written. ${title}, shown only now: ${text}`;
    throw new CommandError("file_unwritable", EXIT.refused, message, { cause });
  }
  return { json: { [`${name}File`]: file }, lines: [`${title}: in ${file}, readable by you alone.`] };
}

/** Refuses before the work is done what could not be written after it. @throws {CommandError} `usage`. */
export function assertNewFile(file: string | undefined): void {
  if (file === undefined || (!existsSync(file) && existsSync(dirname(file)))) return;
  const message = `${JSON.stringify(file)} is there already, or its folder is not. Name a new file.`;
  throw new CommandError("usage", EXIT.usage, message);
}
