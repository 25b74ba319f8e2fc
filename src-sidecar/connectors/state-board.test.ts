import { expect, test } from "vitest";
import type { ConnectionState } from "../../src-contract/connector.ts";
import { StateBoard } from "./state-board.ts";
import { ID } from "./testdata/rig.ts";

const ready: ConnectionState = { kind: "ready", since: 1, serverName: "s", protocolVersion: "v" };
const down: ConnectionState = { kind: "down", since: 1, code: "c", message: "m", retryAt: null };

test("shows a connector as well as the best of its connections, and tells each change once", () => {
  const told: string[] = [];
  const board = new StateBoard((_id, { kind }) => told.push(kind));
  board.set(ID, "a", { kind: "idle" });
  board.set(ID, "a", { kind: "connecting" });
  board.set(ID, "b", { kind: "connecting" });
  board.set(ID, "a", ready);
  board.set(ID, "b", down);
  board.set(ID, "a", { kind: "idle" });
  board.set(ID, "b", { kind: "idle" });
  board.set(ID, "b", { kind: "idle" });
  expect(told).toEqual(["connecting", "ready", "down", "idle"]);
  expect(board.of(ID)).toEqual({ kind: "idle" });
});
