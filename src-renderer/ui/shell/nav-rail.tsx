import type { LucideIcon } from "lucide-react";
import { cx } from "../cx.ts";
import { t } from "../messages/ui.ts";
import { Tooltip } from "../overlay/tooltip.tsx";

export type NavItem = {
  readonly id: string;
  readonly label: string;
  readonly icon: LucideIcon;
  /** Where it leads, such as `#/approvals`. */
  readonly href: string;
  /** How many wait for a person; only where someone waits. */
  readonly waiting?: number | undefined;
  /** What the role may use, but not here and now: shown, not followed, explained. */
  readonly disabledReason?: string | undefined;
  /** `g a` and the like; drawn in the tooltip. */
  readonly shortcut?: string | undefined;
};

export type NavRailProps = { readonly items: readonly NavItem[]; readonly currentId: string };

/** The places of the studio: words beside icons, icons alone below 1,100 px. */
export function NavRail({ items, currentId }: NavRailProps) {
  return (
    <nav aria-label={t("shell.nav")} className="flex-1 overflow-y-auto px-2 py-1">
      <ul className="flex flex-col gap-0.5">
        {items.map((item) => (
          <li key={item.id}>
            <Tooltip content={item.disabledReason ?? item.label} shortcut={item.shortcut} side="right">
              <NavLink item={item} isCurrent={item.id === currentId} />
            </Tooltip>
          </li>
        ))}
      </ul>
    </nav>
  );
}

type NavLinkProps = { readonly item: NavItem; readonly isCurrent: boolean } & Record<string, unknown>;

function NavLink({ item, isCurrent, ...trigger }: NavLinkProps) {
  const Icon = item.icon;
  const isOff = item.disabledReason !== undefined;
  return (
    <a
      {...trigger}
      href={isOff ? undefined : item.href}
      role={isOff ? "link" : undefined}
      tabIndex={0}
      aria-disabled={isOff || undefined}
      aria-current={isCurrent ? "page" : undefined}
      className={cx(
        "relative flex h-8 items-center gap-2.5 rounded-md px-2.5 text-sm transition-colors select-none narrow:justify-center narrow:px-0",
        isCurrent ? "bg-pressed font-medium text-ink" : "text-ink-soft hover:bg-hover hover:text-ink",
        isOff && "cursor-not-allowed text-ink-faint hover:bg-transparent hover:text-ink-faint",
      )}
    >
      <Icon size={16} strokeWidth={1.75} className={cx("shrink-0", isCurrent && "text-accent-ink")} aria-hidden />
      <span className="min-w-0 flex-1 truncate narrow:sr-only">{item.label}</span>
      {item.waiting !== undefined && item.waiting > 0 && (
        <span className="min-w-5 rounded-full bg-accent px-1.5 text-center text-2xs leading-[18px] font-semibold text-on-accent narrow:absolute narrow:top-0 narrow:right-0.5 narrow:min-w-4 narrow:px-1 narrow:leading-4">
          <span aria-hidden>{item.waiting.toLocaleString("en")}</span>
          <span className="sr-only">{t("shell.waiting", { count: item.waiting })}</span>
        </span>
      )}
      {isOff && <span className="sr-only">{item.disabledReason}</span>}
    </a>
  );
}
