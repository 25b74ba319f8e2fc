import { Field } from "@base-ui/react/field";
import type { ComponentProps } from "react";
import { cx } from "../cx.ts";
import { controlClass } from "./control-class.ts";

export type TextareaProps = Omit<ComponentProps<"textarea">, "value" | "onChange" | "defaultValue"> & {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isMono?: boolean | undefined;
};

/** Text of several lines; grows with its content up to a third of the window. */
export function Textarea({ value, onChange, isMono = false, rows = 3, className, ...rest }: TextareaProps) {
  const control = (
    <textarea
      spellCheck={false}
      {...rest}
      rows={rows}
      className={cx(
        controlClass,
        "field-sizing-content h-auto max-h-[34vh] min-h-16 resize-y py-1.5 leading-normal",
        isMono && "font-mono text-xs",
        className,
      )}
    />
  );
  return <Field.Control render={control} value={value} onValueChange={onChange} />;
}
