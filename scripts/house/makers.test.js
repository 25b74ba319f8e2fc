import { makers } from "./makers.js";
import { testRule } from "./rule-tester.js";

testRule("makers: Secret.reveal()", makers, {
  allowed: [
    ["src-sidecar/vault/seal.ts", `secret.reveal();`],
    ["src-sidecar/oauth/token-request.ts", `secret.reveal();`],
    ["src-sidecar/calls/authorize.ts", `secret.reveal();`],
    ["src-sidecar/vault/vault.test.ts", `secret.reveal();`],
    [
      "src-sidecar/base/secret.ts",
      `export class Secret { reveal(): Uint8Array { return this.#bytes; } #bytes = new Uint8Array(); }`,
    ],
    ["src-renderer/features/approvals/card.tsx", `card.reveal();`],
  ],
  refused: [
    ["src-sidecar/vault/vault.ts", `secret.reveal();`, /reveal\(\) only/],
    ["src-sidecar/calls/receive.ts", `secret?.reveal();`, /reveal\(\) only/],
    ["src-sidecar/sidecar.ts", `const { length } = secret["reveal"]();`, /reveal\(\) only/],
    ["src-sidecar/oauth/token.ts", `export const open = secret.reveal;`, /reveal\(\) only/],
    ["src-sidecar/oauth/calls/authorize.ts", `secret.reveal();`, /reveal\(\) only/],
    ["src-main/cli/unlock.ts", `secret.reveal();`, /reveal\(\) only/],
  ],
});

testRule("makers: ApprovedCall", makers, {
  allowed: [
    ["src-sidecar/approval/gate.ts", `import { approvedCall } from "../base/approved-call.ts";`],
    ["src-sidecar/connectors/mcp/client.test.ts", `import { approvedCall } from "../../base/approved-call.ts";`],
    ["src-sidecar/connectors/mcp/client.ts", `import type { ApprovedCall } from "../../base/approved-call.ts";`],
    ["src-sidecar/calls/execute.ts", `import { type ApprovedCall, digestOf } from "../base/approved-call.ts";`],
    ["src-sidecar/base/approved-call.ts", `export const approvedCall = (x: unknown) => x as ApprovedCall;`],
    ["src-sidecar/base/approved-call.test.ts", `import { approvedCall } from "./approved-call.ts";`],
    ["src-sidecar/calls/execute.ts", `const send = (call: ApprovedCall) => [call] as const;`],
  ],
  refused: [
    [
      "src-sidecar/calls/execute.ts",
      `import { approvedCall } from "../base/approved-call.ts";`,
      /only approval\/gate\.ts/,
    ],
    [
      "src-sidecar/calls/execute.ts",
      `import { approvedCall as make } from "../base/approved-call.ts";`,
      /only approval\/gate\.ts/,
    ],
    ["src-sidecar/calls/execute.ts", `import * as maker from "../base/approved-call.ts";`, /only approval\/gate\.ts/],
    [
      "src-sidecar/calls/execute.ts",
      `const { approvedCall } = await import("../base/approved-call.ts");`,
      /only approval\/gate\.ts/,
    ],
    [
      "src-sidecar/approval/index.ts",
      `export { approvedCall } from "../base/approved-call.ts";`,
      /only approval\/gate\.ts/,
    ],
    ["src-sidecar/approval/index.ts", `export * from "../base/approved-call.ts";`, /only approval\/gate\.ts/],
    [
      "src-sidecar/connectors/mcp/client.ts",
      `import { approvedCall } from "../../base/approved-call.ts";`,
      /only approval\/gate\.ts/,
    ],
    ["src-sidecar/sidecar.ts", `import { approvedCall } from "./base/approved-call.ts";`, /only approval\/gate\.ts/],
    [
      "testkit/calls.ts",
      `import { approvedCall } from "../src-sidecar/base/approved-call.ts";`,
      /only approval\/gate\.ts/,
    ],
    ["src-sidecar/approval/gate.ts", `export const x = {} as ApprovedCall;`, /never from a cast/],
    ["src-sidecar/calls/execute.test.ts", `export const x = {} as unknown as ApprovedCall;`, /never from a cast/],
    ["src-sidecar/calls/execute.ts", `export const x = <base.ApprovedCall>{};`, /never from a cast/],
    ["e2e/calls.e2e.ts", `export const x = [] as readonly ApprovedCall[];`, /never from a cast/],
  ],
});
