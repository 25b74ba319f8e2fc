import { Globe, KeyRound, SquareTerminal, UserRoundX, type LucideIcon } from "lucide-react";
import type { ConnectorId, ConnectorSummary } from "../../client/index.ts";
import { ListRow } from "../../ui/data/list-row.tsx";
import { RowList } from "../../ui/data/row-list.tsx";
import { isBroken } from "./account-states.tsx";
import { ConnectionBadge } from "./connection-badge.tsx";
import { isAiling } from "./credential-states.tsx";
import { t } from "./messages.ts";

export type ConnectorListProps = {
  readonly connectors: readonly ConnectorSummary[];
  readonly selectedId: ConnectorId | null;
  readonly onSelect: (id: ConnectorId) => void;
};

/** Every connector with how it is doing. */
export function ConnectorList({ connectors, selectedId, onSelect }: ConnectorListProps) {
  return (
    <RowList
      label={t("list.label")}
      items={connectors}
      idOf={({ id }) => id}
      selectedId={selectedId}
      onSelect={(id) => {
        const chosen = connectors.find((connector) => connector.id === id);
        if (chosen !== undefined) onSelect(chosen.id);
      }}
      rowHeight={60}
      renderRow={(connector) => <ConnectorRow connector={connector} />}
    />
  );
}

function ConnectorRow({ connector }: { readonly connector: ConnectorSummary }) {
  const { tools } = connector;
  const Icon = connector.kind === "mcp-stdio" ? SquareTerminal : Globe;
  return (
    <ListRow
      leading={
        <Icon size={15} strokeWidth={1.75} aria-label={t(`kind.${connector.kind}`)} className="text-ink-faint" />
      }
      title={connector.name}
      trailing={<ConnectionBadge connection={connector.connection} />}
      detail={tools.total === 0 ? t("list.noTools") : t("list.tools", { enabled: tools.enabled, total: tools.total })}
      detailTrailing={<Care connector={connector} />}
    />
  );
}

/** What wants a look first: an account or a credential without which calls fail, then one that is due, then the tools. */
function Care({ connector: { accounts, credentials, tools } }: { readonly connector: ConnectorSummary }) {
  const broken = accounts.filter(isBroken);
  const ailing = credentials.filter(isAiling);
  const shown = ailing.length > 0 ? ailing : credentials.filter(({ health }) => health === "due");
  const [account] = broken;
  const [credential] = shown;
  if (account !== undefined) {
    return (
      <CareLine
        icon={UserRoundX}
        text={broken.length > 1 ? t("list.accounts", { count: broken.length }) : t(`account.${account.state}`)}
      />
    );
  }
  if (credential === undefined) return <ReviewState tools={tools} />;
  return (
    <CareLine
      icon={KeyRound}
      text={shown.length > 1 ? t("list.credentials", { count: shown.length }) : credentialLine(credential)}
    />
  );
}

function CareLine({ icon: Icon, text }: { readonly icon: LucideIcon; readonly text: string }) {
  return (
    <span className="inline-flex max-w-44 items-center gap-1 text-amber">
      <Icon size={12} className="shrink-0" aria-hidden />
      <span className="truncate">{text}</span>
    </span>
  );
}

/** What of the tools wants a look first: changes, then what is new, then what nobody has classified. */
function ReviewState({ tools: { drifted, fresh, unknown } }: Pick<ConnectorSummary, "tools">) {
  if (drifted > 0) return <span className="text-amber">{t("list.drifted", { count: drifted })}</span>;
  if (fresh > 0) return <span className="text-accent-ink">{t("list.fresh", { count: fresh })}</span>;
  return unknown > 0 ? t("list.unknown", { count: unknown }) : null;
}

function credentialLine({ name, health }: ConnectorSummary["credentials"][number]): string {
  return t("list.credential", { name, state: t(`health.${health}`, { scope: "" }) });
}
