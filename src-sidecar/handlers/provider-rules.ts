import type { ErrorData } from "../../src-contract/errors.ts";
import type { ProviderConfig } from "../../src-contract/oauth.ts";
import { contractError } from "../rpc/index.ts";

/** What the flow itself sends: another value beside it would be a second answer to the same question. */
const OWN = new Set(
  "response_type response_mode client_id redirect_uri scope state nonce resource request request_uri code code_challenge code_challenge_method code_verifier grant_type refresh_token device_code dpop_jkt".split(
    " ",
  ),
);
/** Everybody who may connect an account sees a provider's config. */
const SECRET = /secret|password|assertion/i;

/**
 * Refuses further parameters that the flow itself sends, or that would put a secret where every member reads it.
 *
 * @throws `invalid_input` with every parameter that is wrong.
 */
export function assertParameters({ quirks }: Pick<ProviderConfig, "quirks">): void {
  const fields = (["authorizeParams", "tokenParams"] as const).flatMap((list) =>
    Object.keys(quirks[list] ?? {}).flatMap((name) => {
      const message = problemOf(name);
      return message === null ? [] : [{ path: `/config/quirks/${list}/${pointer(name)}`, message }];
    }),
  ) satisfies ErrorData["fields"];
  const [first] = fields;
  if (first) throw contractError("invalid_input", first.message, { fields });
}

function problemOf(name: string): string | null {
  if (OWN.has(name.toLowerCase())) return `${JSON.stringify(name)} is set by the sign-in itself.`;
  return SECRET.test(name) ? "A secret does not belong here. Enter it as the provider's client secret." : null;
}

/** A name as a step of a JSON pointer (RFC 6901). */
function pointer(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
