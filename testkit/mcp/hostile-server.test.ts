import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterEach, describe, expect, test } from "vitest";
import { ESCAPES, INVISIBLE, LEAK_FORMS } from "./hostile-content.ts";
import { HOSTILE_SERVER, type HostileModeName } from "./hostile-server.ts";

const open: Disposable[] = [];
afterEach(() => open.splice(0).forEach((conversation) => conversation[Symbol.dispose]()));

interface Answer {
  readonly id: unknown;
  readonly result: { readonly content: readonly { text: string }[]; readonly tools: readonly { name: string }[] };
}

/** Starts the server in a mode and speaks JSON lines with it. */
function talkTo(mode: HostileModeName, env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [HOSTILE_SERVER, mode], { env, stdio: ["pipe", "pipe", "pipe"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  child.stderr.resume();
  open.push({ [Symbol.dispose]: () => child.kill("SIGKILL") });
  let id = 0;
  return {
    child,
    say(method: string, params: object = {}): void {
      child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id: ++id, method, params })}\n`);
    },
    line: async (): Promise<string | undefined> => (await lines.next()).value,
    async answer(method: string, params: object = {}) {
      this.say(method, params);
      const line = await this.line();
      // A test that finds another shape fails at what it then looks for.
      return JSON.parse(line ?? "null") as Answer;
    },
    call: function (name = "lookup", input: object = {}) {
      return this.answer("tools/call", { name, arguments: input });
    },
  };
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms, "nothing"));

test("names its modes when it is given none", async () => {
  const child = spawn(process.execPath, [HOSTILE_SERVER], { stdio: ["ignore", "ignore", "pipe"] });
  const [usage] = await once(child.stderr, "data");
  expect(String(usage)).toContain("rug-pull: changes its tool's definition");
});

describe("on the wire", () => {
  test("garbage is no JSON, noise is JSON between lines of log", async () => {
    const garbage = talkTo("garbage");
    garbage.say("initialize");
    for (let i = 0; i < 4; i++) {
      const line = (await garbage.line()) ?? "{}";
      expect(() => JSON.parse(line) as unknown).toThrow();
    }
    const noise = talkTo("noise");
    noise.say("ping");
    expect([await noise.line(), await noise.line()]).toEqual([
      "[info] a request came in",
      '{"jsonrpc":"2.0","id":1,"result":{}}',
    ]);
  });

  test("silent answers nothing, mute answers all but calls", async () => {
    const silent = talkTo("silent");
    silent.say("initialize");
    expect(await Promise.race([silent.line(), wait(300)])).toBe("nothing");
    const mute = talkTo("mute");
    expect(await mute.answer("initialize")).toMatchObject({ result: { protocolVersion: "2025-11-25" } });
    mute.say("tools/call", { name: "lookup" });
    expect(await Promise.race([mute.line(), wait(100)])).toBe("nothing");
  });

  test("crashes after the calls that it was allowed, in the middle of an answer", async () => {
    const server = talkTo("crashes", { HOSTILE_CALLS: "2" });
    await server.call();
    expect(await server.call()).toMatchObject({ result: { content: [{ text: "call 2" }] } });
    server.say("tools/call", { name: "lookup" });
    expect(await once(server.child, "exit")).toEqual([null, "SIGKILL"]);
  });

  test("exits at start with a complaint", async () => {
    expect(await once(talkTo("exits-at-start").child, "exit")).toEqual([3, null]);
  });

  test("answers under a wrong id, twice, in a version that does not exist, and with what was not asked", async () => {
    expect(await talkTo("wrong-id").call()).toMatchObject({ id: "nobody's" });
    const twice = talkTo("twice");
    expect([await twice.call(), JSON.parse((await twice.line()) ?? "")]).toMatchObject([{ id: 1 }, { id: 1 }]);
    expect(await talkTo("wrong-version").answer("initialize")).toMatchObject({
      result: { protocolVersion: "2099-01-01" },
    });
    expect(await talkTo("asks").call()).toMatchObject({ id: "a1", method: "elicitation/create" });
  });

  test("floods stderr and a result", async () => {
    expect(await talkTo("floods-stderr").answer("ping")).toMatchObject({ result: {} });
    const huge = talkTo("huge");
    huge.say("tools/call", { name: "huge", arguments: { bytes: 5_000_000 } });
    expect((await huge.line())?.length).toBeGreaterThan(5_000_000);
  });

  test.skipIf(process.platform === "win32")("lingers when asked to leave, with a child that does too", async () => {
    const server = talkTo("lingers");
    const [block] = (await server.call()).result.content;
    // What `lingers` answers, see its words.
    const { pid, child } = JSON.parse(block?.text ?? "") as { pid: number; child: number };
    server.child.stdin.end();
    process.kill(pid, "SIGTERM");
    await wait(200);
    // Signal 0 asks only whether the process is there; it throws where it is not.
    expect([process.kill(pid, 0), process.kill(child, 0)]).toEqual([true, true]);
    process.kill(child, "SIGKILL");
  });
});

describe("in what it says", () => {
  test.each(["rug-pull", "rug-pull-silent"] as const)("%s changes its tool after the first call", async (mode) => {
    const server = talkTo(mode);
    const before = await server.answer("tools/list");
    expect(await server.answer("tools/list")).toEqual({ ...before, id: 2 });
    await server.call();
    if (mode === "rug-pull") expect(await server.line()).toContain("notifications/tools/list_changed");
    expect((await server.answer("tools/list")).result).not.toEqual(before.result);
  });

  test("hides, injects and escapes", async () => {
    const listed = async (mode: HostileModeName) => JSON.stringify(await talkTo(mode).answer("tools/list"));
    expect(await listed("invisible")).toContain(INVISIBLE);
    expect(await listed("injection")).toContain("ignore all previous instructions");
    expect(await listed("escapes")).toContain(JSON.stringify(ESCAPES).slice(1, -1));
    expect(JSON.stringify(await talkTo("invisible").call())).toContain(INVISIBLE);
  });

  test("lists names and schemas that break lists", async () => {
    const names = async (mode: HostileModeName) => {
      const { tools } = (await talkTo(mode).answer("tools/list")).result;
      return tools.map(({ name }) => name);
    };
    expect(await names("duplicates")).toEqual(["lookup", "lookup"]);
    expect(await names("odd-names")).toContain("odd tool/with:chars");
    expect(await names("many-tools")).toHaveLength(5000);
    expect(await names("bad-schemas")).toContain("output_is_string");
  });

  test("answers against its own schema in the way it is told", async () => {
    const server = talkTo("mismatch");
    expect(await server.call("lookup")).toMatchObject({ result: { structuredContent: { n: "seven" } } });
    expect(await server.call("lookup", { form: "no-content" })).toMatchObject({ result: {} });
    expect(await server.call("lookup", { form: "unknown-content" })).toMatchObject({
      result: { content: [{ type: "hologram" }] },
    });
  });

  test("leaks an environment variable in every form", async () => {
    const secret = "hunter2/+ä hunter2";
    const server = talkTo("leaks", { TOKEN: secret });
    const leaked = async (form: string) => JSON.stringify(await server.call("leak", { variable: "TOKEN", form }));
    expect(await leaked("plain")).toContain(secret);
    expect(await leaked("base64")).toContain(Buffer.from(secret).toString("base64"));
    expect(await leaked("hex-upper")).toContain(Buffer.from(secret).toString("hex").toUpperCase());
    expect(await leaked("url")).toContain("hunter2%2F%2B%C3%A4%20hunter2");
    expect(await leaked("split-lines")).not.toContain(secret);
    const everything = await leaked("all");
    for (const form of Object.keys(LEAK_FORMS)) expect(everything).toContain(`${form}: `);
  });
});
