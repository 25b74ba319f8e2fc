import type { AccountEntry, AccountState } from "../../../client/index.ts";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { Phrase } from "../../../ui/messages/phrase.tsx";
import { RelativeTime } from "../../../ui/time/relative-time.tsx";
import { t } from "../messages.ts";
import { usersOf } from "../use-accounts.ts";

/** What an account needs, and what happens until it gets it. Nothing while it is well. */
export function AccountNote({ entry }: { readonly entry: AccountEntry }) {
  const { provider, account, mayConnect } = entry;
  if (account === null) return <Missing entry={entry} />;
  const { state } = account;
  switch (state.kind) {
    case "connected":
      return null;
    case "degraded":
      return (
        <Banner kind="info" isAnnounced={false} title={t("note.degraded", { provider: provider.name })}>
          <span className="block">
            <Phrase
              parts={{ when: <RelativeTime at={state.retryAt} /> }}
              say={(marks) => t("note.degraded.text", marks)}
            />
          </span>
          <span className="block text-ink-soft">{state.message}</span>
        </Banner>
      );
    case "needs-reconnect":
      return (
        <Banner kind="warn" isAnnounced={false} title={t("note.reconnect")}>
          <span className="block">{reasonWords(state, entry)}</span>
          <span className="block">{t("note.reconnect.safe")}</span>
          {!mayConnect && <span className="block">{t("note.reconnect.admin")}</span>}
        </Banner>
      );
  }
}

/** Nothing is connected, and something would use it. */
function Missing({ entry }: { readonly entry: AccountEntry }) {
  const users = usersOf(entry);
  if (users.length === 0) return null;
  const names = new Intl.ListFormat("en").format(users);
  return (
    <Banner
      kind="warn"
      isAnnounced={false}
      title={t(entry.provider.owner === "org" ? "note.not-connected.org" : "note.not-connected", { names })}
    />
  );
}

type Broken = Extract<AccountState, { kind: "needs-reconnect" }>;

function reasonWords({ reason, message }: Broken, { provider, account }: AccountEntry): string {
  // Only the studio knows whether an admin can mend the app.
  if (reason === "client-gone" && message !== "") return message;
  if (reason !== "scope") return t(`note.reconnect.${reason}`, { provider: provider.name });
  const missing = account?.missingScopes ?? [];
  return missing.length === 0
    ? t("note.reconnect.scope.unnamed")
    : t("note.reconnect.scope", { scopes: new Intl.ListFormat("en").format(missing) });
}
