import { KeyRound, UserKey } from "lucide-react";
import type { CredentialId, CredentialSummary } from "../../client/index.ts";
import { ListRow } from "../../ui/data/list-row.tsx";
import { RowList } from "../../ui/data/row-list.tsx";
import { t } from "./messages.ts";
import { ValueBadge } from "./value-badge.tsx";

export type CredentialListProps = {
  readonly credentials: readonly CredentialSummary[];
  readonly selectedId: CredentialId | null;
  readonly onSelect: (id: CredentialId) => void;
};

/** Every credential by name, with whether it has a value. */
export function CredentialList({ credentials, selectedId, onSelect }: CredentialListProps) {
  return (
    <RowList
      label={t("list.label")}
      items={credentials}
      idOf={({ id }) => id}
      selectedId={selectedId}
      rowHeight={56}
      onSelect={(id) => {
        const chosen = credentials.find((credential) => credential.id === id);
        if (chosen !== undefined) onSelect(chosen.id);
      }}
      renderRow={(credential) => <CredentialRow credential={credential} />}
    />
  );
}

function CredentialRow({ credential }: { readonly credential: CredentialSummary }) {
  const Icon = credential.scope === "org_secret" ? KeyRound : UserKey;
  const uses = credential.usedBy.length;
  return (
    <ListRow
      leading={<Icon size={15} strokeWidth={1.75} aria-hidden className="text-ink-faint" />}
      title={credential.name}
      trailing={<ValueBadge credential={credential} />}
      detail={t(`scope.${credential.scope}`)}
      detailTrailing={uses === 0 ? t("list.unused") : t("list.usedBy", { count: uses })}
    />
  );
}
