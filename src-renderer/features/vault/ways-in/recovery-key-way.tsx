import { useState } from "react";
import { t } from "../messages.ts";
import { useWaysIn } from "../use-vault.ts";
import { ProofForm } from "./proof-form.tsx";
import { ShownOnce } from "./shown-once.tsx";
import { unlockerOf, WayRow } from "./way.tsx";
import type { WayProps } from "./ways-in-panel.tsx";

/** The recovery key, for when the passphrase is lost. A new one takes the old one's place. */
export function RecoveryKeyWay({ status, isOpen, onOpen, onClose }: WayProps) {
  const { renewRecoveryKey: renew } = useWaysIn();
  const [made, setMade] = useState<string | null>(null);
  const unlocker = unlockerOf(status, "recovery-key");
  const close = (): void => {
    setMade(null);
    renew.reset();
    onClose();
  };
  const prove = async (passphrase: string): Promise<void> => {
    const outcome = await renew.run(passphrase);
    if (outcome.kind === "done") setMade(outcome.value);
  };
  return (
    <WayRow
      title={t("ways.recovery-key")}
      text={t("ways.recovery-key.text")}
      unlocker={unlocker}
      action={made === null ? t("recovery.renew") : undefined}
      isOpen={isOpen || made !== null}
      onOpen={onOpen}
      onClose={close}
    >
      {made === null ? (
        <ProofForm
          title={t("recovery.renew")}
          text={unlocker === undefined ? t("recovery.makeText") : t("recovery.renewText")}
          submit={t("recovery.submit")}
          isBusy={renew.isBusy}
          problem={renew.problem}
          onProve={(passphrase) => void prove(passphrase)}
          onCancel={close}
        />
      ) : (
        <ShownOnce
          title={t("recovery.shown")}
          text={t("recovery.shownText")}
          label={t("ways.recovery-key")}
          secret={made}
          onStored={close}
        />
      )}
    </WayRow>
  );
}
