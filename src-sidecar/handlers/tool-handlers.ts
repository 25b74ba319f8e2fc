import { contractError } from "../rpc/index.ts";
import { actorOf, orgOf, type Implementer } from "./base.ts";
import { toolDetailOf } from "./connector-views.ts";
import type { Studio } from "./org.ts";

/** Tools: switched on and off, classified, tried. */
export function toolHandlers(os: Implementer, studio: Studio) {
  const { tools } = os;
  return {
    get: tools.get.handler(({ input, context }) => {
      const org = orgOf(studio, context);
      return toolDetailOf(org, org.catalog.tools.get(input.id));
    }),
    setEnabled: tools.setEnabled.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      await org.catalog.tools.setEnabled(input.ids, input.isEnabled, actorOf(context));
      org.listsChanged();
      org.events.changed(["connectors", "policies"]);
    }),
    classify: tools.classify.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const tool = await org.catalog.tools.classify(input, actorOf(context));
      org.events.changed(["connectors"]);
      return toolDetailOf(org, tool);
    }),
    try: tools.try.handler(({ input, context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      const tool = org.catalog.tools.get(input.toolId);
      const connector = org.catalog.snapshot().connectors.get(tool.connectorId);
      const callable = connector && org.callable(connector, tool.id);
      if (!callable) throw contractError("tool_unavailable");
      const handle = org.desk.submit({
        tool: callable,
        arguments: input.arguments,
        asker: { kind: "member", member: by },
        actsAs: by.id,
        // A person's own call is asked for like an agent's at the default level.
        trustLevel: "supervised",
        isInPolicy: true,
        pausedBy: null,
      });
      return { callId: handle.callId };
    }),
  };
}
