import type { PolicyBody } from "../../src-contract/access.ts";
import type { PolicyId } from "../../src-contract/ids.ts";
import { actorName } from "../base/actor.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import { newId } from "../base/new-id.ts";
import {
  deletePolicyRow,
  insertPolicyRow,
  isUniqueViolation,
  replaceGrantRows,
  updatePolicyRow,
  type OrgDb,
} from "../store/index.ts";
import type { AccessState } from "./access-state.ts";
import type { AccessOptions, Policies, PolicyEntry } from "./access.ts";
import { isStricter } from "./live-session.ts";
import { PolicyError } from "./policy-error.ts";
import type { AgentSessions } from "./sessions.ts";

export function createPolicies(options: AccessOptions, state: AccessState, sessions: AgentSessions): Policies {
  const { record, clock } = options;
  const get = (id: PolicyId): PolicyEntry => {
    const entry = state.policies.get(id);
    if (!entry) throw gone();
    return entry;
  };

  const create: Policies["create"] = async (body, by) => {
    checkBody(body);
    const id = newId<PolicyId>();
    const row = {
      id,
      name: body.name,
      trust_level: body.trustLevel,
      name_form: body.nameForm,
      created_at: clock.now(),
    };
    await orNameTaken(
      record(async (tx) => {
        await insertPolicyRow(tx, row);
        await replaceGrants(tx, id, body);
        const entry = { actor: actorName(by), action: "policy.created", subject: id, body: recordOf(body) };
        return { value: undefined, entries: [entry] };
      }),
    );
    await state.reload();
    return get(id);
  };

  const update: Policies["update"] = async (id, body, by) => {
    checkBody(body);
    const before = get(id);
    const change = { name: body.name, trust_level: body.trustLevel, name_form: body.nameForm };
    await orNameTaken(
      record(async (tx) => {
        if (!(await updatePolicyRow(tx, id, change))) throw gone();
        await replaceGrants(tx, id, body);
        await sessions.writePolicyTrust(tx, id, body.trustLevel);
        const was = recordOf(before);
        const entry = {
          actor: actorName(by),
          action: "policy.updated",
          subject: id,
          body: { was, is: recordOf(body) },
        };
        return { value: undefined, entries: [entry] };
      }),
    );
    sessions.followPolicyTrust(id, body.trustLevel);
    await state.reload();
    if (isStricter(body.trustLevel, before.trustLevel)) await sessions.endScopesOf(id, by);
    return get(id);
  };

  const remove: Policies["remove"] = async (id, by) => {
    const { name } = get(id);
    const keys = [...state.keys.values()].filter((key) => key.policyId === id);
    const active = keys.filter((key) => key.state === "active");
    await record(async (tx) => {
      if (!(await deletePolicyRow(tx, id))) throw gone();
      const actor = actorName(by);
      const revoked = active.map((key) => ({
        actor,
        action: "key.revoked",
        subject: key.id,
        body: { name: key.name, with: name },
      }));
      const entry = { actor, action: "policy.removed", subject: id, body: { name, keys: active.length } };
      return { value: undefined, entries: [entry, ...revoked] };
    });
    await state.reload();
    for (const key of keys) sessions.forgetKey(key.id);
    return { keys: active.length };
  };

  return {
    list: () => [...state.policies.values()],
    get,
    create,
    update,
    remove,
    forgetConnector: (id) => state.forgetConnector(id),
  };
}

function checkBody({ grants, nameForm }: PolicyBody): void {
  if (new Set(grants.map((one) => one.connectorId)).size !== grants.length)
    throw invalid("/grants", "Each connector may appear once.");
  if (nameForm === "plain" && grants.length > 1)
    throw invalid("/nameForm", "Plain names need a policy with a single connector: those of two could meet.");
}

function invalid(path: string, message: string): PolicyError {
  return new PolicyError("invalid_input", message, { fields: [{ path, message }] });
}

async function replaceGrants(tx: OrgDb, id: PolicyId, { grants }: PolicyBody): Promise<void> {
  const rows = grants.map((one) => ({
    policy_id: id,
    connector_id: one.connectorId,
    tools: JSON.stringify(one.tools),
  }));
  if (!(await replaceGrantRows(tx, id, rows)))
    throw new PolicyError("not_found", "One of the connectors no longer exists.");
}

async function orNameTaken(change: Promise<void>): Promise<void> {
  try {
    await change;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new PolicyError("name_taken", undefined, {
      fields: [{ path: "/name", message: "Another policy has this name." }],
    });
  }
}

function gone(): PolicyError {
  return new PolicyError("not_found", "That policy no longer exists.");
}

function recordOf({ name, trustLevel, nameForm, grants }: PolicyBody): JsonObject {
  return { name, trustLevel, nameForm, grants: grants.map(({ connectorId, tools }) => ({ connectorId, tools })) };
}
