import { Switch as Base } from "@base-ui/react/switch";
import { useId, type ReactNode } from "react";
import { cx } from "../cx.ts";
import { ToggleText } from "./checkbox.tsx";

export type SwitchProps = {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly label: ReactNode;
  readonly description?: ReactNode;
  readonly disabled?: boolean | undefined;
  readonly isLabelHidden?: boolean | undefined;
  readonly className?: string | undefined;
};

/** On or off, at once. Words on the left, the switch on the right, as settings read. */
export function Switch(props: SwitchProps) {
  const id = useId();
  const toggle = (): void => {
    if (props.disabled !== true) props.onChange(!props.checked);
  };
  return (
    <span
      className={cx(
        "flex items-start justify-between gap-4",
        props.isLabelHidden === true && "inline-flex",
        props.className,
      )}
    >
      <ToggleText
        id={id}
        label={props.label}
        description={props.description}
        isHidden={props.isLabelHidden}
        onClick={toggle}
      />
      <Base.Root
        checked={props.checked}
        onCheckedChange={(checked) => props.onChange(checked)}
        disabled={props.disabled}
        aria-labelledby={`${id}-label`}
        aria-describedby={props.description === undefined ? undefined : `${id}-description`}
        className="relative mt-px flex h-[18px] w-8 shrink-0 items-center rounded-full border border-field-line bg-sunken p-px transition-colors hover:border-ink-faint data-checked:border-accent data-checked:bg-accent data-disabled:cursor-not-allowed data-disabled:opacity-55"
      >
        <Base.Thumb className="size-3.5 rounded-full bg-ink-faint transition-[translate,background-color] data-checked:translate-x-3.5 data-checked:bg-on-accent" />
      </Base.Root>
    </span>
  );
}
