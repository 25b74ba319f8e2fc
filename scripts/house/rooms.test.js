import { rooms } from "./rooms.js";
import { testRule } from "./rule-tester.js";

const room = (/** @type {string} */ name) => `src-sidecar/${name}/file.ts`;

testRule("rooms: the contract", rooms, {
  allowed: [
    ["src-contract/ids.ts", `import { z } from "zod";`],
    ["src-contract/ids.ts", `import * as z from "zod/mini";`],
    ["src-contract/contract.ts", `import { oc } from "@orpc/contract"; import { X } from "./ids.ts";`],
    ["src-contract/ids.test.ts", `import { test } from "vitest"; import { proves } from "../testkit/promises.ts";`],
  ],
  refused: [
    ["src-contract/ids.ts", `import { join } from "node:path";`, /only zod/],
    ["src-contract/ids.ts", `import type { Server } from "@orpc/server";`, /only zod/],
    ["src-contract/ids.ts", `export * from "../src-sidecar/base/clock.ts";`, /only zod/],
    ["src-contract/ids.ts", `import { manualClock } from "../testkit/clock.ts";`, /only zod/],
  ],
});

testRule("rooms: processes", rooms, {
  allowed: [
    ["src-main/host/relay.ts", `import type { HostMessage } from "../../src-contract/host.ts";`],
    ["src-sidecar/vault/vault.ts", `import { x } from "../../src-contract/ids.ts";`],
    ["src-main/main.ts", `import { openWindow } from "./windows/window.ts";`],
    ["src-sidecar/sidecar.ts", `import { seal } from "./vault/seal.ts";`],
    ["src-renderer/main.tsx", `import { id } from "../src-contract/ids.ts"; import { App } from "./app/app.tsx";`],
    [
      "e2e/first-run.e2e.ts",
      `import { x } from "../src-sidecar/vault/seal.ts"; import { y } from "../src-main/host/z.ts";`,
    ],
    ["src-sidecar/sidecar.test.ts", `import { x } from "./vault/seal.ts"; import { y } from "../testkit/clock.ts";`],
  ],
  refused: [
    ["src-main/host/relay.ts", `import { x } from "../../src-sidecar/base/clock.ts";`, /share only src-contract/],
    ["src-main/host.ts", `import { x } from "../src-sidecar/sidecar.ts";`, /share only src-contract/],
    [
      "src-renderer/client/link.ts",
      `import type { X } from "../../src-sidecar/rpc/port.ts";`,
      /share only src-contract/,
    ],
    ["src-sidecar/sidecar.ts", `const x = await import("../src-main/host/relay.ts");`, /share only src-contract/],
    ["src-sidecar/vault/vault.ts", `type X = import("../../src-main/host/relay.ts").X;`, /share only src-contract/],
    ["src-sidecar/vault/vault.test.ts", `import { x } from "../../src-main/host/relay.ts";`, /share only src-contract/],
    ["src-sidecar/vault/vault.ts", `import { manualClock } from "../../testkit/clock.ts";`, /testkit is for tests/],
    ["src-sidecar/vault/vault.ts", `import pkg from "../../package.json";`, /outside the house/],
    ["src-sidecar/vault/vault.ts", `const x = await import(name);`, /computed import/],
  ],
});

testRule("rooms: the floors of the sidecar", rooms, {
  allowed: [
    [room("store"), `import { x } from "../base/clock.ts";`],
    [
      room("vault"),
      `import { x } from "../store/index.ts"; import { y } from "../base/clock.ts"; import { z } from "./seal.ts";`,
    ],
    ["src-sidecar/connectors/mcp/stdio.ts", `import { x } from "../rest/request.ts";`],
    [room("calls"), `import { x } from "../vault/index.ts"; import { y } from "../policy/index.ts";`],
    [room("gateway"), `import { x } from "../calls/index.ts"; import { y } from "../store/index.ts";`],
    [room("handlers"), `import type { X } from "../audit/index.ts"; import { y } from "../rpc/index.ts";`],
    [room("rpc"), `import { Secret } from "../base/secret.ts"; import { x } from "../../src-contract/contract.ts";`],
    [
      "src-sidecar/calls/receive.test.ts",
      `import { x } from "../vault/index.ts"; import { y } from "../../testkit/clock.ts";`,
    ],
  ],
  refused: [
    [room("base"), `import { x } from "../store/index.ts";`, "base may not know store"],
    [room("store"), `import { x } from "../vault/index.ts";`, "store may not know vault"],
    [room("store"), `import type { x } from "../rpc/index.ts";`, "store may not know rpc"],
    [room("vault"), `import { x } from "../identity/index.ts";`, "vault may not know identity"],
    [room("policy"), `import type { Approval } from "../approval/index.ts";`, "policy may not know approval"],
    [room("connectors"), `import { x } from "../calls/index.ts";`, "connectors may not know calls"],
    [room("calls"), `import { x } from "../gateway/index.ts";`, "calls may not know gateway"],
    [room("gateway"), `import { x } from "../handlers/index.ts";`, "gateway may not know handlers"],
    [room("handlers"), `import { x } from "../gateway/index.ts";`, "handlers may not know gateway"],
    [room("handlers"), `import { x } from "../sidecar.ts";`, /does not know its builder/],
    [room("rpc"), `import { x } from "../store/index.ts";`, "rpc may not know store"],
    [room("calls"), `import { x } from "../rpc/index.ts";`, "calls may not know rpc"],
    [room("gateway"), `import { x } from "../rpc/index.ts";`, "gateway may not know rpc"],
    [room("handlers"), `import { x } from "../rpc/port.ts";`, "nobody imports past src-sidecar/rpc/index.ts"],
    [room("calls"), `import { x } from "../vault/seal.ts";`, "nobody imports past src-sidecar/vault/index.ts"],
    [room("vault"), `import { x } from "../store/sub/index.ts";`, "nobody imports past src-sidecar/store/index.ts"],
    ["src-sidecar/vault/vault.test.ts", `import { x } from "../identity/index.ts";`, "vault may not know identity"],
    ["src-sidecar/helpers/x.ts", `export const x = 1;`, `the house has no room "helpers" in src-sidecar`],
    ["src-sidecar/stray.ts", `export const x = 1;`, "only the builders stand at the root of src-sidecar"],
  ],
});

