import { Lock } from "lucide-react";
import { useState } from "react";
import { useAction, useStudio, type MemberSummary, type OrgSummary } from "../../client/index.ts";
import { t } from "./messages.ts";
import { PassphraseForm } from "./passphrase-form.tsx";
import { RecoveryForm } from "./recovery-form.tsx";

export type SignInProps = {
  readonly org: OrgSummary;
  /** Whether the vault itself is closed, or only this window has nobody signed in. */
  readonly isLocked: boolean;
};

/** The way in: a passphrase, or the recovery key with a new one. */
export function SignIn({ org, isLocked }: SignInProps) {
  const studio = useStudio();
  const [isRecovering, setRecovering] = useState(false);
  const signIn = useAction((memberId: MemberSummary["id"], passphrase: string) =>
    studio.signIn({ orgId: org.id, memberId, passphrase }),
  );
  const recover = useAction((recoveryKey: string, newPassphrase: string) =>
    studio.recover({ orgId: org.id, recoveryKey, newPassphrase }),
  );
  return (
    <div className="flex flex-col gap-6">
      <header className="flex flex-col gap-1.5">
        <h1 className="flex items-center gap-2.5 text-xl font-semibold">
          {isLocked && <Lock size={18} className="shrink-0 text-ink-faint" aria-hidden />}
          {isRecovering
            ? t("recover.title")
            : isLocked
              ? t("locked.title", { org: org.name })
              : t("signedOut.title", { org: org.name })}
        </h1>
        <p className="text-base text-ink-soft">
          {isRecovering ? t("recover.text") : isLocked ? t("locked.text") : t("signedOut.text")}
        </p>
      </header>
      {isRecovering ? (
        <RecoveryForm
          isBusy={recover.isBusy}
          problem={recover.problem}
          onRecover={(key, next) => void recover.run(key, next)}
          onBack={() => setRecovering(false)}
        />
      ) : (
        <PassphraseForm
          members={org.members}
          isLocked={isLocked}
          isBusy={signIn.isBusy}
          problem={signIn.problem}
          onSignIn={async (memberId, passphrase) => (await signIn.run(memberId, passphrase)).kind === "done"}
          onLostPassphrase={() => {
            signIn.reset();
            setRecovering(true);
          }}
        />
      )}
    </div>
  );
}
