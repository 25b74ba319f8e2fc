import { createTempHome } from "../../testkit/temp-home.ts";
import { allowLoopback } from "../harness/allow-loopback.ts";
import { connectWindow, FIRST_RUN, startStudio, type PeopleDoor } from "../harness/studio.ts";
import { startFixtureServer } from "./fixture-server.ts";
import { startHeaderProxy } from "./header-proxy.ts";

/** The agents' door of a real studio with the fixture behind it, at a URL that needs no key. */
export async function openStudioTarget(): Promise<AsyncDisposable & { readonly url: string }> {
  await using stack = new AsyncDisposableStack();
  const home = stack.use(createTempHome());
  const fixture = stack.use(await startFixtureServer());
  const studio = stack.use(await startStudio(home.path, ["--agents-port", "0"]));
  const window = await connectWindow(studio.window);
  stack.defer(window.close);
  const key = await keyForFixture(window.door, fixture.url);
  const proxy = stack.use(
    await startHeaderProxy({ target: new URL(studio.agents), headers: { authorization: `Bearer ${key}` } }),
  );
  const held = stack.move();
  return { url: proxy.url, [Symbol.asyncDispose]: () => held.disposeAsync() };
}

async function keyForFixture(door: PeopleDoor, url: string): Promise<string> {
  const { memberId } = await door.studio.setUp(FIRST_RUN);
  await allowLoopback(door);
  const { id } = await door.connectors.create({ name: "Fixture", config: { kind: "mcp-http", url, headers: [] } });
  await door.connectors.test({ id });
  const { toolList } = await door.connectors.get({ id });
  for (const { id: tool, definitionDigest } of toolList)
    await door.tools.classify({ id: tool, definitionDigest, riskClass: "read-only" });
  const policy = await door.policies.create({
    name: "Conformance",
    trustLevel: "supervised",
    nameForm: "plain",
    grants: [{ connectorId: id, tools: "all" }],
  });
  return (await door.keys.create({ name: "conformance", policyId: policy.id, memberId })).key;
}
