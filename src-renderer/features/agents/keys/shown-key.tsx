import { useEffect, useRef } from "react";
import { useRead, useStudio } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { ErrorState } from "../../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../../ui/feedback/skeleton.tsx";
import { CopyField } from "../../../ui/text/copy-field.tsx";
import { SnippetTabs } from "../connect/snippet-tabs.tsx";
import { t } from "../messages.ts";

export type ShownKeyProps = { readonly keyText: string; readonly onDone: () => void };

/** A key, this once, with the snippets that use it. */
export function ShownKey({ keyText, onDone }: ShownKeyProps) {
  const { rpc } = useStudio();
  const about = useRead(rpc.studio.about.queryOptions());
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section aria-label={t("shown.title")} className="flex max-w-180 flex-col gap-4">
      <header>
        <h2 ref={heading} tabIndex={-1} className="text-lg font-semibold outline-none">
          {t("shown.title")}
        </h2>
        <p className="text-sm text-ink-soft">{t("shown.text")}</p>
      </header>
      <CopyField label={t("shown.key")} text={keyText} />
      {about.kind === "loading" && <Skeleton rows={3} />}
      {about.kind === "failed" && <ErrorState {...about.failure} />}
      {about.kind === "ready" && <SnippetTabs about={about.data} keyText={keyText} />}
      <div>
        <Button variant="primary" onClick={onDone}>
          {t("shown.done")}
        </Button>
      </div>
    </section>
  );
}
