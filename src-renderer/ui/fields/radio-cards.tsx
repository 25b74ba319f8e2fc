import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import { useId } from "react";
import { cx } from "../cx.ts";
import type { Choice } from "./select.tsx";

export type RadioCardsProps<V extends string> = {
  readonly value: V | null;
  readonly onChange: (value: V) => void;
  readonly choices: readonly Choice<V>[];
  /** Accessible name of the group where no composite Field surrounds it. */
  readonly label?: string | undefined;
  readonly columns?: 1 | 2 | 3 | undefined;
  readonly disabled?: boolean | undefined;
};

const COLUMNS = { 1: "grid-cols-1", 2: "grid-cols-2", 3: "grid-cols-3" } as const;

/** One of a few choices that each need a sentence. */
export function RadioCards<V extends string>(props: RadioCardsProps<V>) {
  const { value, onChange, choices, label, columns = 1, disabled } = props;
  return (
    <RadioGroup<V | null>
      value={value}
      onValueChange={(next) => {
        if (next !== null) onChange(next);
      }}
      disabled={disabled}
      aria-label={label}
      className={cx("grid gap-2", COLUMNS[columns])}
    >
      {choices.map((choice) => (
        <RadioCard key={choice.value} choice={choice} />
      ))}
    </RadioGroup>
  );
}

function RadioCard({ choice }: { readonly choice: Choice }) {
  const id = useId();
  return (
    <label className="flex cursor-default items-start gap-2.5 rounded-md border border-line-strong bg-surface px-3 py-2.5 transition-colors hover:border-field-line has-data-checked:border-accent has-data-checked:bg-accent-tint has-data-disabled:cursor-not-allowed has-data-disabled:bg-sunken has-data-disabled:text-ink-faint">
      <Radio.Root
        value={choice.value}
        disabled={choice.disabled}
        aria-labelledby={`${id}-label`}
        aria-describedby={choice.description === undefined ? undefined : `${id}-description`}
        className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-field-line bg-surface data-checked:border-accent data-checked:bg-accent"
      >
        <Radio.Indicator className="size-1.5 rounded-full bg-on-accent" />
      </Radio.Root>
      <span className="flex min-w-0 flex-col gap-0.5">
        <span id={`${id}-label`} className="flex items-center gap-1.5 text-sm font-medium">
          {choice.icon}
          {choice.label}
        </span>
        {choice.description !== undefined && (
          <span id={`${id}-description`} className="text-xs text-ink-soft">
            {choice.description}
          </span>
        )}
      </span>
    </label>
  );
}
