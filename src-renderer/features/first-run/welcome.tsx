import type { ReactNode } from "react";
import { GatePicture } from "./gate-picture.tsx";
import { t } from "./messages.ts";
import { WayButton } from "./way-button.tsx";
import { ArchiveRestore, Mail } from "lucide-react";

export type WelcomeProps = {
  readonly form: ReactNode;
  readonly onRestore: () => void;
  readonly onInvitation: () => void;
};

/** The first thing in an empty studio: create an organization, or bring one. */
export function Welcome({ form, onRestore, onInvitation }: WelcomeProps) {
  return (
    <div className="flex flex-col gap-7">
      <header className="flex flex-col gap-4">
        <GatePicture />
        <h1 className="text-xl font-semibold">{t("welcome.title")}</h1>
        <p className="text-base text-ink-soft">{t("welcome.text")}</p>
      </header>
      <section className="flex flex-col gap-4" aria-label={t("org.title")}>
        <div>
          <h2 className="text-lg font-semibold">{t("org.title")}</h2>
          <p className="text-sm text-ink-soft">{t("org.text")}</p>
        </div>
        {form}
      </section>
      <section className="flex flex-col gap-2.5 border-t border-line pt-5" aria-label={t("ways.label")}>
        <h2 className="text-sm font-semibold text-ink-soft">{t("ways.label")}</h2>
        <WayButton icon={ArchiveRestore} label={t("ways.restore")} hint={t("ways.restoreHint")} onPress={onRestore} />
        <WayButton icon={Mail} label={t("ways.invitation")} hint={t("ways.invitationHint")} onPress={onInvitation} />
      </section>
    </div>
  );
}
