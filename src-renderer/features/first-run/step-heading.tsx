import { useEffect, useRef, type ReactNode } from "react";
import { t } from "./messages.ts";

export type StepHeadingProps = {
  readonly title: string;
  readonly children: ReactNode;
  readonly step: number;
  readonly total: number;
};

/** Heads a step and takes the focus, so that the next step is read out and Tab goes on from there. */
export function StepHeading({ title, children, step, total }: StepHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (step > 1) heading.current?.focus();
  }, [step]);
  return (
    <header className="flex flex-col gap-1.5">
      <p className="text-xs text-ink-faint">{t("steps", { step, total })}</p>
      <h1 ref={heading} tabIndex={-1} className="text-xl font-semibold outline-none">
        {title}
      </h1>
      <p className="text-base text-ink-soft">{children}</p>
    </header>
  );
}
