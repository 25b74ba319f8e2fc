import type { PeopleDoor } from "./studio.ts";

/** Does what an admin does for servers on their own machine: allows 127.0.0.1, which nothing may be at otherwise. */
export async function allowLoopback(door: PeopleDoor): Promise<void> {
  const settings = await door.studio.settings();
  await door.studio.setSettings({ ...settings, allowedHosts: [...settings.allowedHosts, "127.0.0.1"] });
}
