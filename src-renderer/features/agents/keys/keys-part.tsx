import { KeyRound, Plus } from "lucide-react";
import { useMember, type KeyId, type KeySummary } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { ListRow } from "../../../ui/data/list-row.tsx";
import { RowList } from "../../../ui/data/row-list.tsx";
import { EmptyState } from "../../../ui/feedback/empty-state.tsx";
import { ErrorState } from "../../../ui/feedback/error-state.tsx";
import { NothingChosen } from "../../../ui/feedback/nothing-chosen.tsx";
import { Skeleton } from "../../../ui/feedback/skeleton.tsx";
import { SplitView } from "../../../ui/layout/split-view.tsx";
import { t } from "../messages.ts";
import type { Go } from "../place.ts";
import { KeyBadge, KeyDetail } from "./key-detail.tsx";
import { NewKey } from "./new-key.tsx";
import { useKeys } from "./use-keys.ts";

export type KeysPartProps = { readonly id: KeyId | null; readonly isNew: boolean; readonly onGo: Go };

/** The keys that agents hold: the list, one of them, or the form that makes one. */
export function KeysPart({ id, isNew, onGo }: KeysPartProps) {
  const keys = useKeys();
  const { may } = useMember();
  if (keys.kind === "loading") return <Skeleton />;
  if (keys.kind === "failed") return <ErrorState {...keys.failure} />;
  if (keys.data.length === 0 && !isNew) {
    return (
      <EmptyState
        icon={KeyRound}
        title={t("keys.empty")}
        action={
          may("admin") && (
            <Button variant="primary" icon={Plus} onClick={() => onGo({ kind: "new-key" })}>
              {t("page.newKey")}
            </Button>
          )
        }
      >
        {may("admin") ? t("keys.emptyText") : t("keys.emptyOther")}
      </EmptyState>
    );
  }
  const chosen = keys.data.find((one) => one.id === id);
  return (
    <SplitView
      listLabel={t("keys.label")}
      detailLabel={t("keys.detail")}
      isDetailOpen={isNew || id !== null}
      onBack={() => onGo({ kind: "keys", id: null })}
      backLabel={t("keys.label")}
      list={
        <RowList
          label={t("keys.label")}
          items={keys.data}
          idOf={(one) => one.id}
          selectedId={id}
          onSelect={(selected) => onGo({ kind: "keys", id: keys.data.find((one) => one.id === selected)?.id ?? null })}
          renderRow={(one) => <KeyRow agentKey={one} />}
        />
      }
      detail={
        <div className="min-h-0 flex-1 overflow-y-auto px-6 py-5">
          {isNew && (
            <NewKey
              onDone={(made) => onGo({ kind: "keys", id: made })}
              onCancel={() => onGo({ kind: "keys", id: null })}
            />
          )}
          {!isNew && chosen !== undefined && <KeyDetail key={chosen.id} agentKey={chosen} />}
          {!isNew && chosen === undefined && (
            <NothingChosen icon={KeyRound} title={t("keys.choose")} missingId={id}>
              {t("keys.chooseText")}
            </NothingChosen>
          )}
        </div>
      }
    />
  );
}

function KeyRow({ agentKey }: { readonly agentKey: KeySummary }) {
  return (
    <ListRow
      title={agentKey.name}
      isDim={agentKey.state === "revoked"}
      trailing={<KeyBadge agentKey={agentKey} />}
      detail={agentKey.policyName}
      detailTrailing={agentKey.member === null ? t("key.shared") : t("key.as", { member: agentKey.member.name })}
    />
  );
}
