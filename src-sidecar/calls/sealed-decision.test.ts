import { expect, test } from "vitest";
import { callId, digest, memberId } from "../../src-contract/ids.ts";
import type { Decision } from "../approval/index.ts";
import type { BodyVault } from "./ports.ts";
import { openDecision, resealDecision, writeDecision } from "./sealed-decision.ts";

const CALL = callId.parse("01890000-0000-7000-8000-000000000001");
const MADE: Decision = {
  kind: "approved",
  by: { id: memberId.parse("01890000-0000-7000-8000-0000000000a0"), name: "Dana" },
  at: 5,
  digest: digest.parse("0".repeat(64)),
};

/** Seals by writing a version before the text, as far as a decision can tell. */
const vaultAt = (version: number): BodyVault => ({
  isOpen: () => true,
  seal: (_call, _field, plaintext) => Buffer.concat([Buffer.from([version]), plaintext]),
  open: (_call, _field, envelope) => {
    if (envelope[0] !== version) throw new Error("under another key");
    return envelope.subarray(1);
  },
});

test("a decision whose seal was made anew holds under the new key, and says the same", () => {
  const stored = writeDecision(vaultAt(1), CALL, MADE);
  const anew = resealDecision(stored, (envelope) => Buffer.concat([Buffer.from([2]), envelope.subarray(1)]));
  expect(anew === null ? null : openDecision(vaultAt(2), CALL, anew)).toEqual(MADE);
  expect(() => openDecision(vaultAt(2), CALL, stored)).toThrow("under another key");
  expect(resealDecision(stored, () => null)).toBeNull();
  expect(resealDecision(JSON.stringify(MADE), () => new Uint8Array(1))).toBeNull();
});
