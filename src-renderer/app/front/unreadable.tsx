import { ArchiveRestore } from "lucide-react";
import { useRead, useStudio, type OrgEntry } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { KeyValues } from "../../ui/layout/key-values.tsx";
import { t } from "../messages/t.ts";

export type UnreadableProps = {
  readonly orgName: string;
  readonly reason: string;
  /** Why not even its database is open; null: its vault's records cannot be trusted. */
  readonly fault: OrgEntry["fault"];
  readonly onRestore: () => void;
};

/** An organization that cannot be opened: what that means, what to do, and that nothing was touched. */
export function Unreadable({ orgName, reason, fault, onRestore }: UnreadableProps) {
  const { rpc } = useStudio();
  const about = useRead(rpc.studio.about.queryOptions());
  // What is whole is opened later: a backup would only put an older state in its place.
  const mayRestore = fault === null || fault === "damaged" || fault === "missing";
  const home = about.kind === "ready" ? about.data.home : "…";
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-col gap-1.5" role="alert">
        <h1 className="text-xl font-semibold">
          {t(fault === null ? "unreadable.title" : "fault.title", { org: orgName })}
        </h1>
        <p className="text-base text-ink-soft">{t(fault === null ? "unreadable.text" : `fault.${fault}`)}</p>
      </div>
      <KeyValues
        items={[
          { id: "reason", label: t("unreadable.reason"), value: reason },
          { id: "home", label: t("unreadable.home"), value: <code className="font-mono text-xs">{home}</code> },
        ]}
      />
      {mayRestore && (
        <div>
          <Button icon={ArchiveRestore} onClick={onRestore}>
            {t("unreadable.restore")}
          </Button>
        </div>
      )}
    </div>
  );
}
