import { expect, test } from "vitest";
import type { AuthType } from "../../src-contract/auth.ts";
import type { Binding, ConnectorConfig } from "../../src-contract/connector.ts";
import type { CredentialId, ProviderId } from "../../src-contract/ids.ts";
import { newId } from "../base/new-id.ts";
import { Secret } from "../base/secret.ts";
import { proves } from "../../testkit/promises.ts";
import { decodeAuth, encodeAuth } from "../base/auth-blob.ts";
import { materialProblems } from "./auth-rules.ts";
import type { IssuedToken } from "../oauth/index.ts";
import {
  authorize,
  materialOf,
  mergeMaterial,
  sealable,
  secretForms,
  type Carrier,
  type OpenedCredential,
  type TokenSource,
} from "./authorize.ts";

type Fields = Readonly<Record<string, string>>;

const bytesOf = (fields: Fields) => new Map(Object.entries(fields).map(([key, text]) => [key, Buffer.from(text)]));
const material = (fields: Fields) => sealable(bytesOf(fields));
const textOf = (secret: Secret): Fields =>
  Object.fromEntries([...materialOf(secret)].map(([key, bytes]) => [key, Buffer.from(bytes).toString("utf8")]));
const secrets = (fields: Fields) => new Map(Object.entries(fields).map(([key, text]) => [key, Secret.fromText(text)]));

const NO_TOKENS: TokenSource = { use: () => Promise.reject(new Error("nobody has an account")) };
const REQUEST: Carrier = { kind: "request", method: "POST", url: "https://a.example/mcp" };

/** What one header becomes, and what became of the opened material. */
async function headerOf(authType: AuthType, fields: Fields, template?: string) {
  const opened: OpenedCredential = { name: "Token", authType, material: material(fields) };
  const source = { kind: "org_secret" as const, credentialId: newId<CredentialId>(), ...(template && { template }) };
  const binding: Binding = { name: "Authorization", source };
  const config: ConnectorConfig = { kind: "mcp-http", url: "https://a.example/mcp", headers: [binding] };
  const attaching = { secrets: { use: async () => opened }, tokens: NO_TOKENS, member: null, carrier: REQUEST };
  const { headers } = await authorize(attaching, config);
  expect(() => opened.material.reveal()).toThrow("wiped");
  return headers["Authorization"];
}

/** What a binding to an account becomes, and what became of the token. */
async function tokenIn(
  change: Partial<IssuedToken>,
  how: { readonly template?: string; readonly isSpawned?: boolean } = {},
) {
  const issued: IssuedToken = {
    value: Secret.fromText("t0k-canary"),
    scheme: "Bearer",
    generation: 7,
    expiresAt: null,
    resource: null,
    proof: null,
    ...change,
  };
  const providerId = newId<ProviderId>();
  const source = { kind: "oauth" as const, providerId, ...(how.template && { template: how.template }) };
  const attaching = {
    secrets: { use: async () => null },
    tokens: { use: async () => issued },
    member: null,
    carrier: how.isSpawned ? ({ kind: "spawn" } as const) : REQUEST,
  };
  try {
    const attached = await authorize(attaching, {
      ...(how.isSpawned
        ? { kind: "mcp-stdio", command: "run", args: [], env: [{ name: "TOKEN", source }] }
        : { kind: "mcp-http", url: "https://a.example/mcp", headers: [{ name: "Authorization", source }] }),
    });
    expect(attached.tokens).toEqual([{ providerId, generation: 7 }]);
    return { ...attached.env, ...attached.headers };
  } finally {
    expect(() => issued.value.reveal()).toThrow("wiped");
  }
}

test("a token is written as its scheme says, or as the binding does, and is gone afterwards", async () => {
  expect(await tokenIn({})).toEqual({ Authorization: "Bearer t0k-canary" });
  expect(await tokenIn({}, { template: "token {{token}}" })).toEqual({ Authorization: "token t0k-canary" });
  expect(await tokenIn({}, { isSpawned: true })).toEqual({ TOKEN: "t0k-canary" });
  expect(await tokenIn({}, { isSpawned: true, template: "x:{{token}}" })).toEqual({ TOKEN: "x:t0k-canary" });
});

test("a token that is bound to a key goes with a proof for the very request, and into nothing else", async () => {
  const bound = { scheme: "DPoP", proof: async (method: string, url: string) => `proof of ${method} ${url}` } as const;
  expect(await tokenIn(bound)).toEqual({
    Authorization: "DPoP t0k-canary",
    DPoP: "proof of POST https://a.example/mcp",
  });
  for (const how of [{ isSpawned: true }, { template: "Bearer {{token}}" }])
    await expect(tokenIn(bound, how)).rejects.toMatchObject({ code: "tool_unavailable" });
});

