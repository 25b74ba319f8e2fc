import { expect, test } from "vitest";
import { splitCommandLine } from "./split-command-line.ts";

test("takes a command line apart as a shell reads words, and expands nothing", () => {
  expect(
    ["npx -y @scope/server@1.2 '/my files'", String.raw`a\ b "c \"d\"" ''`, "  echo $HOME && rm  ", "one"].map(
      splitCommandLine,
    ),
  ).toEqual([
    ["npx", "-y", "@scope/server@1.2", "/my files"],
    ["a b", 'c "d"', ""],
    ["echo", "$HOME", "&&", "rm"],
    ["one"],
  ]);
});
