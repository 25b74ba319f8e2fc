import type { AgentSession, ConnectorSummary } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { SearchField } from "../../../ui/fields/search-field.tsx";
import { Select } from "../../../ui/fields/select.tsx";
import { Tag } from "../../../ui/risk/tag.tsx";
import { stateFilters, type Shown } from "../address.ts";
import { t } from "../messages.ts";
import type { Go } from "../use-place.ts";

const ALL = "all";

export type FiltersProps = {
  readonly shown: Shown;
  readonly connectors: readonly ConnectorSummary[];
  readonly session: AgentSession | undefined;
  readonly onChange: Go;
};

/** What narrows the list down; all of it stands in the address. */
export function Filters({ shown, connectors, session, onChange }: FiltersProps) {
  const isFiltered = isNarrowed(shown);
  return (
    <div
      role="search"
      aria-label={t("filter.label")}
      className="flex flex-wrap items-center gap-2 border-b border-line px-5 py-2"
    >
      <SearchField
        label={t("filter.text")}
        text={shown.text}
        hotkeyGroup={t("page.keys")}
        hotkeyLabel={t("filter.focus")}
        onChange={(text) => onChange({ text }, "replace")}
      />
      <Select
        label={t("filter.state")}
        size="small"
        className="w-36"
        value={shown.state ?? ALL}
        choices={[
          { value: ALL, label: t("filter.state.all") },
          ...stateFilters.map((state) => ({
            value: state,
            label: state === "open" ? t("filter.state.open") : t(`state.${state}`),
          })),
        ]}
        onChange={(value) => onChange({ state: stateFilters.find((state) => state === value) ?? null }, "replace")}
      />
      <Select
        label={t("filter.connector")}
        size="small"
        className="w-44"
        value={shown.connectorId ?? ALL}
        choices={[
          { value: ALL, label: t("filter.connector.all") },
          ...connectors.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(value) =>
          onChange({ connectorId: connectors.find(({ id }) => id === value)?.id ?? null }, "replace")
        }
      />
      {shown.sessionId !== null && (
        <Tag
          tone="accent"
          onRemove={() => onChange({ sessionId: null }, "replace")}
          removeLabel={t("filter.session.remove")}
        >
          {session === undefined ? t("filter.session.unknown") : t("filter.session", { client: session.clientName })}
        </Tag>
      )}
      {isFiltered && (
        <Button size="small" variant="ghost" onClick={() => onChange(NO_FILTERS, "replace")}>
          {t("filter.clear")}
        </Button>
      )}
    </div>
  );
}

export const NO_FILTERS = { state: null, connectorId: null, sessionId: null, text: "" } as const;

/** Whether any filter hides calls. */
export function isNarrowed({ state, connectorId, sessionId, text }: Shown): boolean {
  return state !== null || connectorId !== null || sessionId !== null || text.trim() !== "";
}
