import { expect, test } from "vitest";
import { allowedHost } from "../../../src-contract/studio.ts";
import { hostOf, hostProblem } from "./hosts.ts";

test("a pasted address is cut down to its host", () => {
  expect(["http://127.0.0.1:3000/mcp", " Intranet.Example ", "[::1]:8080"].map(hostOf)).toEqual([
    "127.0.0.1:3000",
    "intranet.example",
    "[::1]:8080",
  ]);
});

test("a host is judged as the contract does", () => {
  const texts = ["127.0.0.1", "127.0.0.1:3000", "[::1]:8080", "a b", "", "host/path", "-x", "host:", "ftp://x"];
  const isTaken = (host: string) => hostProblem(host, []) === null;
  expect(texts.map(isTaken)).toEqual(texts.map((host) => allowedHost.safeParse(host).success));
  expect([hostProblem("a.example", ["a.example"]), hostProblem("b", Array.from({ length: 100 }, String))]).toEqual([
    "twice",
    "full",
  ]);
});
