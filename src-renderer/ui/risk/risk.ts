import type { LucideIcon } from "lucide-react";
import { CircleHelp, Eye, Pencil, TriangleAlert } from "lucide-react";
import { t } from "../messages/ui.ts";

/** The four risk classes, as the studio shows them. */
export type Risk = "readOnly" | "moderate" | "dangerous" | "unknown";

export type RiskLook = {
  readonly word: string;
  readonly icon: LucideIcon;
  readonly ink: string;
  /** Tint and edge of a badge; Unknown alone has a dashed edge. */
  readonly badge: string;
};

/** A word, an icon, then a colour: no other file may choose how a risk looks. */
export function riskLook(risk: Risk): RiskLook {
  switch (risk) {
    case "readOnly":
      return {
        word: t("risk.readOnly"),
        icon: Eye,
        ink: "text-calm",
        badge: "border-calm-line bg-calm-tint text-calm",
      };
    case "moderate":
      return {
        word: t("risk.moderate"),
        icon: Pencil,
        ink: "text-amber",
        badge: "border-amber-line bg-amber-tint text-amber",
      };
    case "dangerous":
      return {
        word: t("risk.dangerous"),
        icon: TriangleAlert,
        ink: "text-red",
        badge: "border-red-line bg-red-tint text-red",
      };
    case "unknown":
      return {
        word: t("risk.unknown"),
        icon: CircleHelp,
        ink: "text-violet",
        badge: "border-dashed border-violet-line bg-violet-tint text-violet",
      };
  }
}
