import { useState } from "react";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { t } from "../messages.ts";
import { useWaysIn } from "../use-vault.ts";
import { ProofForm } from "./proof-form.tsx";
import { ShownOnce } from "./shown-once.tsx";
import { unlockerOf, WayRow } from "./way.tsx";
import type { WayProps } from "./ways-in-panel.tsx";

/** A key with which a studio without a window opens the vault by itself. */
export function HeadlessKeyWay({ status, isOpen, onOpen, onClose }: WayProps) {
  const { addHeadlessKey: add, remove } = useWaysIn();
  const notify = useNotify();
  const [made, setMade] = useState<string | null>(null);
  const unlocker = unlockerOf(status, "headless-key");
  const isOn = unlocker !== undefined;
  const close = (): void => {
    setMade(null);
    add.reset();
    remove.reset();
    onClose();
  };
  const make = async (passphrase: string): Promise<void> => {
    const outcome = await add.run(passphrase);
    if (outcome.kind === "done") setMade(outcome.value);
  };
  const takeAway = async (passphrase: string): Promise<void> => {
    const { kind } = await remove.run("headless-key", passphrase);
    if (kind === "failed") return;
    notify({ title: t("headless.removed") });
    close();
  };
  return (
    <WayRow
      title={t("ways.headless-key")}
      text={t("ways.headless-key.text")}
      unlocker={unlocker}
      action={made !== null ? undefined : isOn ? t("ways.remove") : t("headless.add")}
      isOpen={isOpen || made !== null}
      onOpen={onOpen}
      onClose={close}
    >
      {made !== null ? (
        <ShownOnce
          title={t("headless.shown")}
          text={t("headless.shownText")}
          label={t("ways.headless-key")}
          secret={made}
          onStored={close}
        >
          <p className="text-xs text-ink-soft">{t("headless.howTo")}</p>
        </ShownOnce>
      ) : (
        <ProofForm
          title={isOn ? t("headless.remove") : t("headless.add")}
          text={isOn ? t("headless.removeText") : t("headless.addText")}
          submit={isOn ? t("ways.remove") : t("headless.submit")}
          isDanger={isOn}
          isBusy={isOn ? remove.isBusy : add.isBusy}
          problem={isOn ? remove.problem : add.problem}
          onProve={(passphrase) => void (isOn ? takeAway(passphrase) : make(passphrase))}
          onCancel={close}
        />
      )}
    </WayRow>
  );
}
