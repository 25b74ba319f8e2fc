import { Combobox as Base } from "@base-ui/react/combobox";
import { Check, ChevronsUpDown, X } from "lucide-react";
import { cx } from "../cx.ts";
import { t } from "../messages/ui.ts";
import { itemClass, popupClass } from "../overlay/popup-class.ts";
import { usePopupPlace } from "../overlay/popup-place.ts";
import { controlClass } from "./control-class.ts";
import type { Choice } from "./select.tsx";

export type ComboboxProps<V extends string> = {
  readonly value: V | null;
  readonly onChange: (value: V | null) => void;
  readonly choices: readonly Choice<V>[];
  readonly placeholder?: string | undefined;
  readonly emptyText?: string | undefined;
  readonly label?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly className?: string | undefined;
};

/** One of many choices, found by typing. */
export function Combobox<V extends string>(props: ComboboxProps<V>) {
  const { value, onChange, choices, placeholder, label, disabled } = props;
  const chosen = choices.find((choice) => choice.value === value) ?? null;
  return (
    <Base.Root
      items={choices}
      value={chosen}
      onValueChange={(choice) => onChange(choice?.value ?? null)}
      disabled={disabled}
      autoHighlight
    >
      <Base.InputGroup className={cx("relative", props.className)}>
        <Base.Input
          placeholder={placeholder}
          aria-label={label}
          spellCheck={false}
          className={cx(controlClass, "pr-14")}
        />
        <span className="absolute inset-y-0 right-1 flex items-center text-ink-faint">
          <Base.Clear
            aria-label={t("action.clear")}
            className="flex size-6 items-center justify-center rounded-sm hover:bg-hover hover:text-ink"
          >
            <X size={14} aria-hidden />
          </Base.Clear>
          <Base.Trigger
            aria-label={t("combobox.open")}
            className="flex size-6 items-center justify-center rounded-sm hover:bg-hover hover:text-ink"
          >
            <ChevronsUpDown size={14} aria-hidden />
          </Base.Trigger>
        </span>
      </Base.InputGroup>
      <Base.Portal container={usePopupPlace()}>
        <Base.Positioner sideOffset={4} className="z-50">
          <Base.Popup className={cx(popupClass, "max-h-80 w-(--anchor-width) overflow-y-auto p-1")}>
            <Base.Empty>
              <span className="block px-2 py-1.5 text-sm text-ink-faint">{props.emptyText ?? t("combobox.empty")}</span>
            </Base.Empty>
            <Base.List>{(choice: Choice<V>) => <ComboboxItem key={choice.value} choice={choice} />}</Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function ComboboxItem({ choice }: { readonly choice: Choice }) {
  return (
    <Base.Item value={choice} disabled={choice.disabled} className={cx(itemClass, "relative pr-7")}>
      {choice.icon}
      <span className="flex min-w-0 flex-col">
        <span>{choice.label}</span>
        {choice.description !== undefined && <span className="text-xs text-ink-faint">{choice.description}</span>}
      </span>
      <Base.ItemIndicator className="absolute right-2 text-accent-ink">
        <Check size={15} aria-hidden />
      </Base.ItemIndicator>
    </Base.Item>
  );
}
