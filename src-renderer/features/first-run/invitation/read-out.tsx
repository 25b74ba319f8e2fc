import { Button } from "../../../ui/actions/button.tsx";
import { Fingerprint } from "../../../ui/text/fingerprint.tsx";
import { t } from "../messages.ts";

export type ReadOutProps = { readonly fingerprint: string; readonly onDone: () => void };

/** The number that the invited person reads to the admin, large enough to read aloud. */
export function ReadOut({ fingerprint, onDone }: ReadOutProps) {
  return (
    <div className="flex flex-col items-start gap-5">
      <Fingerprint label={t("compare.label")} text={fingerprint} />
      <p className="text-sm text-ink-soft">{t("compare.after")}</p>
      <Button variant="primary" onClick={onDone}>
        {t("compare.done")}
      </Button>
    </div>
  );
}
