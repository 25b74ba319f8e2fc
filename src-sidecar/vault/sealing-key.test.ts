import { expect, test } from "vitest";
import { Secret } from "../base/secret.ts";
import { readSecret } from "./seal.ts";
import { drawSealingKey, openSealedTo, sealerTo } from "./sealing-key.ts";
import { primitives } from "./testdata/studio.ts";

test("what is sealed to a key opens with this key alone, and not when a byte of it was changed", () => {
  using key = drawSealingKey(primitives);
  using other = drawSealingKey(primitives);
  const seal = sealerTo(primitives, key);
  const box = seal(Secret.fromText("a token"));
  const opened = openSealedTo(primitives, key, box);
  expect(opened && readSecret(opened, (bytes) => Buffer.from(bytes).toString())).toBe("a token");
  expect(openSealedTo(primitives, other, box)).toBeNull();
  for (const at of box.keys()) {
    const spoiled = box.map((byte, index) => (index === at ? byte ^ 1 : byte));
    expect(openSealedTo(primitives, key, spoiled)).toBeNull();
  }
  expect(Buffer.compare(seal(Secret.fromText("a token")), box)).not.toBe(0);
});
