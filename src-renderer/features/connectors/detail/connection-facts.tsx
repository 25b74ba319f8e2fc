import type { ConnectorDetail, CredentialSummary } from "../../../client/index.ts";
import { KeyValues, type KeyValue } from "../../../ui/layout/key-values.tsx";
import { Verbatim } from "../../../ui/text/verbatim.tsx";
import { RelativeTime } from "../../../ui/time/relative-time.tsx";
import { AccountStates } from "../account-states.tsx";
import { CredentialStates } from "../credential-states.tsx";
import { t } from "../messages.ts";

export type ConnectionFactsProps = {
  readonly connector: ConnectorDetail;
  readonly credentials: readonly CredentialSummary[] | null;
};
type Binding = Extract<ConnectorDetail["config"], { kind: "mcp-stdio" }>["env"][number];

/** How a connector is reached, with what, and what its server says of itself. */
export function ConnectionFacts({ connector, credentials }: ConnectionFactsProps) {
  const { config, connection } = connector;
  const items: readonly (KeyValue | null)[] = [
    config.kind === "mcp-stdio"
      ? { id: "command", label: t("connection.command"), value: <Mono text={connector.target} /> }
      : { id: "url", label: t("connection.url"), value: <Mono text={config.url} /> },
    config.kind === "mcp-stdio" && config.cwd !== undefined
      ? { id: "cwd", label: t("connection.cwd"), value: <Mono text={config.cwd} /> }
      : null,
    {
      id: "bindings",
      label: config.kind === "mcp-stdio" ? t("connection.env") : t("connection.headers"),
      value: (
        <Bindings
          bindings={config.kind === "mcp-stdio" ? config.env : config.headers}
          credentials={credentials}
          accounts={connector.accounts}
        />
      ),
    },
    connector.credentials.length === 0
      ? null
      : {
          id: "credentials",
          label: t("connection.credentials"),
          value: <CredentialStates credentials={connector.credentials} />,
        },
    connector.accounts.length === 0
      ? null
      : { id: "accounts", label: t("connection.accounts"), value: <AccountStates accounts={connector.accounts} /> },
    { id: "names", label: t("connection.names"), value: <Mono text={`${connector.slug}__`} /> },
    connection.kind === "ready"
      ? {
          id: "server",
          label: t("connection.server"),
          value: t("connection.protocol", { server: connection.serverName, protocol: connection.protocolVersion }),
        }
      : null,
    connection.kind === "ready"
      ? { id: "since", label: t("connection.since"), value: <RelativeTime at={connection.since} /> }
      : null,
    {
      id: "last",
      label: t("connection.lastCall"),
      value: connector.lastCallAt === null ? t("connection.never") : <RelativeTime at={connector.lastCallAt} />,
    },
    {
      id: "created",
      label: t("connection.created"),
      value: (
        <span className="inline-flex flex-wrap gap-x-1.5">
          <RelativeTime at={connector.createdAt} />
          <span>{t("connection.createdBy", { by: connector.createdBy })}</span>
        </span>
      ),
    },
    connector.instructions === null || connector.instructions === ""
      ? null
      : {
          id: "instructions",
          label: t("connection.instructions"),
          value: <Instructions text={connector.instructions} />,
        },
  ];
  return <KeyValues items={items.filter((item) => item !== null)} />;
}

function Mono({ text }: { readonly text: string }) {
  return <Verbatim text={text} flow="inline" className="font-mono text-xs leading-[1.6]" />;
}

function Instructions({ text }: { readonly text: string }) {
  return (
    <>
      <Verbatim text={text} />
      <p className="mt-0.5 text-xs text-ink-faint">{t("connection.instructionsHint")}</p>
    </>
  );
}

type BindingsProps = {
  readonly bindings: readonly Binding[];
  readonly credentials: readonly CredentialSummary[] | null;
  readonly accounts: ConnectorDetail["accounts"];
};

function Bindings({ bindings, ...known }: BindingsProps) {
  if (bindings.length === 0) return <span className="text-ink-faint">{t("connection.none")}</span>;
  return (
    <ul className="flex flex-col gap-1">
      {bindings.map((binding) => (
        <li key={binding.name} className="flex flex-wrap items-baseline gap-x-2">
          <code className="font-mono text-xs">{binding.name}</code>
          <BindingValue binding={binding} {...known} />
        </li>
      ))}
    </ul>
  );
}

type BindingValueProps = Omit<BindingsProps, "bindings"> & { readonly binding: Binding };

function BindingValue({ binding: { source }, credentials, accounts }: BindingValueProps) {
  switch (source.kind) {
    case "static":
      return (
        <span className="min-w-0 text-ink-soft">
          {t("binding.static")} <Mono text={source.value} />
        </span>
      );
    case "oauth": {
      const account = accounts.find(({ providerId }) => providerId === source.providerId);
      if (account === undefined) return <span className="text-amber">{t("binding.lostProvider")}</span>;
      const words = t("binding.oauth", { provider: account.name });
      return <Sealed href={`#/accounts/${source.providerId}`} words={words} template={source.template} />;
    }
    case "org_secret":
    case "team_secret":
    case "user_secret": {
      if (credentials === null) return <span className="text-ink-soft">{t("binding.secret")}</span>;
      const credential = credentials.find(({ id }) => id === source.credentialId);
      if (credential === undefined) return <span className="text-amber">{t("binding.lostCredential")}</span>;
      const words = t(`binding.${source.kind}`, { credential: credential.name });
      return <Sealed href={`#/credentials/${credential.id}`} words={words} template={source.template} />;
    }
  }
}

type SealedProps = { readonly href: string; readonly words: string; readonly template: string | undefined };

/** Where a value comes from, with the way there, and how it is written. */
function Sealed({ href, words, template }: SealedProps) {
  return (
    <span className="min-w-0">
      <a href={href} className="rounded-xs text-accent-ink hover:underline">
        {words}
      </a>
      {template !== undefined && (
        <span className="ml-2 text-ink-soft">
          {t("binding.writtenAs")} <code className="font-mono text-xs wrap-anywhere">{template}</code>
        </span>
      )}
    </span>
  );
}
