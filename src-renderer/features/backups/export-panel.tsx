import { useRef, useState } from "react";
import type { ExportOutput } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { useRegainedFocus } from "../../ui/actions/use-regained-focus.ts";
import { KeyValues } from "../../ui/layout/key-values.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { CopyField } from "../../ui/text/copy-field.tsx";
import { exportContents } from "./export-contents.ts";
import { ExportForm } from "./export-form.tsx";
import { LeftOut } from "./left-out.tsx";
import { t } from "./messages.ts";
import { sizeWords } from "./sizes.ts";
import { useCredentials } from "./use-backups.ts";

/** Writes credentials into a file that other tools and another studio can read. */
export function ExportPanel() {
  const [written, setWritten] = useState<ExportOutput | null>(null);
  const content = useRef<HTMLDivElement>(null);
  useRegainedFocus(written, () => content.current?.querySelector("button, input"));
  return (
    <Panel title={t("export.title")} description={t("export.text")}>
      <div ref={content}>
        {written === null ? (
          <div className="flex flex-col gap-4">
            <Contents />
            <ExportForm onWritten={setWritten} />
          </div>
        ) : (
          <Written output={written} onDone={() => setWritten(null)} />
        )}
      </div>
    </Panel>
  );
}

/** Says before anything is typed what the file holds, and what it does not. */
function Contents() {
  const credentials = useCredentials();
  if (credentials.kind !== "ready") return null;
  const { org, team, own, others, hollow } = exportContents(credentials.data);
  return (
    <KeyValues
      items={[
        { id: "in", label: t("export.inside"), value: t("export.insideText", { org, team, own }) },
        {
          id: "out",
          label: t("export.outside"),
          value: (
            <ul className="flex list-disc flex-col gap-0.5 pl-4">
              {others > 0 && <li>{t("export.others", { count: others })}</li>}
              {hollow > 0 && <li>{t("export.hollow", { count: hollow })}</li>}
              <li>{t("export.tokens")}</li>
              <li>{t("export.rest")}</li>
            </ul>
          ),
        },
      ]}
    />
  );
}

function Written({ output, onDone }: { readonly output: ExportOutput; readonly onDone: () => void }) {
  return (
    <div role="status" className="flex flex-col gap-3">
      <p className="text-sm font-medium">
        {t("export.done", { count: output.credentials, size: sizeWords(output.bytes) })}
      </p>
      <CopyField label={t("export.file")} text={output.path} />
      <LeftOut items={output.leftOut} />
      <div>
        <Button onClick={onDone}>{t("done")}</Button>
      </div>
    </div>
  );
}
