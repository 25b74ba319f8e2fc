import { Field } from "@base-ui/react/field";
import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { cx } from "../cx.ts";
import { controlClass } from "./control-class.ts";

export type InputProps = Omit<ComponentProps<"input">, "value" | "onChange" | "defaultValue"> & {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Names, ids, addresses and keys are monospace. */
  readonly isMono?: boolean | undefined;
  readonly icon?: LucideIcon | undefined;
};

/** One line of text. Spelling and autocorrection are off: what is typed here is sent as it is. */
export function Input({ value, onChange, isMono = false, icon: Icon, className, ...rest }: InputProps) {
  const input = (
    <Field.Control
      spellCheck={false}
      autoComplete="off"
      autoCapitalize="off"
      {...rest}
      value={value}
      onValueChange={onChange}
      className={cx(controlClass, isMono && "font-mono text-xs", Icon !== undefined && "pl-8", className)}
    />
  );
  if (Icon === undefined) return input;
  return (
    <span className="relative block">
      <Icon
        size={14}
        className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-faint"
        aria-hidden
      />
      {input}
    </span>
  );
}
