import { documented } from "./documented.js";
import { testRule } from "./rule-tester.js";

const PARAGRAPH = `/**
 * Keeps secrets sealed. It refuses to guess when a record does not open.
 */
`;

testRule("documented: exported names", documented, {
  allowed: [
    [
      "src-contract/ids.ts",
      `/** Names a call. */\nexport const callId = z.string();\nexport type CallId = z.infer<typeof callId>;`,
    ],
    ["src-contract/ids.ts", `/** Names a call. */\nexport const callId = 1;`],
    ["src-contract/ids.ts", `/** Names a call. */\nexport const CallId = 1;\nexport type CallId = number;`],
    [
      "src-sidecar/vault/open.ts",
      `/** Opens one. */\nexport function open(a: string): void;\nexport function open(a: number): void;\nexport function open() {}`,
    ],
    ["src-sidecar/oauth/token.ts", `/** The tokens. */\ninterface TokenSet {}\nexport type { TokenSet };`],
    ["src-sidecar/approval/gate.ts", `/** Asks a person. */\nexport default class Gate {}`],
    ["src-sidecar/approval/gate.ts", `export { decide } from "./decide.ts";\nfunction inner() {}`],
    ["src-sidecar/approval/gate.ts", `import { decide } from "./decide.ts";\nexport { decide };`],
    ["src-sidecar/calls/receive.ts", `export function receive() {}`],
    ["src-sidecar/vault/vault.test.ts", `export const fixture = 1;`],
  ],
  refused: [
    ["src-contract/ids.ts", `export const callId = 1;`, `"callId" is exported and has no docstring directly above`],
    [
      "src-contract/ids.ts",
      `/** Names a call. */\nexport const callId = 1;\nexport type Other = z.infer<typeof callId>;`,
      /"Other"/,
    ],
    ["src-contract/ids.ts", `const callId = 1;\nexport type CallId = z.infer<typeof callId>;`, /"CallId"/],
    ["src-contract/deep/ids.ts", `export type CallId = string;`, /"CallId"/],
    ["src-sidecar/vault/open.ts", `// Opens one.\nexport function open() {}`, /"open"/],
    ["src-sidecar/vault/open.ts", `/* Opens one. */\nexport function open() {}`, /"open"/],
    ["src-sidecar/vault/open.ts", `/** Opens one. */\n\nexport function open() {}`, /"open"/],
    ["src-sidecar/vault/open.ts", `/** */\nexport function open() {}`, /"open"/],
    ["src-sidecar/oauth/token.ts", `interface TokenSet {}\nexport type { TokenSet };`, /"TokenSet"/],
    ["src-sidecar/oauth/token.ts", `/** The file. */\nimport "./x.ts";\nexport class TokenSet {}`, /"TokenSet"/],
    ["src-sidecar/approval/gate.ts", `export const { ask } = doors;`, /"ask"/],
    ["src-sidecar/approval/gate.ts", `export default function () {}`, /"default"/],
    ["src-sidecar/approval/gate.ts", `export abstract class Gate {}`, /"Gate"/],
  ],
});

testRule("documented: the opening of a room", documented, {
  allowed: [
    ["src-sidecar/vault/index.ts", `${PARAGRAPH}export { open } from "./open.ts";`],
    ["src-sidecar/policy/index.ts", `${PARAGRAPH}export const x = 1;`],
    ["src-contract/index.ts", `${PARAGRAPH}export * from "./ids.ts";`],
    ["src-sidecar/connectors/mcp/index.ts", `export const x = 1;`],
    ["src-renderer/client/index.ts", `export const x = 1;`],
  ],
  refused: [
    ["src-sidecar/vault/index.ts", `export { open } from "./open.ts";`, /opens with a paragraph/],
    [
      "src-sidecar/policy/index.ts",
      `// Decides what may run. It refuses the rest.\nexport { x } from "./x.ts";`,
      /opens with a paragraph/,
    ],
    ["src-sidecar/policy/index.ts", `/** policy */\nexport { x } from "./x.ts";`, /opens with a paragraph/],
    [
      "src-sidecar/policy/index.ts",
      `export { x } from "./x.ts";\n${PARAGRAPH}export { y } from "./y.ts";`,
      /opens with a paragraph/,
    ],
  ],
});
