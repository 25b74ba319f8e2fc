import { afterAll, beforeAll, expect, test } from "vitest";
import type { ProviderId } from "../../src-contract/ids.ts";
import { startAuthorizationServer, type AuthorizationServer } from "../../testkit/oauth/authorization-server.ts";
import { createFakeBrowser } from "../../testkit/oauth/fake-browser.ts";
import { proves } from "../../testkit/promises.ts";
import { createTempHome } from "../../testkit/temp-home.ts";
import { ADA, KeeperRig, providerAt } from "./testdata/keeper-rig.ts";

let server: AuthorizationServer;
beforeAll(async () => {
  server = await startAuthorizationServer({ givesRefreshTokens: false });
});
afterAll(() => server.close());

async function connect(rig: KeeperRig, providerId: ProviderId): Promise<void> {
  const begun = await rig.oauth.accounts.connect({ providerId, via: "browser" }, ADA);
  if (begun.kind !== "browser") throw new Error(`not a browser: ${begun.kind}`);
  await createFakeBrowser().visit(begun.url, { login: "ada" });
  await expect.poll(() => rig.oauth.accounts.attempt(begun.attemptId, ADA).kind).toBe("done");
}

test("a server that takes no such token, and says nothing of it, breaks no account that cannot be renewed", async () => {
  proves("oauth:only-definite");
  using home = createTempHome();
  await using rig = await KeeperRig.open({ folder: home.path });
  const config = providerAt(server.issuer, { scopes: ["openid", "notes:read"] });
  const { id } = await rig.oauth.providers.create({ name: "Notes", config }, ADA);
  await connect(rig, id);
  const refused = async (header: string): Promise<unknown> => {
    const { value, generation } = await rig.oauth.token(id, ADA.id);
    value.wipe();
    const headers = new Headers(header === "" ? {} : { "www-authenticate": header });
    return rig.oauth.rejected(id, ADA.id, { generation, status: 401, url: "https://any.example/mcp", headers });
  };
  for (const header of ["", "Basic realm=x", "Bearer", 'Bearer error="invalid_request"'])
    expect(await refused(header)).toBe("no");
  expect(rig.oauth.accounts.list()[0]?.state.kind).toBe("connected");
  expect(await refused('Bearer error="invalid_token"')).toBe("no");
  expect(rig.oauth.accounts.list()[0]?.state).toMatchObject({ kind: "needs-reconnect", reason: "refused" });
});
