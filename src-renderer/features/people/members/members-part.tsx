import { Users } from "lucide-react";
import { useState } from "react";
import type { MemberDetail, MemberId, MemberRemoval } from "../../../client/index.ts";
import { ListRow } from "../../../ui/data/list-row.tsx";
import { RowList } from "../../../ui/data/row-list.tsx";
import { ErrorState } from "../../../ui/feedback/error-state.tsx";
import { NothingChosen } from "../../../ui/feedback/nothing-chosen.tsx";
import { Skeleton } from "../../../ui/feedback/skeleton.tsx";
import { SplitView } from "../../../ui/layout/split-view.tsx";
import { t } from "../messages.ts";
import type { Go } from "../place.ts";
import { useMembers } from "../use-people.ts";
import { MemberView } from "./member-view.tsx";
import { RemovedMember } from "./removed-member.tsx";

export type MembersPartProps = { readonly id: MemberId | null; readonly onGo: Go };

/** The members: the list, and one of them. */
export function MembersPart({ id, onGo }: MembersPartProps) {
  const members = useMembers();
  // What is left to do after a removal; the member themselves is gone from the list.
  const [removed, setRemoved] = useState<MemberRemoval | null>(null);
  if (members.kind === "loading") return <Skeleton />;
  if (members.kind === "failed") return <ErrorState {...members.failure} />;
  const chosen = members.data.find((one) => one.id === id);
  const show = (next: MemberId | null): void => {
    setRemoved(null);
    onGo({ kind: "members", id: next });
  };
  return (
    <SplitView
      listLabel={t("members.label")}
      detailLabel={t("members.detail")}
      isDetailOpen={id !== null || removed !== null}
      onBack={() => show(null)}
      backLabel={t("members.label")}
      list={
        <RowList
          label={t("members.label")}
          items={members.data}
          idOf={(one) => one.id}
          selectedId={id}
          onSelect={(selected) => show(members.data.find((one) => one.id === selected)?.id ?? null)}
          renderRow={(one) => <MemberRow member={one} />}
        />
      }
      detail={
        <div className="min-h-0 flex-1 overflow-y-auto px-6 py-5">
          {removed !== null && <RemovedMember removal={removed} onDone={() => show(null)} />}
          {removed === null && chosen !== undefined && (
            <MemberView
              key={chosen.id}
              member={chosen}
              onRemoved={(removal) => {
                onGo({ kind: "members", id: null });
                setRemoved(removal);
              }}
            />
          )}
          {removed === null && chosen === undefined && (
            <NothingChosen icon={Users} title={t("members.choose")} missingId={id}>
              {t("members.chooseText")}
            </NothingChosen>
          )}
        </div>
      }
    />
  );
}

function MemberRow({ member }: { readonly member: MemberDetail }) {
  return (
    <ListRow
      title={member.name}
      trailing={member.isYou ? t("member.you") : undefined}
      detail={t(`role.${member.role}`)}
      detailTrailing={t("member.row.teams", { count: member.teams.length })}
    />
  );
}
