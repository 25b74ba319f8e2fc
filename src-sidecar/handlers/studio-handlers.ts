import { isListed } from "../base/http-reach.ts";
import { actorOf, orgOf, type Implementer } from "./base.ts";
import type { Org, Studio } from "./org.ts";

/** Events, the kill switch and the organization's settings. */
export function studioHandlers(os: Implementer, studio: Studio) {
  return {
    events: os.studio.events.handler(({ signal, context }) =>
      orgOf(studio, context).events.listen(signal, context.seat.signedIn),
    ),
    stop: os.studio.stop.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      // What runs is cancelled whether or not the stop can be written.
      const [stopped] = await Promise.all([
        org.access.settings.stop(input.reason, by),
        org.desk.cancelAll(`member:${by.name}`, () => true),
      ]);
      org.events.changed(["studio", "approvals", "calls", "sessions"]);
      return stopped;
    }),
    lift: os.studio.lift.handler(async ({ context }) => {
      const org = orgOf(studio, context);
      const lifted = await org.access.settings.lift(actorOf(context));
      org.events.changed(["studio", "sessions"]);
      return lifted;
    }),
    stopState: os.studio.stopState.handler(({ context }) => orgOf(studio, context).access.settings.stopState()),
    settings: os.studio.settings.handler(({ context }) => orgOf(studio, context).access.settings.get()),
    setSettings: os.studio.setSettings.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const { allowedHosts } = org.access.settings.get();
      const settings = await org.access.settings.set(input, actorOf(context));
      await retireNoLongerAllowed(org, allowedHosts);
      org.events.changed(["settings"]);
      return settings;
    }),
  };
}

/** Ends connections to hosts that an admin no longer allows: new ones are refused, and what is open would stay. */
async function retireNoLongerAllowed({ access, catalog, connections }: Org, before: readonly string[]): Promise<void> {
  const { allowedHosts } = access.settings.get();
  for (const { id, config } of catalog.snapshot().connectors.values()) {
    if (config.kind !== "mcp-http") continue;
    const url = new URL(config.url);
    if (isListed(url, before) && !isListed(url, allowedHosts)) await connections.retire(id);
  }
}
