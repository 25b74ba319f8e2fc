/** Connectors, their tools and the classification of those tools. */
import * as z from "zod";
import { credentialHealth } from "./access.ts";
import { connectorApproval, dataFlow } from "./gate.ts";
import { connectorId, credentialId, digest, providerId, toolId } from "./ids.ts";
import { accountHealth, serverChoice } from "./oauth.ts";
import { displayName, json, jsonObject, memberRef, moment, riskClass } from "./values.ts";

/** Where the value of an environment variable or a header comes from. */
export const valueSource = z.discriminatedUnion("kind", [
  /** A literal that is not secret. */
  z.object({ kind: z.literal("static"), value: z.string().max(8192) }),
  /** One credential of the organization. `template` holds `{{secret}}` once; absent: the secret alone. */
  z.object({ kind: z.literal("org_secret"), credentialId, template: z.string().max(1024).optional() }),
  /** The value of the team that the calling member is in. */
  z.object({ kind: z.literal("team_secret"), credentialId, template: z.string().max(1024).optional() }),
  /** Each member's own value of a credential. */
  z.object({ kind: z.literal("user_secret"), credentialId, template: z.string().max(1024).optional() }),
  /**
   * The access token of the calling member's account at a provider, or of the organization's where the provider has one. `template` holds
   * `{{token}}` once; absent: `Bearer {{token}}` in a header (RFC 6750; `DPoP` where the token is bound to a key, RFC 9449), the token
   * alone in an environment variable.
   */
  z.object({ kind: z.literal("oauth"), providerId, template: z.string().max(1024).optional() }),
]);
export type ValueSource = z.infer<typeof valueSource>;

/** A named value: an environment variable of a subprocess, or a header of a remote server. */
export const binding = z.object({ name: z.string().min(1).max(128), source: valueSource });
export type Binding = z.infer<typeof binding>;

const bindings = z
  .array(binding)
  .max(64)
  .refine((all) => new Set(all.map((one) => one.name.toLowerCase())).size === all.length, "each name may appear once");

/** How an upstream is reached. */
export const connectorConfig = z.discriminatedUnion("kind", [
  /** A subprocess of the sidecar that speaks MCP over its standard streams. `env` is all of its environment beside a few safe defaults. */
  z.object({
    kind: z.literal("mcp-stdio"),
    command: z.string().min(1).max(4096),
    args: z.array(z.string().max(8192)).max(128),
    cwd: z.string().max(4096).optional(),
    env: bindings,
  }),
  /** MCP over Streamable HTTP. */
  z.object({ kind: z.literal("mcp-http"), url: z.url({ protocol: /^https?$/ }).max(4096), headers: bindings }),
]);
export type ConnectorConfig = z.infer<typeof connectorConfig>;

/** How the connection to an upstream is doing. */
export const connectionState = z.discriminatedUnion("kind", [
  /** Not connected; the next call connects. */
  z.object({ kind: z.literal("idle") }),
  z.object({ kind: z.literal("connecting") }),
  z.object({ kind: z.literal("ready"), since: moment, serverName: z.string(), protocolVersion: z.string() }),
  /** It went away or could not be reached; calls pause until it answers again. `retryAt`: when Gatehouse tries by itself. */
  z.object({
    kind: z.literal("down"),
    since: moment,
    code: z.string(),
    message: z.string(),
    retryAt: moment.nullable(),
  }),
]);
export type ConnectionState = z.infer<typeof connectionState>;

/** A connector in a list. */
export const connectorSummary = z.object({
  id: connectorId,
  name: z.string(),
  /** Lower-case letters, digits and dashes; the tools' names begin with it. */
  slug: z.string(),
  kind: z.enum(["mcp-stdio", "mcp-http"]),
  /** The command line or the address, for people. */
  target: z.string(),
  connection: connectionState,
  /** `fresh`: appeared after an admin last reviewed this connector, and nobody has looked at them yet. */
  tools: z.object({ total: z.int(), enabled: z.int(), unknown: z.int(), drifted: z.int(), fresh: z.int() }),
  /** Credentials that the connector needs and that have no value for the person who asks. */
  missingCredentials: z.array(z.string()),
  /** How each credential that it uses is doing, for the person who asks. */
  credentials: z.array(z.object({ id: credentialId, name: z.string(), health: credentialHealth })),
  /** How the account at each provider that it uses is doing, for the person who asks. */
  accounts: z.array(accountHealth),
  lastCallAt: moment.nullable(),
});
export type ConnectorSummary = z.infer<typeof connectorSummary>;

/** What speaks for a class, and where it was seen: the server's annotations, the method, a word of the name, the schema, the description. */
export const suggestionEvidence = z.object({
  from: z.enum(["annotation", "method", "name", "schema", "description"]),
  text: z.string(),
});
/** A class and a data flow that Gatehouse would guess. It never acts by itself. */
export const suggestion = z.object({ riskClass, flow: dataFlow, evidence: z.array(suggestionEvidence) });
export type Suggestion = z.infer<typeof suggestion>;

/** The class of a tool now, and who says so. */
export const toolRisk = z.object({
  riskClass,
  source: z.discriminatedUnion("kind", [
    /** Nobody has classified it. */
    z.object({ kind: z.literal("default") }),
    z.object({ kind: z.literal("admin"), by: memberRef, at: moment }),
    /** It was classified, then its definition changed. */
    z.object({
      kind: z.literal("drifted"),
      was: riskClass,
      by: memberRef,
      at: moment,
      /** Its definition is another, or its connector leads to another server than at the review. */
      what: z.enum(["definition", "server"]),
    }),
  ]),
});
export type ToolRisk = z.infer<typeof toolRisk>;

