import type { JsonObject } from "../../../client/index.ts";

/** What tells one call of a tool from another, in the order in which it does. */
const TELLING = [
  "url",
  "uri",
  "path",
  "file",
  "filename",
  "file_path",
  "destination",
  "repo",
  "repository",
  "to",
  "recipient",
  "channel",
  "command",
  "query",
  "sql",
  "id",
  "name",
  "title",
];
const LONGEST = 120;

/** The argument that says most about a call; null where none stands out or it does not fit into a sentence whole. */
export function leadArgument(args: JsonObject): { readonly name: string; readonly value: string } | null {
  const name = TELLING.find((telling) => Object.hasOwn(args, telling));
  const value = name === undefined ? undefined : args[name];
  if (name === undefined || typeof value !== "string" || value === "") return null;
  return value.length > LONGEST || value.includes("\n") ? null : { name, value };
}
