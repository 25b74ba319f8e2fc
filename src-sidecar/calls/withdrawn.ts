import { canonicalJson } from "../base/canonical-json.ts";
import type { CallableTool, LiveCall } from "./live-call.ts";
import type { CallPorts } from "./ports.ts";

/** What a call was shown with: it must still be what would run. */
type Shown = Pick<LiveCall, "actsAs"> & {
  readonly tool: Pick<CallableTool, "id" | "definitionDigest" | "connectorRevision">;
  readonly shown: Pick<LiveCall["shown"], "credentials">;
};

/**
 * Why a call must not be sent although it was let through: its tool changed, went or was switched off, its connector leads elsewhere,
 * or it would go out with other credentials than the person saw. Null: nothing of that.
 */
export function withdrawnSince(ports: Pick<CallPorts, "toolNow" | "credentialsFor">, call: Shown): string | null {
  const now = ports.toolNow(call.tool);
  if (!now || !now.isOffered) return "The tool is no longer offered by its server. Nothing was sent.";
  if (!now.isEnabled) return "The tool was switched off. Nothing was sent.";
  if (now.definitionDigest !== call.tool.definitionDigest)
    return "The tool's definition changed after the call was shown. Nothing was sent; ask again.";
  if (now.connectorRevision !== call.tool.connectorRevision)
    return "The connector was changed after the call was shown. Nothing was sent; ask again.";
  const { refs } = ports.credentialsFor(now, call.actsAs);
  if (canonicalJson([...refs]) !== canonicalJson([...call.shown.credentials]))
    return "The credentials of the connector changed after the call was shown. Nothing was sent; ask again.";
  return null;
}
