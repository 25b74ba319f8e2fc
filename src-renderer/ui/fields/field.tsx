import { Field as Base } from "@base-ui/react/field";
import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "../cx.ts";
import { t } from "../messages/ui.ts";

export type FieldProps = {
  readonly label: string;
  /** One control of this folder; it finds its label, hint and error by itself. */
  readonly children: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly isOptional?: boolean | undefined;
  /** Monospace label, for names that are not ours (arguments, variables). */
  readonly isVerbatimLabel?: boolean | undefined;
  /** `inside` for controls that are not a native input (Select, RadioCards): clicking the label then does not activate them. */
  readonly isComposite?: boolean | undefined;
  readonly isLabelHidden?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly className?: string | undefined;
};

/** A control with its name above, and below it a hint or, when refused, the reason. */
export function Field(props: FieldProps) {
  const { label, children, hint, error, isOptional = false, isComposite = false, disabled, className } = props;
  const labelProps = isComposite ? { nativeLabel: false, render: <div /> } : {};
  return (
    <Base.Root
      className={cx("flex min-w-0 flex-col gap-1", className)}
      invalid={error !== undefined}
      disabled={disabled}
    >
      <span className={cx("flex items-baseline gap-2", props.isLabelHidden === true && "sr-only")}>
        <Base.Label
          {...labelProps}
          className={cx("text-sm font-medium text-ink", props.isVerbatimLabel === true && "font-mono font-normal")}
        >
          {label}
        </Base.Label>
        {isOptional && <span className="text-xs text-ink-faint">{t("form.optional")}</span>}
      </span>
      {children}
      {error !== undefined && (
        <Base.Error match className="flex items-start gap-1.5 text-xs text-amber">
          <CircleAlert size={14} className="mt-px shrink-0" aria-hidden />
          <span>{error}</span>
        </Base.Error>
      )}
      {hint !== undefined && <Base.Description className="text-xs text-ink-faint">{hint}</Base.Description>}
    </Base.Root>
  );
}
