import type { ReactNode } from "react";
import { t } from "../messages/t.ts";
import { BrandMark } from "./brand-mark.tsx";

export type FrontDoorProps = { readonly banner?: ReactNode; readonly children: ReactNode };

/** The window while nobody is signed in: one column, nothing to press that does not matter. */
export function FrontDoor({ banner, children }: FrontDoorProps) {
  return (
    <div className="flex min-h-dvh flex-col bg-canvas">
      {banner}
      <main id="main" className="mx-auto flex w-full max-w-144 flex-1 flex-col justify-center px-6 py-10">
        <p className="mb-8 flex items-center gap-2 text-sm font-semibold text-ink-soft">
          <BrandMark />
          {t("app.name")}
        </p>
        {children}
      </main>
    </div>
  );
}
