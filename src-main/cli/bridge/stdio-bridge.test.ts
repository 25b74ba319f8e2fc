import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openAgentsDoor, type AgentsDoor } from "../testdata/agents-door.ts";
import { legacyCall, modernCall, shakeHands, startAgent, type Agent } from "../testdata/agent.ts";
import { eventually } from "../../base/testdata/eventually.ts";

let door: AgentsDoor;
let agent: Agent;

beforeEach(async () => {
  door = await openAgentsDoor();
  agent = startAgent({ url: () => new URL(door.url) });
});
afterEach(async () => {
  await agent.leave();
  await door.close();
});

describe("an agent of 2026-07-28", () => {
  test("gets its required headers from the body, and no session", async () => {
    agent.say(modernCall("a", "schön"));
    expect(await agent.answerTo("a")).toEqual({ jsonrpc: "2.0", id: "a", result: { said: "echo" } });
    expect(door.seen[0]?.headers).toMatchObject({
      authorization: "Bearer tools.test.key",
      "mcp-protocol-version": "2026-07-28",
      "mcp-method": "tools/call",
      "mcp-name": `=?base64?${Buffer.from("schön").toString("base64")}?=`,
    });
    expect(door.seen[0]?.headers["mcp-session-id"]).toBeUndefined();
  });

  test("gets a stream line by line, progress before the result", async () => {
    agent.say(modernCall(1, "slow-echo"));
    expect(await agent.answerTo(1)).toMatchObject({ result: { said: "slow" } });
    expect(agent.received.map((message) => message["method"] ?? "answer")).toEqual([
      "notifications/progress",
      "answer",
    ]);
  });

  test("runs calls side by side", async () => {
    agent.say(modernCall(1, "slow-echo"));
    agent.say(modernCall("1", "echo"));
    await agent.answerTo(1);
    const ids = agent.received.filter((message) => "result" in message).map((message) => message["id"]);
    expect(ids).toEqual(["1", 1]); // two different ids
  });

  test("cancels by breaking its request off, and hears no more of it", async () => {
    agent.say(modernCall(7, "wait-forever"));
    await eventually(() => agent.received.length).toBe(1);
    agent.say({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 7 } });
    await eventually(() => door.brokenOff).toEqual(["wait-forever"]);
    agent.say(modernCall(8, "echo"));
    await agent.answerTo(8);
    expect(agent.received.some((message) => message["id"] === 7)).toBe(false);
    expect(door.seen).toHaveLength(2); // the notification itself went nowhere
  });

  test("hears the server's errors as they are, whatever the HTTP status", async () => {
    agent.say(modernCall(1, "unknown"));
    expect(await agent.answerTo(1)).toMatchObject({ error: { code: -32_601 } });
    agent.say(modernCall(2, "stray"));
    expect(await agent.answerTo(2)).toMatchObject({ error: { code: -32_600, message: "no" } });
  });
});

describe("an agent that shakes hands", () => {
  test("keeps its session and the version that the server chose", async () => {
    await shakeHands(agent);
    agent.say(legacyCall(1, "slow-echo"));
    expect(await agent.answerTo(1)).toMatchObject({ result: { said: "slow" } });
    const call = door.seen.find(({ message }) => message["method"] === "tools/call");
    expect(call?.headers).toMatchObject({ "mcp-session-id": "session-1", "mcp-protocol-version": "2025-06-18" });
    expect(call?.headers["mcp-method"]).toBeUndefined();
    expect(door.seen.map(({ message, method }) => message["method"] ?? method).slice(0, 2)).toEqual([
      "initialize",
      "notifications/initialized",
    ]);
  });

  test("hears what the server says by itself, and can answer it", async () => {
    await shakeHands(agent);
    await eventually(() => door.seen.some(({ method }) => method === "GET")).toBe(true);
    await eventually(() => {
      door.announce({ jsonrpc: "2.0", id: "s1", method: "roots/list" });
      return agent.received.some((message) => message["method"] === "roots/list");
    }).toBe(true);
    agent.say({ jsonrpc: "2.0", id: "s1", result: { roots: [] } });
    await eventually(() => door.seen.at(-1)?.message["id"]).toBe("s1");
    expect(door.seen.at(-1)?.headers["mcp-session-id"]).toBe("session-1");
  });

  test("tells the server of a cancelled call and breaks it off", async () => {
    await shakeHands(agent);
    agent.say(legacyCall(5, "wait-forever"));
    await eventually(() => agent.received.length).toBe(2);
    agent.say({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 5 } });
    await eventually(() => door.brokenOff).toEqual(["wait-forever"]);
    expect(door.seen.at(-1)?.message["method"]).toBe("notifications/cancelled");
  });

  test("keeps working when the studio has forgotten its session", async () => {
    await shakeHands(agent);
    door.forget();
    agent.say(legacyCall(1, "echo"));
    agent.say(legacyCall(2, "echo"));
    await Promise.all([agent.answerTo(1), agent.answerTo(2)]);
    const handshakes = door.seen.filter(({ message }) => message["method"] === "initialize");
    expect(handshakes).toHaveLength(2); // one new session for both
    expect(agent.received.filter((message) => message["id"] === 0)).toHaveLength(1); // the agent saw one handshake
    const again = door.seen.filter(({ message }) => message["id"] === 1).at(-1);
    expect(again?.headers["mcp-session-id"]).toBe("session-2");
  });

  test("may send a batch", async () => {
    await shakeHands(agent);
    agent.say([legacyCall(1, "echo"), legacyCall(2, "echo")]);
    await eventually(() => agent.received.at(-1)).toMatchObject([{ id: 1 }, { id: 2 }]);
  });

  test("ends its session when it leaves", async () => {
    await shakeHands(agent);
    await agent.leave();
    const last = door.seen.at(-1);
    expect([last?.method, last?.headers["mcp-session-id"]]).toEqual(["DELETE", "session-1"]);
  });
});

