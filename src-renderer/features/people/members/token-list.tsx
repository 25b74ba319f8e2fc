import type { MemberRemoval } from "../../../client/index.ts";
import { Checkbox } from "../../../ui/fields/checkbox.tsx";
import { t } from "../messages.ts";

type Token = MemberRemoval["tokensToRevoke"][number];

export type TokenListProps = {
  readonly tokens: readonly Token[];
  /** Puts a box to tick in front of each. */
  readonly ticks?: { readonly done: ReadonlySet<string>; readonly onTick: (id: string, isDone: boolean) => void };
};

/** Credentials to revoke at their providers: whose each is, and which connectors use it. */
export function TokenList({ tokens, ticks }: TokenListProps) {
  return (
    <ul className="flex flex-col divide-y divide-line rounded-md border border-line">
      {tokens.map((token) => (
        <li key={token.credentialId} className="flex items-start gap-3 px-3 py-2">
          {ticks !== undefined && (
            <Checkbox
              isLabelHidden
              label={token.name}
              checked={ticks.done.has(token.credentialId)}
              onChange={(isDone) => ticks.onTick(token.credentialId, isDone)}
            />
          )}
          <span className="flex min-w-0 flex-1 flex-col">
            <a
              href={`#/credentials/${token.credentialId}`}
              className="self-start text-sm font-medium text-accent-ink wrap-anywhere hover:underline"
            >
              {token.name}
            </a>
            <span className="text-xs text-ink-soft wrap-anywhere">
              {scopeWords(token.scope)} · {usedWords(token.connectors)}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

function scopeWords(scope: string): string {
  return scope === "org_secret" || scope === "team_secret" || scope === "user_secret" ? t(`scope.${scope}`) : scope;
}

function usedWords(connectors: readonly string[]): string {
  if (connectors.length === 0) return t("remove.unused");
  return t("remove.usedBy", { connectors: new Intl.ListFormat("en").format(connectors) });
}
