import { useState } from "react";
import type { UnlockerKind, VaultStatus } from "../../../client/index.ts";
import { Panel } from "../../../ui/layout/panel.tsx";
import { t } from "../messages.ts";
import { HeadlessKeyWay } from "./headless-key-way.tsx";
import { KeychainWay } from "./keychain-way.tsx";
import { PassphraseWay } from "./passphrase-way.tsx";
import { RecoveryKeyWay } from "./recovery-key-way.tsx";

/** What a way needs to show itself and to open its own form; one form is open at a time. */
export type WayProps = {
  readonly status: VaultStatus;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
  readonly onClose: () => void;
};

/** One's own ways of opening the vault. Each protects one's keys, never the data's key, so none of them has to change with it. */
export function WaysInPanel({ status }: { readonly status: VaultStatus }) {
  const [open, setOpen] = useState<UnlockerKind | null>(null);
  const props = (kind: UnlockerKind): WayProps => ({
    status,
    isOpen: open === kind,
    onOpen: () => setOpen(kind),
    onClose: () => setOpen(null),
  });
  return (
    <Panel title={t("ways.title")} description={t("ways.text")} isFlush>
      <ul>
        <PassphraseWay {...props("passphrase")} />
        <RecoveryKeyWay {...props("recovery-key")} />
        <KeychainWay {...props("os-keychain")} />
        <HeadlessKeyWay {...props("headless-key")} />
      </ul>
    </Panel>
  );
}
