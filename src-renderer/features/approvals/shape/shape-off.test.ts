import { expect, it } from "vitest";
import { sampleCard } from "../testdata/sample-card.ts";
import { shapeOff } from "./shape-off.ts";

const grave = sampleCard({ risk: { riskClass: "dangerous", source: { kind: "default" } } });

it("lets operators allow mild calls of agents in advance, and admins Dangerous ones", () => {
  expect(shapeOff(sampleCard(), false)).toBeUndefined();
  expect(shapeOff(grave, true)).toBeUndefined();
  expect(shapeOff(grave, false)).toBe("Only an admin can let Dangerous calls run in advance.");
});

it("never lets calls run in advance of a changed tool, of several approvers, or of a person", () => {
  const by = { id: "01990000-0000-7000-8000-000000000009", name: "Dana" };
  const drifted = { kind: "drifted", was: "moderate", by, at: 0, what: "server" } as const;
  const { requirements } = sampleCard();
  const refused = [
    sampleCard({ risk: { riskClass: "unknown", source: drifted } }),
    sampleCard({ requirements: { ...requirements, needed: 2 } }),
    sampleCard({ asker: { kind: "member", member: by } }),
  ];
  expect(refused.every((card) => shapeOff(card, true) !== undefined)).toBe(true);
});
