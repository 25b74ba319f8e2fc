import { Pencil } from "lucide-react";
import { useRef, useState } from "react";
import { useMember, type CredentialSummary } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useHotkeys } from "../../../ui/actions/hotkeys.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { HealthBadge } from "../health-badge.tsx";
import { t } from "../messages.ts";
import { EditForm } from "./edit-form.tsx";
import { CredentialFacts } from "./credential-facts.tsx";
import { HealthNote } from "./health-note.tsx";
import { RemoveButton } from "./remove-button.tsx";
import { TeamValues } from "./team-values.tsx";
import { ValuePanel } from "./value-panel.tsx";

export type CredentialDetailProps = { readonly credential: CredentialSummary; readonly onRemoved: () => void };

/** One credential: everything about it but its value. */
export function CredentialDetail({ credential, onRemoved }: CredentialDetailProps) {
  const { may } = useMember();
  const [isEditing, setEditing] = useState(false);
  const isAdmin = may("admin");
  const editButton = useRef<HTMLButtonElement>(null);
  const edit = (): void => setEditing(true);
  const leave = (): void => {
    setEditing(false);
    editButton.current?.focus();
  };
  useHotkeys(t("page.keys"), [{ keys: "e", label: t("edit"), run: edit, disabled: !isAdmin }]);
  return (
    <article aria-label={credential.name} className="min-h-0 flex-1 overflow-y-auto px-6 py-5">
      <div className="flex max-w-180 flex-col gap-5">
        <header className="flex flex-wrap items-center gap-3">
          <h2 className="min-w-0 text-lg font-semibold wrap-anywhere">{credential.name}</h2>
          <HealthBadge credential={credential} />
          {isAdmin && (
            <div className="ml-auto flex gap-2">
              <Button ref={editButton} size="small" icon={Pencil} shortcut="e" onClick={edit}>
                {t("edit")}
              </Button>
              <RemoveButton credential={credential} onRemoved={onRemoved} />
            </div>
          )}
        </header>
        <HealthNote credential={credential} />
        {isEditing && (
          <Panel title={t("edit.title")}>
            <EditForm credential={credential} onDone={leave} />
          </Panel>
        )}
        <CredentialFacts credential={credential} />
        {credential.scope === "team_secret" ? (
          <TeamValues credential={credential} />
        ) : (
          <ValuePanel credential={credential} />
        )}
      </div>
    </article>
  );
}
