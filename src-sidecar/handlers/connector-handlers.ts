import { mkdirSync, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import type { ConnectorConfig, TestResult } from "../../src-contract/connector.ts";
import type { ConnectorId, MemberId } from "../../src-contract/ids.ts";
import { actorName, type Actor } from "../base/actor.ts";
import { newId } from "../base/new-id.ts";
import { accountsNeeded, SAMPLE_CONNECTORS, sampleInput, type ConnectorEntry } from "../catalog/index.ts";
import { ConnectorError } from "../connectors/index.ts";
import { contractError } from "../rpc/index.ts";
import { orAccountNeeded } from "./account-refused.ts";
import { authorizationNeeded } from "./authorization-needed.ts";
import { actorOf, orgOf, type Implementer } from "./base.ts";
import { connectorDetailOf, connectorSummaryOf } from "./connector-views.ts";
import { secretBindings } from "./credential-views.ts";
import type { Org, Studio } from "./org.ts";

const TEST_MS = 60_000;

/** Connectors: what an admin curates and everybody sees. */
export function connectorHandlers(os: Implementer, studio: Studio) {
  const { connectors } = os;
  return {
    list: connectors.list.handler(({ context }) => {
      const org = orgOf(studio, context);
      const { id } = actorOf(context);
      return [...org.catalog.snapshot().connectors.values()].map((connector) => connectorSummaryOf(org, connector, id));
    }),
    get: connectors.get.handler(({ input, context }) => detail(orgOf(studio, context), input.id, actorOf(context).id)),
    create: connectors.create.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      const connector = await org.catalog.connectors.create(input, by);
      org.events.changed(["connectors"]);
      discoverInBackground(studio, org, connector.id, by.id);
      return detail(org, connector.id, by.id);
    }),
    update: connectors.update.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      await org.catalog.connectors.update(input, by);
      await org.connections.retire(input.id);
      org.events.changed(["connectors", "credentials"]);
      discoverInBackground(studio, org, input.id, by.id);
      return detail(org, input.id, by.id);
    }),
    removalPreview: connectors.removalPreview.handler(({ input, context }) =>
      previewOf(orgOf(studio, context), input.id),
    ),
    remove: connectors.remove.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      const preview = await previewOf(org, input.id);
      await org.desk.cancelAll(`member:${by.name}`, (call) => call.tool.connectorId === input.id);
      const { credentials } = await org.catalog.connectors.removalPreview(input.id);
      for (const { id } of credentials) await org.vault.removeOwned("credential", id);
      await org.catalog.connectors.remove(input.id, by);
      await org.connections.retire(input.id);
      org.access.policies.forgetConnector(input.id);
      await org.secrets.refresh();
      await org.learnSecrets();
      org.events.changed(["connectors", "credentials", "policies", "approvals"]);
      return preview;
    }),
    test: connectors.test.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      const { config } = org.catalog.connectors.get(input.id);
      await recordTest(org, by, input.id, config);
      return testOf(studio, org, config, () => org.discoverer.discover(input.id, by.id));
    }),
    testConfig: connectors.testConfig.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      org.catalog.connectors.check(input.config);
      const connectorId = newId<ConnectorId>();
      const by = actorOf(context);
      await recordTest(org, by, connectorId, input.config);
      const target = { connectorId, slug: "test", config: input.config, owner: by.id, revision: "test" };
      try {
        return await testOf(studio, org, input.config, () =>
          orAccountNeeded(org, { config: input.config, member: by.id }, () =>
            org.connections.discover(target, { signal: AbortSignal.timeout(TEST_MS) }),
          ),
        );
      } finally {
        await org.connections.retire(connectorId);
      }
    }),
    refresh: connectors.refresh.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      await recordTest(org, by, input.id, org.catalog.connectors.get(input.id).config);
      await org.discoverer.discover(input.id, by.id);
      return detail(org, input.id, by.id);
    }),
    setApproval: connectors.setApproval.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      await org.catalog.connectors.setApproval(input.id, input.approval, by, approversOf(org));
      org.events.changed(["connectors", "approvals", "standing", "sessions"]);
      return detail(org, input.id, by.id);
    }),
    samples: connectors.samples.handler(() => SAMPLE_CONNECTORS.map((sample) => ({ ...sample }))),
    addSamples: connectors.addSamples.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      for (const { key, folder } of input.samples) if (key === "filesystem") assertFolder(folder);
      const dataFolder = join(studio.home, "samples");
      mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
      const added: ConnectorEntry[] = [];
      for (const { key, folder } of input.samples) {
        const wanted = sampleInput({ key, folder, dataFolder });
        if (wanted === null) continue;
        const connector = await org.catalog.connectors.create(wanted, by);
        added.push(connector);
        discoverInBackground(studio, org, connector.id, by.id);
      }
      org.events.changed(["connectors"]);
      return added.map((connector) => connectorSummaryOf(org, connector, by.id));
    }),
  };
}

