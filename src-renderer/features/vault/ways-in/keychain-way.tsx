import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { t } from "../messages.ts";
import { useWaysIn } from "../use-vault.ts";
import { ProofForm } from "./proof-form.tsx";
import { unlockerOf, WayRow } from "./way.tsx";
import type { WayProps } from "./ways-in-panel.tsx";

/** The keychain of the operating system, where there is one that keeps a secret well; else the reason why not. */
export function KeychainWay({ status, isOpen, onOpen, onClose }: WayProps) {
  const { addKeychain, remove } = useWaysIn();
  const notify = useNotify();
  const { keychain } = status;
  const unlocker = unlockerOf(status, "os-keychain");
  const isOn = unlocker !== undefined;
  const work = isOn ? remove : addKeychain;
  const close = (): void => {
    addKeychain.reset();
    remove.reset();
    onClose();
  };
  const prove = async (passphrase: string): Promise<void> => {
    const { kind } = isOn ? await remove.run("os-keychain", passphrase) : await addKeychain.run(passphrase);
    if (kind === "failed") return;
    notify({ title: isOn ? t("keychain.removed") : t("keychain.added") });
    close();
  };
  const backend = unlocker?.backend ?? (keychain.kind === "available" ? keychain.backend : null);
  return (
    <WayRow
      title={t("ways.os-keychain")}
      text={backend === null ? t("ways.os-keychain.text") : t("ways.os-keychain.by", { backend })}
      unlocker={unlocker}
      action={isOn ? t("ways.remove") : t("keychain.add")}
      offReason={!isOn && keychain.kind === "unavailable" ? keychain.reason : undefined}
      isOpen={isOpen}
      onOpen={onOpen}
      onClose={close}
    >
      <ProofForm
        title={isOn ? t("keychain.remove") : t("keychain.add")}
        text={isOn ? t("keychain.removeText") : t("keychain.addText")}
        submit={isOn ? t("ways.remove") : t("keychain.submit")}
        isDanger={isOn}
        isBusy={work.isBusy}
        problem={work.problem}
        onProve={(passphrase) => void prove(passphrase)}
        onCancel={close}
      />
    </WayRow>
  );
}
