import { Field } from "@base-ui/react/field";
import { Eye, EyeOff } from "lucide-react";
import { useState, type ComponentProps } from "react";
import { IconButton } from "../actions/icon-button.tsx";
import { cx } from "../cx.ts";
import { t } from "../messages/ui.ts";
import { controlClass } from "./control-class.ts";

export type PasswordInputProps = Omit<ComponentProps<"input">, "value" | "onChange" | "type"> & {
  /** Uncontrolled on purpose: the secret stays in the element and is read once, through `ref` or the form. */
  readonly onFilledChange?: ((isFilled: boolean) => void) | undefined;
};

/** A secret. It is never kept in component state, can be looked at while typing, and is hidden again on blur. */
export function PasswordInput({ onFilledChange, className, onBlur, ...rest }: PasswordInputProps) {
  const [isShown, setShown] = useState(false);
  return (
    <span
      className="relative block"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setShown(false);
      }}
    >
      <Field.Control
        autoComplete="off"
        spellCheck={false}
        autoCapitalize="off"
        {...rest}
        onBlur={onBlur}
        type={isShown ? "text" : "password"}
        onChange={(event) => onFilledChange?.(event.currentTarget.value !== "")}
        className={cx(controlClass, "pr-9 font-mono text-xs", className)}
      />
      <IconButton
        icon={isShown ? EyeOff : Eye}
        label={isShown ? t("password.hide") : t("password.show")}
        size="small"
        className="absolute top-1 right-1"
        aria-pressed={isShown}
        onClick={() => setShown(!isShown)}
      />
    </span>
  );
}
