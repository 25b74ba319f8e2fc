import { expect, test } from "vitest";
import { startEchoServer } from "../testkit/mcp/echo-server.ts";
import { proves } from "../testkit/promises.ts";
import { FIRST_RUN, openPeopleRig } from "./handlers/testdata/people-rig.ts";

const SLOW = 180_000; // On a busy machine.

test(
  "a server on this machine is connected once an admin allowed its host by name, and no longer than that",
  { timeout: SLOW },
  async () => {
    proves("net:inside");
    let requests = 0;
    const guard = async (): Promise<null> => {
      requests += 1;
      return null;
    };
    await using server = await startEchoServer({ guard });
    await using rig = await openPeopleRig();
    const { door } = rig.visit();
    await door.studio.setUp(FIRST_RUN);
    const host = new URL(server.url).host;
    const config = { kind: "mcp-http" as const, url: server.url, headers: [] };
    const refusal = { code: "host_not_allowed", data: { host, fields: [{ path: "/config/url" }] } };
    await expect(door.connectors.create({ name: "Local", config })).rejects.toMatchObject(refusal);
    await expect(door.connectors.testConfig({ name: "Local", config })).rejects.toMatchObject(refusal);

    const settings = await door.studio.settings();
    await door.studio.setSettings({ ...settings, allowedHosts: [host] });
    expect(await door.connectors.testConfig({ name: "Local", config })).toMatchObject({ kind: "ok" });
    const { id } = await door.connectors.create({ name: "Local", config });
    expect(await door.connectors.test({ id })).toMatchObject({ kind: "ok" });

    await door.studio.setSettings({ ...settings, allowedHosts: [] });
    expect((await door.connectors.get({ id })).connection.kind).toBe("idle");
    const before = requests;
    await expect(door.connectors.test({ id })).rejects.toMatchObject({ code: "host_not_allowed", data: { host } });
    expect(requests).toBe(before);
  },
);

test("no setting allows an address where a cloud keeps its metadata", { timeout: SLOW }, async () => {
  proves("net:inside");
  await using rig = await openPeopleRig();
  const { door } = rig.visit();
  await door.studio.setUp(FIRST_RUN);
  const settings = await door.studio.settings();
  await door.studio.setSettings({ ...settings, allowedHosts: ["169.254.169.254", "[fd00:ec2::254]"] });
  for (const url of ["http://169.254.169.254/latest/", "https://[fd00:ec2::254]/", "http://2852039166/"])
    await expect(
      door.connectors.create({ name: "Metadata", config: { kind: "mcp-http", url, headers: [] } }),
    ).rejects.toMatchObject({ code: "invalid_input", data: { fields: [{ path: "/config/url" }] } });
});
