import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { t } from "../messages.ts";
import { useWaysIn } from "../use-vault.ts";
import { PassphraseForm } from "./passphrase-form.tsx";
import { unlockerOf, WayRow } from "./way.tsx";
import type { WayProps } from "./ways-in-panel.tsx";

/** The passphrase, which everyone has and can change. */
export function PassphraseWay({ status, isOpen, onOpen, onClose }: WayProps) {
  const { changePassphrase: change } = useWaysIn();
  const notify = useNotify();
  const run = async (current: string, next: string): Promise<boolean> => {
    const { kind } = await change.run(current, next);
    if (kind === "failed") return false;
    notify({ title: t("passphrase.done") });
    onClose();
    return true;
  };
  return (
    <WayRow
      title={t("ways.passphrase")}
      text={t("ways.passphrase.text")}
      unlocker={unlockerOf(status, "passphrase")}
      action={t("passphrase.change")}
      isOpen={isOpen}
      onOpen={onOpen}
      onClose={onClose}
    >
      <PassphraseForm isBusy={change.isBusy} problem={change.problem} onChange={run} onCancel={onClose} />
    </WayRow>
  );
}
