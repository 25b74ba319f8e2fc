import { EXIT } from "./exit-codes.ts";
import { CommandError, type Answer } from "./output.ts";
import { asMember, type MemberFlags } from "./people-door.ts";

export function listHosts(flags: MemberFlags): Promise<Answer> {
  return asMember(flags, async (door) => answerOf((await door.studio.settings()).allowedHosts));
}

/** Lets connectors and providers be at a host of this machine or of a private network. */
export function allowHost(flags: MemberFlags, host: string): Promise<Answer> {
  return asMember(flags, async (door) => {
    const settings = await door.studio.settings();
    const allowedHosts = [...new Set([...settings.allowedHosts, host])];
    return answerOf((await door.studio.setSettings({ ...settings, allowedHosts })).allowedHosts);
  });
}

export function removeHost(flags: MemberFlags, host: string): Promise<Answer> {
  return asMember(flags, async (door) => {
    const settings = await door.studio.settings();
    if (!settings.allowedHosts.includes(host))
      throw new CommandError("not_found", EXIT.usage, `${JSON.stringify(host)} is not on the list.`);
    const allowedHosts = settings.allowedHosts.filter((one) => one !== host);
    return answerOf((await door.studio.setSettings({ ...settings, allowedHosts })).allowedHosts);
  });
}

const answerOf = (hosts: readonly string[]): Answer => ({
  json: hosts,
  lines: hosts,
  none: "No host is allowed: everything has to be public. Allow one with `gatehouse hosts allow <host>`.",
});
