import type { CredentialId, ProviderId } from "../../src-contract/ids.ts";
import type { Discovered, ProviderPreset, ProviderSummary } from "../../src-contract/oauth.ts";
import { sealEntry } from "../../src-contract/sealed-entry.ts";
import { confirm } from "./confirm.ts";
import { EXIT } from "./exit-codes.ts";
import { CommandError, type Answer, type Output } from "./output.ts";
import { ask, firstLine } from "./passphrase.ts";
import { asMember, type MemberFlags, type PeopleDoor } from "./people-door.ts";
import { configOf, type ProviderFlags } from "./provider-config.ts";

export function listProviders(flags: MemberFlags): Promise<Answer> {
  return asMember(flags, async (door) => {
    const providers = await door.providers.list();
    return {
      json: providers,
      lines: providers.map(providerLine),
      none: "There is no provider yet. `gatehouse providers presets` names those that Gatehouse knows; add one with `gatehouse providers add`.",
    };
  });
}

function providerLine({ name, host, config, accounts, usedBy, callbackUrl }: ProviderSummary): string {
  const whose = config.owner === "org" ? "the organization's account" : "each member's own account";
  const { connected, of, broken } = accounts;
  const trouble = broken === 0 ? "" : `, ${broken} to be reconnected`;
  const users = usedBy.map(({ connectorName }) => connectorName).join(", ");
  const callback = callbackUrl === null ? "" : `  comes back to ${callbackUrl}`;
  return `${name}  ${host}  ${whose}  ${connected} of ${of} connected${trouble}${callback}${users === "" ? "" : `  used by ${users}`}`;
}

/** The providers that Gatehouse knows; of one of them, how its app is created. */
export function listPresets(flags: MemberFlags, key: string | undefined): Promise<Answer> {
  return asMember(flags, async (door) => {
    const presets = await door.providers.presets();
    if (key === undefined) return { json: presets, lines: presets.map(presetLine) };
    const preset = presets.find((one) => one.key === key);
    if (!preset)
      throw new CommandError(
        "not_found",
        EXIT.usage,
        `There is no preset ${JSON.stringify(key)}. \`gatehouse providers presets\` names them.`,
      );
    return { json: preset, lines: presetLines(preset) };
  });
}

const presetLine = ({ key, name, purpose, app }: ProviderPreset): string =>
  `${key}  ${name}: ${purpose}${app.isNeeded ? "  needs an app" : ""}`;

/** What a scope lets, in the words of the window. */
const REACH = { read: "reads", write: "changes", admin: "administers" } as const;

function presetLines(preset: ProviderPreset): string[] {
  const { redirect } = preset.config;
  return [
    presetLine(preset),
    ...preset.app.steps.map((step, index) => `${index + 1}. ${step}`),
    ...(redirect.kind === "fixed" ? [`Callback URL: http://${redirect.host}:${redirect.port}${redirect.path}`] : []),
    ...preset.scopes.map(
      ({ name, purpose, reach, isLeast }) => `${isLeast ? "*" : " "} ${name}  ${REACH[reach]}  ${purpose}`,
    ),
    ...(preset.scopes.length === 0 ? [] : ["* is asked for unless --scope names others."]),
    ...preset.notes,
  ];
}

/** What an address says of its sign-in; nothing is added. */
export function lookAt(flags: MemberFlags, url: string): Promise<Answer> {
  return asMember(flags, async (door) => {
    const found = await door.providers.discover({ url });
    return { json: found, lines: foundLines(url, found) };
  });
}

function foundLines(url: string, { issuer, resource, servers, canRegister, scopes, notes }: Discovered): string[] {
  const flag = issuer === null ? `--resource ${resource ?? url}` : `--issuer ${issuer}`;
  return [
    ...servers.map((server) => `Signs in at ${server.host}  ${server.issuer}`),
    canRegister
      ? "Gatehouse can introduce itself there: nothing has to be created first."
      : "It wants an app that somebody creates there first: --client-id.",
    ...(scopes.length === 0 ? [] : [`It names these scopes: ${scopes.join(" ")}`]),
    ...notes,
    `Add it with \`gatehouse providers add <name> ${flag}\`.`,
  ];
}

