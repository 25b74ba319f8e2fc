import { useRef } from "react";
import { useMember, type CredentialSummary } from "../../../client/index.ts";
import { useRegainedFocus } from "../../../ui/actions/use-regained-focus.ts";
import { Panel } from "../../../ui/layout/panel.tsx";
import { t } from "../messages.ts";
import { ValueForm } from "../values/value-form.tsx";
import { ClearButton } from "./clear-button.tsx";

/** The organization's value, or one's own: set, replaced, cleared, never shown. */
export function ValuePanel({ credential }: { readonly credential: CredentialSummary }) {
  const { may } = useMember();
  const panel = useRef<HTMLDivElement>(null);
  useRegainedFocus(credential.hasValue, () => panel.current?.querySelector("input"));
  const maySet = credential.scope === "user_secret" || may("admin");
  const title = maySet ? titleOf(credential) : t("detail.value");
  return (
    <Panel
      title={title}
      actions={
        maySet &&
        credential.hasValue && <ClearButton credential={credential} teamId={null} whose={whoseOf(credential)} />
      }
    >
      {maySet ? (
        <div ref={panel}>
          <ValueForm credential={credential} teamId={null} title={title} kept={credential.setFields} />
        </div>
      ) : (
        <p className="text-sm text-ink-soft">{t("set.forbidden")}</p>
      )}
    </Panel>
  );
}

/** Names the form after what it does to this credential. */
function titleOf({ scope, hasValue }: CredentialSummary): string {
  if (scope === "user_secret") return hasValue ? t("replace.ownTitle") : t("set.ownTitle");
  return hasValue ? t("replace.title") : t("set.title");
}

function whoseOf({ scope, name }: CredentialSummary): string {
  return scope === "user_secret" ? t("clear.own", { name }) : t("clear.orgs", { name });
}
