import { expect, test } from "vitest";
import type { ProviderQuirks } from "../../src-contract/oauth.ts";
import { PRESETS } from "../oauth/index.ts";
import { assertParameters } from "./provider-rules.ts";

function refused(quirks: ProviderQuirks): readonly string[] {
  try {
    assertParameters({ quirks });
    return [];
  } catch (error) {
    const { data } = error as { data: { fields: { path: string }[] } }; // An error of the contract.
    return data.fields.map(({ path }) => path);
  }
}

test("a provider's further parameters are none of the sign-in's own, and no secrets", () => {
  const own = { State: "x", redirect_uri: "x", "code_challenge/x": "x" };
  expect(refused({ authorizeParams: own })).toEqual([
    "/config/quirks/authorizeParams/State",
    "/config/quirks/authorizeParams/redirect_uri",
  ]);
  const secrets = { client_secret: "x", "app/Secret": "x", password: "x", client_assertion: "x" };
  expect(refused({ tokenParams: secrets })).toEqual([
    "/config/quirks/tokenParams/client_secret",
    "/config/quirks/tokenParams/app~1Secret",
    "/config/quirks/tokenParams/password",
    "/config/quirks/tokenParams/client_assertion",
  ]);
  expect(
    refused({ authorizeParams: { access_type: "offline", token_access_type: "offline", prompt: "consent" } }),
  ).toEqual([]);
  for (const { config } of PRESETS) expect(refused(config.quirks)).toEqual([]);
});