describe("when something is wrong", () => {
  test("each request gets one error that says whether the call may have been made", async () => {
    agent.say(modernCall(1, "break"));
    expect(await agent.answerTo(1)).toMatchObject({ error: { code: -31_010 } });
    agent.say(modernCall(2, "end-early"));
    expect(await agent.answerTo(2)).toMatchObject({ error: { code: -31_010 } });
    agent.say(modernCall(3, "page"));
    expect(await agent.answerTo(3)).toMatchObject({
      error: { code: -31_010, message: expect.stringContaining("502") },
    });
    expect(agent.received.filter((message) => "id" in message)).toHaveLength(3);
  });

  test("a refused key is said to be one", async () => {
    const stranger = startAgent({ url: () => new URL(door.url), key: "tools.wrong.key" });
    stranger.say(modernCall(1, "echo"));
    expect(await stranger.answerTo(1)).toMatchObject({ error: { code: -31_002 } });
    await stranger.leave();
  });

  test("lines that are no messages get an error and do no harm", async () => {
    agent.write("{nonsense\n\n[]\n42\n");
    agent.say(modernCall(1, "echo"));
    await agent.answerTo(1);
    const errors = agent.received.filter((message) => "error" in message);
    expect(errors).toMatchObject(Array.from({ length: 3 }, () => ({ id: null, error: { code: -32_700 } })));
  });

  test("an answer over several lines leaves as one, digits untouched", async () => {
    agent.say(modernCall(1, "pretty"));
    await agent.answerTo(1);
    expect(agent.lines).toEqual(['{   "jsonrpc": "2.0",   "id": 1,   "result": 12345678901234567890 }']);
  });

  test("leaving breaks off what still waits", async () => {
    agent.say(modernCall(1, "wait-forever"));
    await eventually(() => agent.received.length).toBe(1);
    await agent.leave();
    await eventually(() => door.brokenOff).toEqual(["wait-forever"]);
  });
});

describe("when the studio is not running", () => {
  test("each request says so, and the next one after the start works, wherever the door is now", async () => {
    let url: URL | undefined;
    const early = startAgent({ url: () => url });
    early.say(modernCall(1, "echo"));
    expect(await early.answerTo(1)).toMatchObject({
      error: { code: -31_001, message: expect.stringContaining("Start it") },
    });
    const other = await openAgentsDoor();
    url = new URL(other.url);
    early.say(modernCall(2, "echo"));
    expect(await early.answerTo(2)).toMatchObject({ result: { said: "echo" } });
    await other.close();
    early.say(modernCall(3, "echo"));
    expect(await early.answerTo(3)).toMatchObject({ error: { code: -31_001 } });
    early.say({ jsonrpc: "2.0", method: "notifications/progress", params: {} });
    await early.leave();
    expect(early.received).toHaveLength(3); // a notification gets no answer
  });

  test("a session opens its stream again when the studio is back", async () => {
    const first = await openAgentsDoor();
    let url = new URL(first.url);
    const patient = startAgent({ url: () => url });
    await shakeHands(patient);
    await eventually(() => first.seen.some(({ method }) => method === "GET")).toBe(true);
    await first.close();
    const second = await openAgentsDoor();
    url = new URL(second.url);
    patient.say(legacyCall(1, "echo"));
    expect(await patient.answerTo(1)).toMatchObject({ result: { said: "echo" } });
    await eventually(() => {
      second.announce({ jsonrpc: "2.0", method: "notifications/tools/list_changed" });
      return patient.received.some((message) => message["method"] === "notifications/tools/list_changed");
    }).toBe(true);
    await patient.leave();
    await second.close();
  });
});
