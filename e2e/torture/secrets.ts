import { setTimeout as sleep } from "node:timers/promises";
import type { CredentialScope } from "../../src-contract/access.ts";
import type { CredentialId, TeamId } from "../../src-contract/ids.ts";
import { enterSecret } from "../harness/enter-secret.ts";
import { PROVING_SERVER, proofOf } from "../harness/proving-server.ts";
import type { SetUp } from "../harness/set-up.ts";
import type { PeopleDoor } from "../harness/studio.ts";

const SCOPES: readonly CredentialScope[] = ["org_secret", "org_secret", "team_secret", "user_secret", "user_secret"];
const PAUSE_MS = 3;

/** A credential, every value that was ever entered for it, and which of them the studio has confirmed. */
export interface KnownSecret {
  readonly variable: string;
  readonly credentialId: CredentialId;
  readonly teamId?: TeamId;
  readonly entered: string[];
  /** Index of the newest value that was confirmed: an older one must never come back. */
  confirmed: number;
}

/** Makes a credential of every scope, sets them all, and gives the policy a tool that proves what a server is given of them. */
export async function makeSecrets({
  door,
  memberId,
  policy,
}: SetUp): Promise<{ readonly secrets: readonly KnownSecret[] }> {
  const team = await door.teams.create({ name: "Torturers", memberIds: [memberId] });
  const secrets: KnownSecret[] = [];
  const env = [];
  for (const [index, scope] of SCOPES.entries()) {
    const variable = `PROVE_${index}`;
    const { id } = await door.credentials.create({ name: variable, scope, authType: "token", remindAfterDays: null });
    const ofTeam = scope === "team_secret" ? { teamId: team.id } : {};
    const secret: KnownSecret = { variable, credentialId: id, ...ofTeam, entered: [], confirmed: -1 };
    await enterNext(door, secret);
    secrets.push(secret);
    env.push({ name: variable, source: { kind: scope, credentialId: id } });
  }
  const config = { kind: "mcp-stdio" as const, command: process.execPath, args: [PROVING_SERVER], env };
  const { id } = await door.connectors.create({ name: "Prover", config });
  const [prove] = (await door.connectors.refresh({ id })).toolList;
  if (!prove) throw new Error("the prover has no tool");
  await door.tools.classify({ id: prove.id, definitionDigest: prove.definitionDigest, riskClass: "read-only" });
  const { name, trustLevel, nameForm, grants } = policy;
  const body = { name, trustLevel, nameForm, grants: [...grants, { connectorId: id, tools: "all" as const }] };
  await door.policies.update({ id: policy.id, body });
  return { secrets };
}

/** Replaces the value of one secret again and again, until `signal` aborts. */
export async function replaceSecret(door: PeopleDoor, secret: KnownSecret, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await enterNext(door, secret);
    await sleep(PAUSE_MS);
  }
}

/** Enters one more value. */
export async function enterNext(door: PeopleDoor, secret: KnownSecret): Promise<void> {
  const { credentialId, teamId, entered, variable } = secret;
  const value = `${variable}-value-${entered.length}-of-the-torture`;
  const index = entered.push(value) - 1;
  await enterSecret(door, { credentialId, ...(teamId === undefined ? {} : { teamId }), values: { secret: value } });
  secret.confirmed = index;
}

/** What is wrong with what the prover was given: an older value than was confirmed, or one that nobody entered. */
export function secretFaults(secrets: readonly KnownSecret[], proof: string): string[] {
  const proven = new Set(proof.split("\n"));
  return secrets.flatMap(({ variable, entered, confirmed }) => {
    const given = entered.findIndex((value) => proven.has(proofOf({ [variable]: value })));
    if (given < 0) return [`${variable} has a value that nobody entered`];
    return given < confirmed ? [`${variable} has value ${given} although ${confirmed} was confirmed`] : [];
  });
}
