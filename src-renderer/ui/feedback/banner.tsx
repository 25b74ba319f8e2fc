import type { LucideIcon } from "lucide-react";
import { Info, OctagonAlert, TriangleAlert, Wrench, X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "../actions/icon-button.tsx";
import { cx } from "../cx.ts";
import { t } from "../messages/ui.ts";

/** `ours` is an error of ours: amber with a wrench. Red is for risk and destruction alone. */
export type BannerKind = "info" | "warn" | "ours" | "danger";

const LOOKS: Readonly<Record<BannerKind, { readonly icon: LucideIcon; readonly box: string; readonly ink: string }>> = {
  info: { icon: Info, box: "border-calm-line bg-calm-tint", ink: "text-calm" },
  warn: { icon: TriangleAlert, box: "border-amber-line bg-amber-tint", ink: "text-amber" },
  ours: { icon: Wrench, box: "border-amber-line bg-amber-tint", ink: "text-amber" },
  danger: { icon: OctagonAlert, box: "border-red-line bg-red-tint", ink: "text-red" },
};

export type BannerProps = {
  readonly kind: BannerKind;
  readonly title: string;
  readonly children?: ReactNode;
  /** One or two buttons, `size="small"`. */
  readonly actions?: ReactNode;
  readonly onDismiss?: (() => void) | undefined;
  /** Replaces the icon of the kind. */
  readonly icon?: LucideIcon | undefined;
  /** `bar` spans the window under the top bar; `box` stands in a page. */
  readonly shape?: "box" | "bar" | undefined;
  readonly isAnnounced?: boolean | undefined;
};

/** A standing notice about the thing it stands on. */
export function Banner(props: BannerProps) {
  const { kind, title, children, actions, onDismiss, shape = "box", isAnnounced = true } = props;
  const look = LOOKS[kind];
  const Icon = props.icon ?? look.icon;
  return (
    <div
      role={!isAnnounced ? undefined : kind === "danger" ? "alert" : "status"}
      className={cx(
        "flex items-start gap-2.5 px-3 py-2",
        look.box,
        shape === "box" ? "rounded-md border" : "border-b px-5",
      )}
    >
      <Icon size={16} className={cx("mt-[3px] shrink-0", look.ink)} aria-hidden />
      <div className="min-w-0 flex-1 py-px">
        <p className={cx("text-sm font-medium", look.ink)}>{title}</p>
        {children !== undefined && <div className="text-sm text-ink">{children}</div>}
      </div>
      {actions !== undefined && <div className="flex shrink-0 items-center gap-2">{actions}</div>}
      {onDismiss !== undefined && <IconButton icon={X} label={t("action.dismiss")} size="small" onClick={onDismiss} />}
    </div>
  );
}
