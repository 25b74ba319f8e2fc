import type { ReactNode } from "react";

export type SectionProps = {
  readonly title: string;
  readonly children: ReactNode;
  /** At the right of the title. */
  readonly trailing?: ReactNode;
};

/** One part of the page of a call, set off by a hairline. */
export function Section({ title, trailing, children }: SectionProps) {
  return (
    <section aria-label={title} className="flex flex-col gap-3 border-t border-line pt-4">
      <div className="flex items-center gap-3">
        <h3 className="text-sm font-semibold">{title}</h3>
        {trailing}
      </div>
      {children}
    </section>
  );
}
