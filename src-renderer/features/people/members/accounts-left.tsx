import type { MemberRemoval } from "../../../client/index.ts";
import { CopyButton } from "../../../ui/text/copy-button.tsx";
import { t } from "../messages.ts";

export type AccountsLeftProps = { readonly removal: MemberRemoval; readonly heading: "h3" | "h4" };

/** Accounts of whoever leaves that nobody else can end from here, and where they are ended. */
export function AccountsLeft({ removal: { accountsLeft, member }, heading: Heading }: AccountsLeftProps) {
  if (accountsLeft.length === 0) return null;
  return (
    <section aria-label={t("remove.accounts")} className="flex flex-col gap-2">
      <Heading className="text-sm font-semibold">{t("remove.accounts")}</Heading>
      <p className="text-sm text-ink-soft">{t("remove.accountsText", { name: member.name })}</p>
      <ul className="flex flex-col divide-y divide-line rounded-md border border-line">
        {accountsLeft.map((left) => (
          <li key={left.providerId} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
            <span className="flex min-w-0 flex-1 flex-col">
              <span className="text-sm font-medium wrap-anywhere">{left.provider}</span>
              <span className="text-xs text-ink-soft wrap-anywhere">
                {left.accountName === null
                  ? t("remove.accountAt", { host: left.host })
                  : t("remove.accountAs", { account: left.accountName, host: left.host })}
              </span>
            </span>
            {left.page !== null && (
              <span className="flex min-w-0 items-center gap-1">
                <a
                  href={left.page}
                  target="_blank"
                  rel="noopener noreferrer"
                  className="min-w-0 text-xs text-accent-ink wrap-anywhere hover:underline"
                >
                  {left.page}
                </a>
                <CopyButton text={left.page} label={t("remove.accountPage", { provider: left.provider })} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
