import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTempHome, type TempHome } from "../../testkit/temp-home.ts";
import { printAnswer } from "./output.ts";
import { runGatehouse } from "./run.ts";

let home: TempHome;
beforeAll(() => {
  home = createTempHome();
});
afterAll(() => home[Symbol.dispose]());

/** Keeps what is written to it. */
class Kept extends Writable {
  text = "";
  override _write(chunk: unknown, _encoding: string, done: () => void): void {
    this.text += String(chunk);
    done();
  }
}
const sink = () => ({ out: new Kept(), err: new Kept() });

/** Runs the command in this process, on a home where no studio runs. */
async function run(...args: readonly string[]) {
  const output = sink();
  const code = await runGatehouse(["node", "gatehouse", ...args], home.path, output);
  return { code, out: output.out.text, err: output.err.text };
}

/** Every command that `--help` lists, with its parents. */
async function commandsUnder(...parents: readonly string[]): Promise<readonly (readonly string[])[]> {
  const { out } = await run(...parents, "--help");
  const paragraphs = out.split("\n\n").filter((text) => !/^(Usage|Arguments|Options|Exit codes):/.test(text));
  const names = [...paragraphs.join("\n").matchAll(/^ {2}([a-z][a-z-]*)(?: |$)/gm)].map(([, name = ""]) => name);
  const nested = names.filter((name) => name !== "help").map((name) => [...parents, name]);
  return [...nested, ...(await Promise.all(nested.map((path) => commandsUnder(...path)))).flat()];
}

describe("a command that is used wrongly", () => {
  test.each([
    [["serve", "--nonsense"], "Unknown option '--nonsense'."],
    [["serve", "--port", "99999"], "It is a number from 0 to 65535."],
    [["call", "list", "--limit", "many"], "It is a number from 1 to 200."],
    [["policy", "create", "--name", "Empty"], "Required option '--connector <slug>' not specified."],
    [["statsu"], "(Did you mean status?)"],
  ])("says what is wrong and where help is: %j", async (args, told) => {
    const { code, out, err } = await run(...args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(told);
    expect(err).toMatch(/^gatehouse: .*Add --help to see how it is used\.\n$/);
  });

  test("tells a script in JSON, unless --json belongs to another program", async () => {
    const { code, out, err } = await run("status", "--json", "--nonsense");
    expect([code, err, JSON.parse(out).error.code]).toEqual([2, "", "usage"]);
    const other = await run("connector", "add", "--nonsense", "--", "server", "--json");
    expect([other.code, other.out]).toEqual([2, ""]);
  });

  test("is told before a key is made that the file for it is there already", async () => {
    const file = join(home.path, "laptop.key");
    writeFileSync(file, "another key\n");
    const { code, err } = await run("key", "create", "--name", "laptop", "--policy", "P", "--key-file", file);
    expect([code, readFileSync(file, "utf8")]).toEqual([2, "another key\n"]);
    expect(err).toContain("Name a new file.");
  });
});

describe("help", () => {
  let commands: Awaited<ReturnType<typeof commandsUnder>>;
  beforeAll(async () => {
    commands = await commandsUnder();
  });

  test("puts the commands under headings, by one name each, and starts with the first steps", async () => {
    const { code, out } = await run("--help");
    expect(code).toBe(0);
    const headings = [...out.matchAll(/^[A-Z].*:$/gm)].map(([line]) => line);
    expect(headings).toEqual([
      "Options:",
      "Run a studio:",
      "Look and check:",
      "The studio and its organizations:",
      "People:",
      "What agents can reach:",
      "What agents do:",
      "The vault and copies of it:",
      "Exit codes:",
    ]);
    expect(out).toContain("The first time:");
    expect(out).not.toMatch(/\w\|\w/);
  });

  test("describes every command, and names no default that tells nothing", async () => {
    expect(commands.length).toBeGreaterThan(70);
    for (const path of commands) {
      const { code, out } = await run(...path, "--help");
      expect([path, code, out.split("\n")[2]]).toEqual([path, 0, expect.stringMatching(/\S/)]);
      expect(out).not.toMatch(/\(default:\s+(false|\[\]|"")\)/);
    }
  });

  test("stands in the README with every command", () => {
    const readme = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");
    const table = readme.split("\n").filter((line) => line.startsWith("| `gatehouse "));
    const rows = table.map((line) => line.split("|")[1] ?? "");
    const missing = commands.filter((path) => !rows.some((row) => names(row, path)));
    expect(missing).toEqual([]);
  });

  /** `gatehouse org list`, `select` names both; a group is named by its commands. */
  function names(row: string, path: readonly string[]): boolean {
    const [group = "", ...rest] = path;
    const words = new Set(row.match(/[a-z][a-z-]*/g));
    return words.has(group) && rest.every((word) => words.has(word));
  }
});

test("an empty list tells a person so and gives a pipe nothing", async () => {
  const answer = { json: [], lines: [], none: "No calls yet." };
  const [person, script] = [sink(), sink()];
  await printAnswer(person, false, answer);
  await printAnswer(script, true, answer);
  expect([person.out.text, person.err.text]).toEqual(["", "No calls yet.\n"]);
  expect([script.out.text, script.err.text]).toEqual(["[]\n", ""]);
});

test("a member's command says that no studio runs, and leaves no home behind", async () => {
  const folder = join(home.path, "none");
  const { code, err } = await run("call", "list", "--home", folder);
  expect([code, existsSync(folder)]).toEqual([75, false]);
  expect(err).toContain("gatehouse serve");
});
