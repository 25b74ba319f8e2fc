import type { PolicySummary } from "../../src-contract/access.ts";
import type { ConnectorDetail } from "../../src-contract/connector.ts";
import type { MemberId, OrgId } from "../../src-contract/ids.ts";
import type { PlainTrustLevel, RiskClass } from "../../src-contract/values.ts";
import { allowLoopback } from "./allow-loopback.ts";
import { preparedOrganization, type Made } from "./prepared-home.ts";
import { connectWindow, FIRST_RUN, type PeopleDoor } from "./studio.ts";
import type { UpstreamCommand } from "./upstreams.ts";

export interface SetUpOptions {
  /** Connectors by name. */
  readonly connectors: Readonly<Record<string, UpstreamCommand>>;
  /** Classes by the name that agents see; what is not named stays Unknown. */
  readonly classes?: Readonly<Record<string, RiskClass>>;
  readonly trustLevel?: PlainTrustLevel;
  /** Name of the key, as cards show it. */
  readonly keyName?: string;
}

/** A studio with an organization, connectors, a policy that gives all of them, and a key. */
export interface SetUp extends Disposable {
  /** The people's door, signed in as the admin of `FIRST_RUN`. */
  readonly door: PeopleDoor;
  readonly orgId: OrgId;
  readonly memberId: MemberId;
  readonly recoveryKey: string;
  readonly connectors: ReadonlyMap<string, ConnectorDetail>;
  readonly policy: PolicySummary;
  readonly key: string;
}

/**
 * Sets a fresh studio, or one on a prepared home, up over the people's door, for scenarios that begin later than the first run.
 *
 * @param address Of a window that nobody has opened.
 */
export async function setUpStudio(address: string, options: SetUpOptions): Promise<SetUp> {
  const { door, close } = await connectWindow(address);
  const { orgId, memberId, recoveryKey } = await enterOrganization(door);
  await allowLoopback(door);
  const connectors = new Map<string, ConnectorDetail>();
  for (const [name, command] of Object.entries(options.connectors)) {
    connectors.set(name, await addConnector(door, name, command));
  }
  await classify(door, [...connectors.values()], options.classes ?? {});
  const policy = await door.policies.create({
    name: "Engineering",
    trustLevel: options.trustLevel ?? "supervised",
    nameForm: "namespaced",
    grants: [...connectors.values()].map(({ id }) => ({ connectorId: id, tools: "all" as const })),
  });
  const { key } = await door.keys.create({ name: options.keyName ?? "laptop", policyId: policy.id, memberId });
  return { door, orgId, memberId, recoveryKey, connectors, policy, key, [Symbol.dispose]: close };
}

/** Makes the organization in a fresh home, and signs in to it in a prepared one. */
async function enterOrganization(door: PeopleDoor): Promise<Made> {
  if ((await door.studio.state()).kind === "new") return door.studio.setUp(FIRST_RUN);
  const made = preparedOrganization();
  await door.session.signIn({ orgId: made.orgId, memberId: made.memberId, passphrase: FIRST_RUN.passphrase });
  return made;
}

async function addConnector(door: PeopleDoor, name: string, upstream: UpstreamCommand) {
  const { command, args, cwd, variables = {} } = upstream;
  const env = Object.entries(variables).map(([variable, value]) => ({
    name: variable,
    source: { kind: "static" as const, value },
  }));
  const config = { kind: "mcp-stdio" as const, command, args: [...args], env, ...(cwd === undefined ? {} : { cwd }) };
  const { id } = await door.connectors.create({ name, config });
  // The create asks for the tools by itself, in the background; this waits for them.
  return door.connectors.refresh({ id });
}

async function classify(door: PeopleDoor, connectors: readonly ConnectorDetail[], classes: SetUpOptions["classes"]) {
  const tools = connectors.flatMap(({ toolList }) => toolList);
  for (const [exposedName, riskClass] of Object.entries(classes ?? {})) {
    const tool = tools.find((one) => one.exposedName === exposedName);
    if (!tool) throw new Error(`no connector has a tool ${exposedName}`);
    await door.tools.classify({ id: tool.id, definitionDigest: tool.definitionDigest, riskClass });
  }
}
