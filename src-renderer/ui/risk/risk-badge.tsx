import { cx } from "../cx.ts";
import { riskLook, type Risk } from "./risk.ts";

export type RiskBadgeProps = {
  readonly risk: Risk;
  /** `icon` for dense rows: the word stays, for assistive technology and as a title. */
  readonly look?: "badge" | "plain" | "icon" | undefined;
  readonly className?: string | undefined;
};

/** The risk class of a tool or call. */
export function RiskBadge({ risk, look = "badge", className }: RiskBadgeProps) {
  const { word, icon: Icon, ink, badge } = riskLook(risk);
  if (look === "icon") {
    return (
      <span className={cx("inline-flex shrink-0", ink, className)} title={word}>
        <Icon size={15} aria-hidden />
        <span className="sr-only">{word}</span>
      </span>
    );
  }
  return (
    <span
      className={cx(
        "inline-flex shrink-0 items-center gap-1 font-medium whitespace-nowrap",
        look === "badge" ? `h-[22px] rounded-sm border px-1.5 text-xs ${badge}` : `text-sm ${ink}`,
        className,
      )}
    >
      <Icon size={13} aria-hidden />
      {word}
    </span>
  );
}
