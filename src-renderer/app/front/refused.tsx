import type { RefusalReason } from "../../client/index.ts";
import { CopyField } from "../../ui/text/copy-field.tsx";
import { t } from "../messages/t.ts";

const COMMAND = "gatehouse open";

/** Why the studio does not let this window in, and the command that opens one that it does. */
export function Refused({ reason }: { readonly reason: RefusalReason }) {
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-col gap-1.5" role="alert">
        <h1 className="text-xl font-semibold">{t(`refused.${reason}.title`)}</h1>
        <p className="text-base text-ink-soft">{t(`refused.${reason}.text`)}</p>
      </div>
      <CopyField label={t("refused.command")} text={COMMAND} />
    </div>
  );
}
