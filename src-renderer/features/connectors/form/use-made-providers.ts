import { useEffect, useRef } from "react";
import { useStudio, type Api, type ProviderId, type ProviderSummary } from "../../../client/index.ts";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { t } from "../messages.ts";

type Made = Pick<ProviderSummary, "id" | "name">;

/** Long enough to be read on the page that somebody has just gone to. */
const SHOWN_MS = 20_000;

/** Providers that were made for a connector which may not come about: nothing of them is kept without a word. */
export function useMadeProviders() {
  const { api } = useStudio();
  const notify = useNotify();
  const made = useRef<Made[]>([]);
  const offer = async ({ id, name }: Made): Promise<void> => {
    const { accounts, connectors } = await api.providers.removalPreview({ id });
    if (connectors.length > 0) return;
    const isUsed = accounts > 0;
    notify({
      kind: "info",
      title: t("form.kept", { provider: name }),
      description: t(isUsed ? "form.kept.connected" : "form.kept.text"),
      timeoutMs: SHOWN_MS,
      action: isUsed
        ? { label: t("form.kept.see"), onPress: () => location.assign(`#/accounts/providers/${id}`) }
        : { label: t("form.kept.remove"), onPress: () => void removeUnused(api, id).catch(() => {}) }, // it stands in the list of providers
    });
  };
  const offerAll = (): void => {
    for (const one of made.current.splice(0)) void offer(one).catch(() => {}); // it stands in the list of providers
  };
  const leave = useRef(offerAll);
  leave.current = offerAll;
  // Whoever goes to another page may come back for it: it is kept, and can be let go of.
  useEffect(() => () => leave.current(), []);
  return {
    note: (provider: Made): void => void made.current.push(provider),
    /** A connector uses them now. */
    keep: (): void => void made.current.splice(0),
    /** The connector will not be: what nobody connected at goes with it. */
    discard: (): void => {
      for (const one of made.current.splice(0)) {
        void removeUnused(api, one.id)
          .then((isRemoved) => (isRemoved ? undefined : offer(one)))
          .catch(() => {}); // it stands in the list of providers
      }
    },
  };
}

async function removeUnused(api: Api, id: ProviderId): Promise<boolean> {
  const { accounts } = await api.providers.removalPreview({ id });
  if (accounts > 0) return false;
  await api.providers.remove({ id });
  return true;
}
