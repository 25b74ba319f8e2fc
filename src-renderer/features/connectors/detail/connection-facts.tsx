import type { ConnectorDetail, CredentialSummary } from "../../../client/index.ts";
import { KeyValues, type KeyValue } from "../../../ui/layout/key-values.tsx";
import { Verbatim } from "../../../ui/text/verbatim.tsx";
import { RelativeTime } from "../../../ui/time/relative-time.tsx";
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
        <Bindings bindings={config.kind === "mcp-stdio" ? config.env : config.headers} credentials={credentials} />
      ),
    },
    connector.credentials.length === 0
      ? null
      : {
          id: "credentials",
          label: t("connection.credentials"),
          value: <CredentialStates credentials={connector.credentials} />,
        },
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
};

function Bindings({ bindings, credentials }: BindingsProps) {
  if (bindings.length === 0) return <span className="text-ink-faint">{t("connection.none")}</span>;
  return (
    <ul className="flex flex-col gap-1">
      {bindings.map((binding) => (
        <li key={binding.name} className="flex flex-wrap items-baseline gap-x-2">
          <code className="font-mono text-xs">{binding.name}</code>
          <BindingValue binding={binding} credentials={credentials} />
        </li>
      ))}
    </ul>
  );
}

type BindingValueProps = { readonly binding: Binding; readonly credentials: readonly CredentialSummary[] | null };

function BindingValue({ binding: { source }, credentials }: BindingValueProps) {
  if (source.kind === "static") {
    return (
      <span className="min-w-0 text-ink-soft">
        {t("binding.static")} <Mono text={source.value} />
      </span>
    );
  }
  if (credentials === null) return <span className="text-ink-soft">{t("binding.secret")}</span>;
  const credential = credentials.find(({ id }) => id === source.credentialId);
  if (credential === undefined) return <span className="text-amber">{t("binding.lostCredential")}</span>;
  return (
    <span className="min-w-0">
      <a href={`#/credentials/${credential.id}`} className="rounded-xs text-accent-ink hover:underline">
        {t(`binding.${source.kind}`, { credential: credential.name })}
      </a>
      {source.template !== undefined && (
        <span className="ml-2 text-ink-soft">
          {t("binding.writtenAs")} <code className="font-mono text-xs wrap-anywhere">{source.template}</code>
        </span>
      )}
    </span>
  );
}
