import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronsUpDown } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "../cx.ts";
import { t } from "../messages/ui.ts";
import { itemClass, popupClass } from "../overlay/popup-class.ts";
import { usePopupPlace } from "../overlay/popup-place.ts";
import { controlClass } from "./control-class.ts";

export type Choice<V extends string = string> = {
  readonly value: V;
  readonly label: string;
  readonly description?: string | undefined;
  readonly icon?: ReactNode;
  readonly disabled?: boolean | undefined;
};

export type SelectProps<V extends string> = {
  readonly value: V | null;
  readonly onChange: (value: V) => void;
  readonly choices: readonly Choice<V>[];
  readonly placeholder?: string | undefined;
  /** Accessible name where no Field surrounds it. */
  readonly label?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly size?: "small" | "medium" | undefined;
  readonly id?: string | undefined;
  readonly className?: string | undefined;
};

/** One of a few choices. For more than a dozen use Combobox. */
export function Select<V extends string>(props: SelectProps<V>) {
  const { value, onChange, choices, placeholder = t("select.placeholder"), label, disabled, size = "medium" } = props;
  const chosen = choices.find((choice) => choice.value === value);
  return (
    <Base.Root<V>
      value={value}
      disabled={disabled}
      items={choices.map((choice) => ({ value: choice.value, label: choice.label }))}
      onValueChange={(next) => {
        if (next !== null) onChange(next);
      }}
    >
      <Base.Trigger
        id={props.id}
        aria-label={label}
        className={cx(
          controlClass,
          "flex cursor-default items-center justify-between gap-2 pr-2 text-left select-none",
          size === "small" && "h-7",
          props.className,
        )}
      >
        <span className="flex min-w-0 items-center gap-2">
          {chosen?.icon}
          <Base.Value placeholder={placeholder} className="truncate data-placeholder:text-ink-faint" />
        </span>
        <ChevronsUpDown size={14} className="shrink-0 text-ink-faint" aria-hidden />
      </Base.Trigger>
      <Base.Portal container={usePopupPlace()}>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50">
          <Base.Popup className={cx(popupClass, "max-h-80 min-w-(--anchor-width) overflow-y-auto p-1")}>
            <Base.List>
              {choices.map((choice) => (
                <ChoiceItem key={choice.value} choice={choice} />
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function ChoiceItem({ choice }: { readonly choice: Choice }) {
  return (
    <Base.Item value={choice.value} disabled={choice.disabled} className={cx(itemClass, "items-start pr-7")}>
      {choice.icon !== undefined && <span className="mt-px">{choice.icon}</span>}
      <span className="flex min-w-0 flex-col">
        <Base.ItemText>{choice.label}</Base.ItemText>
        {choice.description !== undefined && <span className="text-xs text-ink-faint">{choice.description}</span>}
      </span>
      <Base.ItemIndicator className="absolute right-3 mt-px text-accent-ink">
        <Check size={15} aria-hidden />
      </Base.ItemIndicator>
    </Base.Item>
  );
}
