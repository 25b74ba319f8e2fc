import { expect, test } from "vitest";
import { startHostileHttp, type HostileAnswerName } from "./hostile-http.ts";

const knock = async (name: HostileAnswerName, timeoutMs = 60_000): Promise<{ status: number; read: string }> => {
  await using server = await startHostileHttp(name);
  const response = await fetch(server.url, {
    method: "POST",
    body: "{}",
    redirect: "manual",
    signal: AbortSignal.timeout(timeoutMs),
  });
  expect(server.requests()).toBe(1);
  const reader = response.body?.getReader();
  let read = "";
  for (
    let chunk = await reader?.read();
    chunk && !chunk.done && read.length < 1_000_000;
    chunk = await reader?.read()
  ) {
    read += Buffer.from(chunk.value).toString();
  }
  await reader?.cancel();
  return { status: response.status, read };
};

test("answers what is no MCP", async () => {
  expect(await knock("html")).toMatchObject({ status: 200, read: expect.stringContaining("<script>") });
  expect(await knock("redirects")).toMatchObject({ status: 307 });
  expect(await knock("unauthorized")).toMatchObject({ status: 401 });
  expect(await knock("breaks")).toMatchObject({ status: 500, read: expect.stringContaining("\u001B[2J") });
});

test("answers without end", async () => {
  expect((await knock("endless")).read.length).toBeGreaterThanOrEqual(1_000_000);
  expect((await knock("endless-events")).read.length).toBeGreaterThanOrEqual(1_000_000);
});

test.each(["hangs", "opens-and-hangs", "resets", "truncates"] as const)(
  "%s: never comes to an answer",
  async (name) => {
    await expect(knock(name, 500)).rejects.toThrow();
  },
);
