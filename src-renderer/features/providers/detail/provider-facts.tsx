import type { ProviderServer, ProviderSummary } from "../../../client/index.ts";
import { KeyValues, type KeyValue } from "../../../ui/layout/key-values.tsx";
import { CopyField } from "../../../ui/text/copy-field.tsx";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { LinkList } from "../../../ui/text/link-list.tsx";
import { RelativeTime } from "../../../ui/time/relative-time.tsx";
import { callbackOf } from "../callback.ts";
import { t } from "../messages.ts";
import { PresetNotes } from "../preset-notes.tsx";
import { ScopeName } from "../scope-name.tsx";
import { usePresets } from "../use-providers.ts";

/** What an admin set, and what became of it. */
export function ProviderFacts({ provider }: { readonly provider: ProviderSummary }) {
  const { config, host } = provider;
  const { client } = config;
  const isMember = config.owner === "member";
  const items: readonly (KeyValue | null)[] = [
    {
      id: "owner",
      label: t("facts.owner"),
      value: <Two first={t(`owner.${config.owner}`)} second={t(`owner.${config.owner}.text`)} />,
    },
    isMember
      ? {
          id: "host",
          label: t("facts.host"),
          value: isHostKnown(provider) ? <GivenName text={host} isMono /> : t("facts.host.unknown"),
        }
      : null,
    {
      id: "server",
      label: config.server.kind === "endpoints" ? t("facts.tokenUrl") : t("facts.server"),
      value: <GivenName text={addressOf(config.server)} isMono />,
    },
    { id: "client", label: t("facts.client"), value: t(`facts.client.${client.kind}`) },
    client.kind === "registered"
      ? { id: "clientId", label: t("facts.clientId"), value: <GivenName text={client.clientId} isMono /> }
      : null,
    isMember && client.kind === "registered"
      ? { id: "callback", label: t("facts.callback"), value: <Callback provider={provider} /> }
      : null,
    { id: "scopes", label: t("facts.scopes"), value: <Scopes provider={provider} /> },
    {
      id: "differs",
      label: t("facts.differs"),
      value: <Differs provider={provider} />,
    },
    isMember ? { id: "accounts", label: t("facts.accounts"), value: <Accounts provider={provider} /> } : null,
    { id: "created", label: t("facts.created"), value: <RelativeTime at={provider.createdAt} /> },
    { id: "usedBy", label: t("facts.usedBy"), value: <Uses provider={provider} /> },
  ];
  return <KeyValues items={items.filter((item) => item !== null)} />;
}

/** A server says where one signs in when somebody does for the first time. */
function isHostKnown({ host, config, accounts, registrations }: ProviderSummary): boolean {
  if (host === "") return false;
  return config.server.kind !== "resource" || registrations.length > 0 || accounts.connected + accounts.broken > 0;
}

function addressOf(server: ProviderServer): string {
  switch (server.kind) {
    case "resource":
      return server.resource;
    case "issuer":
      return server.issuer;
    case "endpoints":
      return server.tokenUrl;
  }
}

function Two({ first, second }: { readonly first: string; readonly second: string }) {
  return (
    <>
      <span className="block">{first}</span>
      <span className="block text-xs text-ink-soft">{second}</span>
    </>
  );
}

type PartProps = { readonly provider: ProviderSummary };

function Callback({ provider: { callbackUrl, config } }: PartProps) {
  return (
    <div className="flex flex-col gap-1">
      <CopyField label={t("facts.callback")} text={callbackUrl ?? callbackOf(config.redirect)} isLabelHidden />
      <span className="text-xs text-ink-soft">
        {t(callbackUrl === null ? "facts.callback.any" : "facts.callback.text")}
      </span>
    </div>
  );
}

function Scopes({ provider: { config, scopeHints } }: PartProps) {
  if (config.scopes.length === 0) return <span className="text-ink-soft">{t("facts.scopes.none")}</span>;
  return (
    <ul className="flex flex-col gap-1.5">
      {config.scopes.map((scope) => {
        const hint = scopeHints.find(({ name }) => name === scope);
        return (
          <li key={scope}>
            <ScopeName scope={scope} hint={hint} />
            {hint !== undefined && <span className="block text-xs text-ink-soft">{hint.purpose}</span>}
          </li>
        );
      })}
    </ul>
  );
}

/** In words where the service is a known one; else how many settings say so. */
function Differs({ provider: { config } }: PartProps) {
  const presets = usePresets();
  const preset = presets.kind === "ready" ? presets.data.find(({ key }) => key === config.preset) : undefined;
  if (preset !== undefined && preset.notes.length > 0) return <PresetNotes notes={preset.notes} />;
  return t("facts.differs.count", { count: Object.keys(config.quirks).length });
}

function Accounts({ provider: { accounts } }: PartProps) {
  return (
    <>
      <span className="block">{t("facts.accounts.member", accounts)}</span>
      {accounts.broken > 0 && (
        <span className="block text-amber">{t("facts.accounts.broken", { count: accounts.broken })}</span>
      )}
    </>
  );
}

function Uses({ provider: { usedBy } }: PartProps) {
  if (usedBy.length === 0) return t("facts.nobody");
  return (
    <LinkList
      links={usedBy.map(({ connectorId, connectorName, as }) => ({
        id: `${connectorId} ${as}`,
        href: `#/connectors/${connectorId}`,
        text: t("facts.use", { connector: connectorName, as }),
      }))}
    />
  );
}
