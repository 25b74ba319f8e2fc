import type { AgentSession, KeySummary, PolicySummary } from "../../src-contract/access.ts";
import type { KeyId } from "../../src-contract/ids.ts";
import type { Actor } from "../base/actor.ts";
import { isGranted, type KeyEntry, type PolicyEntry } from "../policy/index.ts";
import { actorOf, granterOf, orgOf, type Implementer } from "./base.ts";
import type { Org, Studio } from "./org.ts";

/** Policies, keys and the agents' sessions. */
export function accessHandlers(os: Implementer, studio: Studio) {
  return {
    policies: policyHandlers(os, studio),
    keys: keyHandlers(os, studio),
    sessions: sessionListHandlers(os, studio),
  };
}

function policyHandlers(os: Implementer, studio: Studio) {
  const { policies } = os;
  const changed = (org: Org): void => {
    org.listsChanged();
    org.events.changed(["policies", "keys", "sessions"]);
  };
  return {
    list: policies.list.handler(({ context }) => {
      const org = orgOf(studio, context);
      return org.access.policies.list().map((policy) => policySummaryOf(org, policy));
    }),
    create: policies.create.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const policy = await org.access.policies.create(input, actorOf(context));
      changed(org);
      return policySummaryOf(org, policy);
    }),
    update: policies.update.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      const policy = await org.access.policies.update(input.id, input.body, by);
      await endCallsOutside(org, policy, by);
      changed(org);
      return policySummaryOf(org, policy);
    }),
    remove: policies.remove.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      const keys = org.access.keys.list().filter((key) => key.policyId === input.id);
      const removed = await org.access.policies.remove(input.id, by);
      for (const key of keys) await endCallsOf(org, key.id, by);
      changed(org);
      return removed;
    }),
  };
}

function keyHandlers(os: Implementer, studio: Studio) {
  const { keys } = os;
  return {
    list: keys.list.handler(({ context }) => {
      const org = orgOf(studio, context);
      return org.access.keys.list().map((key) => keySummaryOf(org, key));
    }),
    create: keys.create.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const shown = await org.access.keys.create(input, actorOf(context));
      org.events.changed(["keys", "policies"]);
      return shown;
    }),
    regenerate: keys.regenerate.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      const shown = await org.access.keys.regenerate(input.id, by);
      await endCallsOf(org, input.id, by);
      org.events.changed(["keys", "sessions"]);
      return shown;
    }),
    revoke: keys.revoke.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      await org.access.keys.revoke(input.id, by);
      await endCallsOf(org, input.id, by);
      org.events.changed(["keys", "sessions", "policies"]);
    }),
  };
}

function sessionListHandlers(os: Implementer, studio: Studio) {
  const { sessions } = os;
  const changed = (org: Org): void => org.events.changed(["sessions"]);
  return {
    list: sessions.list.handler(async ({ context }) => {
      const all = await orgOf(studio, context).access.sessions.list();
      return context.seat.signedIn?.member.role === "member" ? all.map(withoutPhrases) : [...all];
    }),
    pause: sessions.pause.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const paused = await org.access.sessions.pause(input.id, input.reason, actorOf(context));
      changed(org);
      return paused;
    }),
    resume: sessions.resume.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const resumed = await org.access.sessions.resume(input.id, actorOf(context));
      changed(org);
      return resumed;
    }),
    setTrust: sessions.setTrust.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const session = await org.access.sessions.setTrust(input.id, input.trustLevel, actorOf(context));
      changed(org);
      return session;
    }),
    grantScope: sessions.grantScope.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const session = await org.access.sessions.grantScope(input, granterOf(context));
      changed(org);
      return session;
    }),
    endScope: sessions.endScope.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const session = await org.access.sessions.endScope(input.id, actorOf(context));
      changed(org);
      return session;
    }),
    clearTaint: sessions.clearTaint.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const session = await org.access.sessions.clearTaint(input.id, actorOf(context));
      changed(org);
      return session;
    }),
  };
}

/** Phrases are quoted from results: they are for those who decide. */
function withoutPhrases(session: AgentSession): AgentSession {
  const { taint } = session;
  return taint === null ? session : { ...session, taint: { ...taint, phrases: [] } };
}

// What a key asked for must not run after the key has lost its power.
async function endCallsOf(org: Org, id: KeyId, by: Actor): Promise<void> {
  org.keyEnded(id);
  await org.desk.cancelAll(
    `member:${by.name}`,
    ({ shown }) => shown.asker.kind === "agent" && shown.asker.keyId === id,
  );
}

// Nor what a policy no longer gives. What was carried out before stays to be looked at.
async function endCallsOutside(org: Org, { id, grants }: PolicyEntry, by: Actor): Promise<void> {
  const keys = new Set(org.access.keys.list().flatMap((key) => (key.policyId === id ? [key.id] : [])));
  await org.desk.cancelAll(`member:${by.name}`, ({ shown: { asker }, state, tool }) => {
    const isOfPolicy = asker.kind === "agent" && keys.has(asker.keyId);
    return isOfPolicy && state !== "reviewing" && !isGranted(grants, tool);
  });
}

function policySummaryOf(org: Org, policy: PolicyEntry): PolicySummary {
  const { id, name, trustLevel, nameForm, grants, createdAt } = policy;
  const tools = [...org.catalog.snapshot().tools.values()].filter(
    (tool) => tool.isEnabled && tool.isOffered && isGranted(grants, tool),
  );
  const keys = org.access.keys.list().filter((key) => key.policyId === id && key.state === "active");
  return {
    id,
    name,
    trustLevel,
    nameForm,
    grants,
    createdAt,
    toolCount: tools.length,
    keys: keys.map((key) => ({ id: key.id, name: key.name })),
  };
}

function keySummaryOf(org: Org, key: KeyEntry): KeySummary {
  const { id, name, policyId, member, createdAt, regeneratedAt, lastUsedAt, state } = key;
  const policyName = org.access.policies.list().find((policy) => policy.id === policyId)?.name ?? "";
  return { id, name, policyId, policyName, member, createdAt, regeneratedAt, lastUsedAt, state };
}
