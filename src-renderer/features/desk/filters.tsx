import type { ConnectorId } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { cx } from "../../ui/cx.ts";
import { SearchField } from "../../ui/fields/search-field.tsx";
import { Select } from "../../ui/fields/select.tsx";
import { EVERYTHING, isNarrowed, needs, riskClasses, type Need, type Shown } from "./address.ts";
import { t } from "./messages.ts";
import { riskWord } from "./risk-words.ts";
import type { Coverage } from "./select-tools.ts";
import type { Go } from "./use-place.ts";

const ALL = "all";

export type NamedConnector = { readonly id: ConnectorId; readonly name: string };

export type FiltersProps = {
  readonly shown: Shown;
  readonly connectors: readonly NamedConnector[];
  readonly coverage: Coverage;
  readonly onChange: Go;
};

/** What narrows the desk down; all of it stands in the address. */
export function Filters({ shown, connectors, coverage, onChange }: FiltersProps) {
  return (
    <div
      role="search"
      aria-label={t("filter.label")}
      className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-5 pb-2.5"
    >
      <SearchField
        label={t("filter.text")}
        text={shown.text}
        hotkeyGroup={t("page.keys")}
        hotkeyLabel={t("filter.focus")}
        onChange={(text) => onChange({ text }, "replace")}
      />
      <Select
        label={t("filter.connector")}
        size="small"
        className="w-40"
        value={shown.connectorId ?? ALL}
        choices={[
          { value: ALL, label: t("filter.connector.all") },
          ...connectors.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(value) =>
          onChange({ connectorId: connectors.find(({ id }) => id === value)?.id ?? null }, "replace")
        }
      />
      <Select
        label={t("filter.class")}
        size="small"
        className="w-32"
        value={shown.riskClass ?? ALL}
        choices={[
          { value: ALL, label: t("filter.class.all") },
          ...riskClasses.map((value) => ({ value, label: riskWord(value) })),
        ]}
        onChange={(value) => onChange({ riskClass: riskClasses.find((one) => one === value) ?? null }, "replace")}
      />
      <div role="group" aria-label={t("need.label")} className="flex items-center gap-1">
        {needs.map((need) => (
          <NeedToggle
            key={need}
            need={need}
            count={coverage[need]}
            isOn={shown.need === need}
            onPress={() => onChange({ need: shown.need === need ? null : need }, "replace")}
          />
        ))}
      </div>
      {isNarrowed(shown) && (
        <Button size="small" variant="ghost" onClick={() => onChange(EVERYTHING, "replace")}>
          {t("filter.clear")}
        </Button>
      )}
    </div>
  );
}

type NeedToggleProps = {
  readonly need: Need;
  readonly count: number;
  readonly isOn: boolean;
  readonly onPress: () => void;
};

function NeedToggle({ need, count, isOn, onPress }: NeedToggleProps) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onPress}
      className={cx(
        "inline-flex h-7 items-center gap-1.5 rounded-md border px-2 text-sm transition-colors",
        isOn
          ? "border-accent bg-accent-tint font-medium text-ink"
          : "border-line text-ink-soft hover:border-line-strong hover:text-ink",
      )}
    >
      {t(`need.${need}`)}
      <span className={count === 0 ? "text-ink-faint" : "font-medium text-ink"}>{count.toLocaleString("en")}</span>
    </button>
  );
}
