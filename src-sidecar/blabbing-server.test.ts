import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { proves } from "../testkit/promises.ts";
import { openAgentRig, TOKEN, type AgentRig } from "./testdata/agent-rig.ts";

const SLOW = 180_000; // Stretching a passphrase takes 256 MiB and a second, on a busy machine several.

/** The secret as it was said: plain, reversed, and in base64 wherever it begins. */
const SPOKEN = [TOKEN, [...TOKEN].reverse().join(""), encodeURIComponent(TOKEN)];
const PACKED = [0, 1, 2].map((before) =>
  Buffer.from("x".repeat(before) + TOKEN)
    .toString("base64")
    .slice(before === 0 ? 0 : 4, -6),
);

test(
  "no kind of message of a server carries a secret, an escape or an invisible character to an agent, a person or the disk",
  { timeout: SLOW },
  async () => {
    proves("redact:every-part");
    await using rig = await openAgentRig("blabbing-server.mjs");
    const { door, people, connector } = rig;
    // So that the calls after the first, which taints the session, are not asked for.
    const flow = { readsOutside: true, sendsOut: false };
    for (const { id, definitionDigest } of connector.toolList)
      await door.tools.classify({ id, definitionDigest, riskClass: "read-only", flow });

    const said: Record<string, string> = {};
    const ask = async (name: string, method: string, params: object = {}): Promise<void> => {
      said[name] = (await rig.ask(people, method, params)).text;
    };
    for (const list of ["tools", "resources", "prompts"]) await ask(`${list}/list`, `${list}/list`);
    await ask("templates", "resources/templates/list");
    const [uri, prompt] = [uriIn(said["resources/list"]), promptIn(said["prompts/list"])];
    await ask("resources/read", "resources/read", { uri });
    await ask("prompts/get", "prompts/get", { name: prompt });
    const ref = { type: "ref/prompt", name: prompt };
    await ask("completion", "completion/complete", { ref, argument: { name: "id", value: "1" } });
    const call = (how: string) => ({ name: "telling__do", arguments: { how }, _meta: { progressToken: how } });
    await ask("result", "tools/call", call("result"));
    await ask("tool-error", "tools/call", call("tool-error"));
    await ask("error", "tools/call", call("error"));

    const calls = (await door.calls.list({ limit: 50 })).calls;
    said["people"] = JSON.stringify([
      await door.connectors.list(),
      await door.connectors.get({ id: connector.id }),
      await door.connectors.test({ id: connector.id }),
      await Promise.all(calls.map(({ id }) => door.calls.get({ id }))),
    ]);
    for (const [name, text] of Object.entries(said)) expect([name, leaksIn(text)]).toEqual([name, []]);

    // It was all said: what stands there now are placeholders, in each part of the result.
    const result =
      /data: (?<message>\{.*"content".*\})/.exec(said["result"] ?? "")?.groups?.["message"] ?? said["result"];
    const { content, structuredContent } = JSON.parse(result ?? "").result;
    expect(content.filter((part: object) => !JSON.stringify(part).includes("[REDACTED:vault:token]"))).toEqual([]);
    // A client would refuse base64 with a placeholder in it.
    expect(content.map((part: { type: string }) => part.type)).toEqual([
      "text",
      "resource",
      "resource",
      "resource_link",
      "text",
      "text",
    ]);
    expect(content[2].resource).toMatchObject({ mimeType: "text/plain", text: expect.stringContaining("[REDACTED") });
    expect(JSON.stringify(structuredContent)).toContain('"password":"[REDACTED:password#');
    expect(said["result"]).toContain("notifications/progress");
    for (const part of [
      "resources/list",
      "templates",
      "prompts/list",
      "resources/read",
      "prompts/get",
      "completion",
      "tool-error",
    ])
      expect([part, said[part]?.includes("[REDACTED:vault:token]")]).toEqual([part, true]);

    // Nobody is asked in its name, and no model samples for it.
    const replies = rig
      .calls()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(replies.map(({ id, error }) => [id, error?.code])).toEqual(
      expect.arrayContaining([901, 902, 903].map((id) => [id, -32601])),
    );
    expect(onDisk(rig)).toEqual([]);
  },
);

function leaksIn(text: string): readonly string[] {
  const secrets = [...SPOKEN, ...PACKED].filter((form) => text.includes(form));
  // An even number of backslashes is text that speaks of one.
  return /(?<!\\)(?:\\\\)*\\u(?:001b|200b)|\u001b|\u200b/.test(text) ? [...secrets, "an escape"] : secrets;
}

function onDisk({ people }: AgentRig): readonly string[] {
  const files = readdirSync(people.home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => [...SPOKEN, ...PACKED].some((form) => readFileSync(path).includes(form)));
}

function uriIn(list: string | undefined): string {
  return /"uri":"(?<uri>[^"]+)"/.exec(list ?? "")?.groups?.["uri"] ?? "";
}

function promptIn(list: string | undefined): string {
  return /"name":"(?<name>[^"]*brief)"/.exec(list ?? "")?.groups?.["name"] ?? "";
}
