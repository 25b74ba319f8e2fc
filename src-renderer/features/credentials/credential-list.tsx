import { KeyRound, ListFilter, UserKey, UsersRound } from "lucide-react";
import type { CredentialId, CredentialScope, CredentialSummary } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { ListRow } from "../../ui/data/list-row.tsx";
import { RowList } from "../../ui/data/row-list.tsx";
import { EmptyState } from "../../ui/feedback/empty-state.tsx";
import { Select } from "../../ui/fields/select.tsx";
import { careFilters, isUnused, shownBy, type CareFilter } from "./care.ts";
import { HealthBadge } from "./health-badge.tsx";
import { t } from "./messages.ts";

export type CredentialListProps = {
  readonly credentials: readonly CredentialSummary[];
  readonly filter: CareFilter;
  readonly onFilter: (filter: CareFilter) => void;
  readonly selectedId: CredentialId | null;
  readonly onSelect: (id: CredentialId) => void;
};

/** The credentials by name with how each is doing, all of them or those that need something. */
export function CredentialList({ credentials, filter, onFilter, selectedId, onSelect }: CredentialListProps) {
  const shown = shownBy(filter, credentials);
  return (
    <>
      <div className="shrink-0 border-b border-line px-4 py-2">
        <Select
          label={t("filter")}
          size="small"
          className="w-full"
          value={filter}
          onChange={onFilter}
          choices={careFilters.map((value) => ({
            value,
            label: t(`filter.${value}`, { count: shownBy(value, credentials).length }),
          }))}
        />
      </div>
      {filter !== "unused" && <UnusedLine credentials={credentials} onShow={() => onFilter("unused")} />}
      {shown.length === 0 ? (
        <EmptyState
          icon={ListFilter}
          title={t(`filter.${filter}.none`)}
          action={
            <Button size="small" onClick={() => onFilter("all")}>
              {t("filter.clear")}
            </Button>
          }
        />
      ) : (
        <RowList
          label={t("list.label")}
          items={shown}
          idOf={({ id }) => id}
          selectedId={selectedId}
          rowHeight={56}
          onSelect={(id) => {
            const chosen = credentials.find((credential) => credential.id === id);
            if (chosen !== undefined) onSelect(chosen.id);
          }}
          renderRow={(credential) => <CredentialRow credential={credential} />}
        />
      )}
    </>
  );
}

type UnusedLineProps = { readonly credentials: readonly CredentialSummary[]; readonly onShow: () => void };

/** Points out what nothing uses, in one calm line. */
function UnusedLine({ credentials, onShow }: UnusedLineProps) {
  const count = credentials.filter(isUnused).length;
  if (count === 0) return null;
  return (
    <p className="flex shrink-0 items-baseline gap-2 border-b border-line bg-sunken px-4 py-1.5 text-xs text-ink-soft">
      <span className="min-w-0 flex-1">{t("unused.line", { count })}</span>
      <button
        type="button"
        onClick={onShow}
        className="shrink-0 rounded-xs font-medium text-accent-ink hover:underline"
      >
        {t("unused.show")}
      </button>
    </p>
  );
}

const ICONS: Readonly<Record<CredentialScope, typeof KeyRound>> = {
  org_secret: KeyRound,
  team_secret: UsersRound,
  user_secret: UserKey,
};

function CredentialRow({ credential }: { readonly credential: CredentialSummary }) {
  const { scope, authType, usedBy, name, health } = credential;
  const Icon = ICONS[scope];
  const uses = new Set(usedBy.map(({ connectorId }) => connectorId)).size;
  return (
    <ListRow
      leading={<Icon size={15} strokeWidth={1.75} aria-hidden className="text-ink-faint" />}
      title={name}
      trailing={<HealthBadge credential={credential} />}
      detail={t("list.detail", { scope: t(`scope.${scope}`), type: t(`auth.${authType}.short`) })}
      detailTrailing={uses > 0 ? t("list.usedBy", { count: uses }) : health === "unused" ? undefined : t("list.unused")}
    />
  );
}
