import type { TeamId } from "../../src-contract/ids.ts";
import { actorOf, orgOf, type Implementer } from "./base.ts";
import type { Org, Studio } from "./org.ts";
import { sightOf, teamDetailOf } from "./people-views.ts";
import { settlePeople } from "./settle-people.ts";

/** Teams: members who share credentials. */
export function teamHandlers(os: Implementer, studio: Studio) {
  const { teams } = os;
  const detail = async (org: Org, id: TeamId) => {
    const entry = org.members.team(id);
    return teamDetailOf(org, entry, await sightOf(org));
  };
  const changed = async (org: Org): Promise<void> => {
    await org.secrets.refresh();
    await org.learnSecrets();
    org.events.changed(["people", "credentials", "connectors", "vault"]);
  };
  return {
    list: teams.list.handler(async ({ context }) => {
      const org = orgOf(studio, context);
      const sight = await sightOf(org);
      return org.members.teams().map((entry) => teamDetailOf(org, entry, sight));
    }),
    create: teams.create.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      const { id } = await org.members.inTurn(async () => {
        // Under a name that is free: a row gives nobody the team's key, which comes now.
        const team = await org.members.createTeam(input.name, input.memberIds, by);
        await org.vault.setTeam(team.id, team.memberIds);
        await settlePeople(org);
        return team;
      });
      await changed(org);
      return detail(org, id);
    }),
    rename: teams.rename.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      await org.members.inTurn(() => org.members.renameTeam(input.id, input.name, by));
      org.events.changed(["people", "credentials"]);
      return detail(org, input.id);
    }),
    setMembers: teams.setMembers.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      await org.members.inTurn(async () => {
        const { id } = org.members.team(input.id);
        await org.vault.setTeam(id, input.memberIds);
        await org.members.setTeamMembers(id, input.memberIds, by);
        await settlePeople(org);
      });
      await changed(org);
      return detail(org, input.id);
    }),
    remove: teams.remove.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      const secrets = await org.members.inTurn(async () => {
        await org.members.removeTeam(input.id, by);
        const removed = await org.vault.removeTeam(input.id);
        await settlePeople(org);
        return removed;
      });
      await changed(org);
      return { secrets };
    }),
  };
}
