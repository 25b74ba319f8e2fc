import { Dialog as Base } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import type { LucideIcon } from "lucide-react";
import { Search } from "lucide-react";
import { useState, type ReactNode } from "react";
import { Kbd } from "../actions/kbd.tsx";
import { cx } from "../cx.ts";
import { t } from "../messages/ui.ts";
import { dialogClass, scrimClass } from "../overlay/dialog.tsx";
import { matchScore } from "./palette-match.ts";

export type PaletteItem = {
  readonly id: string;
  readonly label: string;
  readonly onSelect: () => void;
  readonly icon?: LucideIcon | undefined;
  readonly shortcut?: string | undefined;
  /** Small, at the right: what kind of thing it is. */
  readonly note?: string | undefined;
  /** Other words it is found by. */
  readonly keywords?: readonly string[] | undefined;
};

export type PaletteGroup = { readonly title: string; readonly items: readonly PaletteItem[] };

export type CommandPaletteProps = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** A `PaletteList`; it is there only while the palette is open. */
  readonly children: ReactNode;
};

export type PaletteListProps = {
  /** In order; the actions of the current page first. */
  readonly groups: readonly PaletteGroup[];
  readonly onClose: () => void;
};

/** Everything by name. The caller binds `mod+k` and says what there is. */
export function CommandPalette({ isOpen, onClose, children }: CommandPaletteProps) {
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={scrimClass} />
        <Base.Popup className={cx(dialogClass, "w-150 overflow-hidden")}>
          <Base.Title className="sr-only">{t("palette.title")}</Base.Title>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** What there is, found by typing. */
export function PaletteList({ groups, onClose }: PaletteListProps) {
  const [search, setSearch] = useState("");
  return (
    <Command
      label={t("palette.title")}
      loop
      filter={(_id, typed, names) => matchScore(names ?? [], typed)}
      className="flex max-h-[56vh] flex-col"
    >
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Search size={16} className="shrink-0 text-ink-faint" aria-hidden />
        <Command.Input
          value={search}
          onValueChange={setSearch}
          placeholder={t("palette.placeholder")}
          className="h-12 flex-1 bg-transparent text-base outline-none"
        />
      </div>
      <Command.List className="min-h-0 overflow-y-auto p-1.5" label={t("palette.title")}>
        <Command.Empty className="px-3 py-8 text-center text-sm text-ink-faint">{t("palette.empty")}</Command.Empty>
        {groups.map((group) => (
          <Command.Group
            key={group.title}
            heading={group.title}
            className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-faint"
          >
            {group.items.map((item) => (
              <Item key={item.id} item={item} onClose={onClose} />
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}

function Item({ item, onClose }: { readonly item: PaletteItem; readonly onClose: () => void }) {
  const Icon = item.icon;
  return (
    <Command.Item
      value={item.id}
      keywords={[item.label, ...(item.keywords ?? [])]}
      onSelect={() => {
        onClose();
        item.onSelect();
      }}
      className="flex h-9 cursor-default items-center gap-2.5 rounded-md px-2.5 text-sm select-none data-[selected=true]:bg-pressed"
    >
      {Icon !== undefined && <Icon size={16} strokeWidth={1.75} className="shrink-0 text-ink-soft" aria-hidden />}
      <span className="min-w-0 flex-1 truncate">{item.label}</span>
      {item.note !== undefined && <span className="text-xs text-ink-faint">{item.note}</span>}
      {item.shortcut !== undefined && <Kbd keys={item.shortcut} />}
    </Command.Item>
  );
}
