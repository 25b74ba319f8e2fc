import type { KeySummary, PolicySummary } from "../../src-contract/access.ts";
import type { PlainTrustLevel } from "../../src-contract/values.ts";
import { connectorOf } from "./curate.ts";
import { EXIT } from "./exit-codes.ts";
import { CommandError, type Answer } from "./output.ts";
import { asMember, type MemberFlags } from "./people-door.ts";
import { assertNewFile, showOnce } from "./show-once.ts";

export function listPolicies(flags: MemberFlags): Promise<Answer> {
  return asMember(flags, async (door) => {
    const policies = await door.policies.list();
    return {
      json: policies,
      lines: policies.map(policyLine),
      none: "No policies yet. `gatehouse policy create` writes one.",
    };
  });
}

function policyLine({ name, trustLevel, toolCount, keys }: PolicySummary): string {
  return `${name}  ${trustLevel}  ${toolCount} tools  ${keys.length === 0 ? "no keys" : `keys: ${keys.map((key) => key.name).join(", ")}`}`;
}

export function createPolicy(
  flags: MemberFlags & {
    readonly name: string;
    readonly trust: PlainTrustLevel;
    readonly connector: readonly string[];
  },
): Promise<Answer> {
  return asMember(flags, async (door) => {
    const grants = [];
    for (const slug of flags.connector)
      grants.push({ connectorId: (await connectorOf(door, slug)).id, tools: "all" as const });
    const { id, toolCount } = await door.policies.create({
      name: flags.name,
      trustLevel: flags.trust,
      nameForm: "namespaced",
      grants,
    });
    return { json: { id, toolCount }, lines: [`Policy ${flags.name}: ${toolCount} tools, ${flags.trust}.`] };
  });
}

export function listKeys(flags: MemberFlags): Promise<Answer> {
  return asMember(flags, async (door) => {
    const keys = await door.keys.list();
    return { json: keys, lines: keys.map(keyLine), none: "No keys yet. `gatehouse key create` makes one." };
  });
}

function keyLine({ name, state, policyName, member, lastUsedAt }: KeySummary): string {
  const used = lastUsedAt === null ? "never used" : `used ${new Date(lastUsedAt).toISOString()}`;
  return `${name}  ${state}  ${policyName}  acts as ${member?.name ?? "nobody"}  ${used}`;
}

export function createKey(
  flags: MemberFlags & {
    readonly name: string;
    readonly policy: string;
    readonly shared: boolean;
    readonly keyFile?: string;
  },
): Promise<Answer> {
  assertNewFile(flags.keyFile);
  return asMember(flags, async (door, me) => {
    const policy = (await door.policies.list()).find(({ name }) => name === flags.policy);
    if (!policy)
      throw new CommandError("not_found", EXIT.usage, `There is no policy called ${JSON.stringify(flags.policy)}.`);
    const memberId = flags.shared ? null : me.memberId;
    const { id, key } = await door.keys.create({ name: flags.name, policyId: policy.id, memberId });
    const shown = showOnce(key, { name: "key", title: "Key", file: flags.keyFile });
    return { json: { id, ...shown.json }, lines: shown.lines };
  });
}

/** Several keys may have one name: whoever revokes one by its name means them all. */
export function revokeKey(flags: MemberFlags, name: string): Promise<Answer> {
  return asMember(flags, async (door) => {
    const keys = (await door.keys.list()).filter((one) => one.name === name && one.state === "active");
    if (keys.length === 0)
      throw new CommandError("not_found", EXIT.usage, `There is no active key called ${JSON.stringify(name)}.`);
    for (const { id } of keys) await door.keys.revoke({ id });
    const what = keys.length === 1 ? `The key ${name} is` : `${keys.length} keys called ${name} are`;
    return { json: { revoked: keys.length }, lines: [`${what} revoked, and calls nothing any more.`] };
  });
}
