import type { ReactNode } from "react";
import type { AccountEntry, ConnectedAccount } from "../../../client/index.ts";
import { KeyValues, type KeyValue } from "../../../ui/layout/key-values.tsx";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { formatMoment } from "../../../ui/time/format-time.ts";
import { LinkList } from "../../../ui/text/link-list.tsx";
import { RelativeTime } from "../../../ui/time/relative-time.tsx";
import { useNow } from "../../../ui/time/use-now.ts";
import { hostOf } from "../addresses.ts";
import { t } from "../messages.ts";
import { ScopeList } from "../scope-list.tsx";

export type AccountFactsProps = { readonly entry: AccountEntry; readonly account: ConnectedAccount };

/** Whose it is, what it may do, until when, and who uses it; everything but its tokens. */
export function AccountFacts({ entry, account }: AccountFactsProps) {
  const { provider } = entry;
  const host = hostOf(account.issuer);
  const items: readonly (KeyValue | null)[] = [
    {
      id: "account",
      label: t("facts.account"),
      value:
        account.accountName === null ? (
          <span className="text-ink-soft">{t("facts.account.unknown", { host })}</span>
        ) : (
          <GivenName text={account.accountName} />
        ),
    },
    { id: "whose", label: t("facts.whose"), value: t(account.owner === null ? "whose.org" : "whose.member") },
    { id: "host", label: t("facts.host"), value: <SignedIn issuer={account.issuer} host={host} /> },
    account.resource === null
      ? null
      : { id: "resource", label: t("facts.resource"), value: <GivenName text={account.resource} isMono /> },
    { id: "scopes", label: t("facts.scopes"), value: <Scopes entry={entry} scopes={account.scopes} /> },
    account.missingScopes.length === 0
      ? null
      : { id: "missing", label: t("facts.missing"), value: <Missing entry={entry} scopes={account.missingScopes} /> },
    { id: "token", label: t("facts.token"), value: <Token account={account} host={provider.host || host} /> },
    { id: "connected", label: t("facts.connected"), value: <RelativeTime at={account.connectedAt} /> },
    { id: "refreshed", label: t("facts.refreshed"), value: when(account.refreshedAt) },
    { id: "used", label: t("facts.used"), value: when(account.lastUsedAt) },
    { id: "usedBy", label: t("facts.usedBy"), value: <Uses entry={entry} /> },
  ];
  return <KeyValues items={items.filter((item) => item !== null)} />;
}

function when(at: number | null): ReactNode {
  return at === null ? t("facts.never") : <RelativeTime at={at} />;
}

function SignedIn({ issuer, host }: { readonly issuer: string; readonly host: string }) {
  return (
    <>
      <GivenName text={host} isMono />
      {issuer !== host && <span className="block font-mono text-xs text-ink-soft wrap-anywhere">{issuer}</span>}
    </>
  );
}

type ScopesProps = { readonly entry: AccountEntry; readonly scopes: readonly string[] };

function Scopes({ entry, scopes }: ScopesProps) {
  if (scopes.length === 0) return <span className="text-ink-soft">{t("facts.scopes.none")}</span>;
  return <ScopeList label={t("facts.scopes")} scopes={scopes} hints={entry.provider.scopeHints} />;
}

function Missing({ entry, scopes }: ScopesProps) {
  return (
    <>
      <ScopeList label={t("facts.missing")} scopes={scopes} hints={entry.provider.scopeHints} />
      <p className="mt-1 text-xs text-ink-soft">{t("facts.missing.text")}</p>
    </>
  );
}

type TokenProps = { readonly account: ConnectedAccount; readonly host: string };

function Token({ account, host }: TokenProps) {
  return (
    <>
      <code className="font-mono text-xs">{t("facts.token.redacted")}</code>
      <span className="block text-xs text-ink-soft">
        <Life account={account} host={host} />
      </span>
      {account.tokenType === "dpop" && <span className="block text-xs text-ink-soft">{t("facts.token.dpop")}</span>}
    </>
  );
}

/** Until when the access token is good, and what happens then. */
function Life({ account: { expiresAt, isRefreshable, state }, host }: TokenProps): ReactNode {
  const now = useNow(30_000);
  if (state.kind === "needs-reconnect") return t("facts.token.dead");
  if (expiresAt === null) return t(isRefreshable ? "facts.token.open" : "facts.token.openEnd", { host });
  const isOver = expiresAt < now && isRefreshable;
  const key = isOver ? "facts.token.past" : isRefreshable ? "facts.token.refreshed" : "facts.token.ends";
  return t(key, { at: formatMoment(expiresAt, now) });
}

function Uses({ entry: { usedBy } }: { readonly entry: AccountEntry }) {
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
