import { ArchiveRestore } from "lucide-react";
import { useRead, useStudio } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { KeyValues } from "../../ui/layout/key-values.tsx";
import { t } from "../messages/t.ts";

export type UnreadableProps = { readonly orgName: string; readonly reason: string; readonly onRestore: () => void };

/** The vault's records cannot be trusted: what that means, and that nothing was touched. */
export function Unreadable({ orgName, reason, onRestore }: UnreadableProps) {
  const { rpc } = useStudio();
  const about = useRead(rpc.studio.about.queryOptions());
  const home = about.kind === "ready" ? about.data.home : "…";
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-col gap-1.5" role="alert">
        <h1 className="text-xl font-semibold">{t("unreadable.title", { org: orgName })}</h1>
        <p className="text-base text-ink-soft">{t("unreadable.text")}</p>
      </div>
      <KeyValues
        items={[
          { id: "reason", label: t("unreadable.reason"), value: reason },
          { id: "home", label: t("unreadable.home"), value: <code className="font-mono text-xs">{home}</code> },
        ]}
      />
      <div>
        <Button icon={ArchiveRestore} onClick={onRestore}>
          {t("unreadable.restore")}
        </Button>
      </div>
    </div>
  );
}
