import { describe, expect, it } from "vitest";
import { readChallenge } from "./challenge.ts";

const read = (header: string, status = 401) => readChallenge(status, new Headers({ "www-authenticate": header }));
const PRM = "https://mcp.example/.well-known/oauth-protected-resource/mcp";

describe("WWW-Authenticate", () => {
  it.each([
    ["quoted", `Bearer resource_metadata="${PRM}", scope="a b"`],
    ["unquoted", `Bearer resource_metadata=${PRM}, scope="a b"`],
    ["single-quoted", `Bearer resource_metadata='${PRM}', scope='a b'`],
    ["with other words first", `Basic realm="x, scope=\\"no\\"", Bearer scope="a b", resource_metadata="${PRM}"`],
    ["with base64 first", `Negotiate YII+abc==, Bearer scope="a b", resource_metadata="${PRM}"`],
    ["in odd spelling", `bEaReR  SCOPE = "a b" ,, Resource_Metadata="${PRM}"`],
    ["after a bound one", `DPoP algs="ES256", Bearer scope="a b", resource_metadata="${PRM}"`],
    ["without commas", `Bearer scope="a b" resource_metadata="${PRM}"`],
  ])("is read %s", (_what, header) => {
    expect(read(header)).toMatchObject({ resourceMetadata: PRM, scope: ["a", "b"], scheme: "bearer" });
  });

  it("is not read inside a quoted value", () => {
    const header = `Bearer error="insufficient_scope", error_description="ask for scope=\\"admin\\", resource_metadata=\\"https://evil.example\\"", scope="read"`;
    expect(read(header, 403)).toMatchObject({ error: "insufficient_scope", scope: ["read"], resourceMetadata: null });
    expect(read(`Bearer error_description="scope=\\"admin\\""`)?.scope).toBeNull();
    expect(read('Bearer error="insufficient\\_scope"')?.error).toBe("insufficient_scope");
    expect(read(`Bearer realm="a", scope="first", scope="second"`)?.scope).toEqual(["first"]);
  });

  it("tells bound tokens from others, and takes a nonce that can be sent", () => {
    const headers = new Headers({ "www-authenticate": 'DPoP error="use_dpop_nonce"', "dpop-nonce": "n-1" });
    expect(readChallenge(401, headers)).toMatchObject({ scheme: "dpop", error: "use_dpop_nonce", dpopNonce: "n-1" });
    const odd = new Headers({ "www-authenticate": "Bearer", "dpop-nonce": 'a"b' });
    expect(readChallenge(401, odd)).toMatchObject({ scheme: "bearer", dpopNonce: null });
  });

  it("is for somebody else, or missing", () => {
    expect(read('Basic realm="x"')).toBeNull();
    expect(readChallenge(403, new Headers())).toBeNull();
    expect(readChallenge(401, new Headers())).toMatchObject({ status: 401, resourceMetadata: null, scope: null });
  });

  it("is read to its end whatever it holds", () => {
    for (const header of ['"', "=,=,", 'Bearer "', 'Bearer scope="', "Bearer =", "a,".repeat(20_000), "\\\\\\"])
      read(header);
    expect(read(`Bearer ${"x".repeat(15_000)}="1`)).toMatchObject({ scope: null });
  });
});
