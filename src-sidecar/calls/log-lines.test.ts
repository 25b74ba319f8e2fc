import { expect, test } from "vitest";
import { createLogRelay, type LogLine } from "./log-lines.ts";
import type { Cleaner } from "./ports.ts";
import { SaidMeanwhile } from "./said-meanwhile.ts";

const cleaner: Pick<Cleaner, "clean"> = {
  clean: (value) => ({
    value: JSON.parse(JSON.stringify(value).replaceAll("hunter2", "[REDACTED]")),
    notes: [],
    stripped: 0,
    phrases: [],
  }),
};

function relay(level: string, isOpen = () => true) {
  const heard: LogLine[] = [];
  const { onLine } = createLogRelay(
    new SaidMeanwhile({ cleaner: cleaner as Cleaner, mayPass: isOpen, heard: () => {} }),
    { level, onLine: (line) => void heard.push(line) },
  );
  return { heard, onLine };
}

test("passes lines on from the wanted level, without secrets", () => {
  const { heard, onLine } = relay("warning");
  for (const level of ["debug", "notice", "warning", "emergency", "loud", ""])
    onLine({ level, logger: "l hunter2", data: { a: ["hunter2"] } });
  expect(heard).toEqual(
    ["warning", "emergency"].map((level) => ({ level, logger: "l [REDACTED]", data: { a: ["[REDACTED]"] } })),
  );
});

test("passes nothing on while the vault is locked, for then nobody knows what a secret is", () => {
  let isOpen = true;
  const { heard, onLine } = relay("debug", () => isOpen);
  onLine({ level: "info", data: 1 });
  isOpen = false;
  onLine({ level: "info", data: 2 });
  expect(heard).toEqual([{ level: "info", data: 1 }]);
});

test("passes on so many lines of a call and none that is too long", () => {
  const { heard, onLine } = relay("debug");
  onLine({ level: "info", data: "x".repeat(70_000) });
  for (let line = 0; line < 1_000; line += 1) onLine({ level: "info", data: line });
  expect([heard.length, heard[0]?.data]).toEqual([500, 0]);
});
