import { ChevronRight } from "lucide-react";
import { useState, type ReactNode } from "react";
import { cx } from "../cx.ts";
import { t } from "../messages/ui.ts";
import { RevealedText, Verbatim } from "../text/verbatim.tsx";
import { entriesOf, isContainer, isList, pathKey, type JsonPath, type JsonValue } from "./json.ts";

export type ArgumentsViewProps = {
  /** The whole arguments. Nothing of them is left out. */
  readonly value: JsonValue;
  /** Paths to mark as edited, from `changedPaths`. */
  readonly edited?: ReadonlySet<string> | undefined;
  readonly label: string;
};

const NONE: ReadonlySet<string> = new Set();

/** The arguments of a call as labelled rows: every value verbatim, nested values indented, long ones folded with their length. */
export function ArgumentsView({ value, edited = NONE, label }: ArgumentsViewProps) {
  if (!isContainer(value)) return <ScalarView value={value} />;
  const entries = entriesOf(value);
  if (entries.length === 0) return <p className="text-sm text-ink-faint">{t("arguments.empty")}</p>;
  return (
    <div role="group" aria-label={label} className="text-sm">
      <Rows value={value} path={[]} edited={edited} />
    </div>
  );
}

type RowsProps = { readonly value: JsonValue; readonly path: JsonPath; readonly edited: ReadonlySet<string> };

function Rows({ value, path, edited }: RowsProps) {
  if (!isContainer(value)) return null;
  return (
    <dl
      className={cx(
        "grid grid-cols-[minmax(72px,max-content)_minmax(0,1fr)]",
        path.length > 0 && "border-l border-line pl-3",
      )}
    >
      {entriesOf(value).map(([key, child]) => (
        <Row key={key} name={key} value={child} path={[...path, key]} edited={edited} />
      ))}
    </dl>
  );
}

type RowProps = RowsProps & { readonly name: string | number };

function Row({ name, value, path, edited }: RowProps) {
  const isNested = isContainer(value) && entriesOf(value).length > 0;
  if (isNested) return <NestedRow name={name} value={value} path={path} edited={edited} />;
  return (
    <div className="col-span-2 grid grid-cols-subgrid gap-x-4 border-b border-line py-1.5 last:border-b-0">
      <dt className="max-w-56">
        <NameView name={name} isEdited={edited.has(pathKey(path))} />
      </dt>
      <dd className="min-w-0">
        <ScalarView value={value} />
      </dd>
    </div>
  );
}

function NestedRow({ name, value, path, edited }: RowProps) {
  const [isOpen, setOpen] = useState(true);
  const size = isContainer(value) ? entriesOf(value).length : 0;
  return (
    <div className="col-span-2 border-b border-line py-1.5 last:border-b-0">
      <dt>
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="-ml-1 inline-flex items-center gap-1 rounded-xs pr-1.5 hover:bg-hover"
        >
          <ChevronRight
            size={14}
            aria-hidden
            className={cx("text-ink-faint transition-transform", isOpen && "rotate-90")}
          />
          <NameView name={name} isEdited={edited.has(pathKey(path))} />
          <span className="ml-1 text-xs text-ink-faint">
            {isList(value) ? t("arguments.items", { count: size }) : t("arguments.fields", { count: size })}
          </span>
        </button>
      </dt>
      {isOpen && (
        <dd className="mt-1 ml-2">
          <Rows value={value} path={path} edited={edited} />
        </dd>
      )}
    </div>
  );
}

function NameView({ name, isEdited }: { readonly name: string | number; readonly isEdited: boolean }) {
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-1.5">
      <span
        className={cx("font-mono text-xs leading-[1.55]", typeof name === "number" ? "text-ink-soft" : "text-code-key")}
      >
        <RevealedText text={String(name)} flow="inline" />
      </span>
      {isEdited && (
        <span className="rounded-xs bg-accent-tint px-1 text-2xs font-medium text-accent-ink">
          {t("arguments.edited")}
        </span>
      )}
    </span>
  );
}

function ScalarView({ value }: { readonly value: JsonValue }): ReactNode {
  if (typeof value === "string") return <Verbatim text={value} className="font-mono text-xs leading-[1.55] text-ink" />;
  if (isContainer(value)) {
    return (
      <span className="text-xs text-ink-faint">
        {isList(value) ? t("arguments.items", { count: 0 }) : t("arguments.fields", { count: 0 })}
      </span>
    );
  }
  return <span className="font-mono text-xs leading-[1.55] text-code-number">{String(value)}</span>;
}
