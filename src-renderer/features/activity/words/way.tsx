import type { ReactNode } from "react";

/** A link inside a sentence. */
export function Way({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <a href={href} className="rounded-xs font-medium text-accent-ink hover:underline">
      {children}
    </a>
  );
}