/** Who may approve calls at all. */
function approversOf({ members }: Org): ReadonlySet<MemberId> {
  const may = members.list().filter(({ role, state }) => state === "active" && role !== "member");
  return new Set(may.map(({ id }) => id));
}

function detail(org: Org, id: ConnectorId, member: MemberId) {
  return connectorDetailOf(org, org.catalog.connectors.get(id), member);
}

/** A test starts a program or knocks at an address, with credentials: the log knows of it before it happens. */
async function recordTest(org: Org, by: Actor, id: ConnectorId, config: ConnectorConfig): Promise<void> {
  const { credentials } = org.catalog.snapshot();
  const used = secretBindings(config).map(({ name, credentialId }) => ({
    as: name,
    name: credentials.get(credentialId)?.name ?? credentialId,
  }));
  const accounts = accountsNeeded(config).map(({ providerId, as }) => ({
    as,
    name: org.oauth.providers.find(providerId)?.name ?? providerId,
  }));
  const target = config.kind === "mcp-http" ? config.url : [config.command, ...config.args].join(" ");
  await org.audit.write("durable", async () => [
    {
      actor: actorName(by),
      action: "connector.tested",
      subject: id,
      body: { kind: config.kind, target, credentials: used, ...(accounts.length > 0 && { accounts }) },
    },
  ]);
}

async function previewOf(org: Org, id: ConnectorId) {
  const { tools, grants, credentials } = await org.catalog.connectors.removalPreview(id);
  const waitingCalls = org.desk.waiting().filter((call) => call.tool.connectorId === id).length;
  return { tools, grants, waitingCalls, credentials: credentials.length };
}

// The person sees what became of it on the connector's card: a server that is down is a state, not a failed request.
function discoverInBackground(studio: Studio, org: Org, id: ConnectorId, member: MemberId): void {
  org.discoverer.discover(id, member).catch((error: unknown) => {
    studio.log("a connector could not be asked for its tools", {
      code: error instanceof Error && "code" in error ? String(error.code) : "internal",
    });
    org.events.changed(["connectors"]);
  });
}

async function testOf(
  studio: Studio,
  org: Org,
  config: ConnectorConfig,
  discover: () => Promise<{
    readonly tools: readonly unknown[];
    readonly serverName: string;
    readonly protocolVersion: string;
  }>,
): Promise<TestResult> {
  const startedAt = studio.clock.now();
  try {
    const { tools, serverName, protocolVersion } = await discover();
    return {
      kind: "ok",
      tools: tools.length,
      serverName: org.cleanText(serverName),
      protocolVersion,
      tookMs: studio.clock.now() - startedAt,
    };
  } catch (error) {
    // Nothing is wrong with the server: the window offers an admin to allow its host.
    if (error instanceof ConnectorError && error.code === "host_not_allowed") throw error;
    if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") throw error;
    const needed = await authorizationNeeded(org.oauth, config, error);
    if (needed !== null) return needed;
    const hint = "hint" in error && typeof error.hint === "string" ? error.hint : "";
    const detailText = "detail" in error && typeof error.detail === "string" ? error.detail : "";
    return {
      kind: "failed",
      code: error.code,
      message: error.message,
      hint,
      detail: org.cleanText(detailText),
    };
  }
}

function assertFolder(folder: string | undefined): void {
  if (folder === undefined || !isAbsolute(folder) || !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw contractError("folder_not_found", "Choose an existing folder by its full path.", {
      fields: [{ path: "/folder", message: "must be the full path of an existing folder" }],
    });
  }
}
