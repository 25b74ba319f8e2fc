import { authFields, type AuthType } from "../../src-contract/auth.ts";
import type { ErrorData } from "../../src-contract/errors.ts";
import { templateProblem } from "../catalog/index.ts";
import { fieldText, type AuthBytes } from "../base/auth-blob.ts";

type Problem = NonNullable<ErrorData["fields"]>[number];

const MAX_BYTES = 60 * 1024; // All of a credential's fields together; the vault seals 64 KiB.

/** What is wrong with the fields of a credential, by their place in the form; empty: nothing. No message holds a value. */
export function materialProblems(type: AuthType, fields: AuthBytes): readonly Problem[] {
  const known = authFields[type];
  const problems: Problem[] = [...fields.keys()]
    .filter((name) => known.every((field) => field.name !== name))
    .map((name) => ({ path: `/values/${name}`, message: "This type of credential has no such field." }));
  for (const { name } of known) {
    const message = problemOf(name, fields.get(name));
    if (message !== null) problems.push({ path: `/values/${name}`, message });
  }
  const bytes = [...fields.values()].reduce((sum, value) => sum + value.byteLength, 0);
  if (bytes > MAX_BYTES) problems.push({ path: "/values", message: "That is more than a credential can hold." });
  return problems;
}

function problemOf(name: string, value: Uint8Array | undefined): string | null {
  if (value === undefined || value.byteLength === 0) return "This is needed.";
  switch (name) {
    case "username":
      return /[:\u0000-\u001f\u007f]/.test(fieldText(value))
        ? "A user name has no colon and no control character."
        : null; // RFC 7617 §2
    case "template":
      return /^[\t\x20-\x7e]*$/.test(fieldText(value))
        ? templateProblem(fieldText(value), "header")
        : "A header's value has printable ASCII characters only.";
    default:
      return value.includes(0) ? "It must not contain a NUL character." : null;
  }
}
