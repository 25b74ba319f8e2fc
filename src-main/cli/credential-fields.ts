import { authFields, type AuthField, type AuthType } from "../../src-contract/auth.ts";
import { EXIT } from "./exit-codes.ts";
import { CommandError } from "./output.ts";
import { ask, firstLine, readStandardInput, readWhole } from "./passphrase.ts";

/** Where the values of a credential come from. Never from arguments: every user of the machine can read those. */
export interface FieldSource {
  /** The first line is the value of a credential that has one secret field. */
  readonly secretFile: string | undefined;
  /** A JSON object of all fields. */
  readonly fieldsFile: string | undefined;
  /** Fields that have a value which an empty answer keeps. */
  readonly setFields: readonly string[];
}

/** Reads the fields of an auth type from files, from standard input, or from the person. @throws {CommandError} `usage`. */
export async function readFields(authType: AuthType, source: FieldSource): Promise<Record<string, string>> {
  const fields = authFields[authType];
  if (source.fieldsFile !== undefined) return parseFields(fields, readWhole(source.fieldsFile));
  if (source.secretFile !== undefined) return { [onlyField(fields)]: firstLine(source.secretFile) };
  if (process.stdin.isTTY) return askFields(fields, source.setFields);
  const text = await readStandardInput();
  return fields.length === 1 ? { [onlyField(fields)]: text } : parseFields(fields, text);
}

async function askFields(fields: readonly AuthField[], setFields: readonly string[]): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const { name, isSecret } of fields) {
    const isSet = setFields.includes(name);
    const value = await ask(`${name}${isSet ? " (empty: as it is)" : ""}: `, !isSecret);
    if (value !== "") values[name] = value;
    else if (!isSet) throw new CommandError("usage", EXIT.usage, `${name} is needed.`);
  }
  return values;
}

function parseFields(fields: readonly AuthField[], text: string): Record<string, string> {
  const names = fields.map(({ name }) => name);
  const refusal = `Give a JSON object of texts with the fields ${names.join(", ")}.`;
  const value = parseJson(text, refusal);
  if (typeof value !== "object" || value === null) throw new CommandError("usage", EXIT.usage, refusal);
  const entries = Object.entries(value).map(([name, field]): [string, string] => {
    if (!names.includes(name) || typeof field !== "string") throw new CommandError("usage", EXIT.usage, refusal);
    return [name, field];
  });
  return Object.fromEntries(entries);
}

// The text may hold a secret: nothing of it goes into an error.
function parseJson(text: string, refusal: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError("usage", EXIT.usage, refusal);
  }
}

function onlyField(fields: readonly AuthField[]): string {
  const [field, another] = fields;
  if (field === undefined || another !== undefined)
    throw new CommandError("usage", EXIT.usage, "It has several fields: give them as JSON with --fields-file.");
  return field.name;
}
