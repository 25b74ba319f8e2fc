import { Page } from "../../ui/layout/page.tsx";
import { BackupsPanel } from "./backups-panel.tsx";
import { ExportPanel } from "./export-panel.tsx";
import { ImportPanel } from "./import-panel.tsx";
import { t } from "./messages.ts";
import { RestorePanel } from "./restore-panel.tsx";
import { useLook } from "./use-look.ts";

/** Copies of the organization: sealed as it is, and readable elsewhere. */
export function BackupsPage() {
  const look = useLook();
  return (
    <Page title={t("page.title")} layout="read">
      <div className="mx-auto flex max-w-180 flex-col gap-5">
        <BackupsPanel onLook={(path) => void look.look(path)} />
        <RestorePanel look={look} />
        <ExportPanel />
        <ImportPanel />
      </div>
    </Page>
  );
}
