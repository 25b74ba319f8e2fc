import { casts } from "./casts.js";
import { testRule } from "./rule-tester.js";

testRule("casts", casts, {
  allowed: [
    ["src-sidecar/vault/vault.ts", `export const x = [1] as const;`],
    ["src-sidecar/vault/vault.ts", `// The schema above made it one.\nexport const x = y as Id;`],
    ["src-sidecar/vault/vault.ts", `export const x = y as Id; // made by newId`],
    ["src-sidecar/vault/vault.ts", `/** A brand has no other maker. */\nexport const x =\n  f(\n    y as Id,\n  );`],
    ["src-sidecar/vault/vault.test.ts", `export const x = y as Id;`],
    ["testkit/peers.ts", `export const x = y as Id;`],
  ],
  refused: [
    ["src-sidecar/vault/vault.ts", `export const x = y as Id;`, /beside a comment/],
    ["src-sidecar/vault/vault.ts", `// Far away.\n\nexport const x = <Id>y;`, /beside a comment/],
    ["src-renderer/client/link.ts", `export const x = f(y as Id);`, /beside a comment/],
  ],
});
