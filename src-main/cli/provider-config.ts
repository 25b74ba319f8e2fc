import type { ProviderConfig, ProviderPreset } from "../../src-contract/oauth.ts";
import { EXIT } from "./exit-codes.ts";
import { CommandError } from "./output.ts";

/** How a provider is described on a command line. */
export interface ProviderFlags {
  readonly preset?: string;
  readonly resource?: string;
  readonly issuer?: string;
  readonly authorizationUrl?: string;
  readonly tokenUrl?: string;
  readonly revocationUrl?: string;
  readonly deviceUrl?: string;
  readonly clientId?: string;
  readonly owner?: ProviderConfig["owner"];
  readonly scope: readonly string[];
  readonly callback?: string;
}

/** A provider as flags describe it: a preset with what differs, or one made of its parts. @throws {CommandError} `usage`. */
export function configOf(flags: ProviderFlags, presets: readonly ProviderPreset[]): ProviderConfig {
  const base = flags.preset === undefined ? ofParts(flags) : ofPreset(flags, presets);
  return {
    ...base,
    ...(flags.clientId !== undefined && {
      client: { kind: "registered", clientId: flags.clientId, issuer: null } as const,
    }),
    ...(flags.owner !== undefined && { owner: flags.owner }),
    ...(flags.scope.length > 0 && { scopes: [...flags.scope] }),
    ...(flags.callback !== undefined && { redirect: redirectOf(flags.callback) }),
  };
}

function ofPreset(flags: ProviderFlags, presets: readonly ProviderPreset[]): ProviderConfig {
  const preset = presets.find(({ key }) => key === flags.preset);
  if (!preset)
    throw usage(`There is no preset ${JSON.stringify(flags.preset)}. \`gatehouse providers presets\` names them.`);
  if (serversOf(flags).length > 0)
    throw usage("A preset knows its addresses. Leave them out, or leave the preset out.");
  if (preset.app.isNeeded && flags.clientId === undefined)
    throw usage(
      `${preset.name} wants an app that somebody creates there first: \`gatehouse providers presets ${preset.key}\` says how. Then give its --client-id.`,
    );
  return preset.config;
}

const serversOf = ({ resource, issuer, tokenUrl }: ProviderFlags): string[] =>
  [resource, tokenUrl ?? issuer].filter((one) => one !== undefined);

function ofParts(flags: ProviderFlags): ProviderConfig {
  return {
    preset: null,
    owner: "member",
    server: serverOf(flags),
    client: { kind: "automatic" },
    redirect: { kind: "any-port" },
    scopes: [],
    accountName: { kind: "openid" },
    quirks: {},
  };
}

function serverOf(flags: ProviderFlags): ProviderConfig["server"] {
  if (serversOf(flags).length !== 1)
    throw usage("Say where it signs in: with one of --preset, --resource, --issuer and --token-url.");
  if (flags.resource !== undefined) return { kind: "resource", resource: flags.resource };
  if (flags.tokenUrl === undefined) return { kind: "issuer", issuer: flags.issuer ?? "" };
  return {
    kind: "endpoints",
    issuer: flags.issuer ?? null,
    authorizationUrl: flags.authorizationUrl ?? null,
    tokenUrl: flags.tokenUrl,
    revocationUrl: flags.revocationUrl ?? null,
    deviceUrl: flags.deviceUrl ?? null,
  };
}

function redirectOf(text: string): ProviderConfig["redirect"] {
  const url = URL.parse(text);
  const host = (["127.0.0.1", "localhost"] as const).find((one) => one === url?.hostname);
  if (url?.protocol !== "http:" || host === undefined || url.port === "" || url.search !== "" || url.hash !== "")
    throw usage("A callback is http://127.0.0.1:PORT/path or http://localhost:PORT/path.");
  return { kind: "fixed", host, port: Number(url.port), path: url.pathname };
}

const usage = (message: string): CommandError => new CommandError("usage", EXIT.usage, message);
