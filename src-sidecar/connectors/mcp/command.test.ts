import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createTempHome } from "../../../testkit/temp-home.ts";
import { resolveCommand } from "./command.ts";
import { childEnvironment } from "./environment.ts";
import { scriptLine } from "./windows-script.ts";

function program(path: string, mode = 0o755): string {
  writeFileSync(path, "#!/bin/sh\n");
  chmodSync(path, mode);
  return path;
}

describe("a command", () => {
  test("is the first program of its name in the PATH that may be run", () => {
    using home = createTempHome();
    const [first, second, third] = ["1", "2", "3"].map((name) => join(home.path, name));
    for (const folder of [first, second, third]) mkdirSync(folder ?? "");
    mkdirSync(join(first ?? "", "tool"));
    program(join(second ?? "", "tool"), 0o644);
    const path = program(join(third ?? "", "tool"));
    const found = resolveCommand("tool", ["-x"], { PATH: [first, second, third].join(":") });
    expect(found).toEqual({ file: path, args: ["-x"], isVerbatim: false });
    expect(resolveCommand(path, [], {}).file).toBe(path);
    expect(() => resolveCommand("tool", [], { PATH: first ?? "" })).toThrow(
      expect.objectContaining({ code: "command_not_found" }),
    );
  });

  test.each([
    ["npx", "Install Node.js"],
    ["uvx", "Install uv"],
    ["npx -y server", "arguments into the list"],
    ["bin/tool", "must be absolute"],
    ["other", "Install the program"],
  ])("%s that is not found comes with a hint", (name, hint) => {
    expect(() => resolveCommand(name, [], { PATH: "/nowhere" })).toThrow(
      expect.objectContaining({ code: "command_not_found", hint: expect.stringContaining(hint) }),
    );
  });
});

// What cross-spawn 7.0.6 makes of the same arguments, but for two backslashes before a quote, where it is wrong.
test.each([
  ["-y", String.raw`^^^"-y^^^"`],
  ["", String.raw`^^^"^^^"`],
  ["a b", String.raw`^^^"a^^^ b^^^"`],
  ['say "hi"', String.raw`^^^"say^^^ \^^^"hi\^^^"^^^"`],
  ["%PATH%&calc", String.raw`^^^"^^^%PATH^^^%^^^&calc^^^"`],
  ["(x)!^", String.raw`^^^"^^^(x^^^)^^^!^^^^^^^"`],
  ["back\\", String.raw`^^^"back\\^^^"`],
  ['a\\\\"b', String.raw`^^^"a\\\\\^^^"b^^^"`],
])("%j reaches a Windows script as %s", (arg, escaped) => {
  expect(scriptLine("C:\\Program Files\\npx.cmd", [arg])).toBe(`C:\\Program^ Files\\npx.cmd ${escaped}`);
});

describe("the environment of a subprocess", () => {
  const own = {
    PATH: "relative:/a:/b:.::/a",
    HOME: "/home/me",
    SSH_AUTH_SOCK: "/s",
    AWS_PROFILE: "p",
    NODE_OPTIONS: "--x",
    npm_config_x: "y",
    XDG_RUNTIME_DIR: "/r",
    TERM: "() { :; }",
  };

  test("is a few harmless variables and what is attached, which wins", () => {
    expect(childEnvironment(own, { HOME: "/elsewhere", NODE_OPTIONS: "--mine" }, "linux")).toEqual({
      PATH: "/a:/b:/usr/local/bin:/opt/homebrew/bin:/usr/bin:/bin",
      HOME: "/elsewhere",
      NODE_OPTIONS: "--mine",
    });
  });

  test("knows names on Windows in any case", () => {
    const windows = { Path: "C:\\a;b", SystemRoot: "C:\\Windows", OneDrive: "x", AWS_PROFILE: "p" };
    expect(childEnvironment(windows, { Token: "t" }, "win32")).toEqual({
      PATH: "C:\\a",
      SYSTEMROOT: "C:\\Windows",
      TOKEN: "t",
    });
  });
});
