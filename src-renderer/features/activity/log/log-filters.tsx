import { Button } from "../../../ui/actions/button.tsx";
import { SearchField } from "../../../ui/fields/search-field.tsx";
import { Select } from "../../../ui/fields/select.tsx";
import { Tag } from "../../../ui/risk/tag.tsx";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { logKinds, pasts, type Shown } from "../address.ts";
import { t } from "../messages.ts";
import type { Go } from "../use-place.ts";
import { Actor } from "../words/actor.tsx";
import { spanWords } from "../words/moments.ts";
import { isLogNarrowed, WHOLE_LOG } from "./log-filter.ts";

const ANY = "any";
const BETWEEN = "between";

export type LogFiltersProps = { readonly shown: Shown; readonly onChange: Go };

/** What narrows the log down; all of it stands in the address. */
export function LogFilters({ shown, onChange }: LogFiltersProps) {
  const isBetween = shown.from !== null || shown.to !== null;
  return (
    <div
      role="search"
      aria-label={t("filter.label")}
      className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-5 py-2"
    >
      <SearchField
        label={t("log.text")}
        text={shown.text}
        hotkeyGroup={t("page.keys")}
        hotkeyLabel={t("log.focus")}
        onChange={(text) => onChange({ text }, "replace")}
      />
      <Select
        label={t("log.kind")}
        size="small"
        className="w-36"
        value={shown.kind}
        choices={logKinds.map((value) => ({
          value,
          label: t(`log.kind.${value}`),
          description: t(`log.kind.${value}.text`),
        }))}
        onChange={(kind) => onChange({ kind }, "replace")}
      />
      <Select
        label={t("log.past")}
        size="small"
        className="w-36"
        value={isBetween ? BETWEEN : (shown.past ?? ANY)}
        choices={[
          { value: ANY, label: t("log.past.any") },
          ...pasts.map((value) => ({ value, label: t(`log.past.${value}`) })),
          { value: BETWEEN, label: t("log.past.between") },
        ]}
        onChange={(value) => onChange(rangeOf(value), "replace")}
      />
      {isBetween && <Between shown={shown} onChange={onChange} />}
      {shown.actor !== "" && (
        <Tag tone="accent" onRemove={() => onChange({ actor: "" }, "replace")} removeLabel={t("log.actor.remove")}>
          <Actor actor={shown.actor} />
        </Tag>
      )}
      {shown.subject !== "" && (
        <Tag tone="accent" onRemove={() => onChange({ subject: "" }, "replace")} removeLabel={t("log.subject.remove")}>
          {t("log.subject")} <GivenName text={shown.subject.slice(0, 13)} isMono />
        </Tag>
      )}
      {isLogNarrowed(shown) && (
        <Button size="small" variant="ghost" onClick={() => onChange(WHOLE_LOG, "replace")}>
          {t("filter.clear")}
        </Button>
      )}
    </div>
  );
}

const DAY_MS = 86_400_000;

function rangeOf(value: string): Pick<Shown, "past" | "from" | "to"> {
  if (value === BETWEEN) return { past: null, from: Date.now() - DAY_MS, to: Date.now() };
  return { past: pasts.find((past) => past === value) ?? null, from: null, to: null };
}

function Between({ shown: { from, to }, onChange }: LogFiltersProps) {
  return (
    <span role="group" aria-label={spanWords(from, to)} className="flex items-center gap-1.5">
      <Moment label={t("log.from")} at={from} onChange={(at) => onChange({ from: at }, "replace")} />
      <span aria-hidden className="text-ink-faint">
        –
      </span>
      <Moment label={t("log.to")} at={to} onChange={(at) => onChange({ to: at }, "replace")} />
    </span>
  );
}

type MomentProps = {
  readonly label: string;
  readonly at: number | null;
  readonly onChange: (at: number | null) => void;
};

function Moment({ label, at, onChange }: MomentProps) {
  return (
    <input
      type="datetime-local"
      aria-label={label}
      value={at === null ? "" : localText(at)}
      onChange={({ target }) => {
        const typed = new Date(target.value).getTime();
        onChange(Number.isNaN(typed) || typed < 0 ? null : typed);
      }}
      className="h-7 rounded-md border border-field-line bg-surface px-2 text-sm hover:border-ink-faint"
    />
  );
}

/** The moment on the clock of this window, as such a field takes it. */
function localText(at: number): string {
  const offsetMs = new Date(at).getTimezoneOffset() * 60_000;
  return new Date(at - offsetMs).toISOString().slice(0, 16);
}