testRule("rooms: main", rooms, {
  allowed: [
    ["src-main/host/relay.ts", `import { x } from "../base/log.ts";`],
    ["src-main/cli/serve.ts", `import { x } from "../host/index.ts";`],
  ],
  refused: [
    ["src-main/host/relay.ts", `import { x } from "../windows/index.ts";`, "host may not know windows"],
    [
      "src-main/cli/serve.ts",
      `import { x } from "../host/start-host.ts";`,
      "nobody imports past src-main/host/index.ts",
    ],
    ["src-main/base/log.ts", `import { x } from "../host/index.ts";`, "base may not know host"],
  ],
});

testRule("rooms: the renderer", rooms, {
  allowed: [
    ["src-renderer/client/link.ts", `import { contract } from "../../src-contract/contract.ts";`],
    ["src-renderer/features/approvals/card.tsx", `import { Button } from "../../ui/actions/button.tsx";`],
    [
      "src-renderer/features/approvals/card.tsx",
      `import { useCall } from "../../client/index.ts"; import "./card.css";`,
    ],
    [
      "src-renderer/app/routes.tsx",
      `import { Approvals } from "../features/approvals/index.tsx"; import { cx } from "../ui/cx.ts";`,
    ],
    ["src-renderer/features/approvals/card.test.ts", `import type { CallId } from "../../../src-contract/ids.ts";`],
    ["src-renderer/vite-env.d.ts", `declare module "*.svg";`],
  ],
  refused: [
    ["src-renderer/ui/cx.ts", `import { api } from "../client/index.ts";`, "ui may not know client"],
    [
      "src-renderer/ui/cx.ts",
      `import type { CallId } from "../../src-contract/ids.ts";`,
      /only client knows the contract/,
    ],
    ["src-renderer/client/link.ts", `import { cx } from "../ui/cx.ts";`, "client may not know ui"],
    [
      "src-renderer/features/approvals/card.tsx",
      `import { x } from "../activity/index.ts";`,
      "features/approvals may not know features/activity",
    ],
    [
      "src-renderer/features/approvals/card.tsx",
      `import { x } from "../../app/routes.tsx";`,
      "features/approvals may not know app",
    ],
    [
      "src-renderer/features/approvals/card.tsx",
      `import { x } from "../../client/link.ts";`,
      "nobody imports past src-renderer/client/index.ts",
    ],
    [
      "src-renderer/app/routes.tsx",
      `import { x } from "../features/approvals/card.tsx";`,
      "nobody imports past src-renderer/features/approvals/index.ts",
    ],
    ["src-renderer/features/loose.tsx", `export const x = 1;`, /no room "features"/],
    ["src-renderer/client/link.ts", `import { readFile } from "node:fs/promises";`, "the renderer has no Node"],
  ],
});

testRule("rooms: the testkit", rooms, {
  allowed: [
    [
      "testkit/clock.ts",
      `import type { Clock } from "../src-sidecar/base/clock.ts"; import { z } from "../src-contract/ids.ts";`,
    ],
    [
      "testkit/mcp/serve.ts",
      `import { spawn } from "node:child_process"; import { x } from "../clock.ts"; await fetch("http://127.0.0.1");`,
    ],
  ],
  refused: [
    ["testkit/clock.ts", `import { x } from "../src-sidecar/store/index.ts";`, /testkit knows only/],
    ["testkit/clock.ts", `import { x } from "../src-main/base/log.ts";`, /testkit knows only/],
    ["testkit/clock.ts", `import { x } from "../e2e/studio.ts";`, /outside the house/],
  ],
});

