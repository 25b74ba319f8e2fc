import { testRule } from "./rule-tester.js";
import { state } from "./state.js";

testRule("state", state, {
  allowed: [
    [
      "src-sidecar/vault/vault.ts",
      `export const LIMIT = 3; const ALLOWED = new Set(["a"]); function f() { let n = 0; return n; }`,
    ],
    ["src-sidecar/vault/vault.ts", `declare let injected: string; export function f() { return new Map(); }`],
    ["src-sidecar/vault/vault.ts", `const NONE: ReadonlySet<string> = new Set(); const NO: readonly string[] = [];`],
    ["src-sidecar/vault/vault.test.ts", `let clock = 0; clock += 1;`],
    ["src-sidecar/sidecar.ts", `let isClosing = false; isClosing = true;`],
    ["e2e/run.ts", `let n = 0; n += 1;`],
  ],
  refused: [
    ["src-sidecar/vault/vault.ts", `let key = null;`, /no module-level let/],
    ["src-sidecar/vault/vault.ts", `export let key = null;`, /no module-level let/],
    ["src-main/host/relay.ts", `var count = 0;`, /no module-level var/],
    ["src-renderer/client/link.ts", `const cache = new Map();`, /empty collection/],
    ["src-renderer/client/link.ts", `export const open = new WeakSet<object>();`, /empty collection/],
    ["src-contract/ids.ts", `const seen: string[] = [];`, /empty collection/],
    ["testkit/peers.ts", `let peer;`, /no module-level let/],
  ],
});
