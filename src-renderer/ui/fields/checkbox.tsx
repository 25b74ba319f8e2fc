import { Checkbox as Base } from "@base-ui/react/checkbox";
import { Check, Minus } from "lucide-react";
import { useId, type ReactNode } from "react";
import { cx } from "../cx.ts";

export type CheckboxProps = {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly label: ReactNode;
  readonly description?: ReactNode;
  readonly isIndeterminate?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  /** Keeps the label for assistive technology only, as in table cells. */
  readonly isLabelHidden?: boolean | undefined;
  readonly className?: string | undefined;
};

/** A yes or no that takes effect with the form around it. For an immediate effect use Switch. */
export function Checkbox(props: CheckboxProps) {
  const id = useId();
  return (
    <span className={cx("flex items-start gap-2", props.className)}>
      <Base.Root
        checked={props.checked}
        onCheckedChange={(checked) => props.onChange(checked)}
        indeterminate={props.isIndeterminate}
        disabled={props.disabled}
        aria-labelledby={`${id}-label`}
        aria-describedby={props.description === undefined ? undefined : `${id}-description`}
        className="mt-px flex size-4 shrink-0 items-center justify-center rounded-sm border border-field-line bg-surface text-on-accent transition-colors hover:border-ink-faint data-checked:border-accent data-checked:bg-accent data-disabled:cursor-not-allowed data-disabled:border-line-strong data-disabled:bg-sunken data-disabled:text-ink-faint data-indeterminate:border-accent data-indeterminate:bg-accent"
      >
        <Base.Indicator>
          {props.isIndeterminate === true ? <Minus size={12} strokeWidth={3} /> : <Check size={12} strokeWidth={3} />}
        </Base.Indicator>
      </Base.Root>
      <ToggleText
        id={id}
        label={props.label}
        description={props.description}
        isHidden={props.isLabelHidden}
        onClick={() => {
          if (props.disabled !== true) props.onChange(!props.checked);
        }}
      />
    </span>
  );
}

type ToggleTextProps = {
  readonly id: string;
  readonly label: ReactNode;
  readonly description?: ReactNode;
  readonly isHidden?: boolean | undefined;
  readonly onClick: () => void;
};

/** The words beside a checkbox or switch; clicking them toggles it, which assistive technology does on the control itself. */
export function ToggleText({ id, label, description, isHidden = false, onClick }: ToggleTextProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- boundary: the labelled control beside it has the keys
    <span className={cx("flex min-w-0 flex-col", isHidden && "sr-only")} onClick={onClick}>
      <span id={`${id}-label`} className="text-sm text-ink select-none">
        {label}
      </span>
      {description !== undefined && (
        <span id={`${id}-description`} className="text-xs text-ink-faint">
          {description}
        </span>
      )}
    </span>
  );
}
