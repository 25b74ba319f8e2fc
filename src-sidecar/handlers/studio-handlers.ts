import { actorOf, orgOf, type Implementer } from "./base.ts";
import type { Studio } from "./org.ts";

/** Events, the kill switch and the organization's settings. */
export function studioHandlers(os: Implementer, studio: Studio) {
  return {
    events: os.studio.events.handler(({ signal }) => studio.events.listen(signal)),
    stop: os.studio.stop.handler(async ({ input, context }) => {
      const org = orgOf(studio);
      const by = actorOf(context);
      const stopped = await org.access.settings.stop(input.reason, by);
      await org.desk.cancelAll(`member:${by.name}`, () => true);
      studio.events.changed(["studio", "approvals", "calls", "sessions"]);
      return stopped;
    }),
    lift: os.studio.lift.handler(async ({ context }) => {
      const lifted = await orgOf(studio).access.settings.lift(actorOf(context));
      studio.events.changed(["studio", "sessions"]);
      return lifted;
    }),
    stopState: os.studio.stopState.handler(() => orgOf(studio).access.settings.stopState()),
    settings: os.studio.settings.handler(() => orgOf(studio).access.settings.get()),
    setSettings: os.studio.setSettings.handler(async ({ input, context }) => {
      const settings = await orgOf(studio).access.settings.set(input, actorOf(context));
      studio.events.changed(["settings"]);
      return settings;
    }),
  };
}
