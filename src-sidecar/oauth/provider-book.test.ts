import { afterAll, beforeAll, expect, test } from "vitest";
import type { ProviderId } from "../../src-contract/ids.ts";
import { startAuthorizationServer, type AuthorizationServer } from "../../testkit/oauth/authorization-server.ts";
import { createFakeBrowser } from "../../testkit/oauth/fake-browser.ts";
import { createTempHome } from "../../testkit/temp-home.ts";
import type { OAuthParts } from "./parts.ts";
import { ADA, KeeperRig, providerAt } from "./testdata/keeper-rig.ts";

let server: AuthorizationServer;
beforeAll(async () => {
  server = await startAuthorizationServer();
});
afterAll(() => server.close());

async function connect(rig: KeeperRig, providerId: ProviderId): Promise<void> {
  const begun = await rig.oauth.accounts.connect({ providerId, via: "browser" }, ADA);
  if (begun.kind !== "browser") throw new Error(`not a browser: ${begun.kind}`);
  await createFakeBrowser().visit(begun.url, { login: "ada" });
  await expect.poll(() => rig.oauth.accounts.attempt(begun.attemptId, ADA).kind).toBe("done");
}

test("hands out no token of the server before where a provider could only half be moved to another one", async () => {
  using home = createTempHome();
  let locked = (): void => undefined;
  const wrap = (parts: OAuthParts): OAuthParts => ({
    ...parts,
    record: async (change) => {
      const seen: string[] = [];
      const value = await parts.record(async (tx) => {
        const outcome = await change(tx);
        seen.push(...outcome.entries.map(({ action }) => action));
        return outcome;
      });
      if (seen.includes("provider.updated")) locked();
      return value;
    },
  });
  await using rig = await KeeperRig.open({ folder: home.path, wrap });
  const { id } = await rig.oauth.providers.create({ name: "Notes", config: providerAt(server.issuer) }, ADA);
  await connect(rig, id);
  locked = () => (rig.vault.isLocked = true);
  const moved = providerAt("https://other.example");
  // Whether it comes to an end is not what is tested.
  await rig.oauth.providers.update({ id, name: "Notes", config: moved }, ADA).catch(() => undefined);
  rig.vault.isLocked = false;
  await rig.oauth.opened();
  expect(rig.oauth.providers.find(id)?.config).toEqual(moved);
  await expect(rig.oauth.token(id, ADA.id)).rejects.toMatchObject({ code: "account_needed" });
});

test("keeps the accounts of a provider that cannot be moved for want of a name", async () => {
  using home = createTempHome();
  await using rig = await KeeperRig.open({ folder: home.path });
  const { id } = await rig.oauth.providers.create({ name: "Notes", config: providerAt(server.issuer) }, ADA);
  await rig.oauth.providers.create({ name: "Other", config: providerAt(server.issuer) }, ADA);
  await connect(rig, id);
  const moved = { id, name: "OTHER", config: providerAt("https://other.example") };
  await expect(rig.oauth.providers.update(moved, ADA)).rejects.toMatchObject({ code: "name_taken" });
  expect((await server.check(await rig.token(id)))?.login).toBe("ada");
});

test("ends accounts where refresh tokens would go elsewhere", async () => {
  using home = createTempHome();
  await using rig = await KeeperRig.open({ folder: home.path });
  const config = providerAt(server.issuer);
  const { id } = await rig.oauth.providers.create({ name: "Notes", config }, ADA);
  await connect(rig, id);
  const moved = { ...config, quirks: { refreshUrl: "https://other.example/token" } };
  await rig.oauth.providers.update({ id, name: "Notes", config: moved }, ADA);
  expect(rig.oauth.accounts.list()).toEqual([]);
});

test("takes no row along that was changed from outside when it notes a client", async () => {
  using home = createTempHome();
  await using rig = await KeeperRig.open({ folder: home.path });
  const config = providerAt(server.issuer);
  const { id } = await rig.oauth.providers.create({ name: "Notes", config }, ADA);
  const other = await rig.oauth.providers.create({ name: "Other", config }, ADA);
  const text = JSON.stringify(providerAt("https://evil.example"));
  await rig.db.updateTable("provider").set({ config: text }).where("id", "=", other.id).execute();
  await connect(rig, id);
  expect(rig.oauth.providers.find(id)?.registrations).toHaveLength(1);
  expect(rig.oauth.providers.find(other.id)?.config).toEqual(config);
});
