import type { Asker, Warning } from "../../src-contract/call.ts";
import type { AccountHealth } from "../../src-contract/oauth.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import { unexpectedArguments } from "../catalog/index.ts";
import type { CallableTool } from "./live-call.ts";
import { textWarnings } from "./notices.ts";
import type { CallPorts, ScanFindings } from "./ports.ts";

/** A call as its card shows it. */
interface Asked {
  readonly tool: CallableTool;
  readonly asker: Asker;
  readonly arguments: JsonObject;
}

/** What was found out about it elsewhere. */
interface Found {
  readonly findings: ScanFindings["findings"];
  /** Credentials without a value. */
  readonly missing: readonly string[];
  /** Accounts that it would go out with, and how they are. */
  readonly accounts: readonly AccountHealth[];
  readonly trouble: string | null;
}

/** What is unusual about a call, from its own text, from what its session read and from what is known of its connector. */
export function warningsOf(
  ports: Pick<CallPorts, "taintOf" | "mentionsOf">,
  { tool, asker, arguments: args }: Asked,
  { findings, missing, accounts, trouble }: Found,
): readonly Warning[] {
  const { title = "", description = "", inputSchema } = tool.definition;
  const source = tool.flow.sendsOut ? ports.taintOf(asker) : null;
  const paths = unexpectedArguments(inputSchema, args);
  const names = ports.mentionsOf(tool);
  const all: readonly (Warning | false)[] = [
    tool.risk.source.kind === "drifted" && { kind: "definition-changed" },
    source !== null && { kind: "tainted", source },
    findings.length > 0 && { kind: "secret-like", findings: findings.map(({ kind, path }) => ({ kind, path })) },
    ...textWarnings(args, { title, description, inputSchema }),
    paths.length > 0 && { kind: "unexpected-arguments", paths: [...paths] },
    names.length > 0 && { kind: "mentions-other-tools", names: [...names] },
    missing.length > 0 && { kind: "credential-missing", names: [...missing] },
    ...accountTrouble(accounts),
    trouble !== null && { kind: "connector-down", message: trouble },
  ];
  return all.filter((one) => one !== false);
}

/** Says which accounts a call would go out with in vain. One that is degraded may still work: its token may be good. */
export function accountTrouble(accounts: readonly AccountHealth[]): readonly Warning[] {
  const broken = accounts.filter(({ state }) => state === "not-connected" || state === "needs-reconnect");
  return broken.length === 0 ? [] : [{ kind: "account-trouble", accounts: broken }];
}
