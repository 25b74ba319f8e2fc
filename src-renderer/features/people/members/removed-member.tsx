import { useEffect, useRef, useState } from "react";
import type { MemberRemoval } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { t } from "../messages.ts";
import { AccountsLeft } from "./accounts-left.tsx";
import { TokenList } from "./token-list.tsx";

export type RemovedMemberProps = { readonly removal: MemberRemoval; readonly onDone: () => void };

/** After a removal: what only a person can do, to tick off. */
export function RemovedMember({ removal, onDone }: RemovedMemberProps) {
  const { member, tokensToRevoke } = removal;
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const title = t("removed.title", { name: member.name });
  const tick = (id: string, isIn: boolean): void =>
    setTicked(new Set(isIn ? [...ticked, id] : [...ticked].filter((one) => one !== id)));
  return (
    <section aria-label={title} className="flex max-w-180 flex-col gap-4">
      <header className="flex flex-col gap-1">
        <h2 ref={heading} tabIndex={-1} className="text-lg font-semibold outline-none wrap-anywhere">
          {title}
        </h2>
        <p className="text-sm text-ink-soft">
          {t("removed.text")}{" "}
          <a href="#/vault" className="text-accent-ink underline">
            {t("removed.rotation")}
          </a>
        </p>
      </header>
      {tokensToRevoke.length === 0 ? (
        <p className="text-sm text-ink-soft">{t("remove.tokensNone")}</p>
      ) : (
        <section aria-label={t("remove.tokens")} className="flex flex-col gap-2">
          <h3 className="text-base font-semibold">{t("remove.tokens")}</h3>
          <p className="text-sm text-ink-soft">{t("remove.tokensText", { name: member.name })}</p>
          <TokenList tokens={tokensToRevoke} ticks={{ done: ticked, onTick: tick }} />
          <p role="status" className="text-xs text-ink-faint">
            {t("removed.left", { done: ticked.size, total: tokensToRevoke.length })}
          </p>
        </section>
      )}
      <AccountsLeft removal={removal} heading="h3" />
      <div>
        <Button variant="primary" onClick={onDone}>
          {t("removed.done")}
        </Button>
      </div>
    </section>
  );
}
