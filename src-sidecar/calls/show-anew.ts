import { digestCall, digestCredentials } from "../approval/index.ts";
import { showCallAnew } from "../store/index.ts";
import { entry } from "./journal.ts";
import { gatedCall, type LiveCall } from "./live-call.ts";
import type { CallPorts } from "./ports.ts";

/**
 * Shows a waiting call anew when the account that it would go out with is another one than its card says: connected meanwhile, or connected
 * as somebody else. What was about to be decided about the former card then is about another call, and nobody approves in vain. A call that
 * somebody has said yes to stays as they saw it; it is not sent with another account.
 */
export async function showAnew(ports: CallPorts, call: LiveCall): Promise<void> {
  const { tool, actsAs, shown, proposed } = call;
  if (call.state !== "awaiting" || call.votes.length > 0 || proposed === null) return;
  const { refs } = ports.credentialsFor(ports.toolNow(tool) ?? tool, actsAs);
  if (![...refs, ...shown.credentials].some(({ scope }) => scope === "oauth")) return;
  if (digestCredentials(refs) === digestCredentials(shown.credentials)) return;
  const next = { ...shown, credentials: refs };
  const digest = digestCall({ ...gatedCall({ ...call, shown: next }), arguments: proposed });
  let isShown = false;
  await ports.audit.write("durable", async (tx) => {
    isShown = await showCallAnew(tx, call.id, { digest, shown: JSON.stringify(next) });
    return isShown ? [entry(call, "gatehouse", "call.shown-anew", { was: call.digest, digest })] : [];
  });
  if (!isShown) return;
  // A yes to the former card that came in this moment is about another call: the gate refuses it.
  call.shown = next;
  call.digest = digest;
}
