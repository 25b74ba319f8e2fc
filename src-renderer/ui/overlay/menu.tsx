import { Menu as Base } from "@base-ui/react/menu";
import type { LucideIcon } from "lucide-react";
import type { ReactElement } from "react";
import { Kbd } from "../actions/kbd.tsx";
import { cx } from "../cx.ts";
import { itemClass, popupClass } from "./popup-class.ts";
import { usePopupPlace } from "./popup-place.ts";

export type MenuItem = {
  readonly id: string;
  readonly label: string;
  readonly onSelect: () => void;
  readonly icon?: LucideIcon | undefined;
  readonly shortcut?: string | undefined;
  /** Small, at the right: a state. */
  readonly note?: string | undefined;
  /** A second line: what it means. */
  readonly description?: string | undefined;
  /** Disables the item and says why, under its label. */
  readonly disabledReason?: string | undefined;
  readonly isDestructive?: boolean | undefined;
};

export type MenuProps = {
  /** The button that opens it, such as an IconButton or Button. */
  readonly trigger: ReactElement<Record<string, unknown>>;
  /** Above the first group: what its items are about. */
  readonly heading?: string | undefined;
  /** Groups are separated by a hairline. */
  readonly groups: readonly (readonly MenuItem[])[];
  readonly align?: "start" | "end" | undefined;
};

/** Actions that do not deserve a button of their own. */
export function Menu({ trigger, heading, groups, align = "start" }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal container={usePopupPlace()}>
        <Base.Positioner sideOffset={4} align={align} className="z-50">
          <Base.Popup className={cx(popupClass, "max-w-84 min-w-44 p-1")}>
            {groups.map((group, index) => (
              <Base.Group key={group[0]?.id ?? index} className={cx(index > 0 && "mt-1 border-t border-line pt-1")}>
                {index === 0 && heading !== undefined && (
                  <Base.GroupLabel className="px-2 pt-1 pb-1.5 text-xs font-medium text-ink-faint">
                    {heading}
                  </Base.GroupLabel>
                )}
                {group.map((item) => (
                  <Item key={item.id} item={item} />
                ))}
              </Base.Group>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function Item({ item }: { readonly item: MenuItem }) {
  const Icon = item.icon;
  const line = item.disabledReason ?? item.description;
  return (
    <Base.Item
      disabled={item.disabledReason !== undefined}
      onClick={item.onSelect}
      className={cx(itemClass, item.isDestructive === true && item.disabledReason === undefined && "text-red")}
    >
      {Icon !== undefined && <Icon size={15} className="shrink-0 opacity-80" aria-hidden />}
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="wrap-anywhere">{item.label}</span>
        {line !== undefined && <span className="text-xs text-ink-faint">{line}</span>}
      </span>
      {item.note !== undefined && <span className="ml-3 shrink-0 text-xs text-ink-faint">{item.note}</span>}
      {item.shortcut !== undefined && <Kbd keys={item.shortcut} className="ml-4" />}
    </Base.Item>
  );
}