export interface AddFlags extends MemberFlags, ProviderFlags {
  readonly clientSecretFile?: string;
}

export function addProvider(flags: AddFlags, name: string): Promise<Answer> {
  return asMember(flags, async (door) => {
    const presets = flags.preset === undefined ? [] : await door.providers.presets();
    const config = configOf(flags, presets);
    const secret = flags.clientSecretFile === undefined ? null : firstLine(flags.clientSecretFile);
    const { id } = await door.providers.create({ name, config });
    const provider = secret === null ? await providerOf(door, name) : await enter(door, id, secret);
    const preset = presets.find(({ key }) => key === config.preset);
    const isSecretMissing = preset?.hasSecret === "required" && !provider.hasClientSecret;
    return {
      json: provider,
      lines: [
        providerLine(provider),
        ...(isSecretMissing
          ? [`Its app's secret is missing: \`gatehouse providers secret ${JSON.stringify(name)}\`.`]
          : []),
        `Connect an account with \`gatehouse accounts connect ${JSON.stringify(name)}\`.`,
      ],
    };
  });
}

/** Seals the secret of a provider's app, or removes it. */
export function setProviderSecret(
  flags: MemberFlags & { readonly clientSecretFile?: string; readonly clear: boolean },
  name: string,
): Promise<Answer> {
  return asMember(flags, async (door) => {
    const { id } = await providerOf(door, name);
    const secret = flags.clear ? "" : await readSecret(flags.clientSecretFile);
    const provider = await enter(door, id, secret);
    return {
      json: provider,
      lines: [`The client secret of ${name} is ${flags.clear ? "gone" : "sealed in the vault"}.`],
    };
  });
}

async function readSecret(file: string | undefined): Promise<string> {
  const secret = file === undefined ? await ask("Client secret: ") : firstLine(file);
  if (secret !== "") return secret;
  throw new CommandError("usage", EXIT.usage, "The client secret is empty. --clear removes the one that is set.");
}

async function enter(door: PeopleDoor, id: ProviderId, clientSecret: string): Promise<ProviderSummary> {
  const offer = await door.providers.beginEntry({ id });
  const credentialId = id as string as CredentialId; // The contract: what is sealed for a provider names it in a credential's place.
  return door.providers.setClientSecret({
    id,
    entry: sealEntry(offer, { credentialId, teamId: null, values: { clientSecret } }),
  });
}

export function removeProvider(
  flags: MemberFlags & { readonly yes: boolean },
  name: string,
  output: Output,
): Promise<Answer> {
  return asMember(flags, async (door) => {
    const { id } = await providerOf(door, name);
    const { accounts, connectors } = await door.providers.removalPreview({ id });
    const consequences = [
      `${name} goes with ${accounts} connected accounts, whose tokens are revoked as far as their keys are open.`,
      ...(connectors.length === 0
        ? []
        : [`It is used by ${connectors.join(", ")}, and cannot be removed before they let go of it.`]),
    ];
    await confirm({ consequences, word: name, isConfirmed: flags.yes }, output);
    const removed = await door.providers.remove({ id });
    return { json: removed, lines: [`${name} is removed with ${removed.accounts} accounts.`] };
  });
}

/** The provider of that name. @throws {CommandError} `not_found`. */
export async function providerOf(door: PeopleDoor, name: string): Promise<ProviderSummary> {
  const provider = (await door.providers.list()).find((one) => one.name === name);
  if (provider) return provider;
  const message = `There is no provider called ${JSON.stringify(name)}. Make it with \`gatehouse providers add\`.`;
  throw new CommandError("not_found", EXIT.usage, message);
}
