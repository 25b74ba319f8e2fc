import type { LiveCall } from "./live-call.ts";
import type { CallPorts } from "./ports.ts";

const MAX_PHRASES = 10;

/** A call whose agent is about to read what its tool brings. */
interface Reading extends Pick<LiveCall, "id" | "hasTainted"> {
  readonly tool: Pick<LiveCall["tool"], "id" | "connectorName" | "name">;
  readonly shown: Pick<LiveCall["shown"], "asker" | "flow">;
}

/**
 * Notes that an agent is about to get words which strangers may have written, once for each call. Resolves before the agent gets them; a
 * call whose tool brings in nothing from outside costs nothing.
 *
 * @param phrases What in them looks like instructions to a model.
 */
export function noteTaint(
  ports: Pick<CallPorts, "noteTaint" | "clock" | "toolNow">,
  call: Reading,
  phrases: readonly string[],
): void | Promise<void> {
  const { tool, shown } = call;
  if (call.hasTainted || shown.asker.kind !== "agent") return;
  // As it was judged, or as an admin or the tool's drift has it since: either is enough.
  if (!shown.flow.readsOutside && ports.toolNow(tool)?.flow.readsOutside !== true) return;
  call.hasTainted = true;
  return ports.noteTaint(shown.asker, {
    callId: call.id,
    connectorName: tool.connectorName,
    toolName: tool.name,
    at: ports.clock.now(),
    phrases: phrases.slice(0, MAX_PHRASES),
  });
}
