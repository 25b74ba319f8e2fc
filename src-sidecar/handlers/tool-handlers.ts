import { contractError } from "../rpc/index.ts";
import { actorOf, orgOf, type Implementer } from "./base.ts";
import { toolUses } from "../store/index.ts";
import { deskToolOf, toolDetailOf } from "./connector-views.ts";
import type { Studio } from "./org.ts";

/** What a review changes for people: the tools, and what their classes decide. */
const REVIEWED = ["connectors", "approvals", "standing", "sessions"] as const;

/** Tools: switched on and off, classified, tried. */
export function toolHandlers(os: Implementer, studio: Studio) {
  const { tools } = os;
  return {
    get: tools.get.handler(({ input, context }) => {
      const org = orgOf(studio, context);
      return toolDetailOf(org, org.catalog.tools.get(input.id));
    }),
    list: tools.list.handler(async ({ context }) => {
      const { catalog, db } = orgOf(studio, context);
      const uses = await toolUses(db);
      return [...catalog.snapshot().connectors.values()].flatMap(({ name, tools: all }) =>
        all.map((tool) => deskToolOf(name, tool, uses.get(tool.id))),
      );
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
      org.events.changed(REVIEWED);
      return toolDetailOf(org, tool);
    }),
    classifyMany: tools.classifyMany.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const { classified, changed } = await org.catalog.tools.classifyMany(input.items, actorOf(context));
      org.events.changed(REVIEWED);
      return { classified, changed: [...changed] };
    }),
    try: tools.try.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      const tool = org.catalog.tools.get(input.toolId);
      const connector = org.catalog.snapshot().connectors.get(tool.connectorId);
      const callable = connector && org.callable(connector, tool.id);
      if (!callable) throw contractError("tool_unavailable");
      const handle = await org.desk.submit({
        tool: callable,
        arguments: input.arguments,
        asker: { kind: "member", member: by },
        actsAs: by.id,
        // A person's own call is asked for like an agent's at the default level.
        trustLevel: "supervised",
        isInPolicy: true,
        pausedBy: null,
      });
      await org.desk.recorded(handle.callId); // Whoever gets the id may read the call.
      return { callId: handle.callId };
    }),
  };
}
