import { actorOf, orgOf, type Implementer } from "./base.ts";
import type { Studio } from "./org.ts";

/** Events, the kill switch and the organization's settings. */
export function studioHandlers(os: Implementer, studio: Studio) {
  return {
    events: os.studio.events.handler(({ signal, context }) =>
      orgOf(studio, context).events.listen(signal, context.seat.signedIn),
    ),
    stop: os.studio.stop.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      const stopped = await org.access.settings.stop(input.reason, by);
      await org.desk.cancelAll(`member:${by.name}`, () => true);
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
      const settings = await org.access.settings.set(input, actorOf(context));
      org.events.changed(["settings"]);
      return settings;
    }),
  };
}
