import { expect, test } from "vitest";
import { guardPort, RelayedPort } from "./port.ts";

const REQUEST = JSON.stringify({ i: "1", p: { u: "/studio/state" } });
const ABORT = JSON.stringify({ i: "1", t: 4 });

function rig() {
  const relayed = new RelayedPort(() => {});
  const seen: unknown[] = [];
  let hangUps = 0;
  const port = guardPort(relayed, () => {
    hangUps += 1;
  });
  port.on("message", (event) => seen.push(event?.data));
  return { relayed, seen, hangUps: () => hangUps };
}

test("passes requests and their ends on", () => {
  const { relayed, seen, hangUps } = rig();
  relayed.receive(REQUEST);
  relayed.receive(ABORT);
  expect([seen, hangUps()]).toEqual([[REQUEST, ABORT], 0]);
});

test.each([
  "",
  "garbage",
  "5",
  "null",
  "[]",
  "{}",
  '{"i":"1"}',
  '{"i":"1","p":{"u":5}}',
  '{"i":"1","p":{"u":"/x","h":{"Content-Type":"multipart/form-data"}}}',
  '{"i":"1","t":3,"p":{"e":"message"}}',
])("ends the connection of the frame %j once, and hears no more of it", (frame) => {
  const { relayed, seen, hangUps } = rig();
  relayed.receive(frame);
  relayed.receive(REQUEST);
  relayed.receive(frame);
  expect([seen, hangUps()]).toEqual([[], 1]);
});
