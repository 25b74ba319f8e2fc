import { useEffect, useRef, useState, type ReactNode } from "react";
import { Button } from "../../../ui/actions/button.tsx";
import { Checkbox } from "../../../ui/fields/checkbox.tsx";
import { Form, FormActions } from "../../../ui/fields/form.tsx";
import { CopyField } from "../../../ui/text/copy-field.tsx";
import { t } from "../messages.ts";

export type ShownOnceProps = {
  readonly title: string;
  readonly text: string;
  readonly label: string;
  readonly secret: string;
  /** More to take along, under the secret. */
  readonly children?: ReactNode;
  readonly onStored: () => void;
};

/** Something that Gatehouse made and shows this once; it goes when the person says that they have it. */
export function ShownOnce({ title, text, label, secret, children, onStored }: ShownOnceProps) {
  const [isStored, setStored] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  useLeaveWarning();
  return (
    <Form label={title} onSubmit={() => isStored && onStored()}>
      <div>
        <h3 ref={heading} tabIndex={-1} className="text-sm font-semibold outline-none">
          {title}
        </h3>
        <p className="text-sm text-ink-soft">{text}</p>
      </div>
      <CopyField label={label} text={secret} />
      {children}
      <Checkbox checked={isStored} onChange={setStored} label={t("shown.stored")} />
      <FormActions>
        <Button type="submit" variant="primary" disabled={!isStored}>
          {t("shown.done")}
        </Button>
      </FormActions>
    </Form>
  );
}

/** It is nowhere else: leaving the page asks first. */
function useLeaveWarning(): void {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, []);
}
