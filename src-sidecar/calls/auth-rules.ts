import { authFields, type AuthType } from "../../src-contract/auth.ts";
import type { ErrorData } from "../../src-contract/errors.ts";
import { templateProblem } from "../catalog/index.ts";
import { fieldText, type AuthBytes } from "../base/auth-blob.ts";

type Problem = NonNullable<ErrorData["fields"]>[number];

const MAX_BYTES = 60 * 1024; // All of a credential's fields together; the vault seals 64 KiB.
const URL_FIELDS: ReadonlySet<string> = new Set(["tokenUrl", "authorizationUrl"]);
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** What is wrong with the fields of a credential, by their place in the form; empty: nothing. No message holds a value. */
export function materialProblems(type: AuthType, fields: AuthBytes): readonly Problem[] {
  const known = authFields[type];
  const problems: Problem[] = [...fields.keys()]
    .filter((name) => known.every((field) => field.name !== name))
    .map((name) => ({ path: `/values/${name}`, message: "This type of credential has no such field." }));
  for (const { name, isRequired } of known) {
    const message = problemOf(name, fields.get(name), isRequired);
    if (message !== null) problems.push({ path: `/values/${name}`, message });
  }
  const bytes = [...fields.values()].reduce((sum, value) => sum + value.byteLength, 0);
  if (bytes > MAX_BYTES) problems.push({ path: "/values", message: "That is more than a credential can hold." });
  return problems;
}

function problemOf(name: string, value: Uint8Array | undefined, isRequired: boolean): string | null {
  if (value === undefined || value.byteLength === 0) return isRequired ? "This is needed." : null;
  if (URL_FIELDS.has(name)) return urlProblem(fieldText(value));
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

function urlProblem(text: string): string | null {
  const url = URL.parse(text);
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && LOOPBACK.test(url.hostname));
  if (!url || !isSafe) return "An address begins with https://, or with http:// on this machine.";
  return url.username === "" && url.password === "" ? null : "An address must not carry a user name or password.";
}
