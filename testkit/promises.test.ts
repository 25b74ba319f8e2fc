import { expect, test } from "vitest";
import { citedPromises, PROMISES, proves, type PromiseId } from "./promises.ts";

test("every promise is one sentence under an id of the form area:promise", () => {
  for (const [id, sentence] of Object.entries(PROMISES)) {
    expect(id).toMatch(/^[a-z]+:[a-z-]+$/);
    expect(sentence).toMatch(/^[A-Z][^\n]{20,}[^.]\.$/);
  }
});

test("refuses to prove what was never promised", () => {
  proves("gate:once");
  // The type forbids it; a test in plain JavaScript could still do it.
  expect(() => proves("gate:never" as PromiseId)).toThrow("gate:never");
});

test("finds the ids that a source cites, over several lines and several at once", () => {
  const cite = "proves";
  const source = `test("a", () => { ${cite}("vault:tamper"); });\n${cite}(\n  "gate:once",\n  'door:key',\n);\n approves("gate:drift")`;
  expect(citedPromises(source)).toEqual(["vault:tamper", "gate:once", "door:key"]);
});