testRule("rooms: electron", rooms, {
  allowed: [
    ["src-main/main.ts", `import { app } from "electron";`],
    ["src-main/windows/window.ts", `import { BrowserWindow } from "electron/main";`],
    ["src-main/supervisor/fork.ts", `import { utilityProcess } from "electron";`],
    ["src-main/os/tray.ts", `import { Tray } from "electron";`],
    ["src-main/preload/preload.ts", `import { contextBridge } from "electron";`],
    ["src-main/host/relay.ts", `import type { App } from "electron";`],
    ["e2e/window.e2e.ts", `import type { App } from "electron";`],
  ],
  refused: [
    ["src-main/host/relay.ts", `import { app } from "electron";`, /starts a download/],
    ["src-main/host/relay.ts", `import { type App } from "electron";`, /starts a download/],
    ["src-main/host/relay.ts", `const e = require("electron");`, /starts a download/],
    ["src-main/cli.ts", `const e = await import("electron");`, /starts a download/],
    ["src-sidecar/sidecar.ts", `export { app } from "electron";`, /starts a download/],
    ["src-main/windows.test.ts", `import { app } from "electron";`, /starts a download/],
    ["e2e/window.e2e.ts", `import electron from "electron";`, /starts a download/],
    ["scripts/start.js", `import electron from "electron";`, /starts a download/],
  ],
});

testRule("rooms: SQL, processes, requests", rooms, {
  allowed: [
    ["src-sidecar/store/rows.ts", `import { Kysely } from "kysely"; import Database from "better-sqlite3";`],
    ["src-sidecar/audit/chain.test.ts", `import Database from "better-sqlite3";`],
    ["e2e/secrets.e2e.ts", `import Database from "better-sqlite3"; import { spawn } from "node:child_process";`],
    ["src-sidecar/connectors/mcp/stdio.ts", `import { spawn } from "node:child_process";`],
    ["src-sidecar/connectors/mcp/sandbox/bubblewrap.ts", `import { spawn } from "node:child_process";`],
    ["src-main/supervisor/fork.ts", `import { fork } from "node:child_process";`],
    ["src-main/host/sidecar.ts", `import { fork } from "child_process";`],
    ["src-main/cli/serve-process.ts", `import { spawn } from "node:child_process";`],
    ["src-main/cli/serve.ts", `import type { ChildProcess } from "node:child_process";`],
    ["src-sidecar/base/http.ts", `import { Agent } from "undici"; export const get = () => fetch("https://x.test");`],
    ["src-renderer/client/session.ts", `export const exchange = () => fetch("/session");`],
    ["src-sidecar/vault/vault.test.ts", `await fetch("http://127.0.0.1");`],
    ["src-sidecar/oauth/token.ts", `export function send(fetch: (url: string) => void) { fetch("x"); }`],
    ["src-sidecar/oauth/token.ts", `export type Fetch = typeof fetch; const o = { fetch: 1 }; o.fetch;`],
  ],
  refused: [
    ["src-sidecar/vault/rows.ts", `import { Kysely } from "kysely";`, /SQL only/],
    ["src-sidecar/vault/rows.ts", `import type { Kysely } from "kysely";`, /SQL only/],
    ["src-sidecar/sidecar.ts", `import Database from "better-sqlite3";`, /SQL only/],
    ["src-main/cli/audit.ts", `import Database from "better-sqlite3";`, /SQL only/],
    ["src-sidecar/connectors/mcp/client.ts", `import { spawn } from "node:child_process";`, /processes start only/],
    ["src-main/main.ts", `import { exec } from "child_process";`, /processes start only/],
    ["src-main/cli/serve.ts", `import { spawn } from "node:child_process";`, /processes start only/],
    ["src-main/cli/deep/process.ts", `import { spawn } from "node:child_process";`, /processes start only/],
    ["src-sidecar/calls/x.ts", `process.getBuiltinModule("node:child_process").exec("ls");`, /processes start only/],
    ["src-sidecar/oauth/token.ts", `import { request } from "undici";`, /requests leave only/],
    ["src-sidecar/oauth/token.ts", `export const get = () => fetch("https://x.test");`, /fetch only/],
    ["src-sidecar/oauth/token.ts", `export const send = { via: fetch };`, /fetch only/],
    ["src-sidecar/oauth/token.ts", `globalThis.fetch("https://x.test");`, /fetch only/],
    ["src-sidecar/oauth/token.ts", `const { fetch: get } = globalThis; export default get;`, /fetch only/],
    ["src-main/host/relay.ts", `globalThis["fetch"]("https://x.test");`, /fetch only/],
    ["src-renderer/features/approvals/card.tsx", `fetch("/session");`, /fetch only/],
  ],
});

testRule("rooms: the window's bridge", rooms, {
  allowed: [
    ["src-renderer/client/port.ts", `window.studio?.requestPort();`],
    ["src-renderer/app/app.tsx", `const settings = { studio: 1 }; settings.studio; window.location;`],
  ],
  refused: [
    ["src-renderer/app/app.tsx", `window.studio.requestPort();`, /window\.studio only/],
    ["src-renderer/features/settings/page.tsx", `globalThis.studio?.requestPort();`, /window\.studio only/],
    ["src-renderer/ui/cx.ts", `window["studio"];`, /window\.studio only/],
    ["src-renderer/main.tsx", `const { studio } = window; studio;`, /window\.studio only/],
  ],
});
