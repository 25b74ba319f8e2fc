import { digestCredentials } from "../approval/index.ts";
import { ruleNow } from "../policy/index.ts";
import type { CallFailure } from "./failure.ts";
import type { CallableTool, LiveCall } from "./live-call.ts";
import type { CallPorts } from "./ports.ts";

/** What a call was shown with: it must still be what would run. */
type Shown = Pick<LiveCall, "actsAs"> & {
  readonly tool: Pick<CallableTool, "id" | "definitionDigest" | "connectorRevision">;
  readonly shown: Pick<LiveCall["shown"], "asker" | "credentials" | "risk" | "verdict">;
};

type Ports = Pick<CallPorts, "toolNow" | "credentialsFor" | "standingHolds" | "isStopped" | "sessionNow">;

/**
 * Why a call must not be sent although it was let through: its tool changed, went or was switched off, its class no longer holds, its
 * connector leads elsewhere or has a stricter policy, its session was paused or asks for everything, it would go out with other credentials than the person saw, the yes in advance was
 * taken back, or all calls are stopped. Null: nothing of that.
 */
export function withdrawnSince(ports: Ports, call: Shown): CallFailure | null {
  const message = changeSince(ports, call);
  if (message !== null) return { code: "tool_unavailable", message: `${message} Nothing was sent.`, detail: null };
  if (ports.standingHolds(call.shown.verdict)) return null;
  const revoked =
    "What let this call run without a person was revoked or has ended. Nothing was sent. Call again to ask.";
  return { code: "approval_revoked", message: revoked, detail: null };
}

function changeSince(ports: Ports, { tool, actsAs, shown }: Shown): string | null {
  if (ports.isStopped()) return "All calls were stopped.";
  const held = heldBySession(ports, shown);
  if (held !== null) return held;
  const now = ports.toolNow(tool);
  if (!now || !now.isOffered) return "The tool is no longer offered by its server.";
  if (!now.isEnabled) return "The tool was switched off.";
  if (now.definitionDigest !== tool.definitionDigest)
    return "The tool's definition changed after the call was shown. Ask again.";
  if (now.connectorRevision !== tool.connectorRevision)
    return "The connector was changed after the call was shown. Ask again.";
  if (hasFallenBack(now, shown)) return "The class of the tool no longer holds. Ask again.";
  const rule = ruleNow(now.risk, now.approval);
  if (rule === "refuse") return "The connector's policy refuses calls of this class by now.";
  if (isOverruled(rule, shown)) return "The connector's policy asks for calls of this class by now. Ask again.";
  const { refs } = ports.credentialsFor(now, actsAs);
  if (refs.length === 0 && shown.credentials.length === 0) return null;
  return digestCredentials(refs) === digestCredentials(shown.credentials)
    ? null
    : "The credentials of the connector changed after the call was shown. Ask again.";
}

/** What runs without a person rests on the very class; what a person approved, on a server that is still the one they saw. */
function hasFallenBack({ risk }: CallableTool, { risk: was, verdict }: Shown["shown"]): boolean {
  if (verdict.kind === "allow" && risk.riskClass !== was.riskClass) return true;
  return risk.source.kind === "drifted" && was.source.kind !== "drifted";
}

/** What runs without a person does so in a session that goes on, and under a level that still lets it. */
function heldBySession({ sessionNow }: Ports, { asker, verdict }: Shown["shown"]): string | null {
  const session = verdict.kind === "allow" ? sessionNow(asker) : null;
  if (session === null) return null;
  if (session.isPaused) return "The session was paused.";
  const isAsked = session.trustLevel === "manual" && verdict.reason.kind !== "connector-rule";
  return isAsked ? "Every call of the session is asked for by now. Ask again." : null;
}

/** What runs without a person does so under a policy that lets it. */
function isOverruled(rule: ReturnType<typeof ruleNow>, { verdict: { kind, reason } }: Shown["shown"]): boolean {
  if (kind !== "allow") return false;
  return reason.kind === "connector-rule" ? rule !== "run" : rule === "ask";
}