/** The definition of a tool as its server gave it. Untrusted text. */
export const toolDefinition = z.object({
  name: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  inputSchema: jsonObject,
  outputSchema: json.optional(),
  annotations: jsonObject.optional(),
});
export type ToolDefinition = z.infer<typeof toolDefinition>;

/**
 * What a row of a connector's table stands for: one of the server's own tools (`tools/call`), or an operation of the protocol that hands
 * out what the server has. An operation's definition is Gatehouse's, not the server's.
 */
export const operation = z.enum(["tools/call", "resources/read", "prompts/get", "completion/complete"]);
export type Operation = z.infer<typeof operation>;

/** A tool in a connector's table. */
export const toolSummary = z.object({
  id: toolId,
  connectorId,
  /** Absent: one of the server's own tools. */
  operation: operation.exclude(["tools/call"]).optional(),
  /** The name at its server. */
  name: z.string(),
  /** The name that agents see. */
  exposedName: z.string(),
  title: z.string().nullable(),
  description: z.string(),
  isEnabled: z.boolean(),
  /** False once its server no longer lists it. */
  isOffered: z.boolean(),
  definitionDigest: digest,
  risk: toolRisk,
  /** As reviewed; both are true while the tool is Unknown. */
  flow: dataFlow,
  suggestion,
  /** It appeared after an admin last reviewed this connector, and nobody has looked at it yet. */
  isFresh: z.boolean(),
});
export type ToolSummary = z.infer<typeof toolSummary>;

/** A tool's own page. */
export const toolDetail = toolSummary.extend({
  definition: toolDefinition,
  connectorName: z.string(),
  /** The definition that was reviewed, when it is not the one above. */
  reviewedDefinition: toolDefinition.nullable(),
  /** Who its server is, and who it was at the review, when that is somebody else. */
  server: z.object({ now: z.string(), reviewed: z.string().nullable() }),
});
export type ToolDetail = z.infer<typeof toolDetail>;

/** A row of the classification desk. */
export const deskTool = toolSummary.extend({
  connectorName: z.string(),
  review: z.object({ by: memberRef, at: moment }).nullable(),
  /** Calls that were received for it, ever, and the last of them. */
  calls: z.int(),
  lastCalledAt: moment.nullable(),
});
export type DeskTool = z.infer<typeof deskTool>;

/** A review of one tool. `definitionDigest` is that of the definition that was reviewed; without a flow the one that is suggested for the class holds. */
export const classifyInput = z.object({ id: toolId, definitionDigest: digest, riskClass, flow: dataFlow.optional() });
/** Reviews of many tools at once: all that still have the definition that was seen. */
export const classifyManyInput = z.object({ items: z.array(classifyInput).min(1).max(500) });
/** `changed`: tools whose definition was no longer the one that was seen; nothing was done about them. */
export const classifyManyOutput = z.object({ classified: z.int(), changed: z.array(toolId) });

/** A connector's own page. */
export const connectorDetail = connectorSummary.extend({
  config: connectorConfig,
  toolList: z.array(toolSummary),
  approval: connectorApproval,
  createdAt: moment,
  createdBy: z.string(),
  instructions: z.string().nullable(),
});
export type ConnectorDetail = z.infer<typeof connectorDetail>;

/** A connector as a form hands it in; secrets were stored as credentials before. */
export const createConnectorInput = z.object({ name: displayName, config: connectorConfig });
/** A connector with what it becomes; its slug stays. */
export const updateConnectorInput = z.object({ id: connectorId, name: displayName, config: connectorConfig });

/** What a test of a connection found. */
export const testResult = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("ok"),
    tools: z.int(),
    serverName: z.string(),
    protocolVersion: z.string(),
    tookMs: z.int(),
  }),
  z.object({ kind: z.literal("failed"), code: z.string(), message: z.string(), hint: z.string(), detail: z.string() }),
  /**
   * The server asks for OAuth (RFC 9728). `servers`: where one can sign in. `canRegister`: Gatehouse can make itself known there by itself;
   * otherwise somebody has to create an app there first. `providerId`: a provider for this very address that exists already.
   */
  z.object({
    kind: z.literal("authorization-needed"),
    resource: z.string(),
    servers: z.array(serverChoice),
    scopes: z.array(z.string()),
    canRegister: z.boolean(),
    providerId: providerId.nullable(),
    message: z.string(),
    hint: z.string(),
  }),
]);
export type TestResult = z.infer<typeof testResult>;

/** What removing a connector takes with it. */
export const removalPreview = z.object({
  tools: z.int(),
  grants: z.int(),
  waitingCalls: z.int(),
  credentials: z.int(),
});

/** A connector of the catalogue, prefilled. */
export const sampleConnector = z.object({
  key: z.enum(["everything", "filesystem", "memory"]),
  title: z.string(),
  purpose: z.string(),
  needsFolder: z.boolean(),
});
export type SampleConnector = z.infer<typeof sampleConnector>;
/** Which samples to add. `filesystem` needs the folder that it may use, by its full path. */
export const addSamplesInput = z.object({
  samples: z.array(z.object({ key: sampleConnector.shape.key, folder: z.string().max(4096).optional() })).min(1),
});
