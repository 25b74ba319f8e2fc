import { UserMinus } from "lucide-react";
import { useEffect, useRef } from "react";
import { problemNotice, useRead, useStudio, type MemberDetail, type MemberRemoval } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { ErrorState } from "../../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../../ui/feedback/skeleton.tsx";
import { KeyValues } from "../../../ui/layout/key-values.tsx";
import { t } from "../messages.ts";
import { useMemberActions } from "../use-people.ts";
import { AccountsLeft } from "./accounts-left.tsx";
import { TokenList } from "./token-list.tsx";

export type RemoveMemberProps = {
  readonly member: MemberDetail;
  readonly onRemoved: (removal: MemberRemoval) => void;
  readonly onCancel: () => void;
};

/** What removing a member ends, in numbers, and which tokens they may have copied; then the button. */
export function RemoveMember({ member, onRemoved, onCancel }: RemoveMemberProps) {
  const { rpc } = useStudio();
  const { remove } = useMemberActions();
  const preview = useRead({
    ...rpc.people.removalPreview.queryOptions({ input: { id: member.id } }),
    staleTime: 0,
    // What is being removed is not asked about again.
    enabled: !remove.isBusy,
  });
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const title = t("remove.title", { name: member.name });
  const confirm = async (): Promise<void> => {
    const outcome = await remove.run(member.id);
    if (outcome.kind === "done") onRemoved(outcome.value);
  };
  return (
    <section aria-label={title} className="flex flex-col gap-4">
      <header className="flex flex-col gap-1">
        <h3 ref={heading} tabIndex={-1} className="text-base font-semibold outline-none wrap-anywhere">
          {title}
        </h3>
        <p className="text-sm text-ink-soft">{t("remove.text")}</p>
      </header>
      {preview.kind === "loading" && <Skeleton rows={3} />}
      {preview.kind === "failed" && <ErrorState {...preview.failure} />}
      {preview.kind === "ready" && (
        <>
          <Numbers removal={preview.data} />
          <Tokens removal={preview.data} />
          <AccountsLeft removal={preview.data} heading="h4" />
        </>
      )}
      {remove.problem !== null && <Banner kind="ours" {...problemNotice(remove.problem)} />}
      <div className="flex items-center gap-2">
        <Button
          variant="danger"
          icon={UserMinus}
          disabled={preview.kind !== "ready"}
          isBusy={remove.isBusy}
          onClick={() => void confirm()}
        >
          {t("remove.confirm", { name: member.name })}
        </Button>
        {remove.isBusy ? (
          <span role="status" className="text-sm text-ink-soft">
            {t("remove.busy")}
          </span>
        ) : (
          <Button variant="ghost" onClick={onCancel}>
            {t("cancel")}
          </Button>
        )}
      </div>
    </section>
  );
}

function Numbers({ removal }: { readonly removal: MemberRemoval }) {
  const count = (number: number) => number.toLocaleString("en");
  const teams = removal.teams.map(({ name }) => name);
  return (
    <section aria-label={t("remove.numbers")}>
      <KeyValues
        look="lines"
        items={[
          { id: "keys", label: t("remove.keys"), value: count(removal.keys) },
          { id: "calls", label: t("remove.calls"), value: count(removal.waitingCalls) },
          { id: "own", label: t("remove.ownSecrets"), value: count(removal.ownSecrets) },
          {
            id: "teams",
            label: t("remove.teams"),
            value: teams.length === 0 ? t("member.noTeam") : new Intl.ListFormat("en").format(teams),
          },
        ]}
      />
    </section>
  );
}

function Tokens({ removal }: { readonly removal: MemberRemoval }) {
  const { tokensToRevoke, member } = removal;
  if (tokensToRevoke.length === 0) return <p className="text-sm text-ink-soft">{t("remove.tokensNone")}</p>;
  return (
    <section aria-label={t("remove.tokens")} className="flex flex-col gap-2">
      <h4 className="text-sm font-semibold">{t("remove.tokens")}</h4>
      <p className="text-sm text-ink-soft">{t("remove.tokensText", { name: member.name })}</p>
      <TokenList tokens={tokensToRevoke} />
    </section>
  );
}
