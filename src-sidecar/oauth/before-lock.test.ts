import { afterAll, beforeAll, expect, test } from "vitest";
import { startAuthorizationServer, type AuthorizationServer } from "../../testkit/oauth/authorization-server.ts";
import { createFakeBrowser } from "../../testkit/oauth/fake-browser.ts";
import { proves } from "../../testkit/promises.ts";
import { createTempHome } from "../../testkit/temp-home.ts";
import { ADA, KeeperRig, providerAt } from "./testdata/keeper-rig.ts";

let server: AuthorizationServer;
beforeAll(async () => {
  server = await startAuthorizationServer();
});
afterAll(() => server.close());

test("asks for no token that could not be sealed any more once a lock has begun, and for the next after the unlock", async () => {
  proves("oauth:durable-refresh");
  using home = createTempHome();
  await using rig = await KeeperRig.open({ folder: home.path, timing: { aheadMs: 10 } });
  const { id } = await rig.oauth.providers.create({ name: "Notes", config: providerAt(server.issuer) }, ADA);
  const begun = await rig.oauth.accounts.connect({ providerId: id, via: "browser" }, ADA);
  if (begun.kind !== "browser") throw new Error(`not a browser: ${begun.kind}`);
  await createFakeBrowser().visit(begun.url, { login: "ada" });
  await expect.poll(() => rig.oauth.accounts.attempt(begun.attemptId, ADA).kind).toBe("done");
  await rig.oauth.settled();
  const asked = server.tokenRequests.length;
  rig.clock.shiftMs = 3_600_000;
  await expect(rig.oauth.token(id, ADA.id)).rejects.toMatchObject({ code: "oauth_unreachable" });
  await new Promise((resolve) => setTimeout(resolve, 50)); // Several times as long as it takes to look ahead.
  expect(server.tokenRequests.length).toBe(asked);
  rig.vault.isLocked = true;
  rig.oauth.locked();
  rig.vault.isLocked = false;
  await rig.oauth.opened();
  expect((await server.check(await rig.token(id)))?.login).toBe("ada");
});

test("loses no refresh token that its provider changed while the vault was being locked", async () => {
  proves("oauth:durable-refresh");
  using home = createTempHome();
  await using rig = await KeeperRig.open({ folder: home.path, timing: { settleMs: 20 } });
  const { id } = await rig.oauth.providers.create({ name: "Notes", config: providerAt(server.issuer) }, ADA);
  const begun = await rig.oauth.accounts.connect({ providerId: id, via: "browser" }, ADA);
  if (begun.kind !== "browser") throw new Error(`not a browser: ${begun.kind}`);
  await createFakeBrowser().visit(begun.url, { login: "ada" });
  await expect.poll(() => rig.oauth.accounts.attempt(begun.attemptId, ADA).kind).toBe("done");
  const [before, asked] = [await rig.grant(id), server.tokenRequests.length];
  const answer = Promise.withResolvers<void>();
  server.disturb("/token", { kind: "hold-answer", until: answer.promise });
  rig.clock.shiftMs = 3_600_000;
  const call = rig.oauth.token(id, ADA.id).catch((error: unknown) => error);
  await expect.poll(() => server.tokenRequests.length).toBe(asked + 1);
  await rig.oauth.settled();
  rig.vault.isLocked = true;
  rig.oauth.locked();
  answer.resolve();
  expect(await call).toMatchObject({ code: "oauth_unreachable" });
  await rig.oauth.answered();
  rig.vault.isLocked = false;
  expect(await rig.grant(id)).toEqual(before);
  // Somebody else opens it: what is Ada's waits for her.
  rig.vault.closed.add(String(ADA.id));
  await rig.oauth.opened();
  rig.vault.closed.clear();
  expect(await rig.grant(id)).toEqual(before);
  await rig.oauth.opened();
  expect((await rig.grant(id))?.refreshToken).not.toBe(before?.refreshToken);
  expect((await server.check(await rig.token(id)))?.login).toBe("ada");
  expect(server.tokenRequests.length).toBe(asked + 1);
  expect(await rig.db.selectFrom("late_answer").selectAll().execute()).toEqual([]);
  rig.clock.shiftMs = 2 * 3_600_000;
  expect((await server.check(await rig.token(id)))?.login).toBe("ada");
});
