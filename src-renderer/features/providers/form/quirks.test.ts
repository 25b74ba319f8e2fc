import { expect, test } from "vitest";
import type { ProviderQuirks } from "../../../client/index.ts";
import { providerQuirks } from "../../../../src-contract/oauth.ts";
import { t } from "../messages.ts";
import { quirkRules, readQuirks, typedQuirks } from "./quirks.ts";

const every: Required<ProviderQuirks> = {
  clientAuth: "post",
  bodyFormat: "json",
  scopeSeparator: ",",
  authorizeParams: { access_type: "offline", prompt: "consent" },
  tokenParams: { audience: "https://api.example/?a=b" },
  pkce: "off",
  resource: { kind: "value", value: "api://x" },
  issuerAliases: ["https://a.example", "https://b.example"],
  splitEndpoints: true,
  tokenPath: "authed_user",
  okPath: "ok",
  tokenTypes: ["bot", "user"],
  expiresInUnit: "ms",
  defaultTtl: 3600,
  refreshUrl: "https://a.example/refresh",
  deleteTokenUrl: "https://a.example/applications",
  dropScopes: ["offline_access"],
  deadErrors: ["token_revoked"],
};

test("every difference survives the way through its field, and there is a field for each", () => {
  expect(readQuirks(typedQuirks(every))).toEqual(every);
  expect(readQuirks(typedQuirks({ resource: { kind: "never" }, scopeSeparator: " " }))).toEqual({
    resource: { kind: "never" },
    scopeSeparator: " ",
  });
  expect(quirkRules.map(({ key }) => key).toSorted()).toEqual(Object.keys(providerQuirks.shape).toSorted());
});

test("what is left empty is as the specifications say", () => {
  expect(readQuirks({ clientAuth: "", authorizeParams: " \n ", dropScopes: "", defaultTtl: "" })).toEqual({});
});

test("parameters are read line by line, lists by spaces and commas", () => {
  expect(readQuirks({ authorizeParams: "prompt = consent\n\nflag", tokenTypes: "bot, user" })).toEqual({
    authorizeParams: { prompt: "consent", flag: "" },
    tokenTypes: ["bot", "user"],
  });
});

test("every choice has words", () => {
  const choices = quirkRules.flatMap((rule) =>
    rule.kind === "choice" ? rule.values.map((value) => `quirk.${rule.key}.${value}`) : [],
  );
  // A key without a message throws.
  expect(choices.map((key) => t(key as Parameters<typeof t>[0]).length > 0)).toEqual(choices.map(() => true));
});
