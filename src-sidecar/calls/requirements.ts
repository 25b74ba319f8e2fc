import type { Requirements } from "../../src-contract/gate.ts";
import { requirementsOf } from "../policy/index.ts";
import type { CallableTool } from "./live-call.ts";
import type { CallPorts } from "./ports.ts";

/** What has to be done to approve a call of this tool, by the policy of its connector as it is now. */
export function requirementsNow(ports: Pick<CallPorts, "memberNow">, tool: CallableTool): Requirements {
  const { from, ...rest } = requirementsOf(tool.approval, tool.id, tool.risk.riskClass);
  return { ...rest, from: from.map((id) => ({ id, name: ports.memberNow(id)?.name ?? "" })) };
}