test("a token that cannot be sent is refused without being quoted", async () => {
  proves("secret:nowhere");
  for (const text of ["line\nbreak-t0k", "t0k t0k", "nul\0-t0k", "t0k-\u{1f511}", ""]) {
    const error = await tokenIn({ value: Secret.fromText(text) }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "tool_unavailable" });
    expect(String(error)).not.toContain("t0k");
  }
});

test("each type of credential is written in its own way, or as the binding says", async () => {
  const basic = { username: "ada", password: "pä:ss" };
  const encoded = Buffer.from("ada:pä:ss").toString("base64");
  expect(await headerOf("token", { secret: "t0k" })).toBe("t0k");
  expect(await headerOf("token", { secret: "t0k" }, "Bearer {{secret}}")).toBe("Bearer t0k");
  expect(await headerOf("basic", basic)).toBe(`Basic ${encoded}`);
  expect(await headerOf("basic", basic, "{{basic}}")).toBe(encoded);
  expect(await headerOf("basic", { ...basic, password: "pw" }, "u={{username}};p={{password}}")).toBe("u=ada;p=pw");
  expect(await headerOf("header", { template: "Key {{secret}}!", secret: "k" })).toBe("Key k!");
  expect(await headerOf("header", { template: "Key {{secret}}!", secret: "k" }, "{{secret}}")).toBe("k");
});

test("a value is never read as a template or a pattern", async () => {
  expect(await headerOf("token", { secret: "$& {{secret}} $1" }, "Bearer {{secret}}")).toBe("Bearer $& {{secret}} $1");
  expect(await headerOf("basic", { username: "{{password}}", password: "pw" }, "{{username}}")).toBe("{{password}}");
});

test("a value that cannot be sent is refused without being quoted", async () => {
  proves("secret:nowhere");
  for (const secret of ["line\nbreak-s3cret", "nul\0-s3cret", "s3cret-\u{1f511}"]) {
    const error = await headerOf("token", { secret }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "tool_unavailable", message: expect.stringContaining("Authorization") });
    expect(String(error)).not.toContain("s3cret");
  }
});

test("an edit keeps the fields that were not entered and takes away those that were emptied", () => {
  using present = material({ username: "ada", password: "old" });
  const check = () => {};
  expect(textOf(mergeMaterial(present, secrets({ password: "new" }), check))).toEqual({
    username: "ada",
    password: "new",
  });
  expect(textOf(mergeMaterial(present, secrets({ username: "" }), check))).toEqual({ password: "old" });
  expect(textOf(mergeMaterial(null, secrets({ secret: "s" }), check))).toEqual({ secret: "s" });
  expect(textOf(present)).toEqual({ username: "ada", password: "old" });
  const refuse = () => {
    throw new Error("refused");
  };
  expect(() => mergeMaterial(present, secrets({ password: "new" }), refuse)).toThrow("refused");
});

test("what a credential is made of is checked field by field", () => {
  const wrong = (type: AuthType, fields: Fields) =>
    materialProblems(type, decodeAuth(encodeAuth(bytesOf(fields)))).map(({ path }) => path.replace("/values/", ""));
  expect(wrong("token", { secret: "s" })).toEqual([]);
  expect(wrong("token", { secret: "", other: "x" })).toEqual(["other", "secret"]);
  expect(wrong("basic", { username: "a:b", password: "p" })).toEqual(["username"]);
  expect(wrong("header", { template: "Key", secret: "s" })).toEqual(["template"]);
  expect(wrong("header", { template: "{{secret}} {{secret}}", secret: "s" })).toEqual(["template"]);
});

test("redaction learns every secret field and what is made of them, and nothing that is no secret", () => {
  const forms = (type: AuthType, fields: Fields) =>
    Object.fromEntries(
      [...secretForms(type, decodeAuth(encodeAuth(bytesOf(fields))))].map(([form, bytes]) => [
        form,
        Buffer.from(bytes).toString("utf8"),
      ]),
    );
  expect(forms("basic", { username: "ada@example.com", password: "pw" })).toEqual({
    password: "pw",
    basic: Buffer.from("ada@example.com:pw").toString("base64"),
  });
  expect(forms("header", { template: "Key {{secret}}", secret: "s" })).toEqual({ secret: "s" });
});
