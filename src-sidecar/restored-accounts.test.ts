import { expect, test } from "vitest";
import { proves } from "../testkit/promises.ts";
import { codeOf, openPeopleRig, PASSPHRASE } from "./handlers/testdata/people-rig.ts";
import { accountAt, configFor, connectAs, openAccountRig } from "./testdata/account-rig.ts";

const SLOW = 240_000; // Stretching a passphrase takes a second, on a busy machine several.

test(
  "a restored account sends no refresh token that may be used up, and works again once a person connected it",
  { timeout: SLOW },
  async () => {
    proves("oauth:single-flight");
    await using rig = await openAccountRig();
    const { door, notes, server, dana } = rig;
    const provider = await door.providers.create({
      name: "Notes",
      config: configFor(rig, { kind: "resource", resource: notes.resource }),
    });
    expect(await connectAs(door, provider.id, "ada")).toMatchObject({ kind: "done" });
    const refreshes = (): number =>
      server.tokenRequests.filter(({ grantType }) => grantType === "refresh_token").length;
    const { path } = await door.backups.create({});
    const signIn = { orgId: dana.orgId, memberId: dana.memberId, passphrase: PASSPHRASE };

    // In another studio nobody knows whether the first one went on.
    await using other = await openPeopleRig();
    const guest = other.visit().door;
    await guest.backups.restore({ path, replace: false });
    await guest.session.signIn(signIn);
    const account = await accountAt(guest, provider.id);
    expect(account).toMatchObject({ state: { kind: "needs-reconnect", reason: "older-copy" } });
    expect(await codeOf(guest.accounts.refresh({ id: account.id }))).toBe("invalid_input");

    expect(refreshes()).toBe(0);

    // Renewed since, the backup's token is used up.
    await door.accounts.refresh({ id: (await accountAt(door, provider.id)).id });
    expect(refreshes()).toBe(1);
    await door.backups.restore({ path, replace: true });
    await door.session.signIn(signIn);
    expect(await door.studio.state()).toMatchObject({ kind: "rolled-back" });
    await door.vault.acceptRollback({ passphrase: PASSPHRASE });
    await door.session.signIn(signIn).catch(() => undefined); // Accepting signs everybody out.
    expect(await accountAt(door, provider.id)).toMatchObject({
      state: { kind: "needs-reconnect", reason: "older-copy" },
    });
    expect(refreshes()).toBe(1);
    expect(await connectAs(door, provider.id, "ada")).toMatchObject({ kind: "done" });
    expect(await accountAt(door, provider.id)).toMatchObject({ state: { kind: "connected" } });
  },
);
