import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";
import { cx } from "../cx.ts";

export type Tab<V extends string = string> = {
  readonly value: V;
  readonly label: string;
  readonly count?: number | undefined;
  readonly content: ReactNode;
};

export type TabsProps<V extends string> = {
  readonly label: string;
  readonly value: V;
  readonly onChange: (value: V) => void;
  readonly tabs: readonly Tab<V>[];
  /** `line` heads a page; `segment` switches between views of one thing. */
  readonly look?: "line" | "segment" | undefined;
  /** Stands on the line of the tabs, at the left, as their heading. */
  readonly heading?: ReactNode;
  readonly trailing?: ReactNode;
  readonly className?: string | undefined;
};

const LISTS = {
  line: "gap-4 border-b border-line",
  segment: "gap-0.5 rounded-md bg-pressed p-0.5",
} as const;

const TABS = {
  line: "-mb-px h-9 border-b-2 border-transparent hover:text-ink data-active:border-accent data-active:text-ink",
  segment:
    "h-6 rounded-sm px-2.5 hover:text-ink data-active:bg-raised data-active:text-ink data-active:shadow-[0_0_0_1px_var(--line-strong)]",
} as const;

/** Views of one thing, one at a time. Arrow keys move between them. */
export function Tabs<V extends string>(props: TabsProps<V>) {
  const { label, value, onChange, tabs, look = "line" } = props;
  return (
    <Base.Root
      value={value}
      onValueChange={(next) => {
        const tab = tabs.find((other) => other.value === next);
        if (tab !== undefined) onChange(tab.value);
      }}
      className={props.className}
    >
      <div className="flex items-center gap-3">
        {props.heading}
        <Base.List
          aria-label={label}
          activateOnFocus
          className={cx("flex items-center", LISTS[look], look === "line" && "flex-1")}
        >
          {tabs.map((tab) => (
            <Base.Tab
              key={tab.value}
              value={tab.value}
              className={cx(
                "flex items-center gap-1.5 text-sm font-medium whitespace-nowrap text-ink-soft transition-colors select-none",
                TABS[look],
              )}
            >
              {tab.label}
              {tab.count !== undefined && (
                <span className="font-normal text-ink-faint">{tab.count.toLocaleString("en")}</span>
              )}
            </Base.Tab>
          ))}
        </Base.List>
        {props.trailing !== undefined && <div className="ml-auto flex items-center gap-2">{props.trailing}</div>}
      </div>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} className="pt-3 outline-offset-4">
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
