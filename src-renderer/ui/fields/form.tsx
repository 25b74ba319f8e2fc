import { useEffect, useRef, type ReactNode } from "react";
import { cx } from "../cx.ts";

const REFUSED = 'input[aria-invalid="true"], textarea[aria-invalid="true"], [role="combobox"][aria-invalid="true"]';

export type FormProps = {
  readonly onSubmit: () => void;
  readonly children: ReactNode;
  /** Accessible name; the heading above the form, usually. */
  readonly label: string;
  readonly className?: string | undefined;
};

/** A column of fields at reading width. Enter in a field submits; what was refused then gets the focus, the first of it. */
export function Form({ onSubmit, children, label, className }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const awaitsVerdict = useRef(false);
  // A refusal shows itself in whichever later render brings it: at once, or when the studio has answered.
  useEffect(() => {
    if (!awaitsVerdict.current) return;
    const refused = form.current?.querySelector<HTMLElement>(REFUSED);
    if (refused === null || refused === undefined) return;
    awaitsVerdict.current = false;
    refused.focus();
  });
  return (
    <form
      ref={form}
      noValidate
      aria-label={label}
      className={cx("flex max-w-140 flex-col gap-4", className)}
      onInput={() => {
        // Whoever types on keeps the place where they type.
        awaitsVerdict.current = false;
      }}
      onSubmit={(event) => {
        event.preventDefault();
        awaitsVerdict.current = true;
        onSubmit();
      }}
    >
      {children}
    </form>
  );
}

/** Fields side by side that belong together. */
export function FormRow({ children }: { readonly children: ReactNode }) {
  return <div className="grid auto-cols-fr grid-flow-col items-start gap-3">{children}</div>;
}

export type FormSectionProps = {
  readonly title: string;
  readonly description?: ReactNode;
  readonly children: ReactNode;
};

/** A titled part of a longer form, set off by a hairline. */
export function FormSection({ title, description, children }: FormSectionProps) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-4 border-t border-line pt-4 first:border-t-0 first:pt-0">
      <legend className="sr-only">{title}</legend>
      <div aria-hidden="true" className="flex flex-col gap-0.5">
        <span className="text-base font-semibold">{title}</span>
      </div>
      {description !== undefined && <p className="-mt-3.5 text-sm text-ink-soft">{description}</p>}
      {children}
    </fieldset>
  );
}

/** The buttons of a form: the primary first, where reading ends. */
export function FormActions({ children }: { readonly children: ReactNode }) {
  return <div className="flex items-center gap-2 pt-1">{children}</div>;
}
