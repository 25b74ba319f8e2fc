import type { ReactNode } from "react";
import { t } from "../messages/t.ts";
import { BrandMark } from "./brand-mark.tsx";

export type FrontDoorProps = { readonly banner?: ReactNode; readonly aside?: ReactNode; readonly children: ReactNode };

/** The window while nobody is signed in: one column, nothing to press that does not matter. */
export function FrontDoor({ banner, aside, children }: FrontDoorProps) {
  return (
    <div className="relative flex min-h-dvh flex-col bg-canvas">
      {/* Over the page: a line that breaks and comes back does not move what someone is typing into. */}
      <div className="absolute inset-x-0 top-0">{banner}</div>
      <main id="main" className="mx-auto flex w-full max-w-144 flex-1 flex-col justify-center px-6 py-16">
        <div className="mb-8 flex min-h-7 items-center justify-between gap-4">
          <p className="flex items-center gap-2 text-sm font-semibold text-ink-soft">
            <BrandMark />
            {t("app.name")}
          </p>
          {aside}
        </div>
        {children}
      </main>
    </div>
  );
}
