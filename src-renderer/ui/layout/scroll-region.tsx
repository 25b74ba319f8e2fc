import type { ReactNode } from "react";

export type ScrollRegionProps = {
  /** Accessible name. */
  readonly label: string;
  readonly children: ReactNode;
  readonly className?: string | undefined;
};

/** Content that scrolls inside itself, by keyboard too. */
export function ScrollRegion({ label, children, className }: ScrollRegionProps) {
  return (
    <div
      role="region"
      aria-label={label}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- boundary: what scrolls must be reachable by keyboard
      tabIndex={0}
      className={className}
    >
      {children}
    </div>
  );
}
