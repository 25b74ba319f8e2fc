import type { AccountHealth } from "../../client/index.ts";
import { StateBadge, type Tone } from "../../ui/risk/state-badge.tsx";
import { GivenName } from "../../ui/text/given-name.tsx";
import { t } from "./messages.ts";

const TONES: Readonly<Record<AccountHealth["state"], Tone>> = {
  ok: "good",
  degraded: "neutral",
  "not-connected": "warn",
  "needs-reconnect": "warn",
};

/** Whether calls fail because of it, until a person does something. */
export function isBroken({ state }: Pick<AccountHealth, "state">): boolean {
  return state === "not-connected" || state === "needs-reconnect";
}

/** Each account of a connector with how it is doing; its provider's name leads to its page. */
export function AccountStates({ accounts }: { readonly accounts: readonly AccountHealth[] }) {
  return (
    <ul className="flex flex-col gap-1">
      {accounts.map((account) => (
        <li key={account.providerId} className="flex flex-wrap items-baseline gap-x-3">
          <AccountLink account={account} />
          {account.accountName !== null && (
            <GivenName text={account.accountName} className="font-normal text-ink-soft" />
          )}
          <StateBadge
            label={t(`account.${account.state}`)}
            tone={TONES[account.state]}
            dot={account.state === "not-connected" ? "ring" : "filled"}
            className="text-xs"
          />
        </li>
      ))}
    </ul>
  );
}

/** Leads to an account's page. */
function AccountLink({ account: { providerId, name } }: { readonly account: AccountHealth }) {
  return (
    <a href={`#/accounts/${providerId}`} className="rounded-xs font-medium text-accent-ink hover:underline">
      {name}
    </a>
  );
}
