import { KeyRound, Lock, Mail } from "lucide-react";
import { useState } from "react";
import { problemNotice, useConnection, type MemberSummary, type OrgSummary } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { Banner } from "../../ui/feedback/banner.tsx";
import { Field } from "../../ui/fields/field.tsx";
import { Select } from "../../ui/fields/select.tsx";
import { t } from "./messages.ts";
import { OpenForOther } from "./open-for-other.tsx";
import { PassphraseForm } from "./passphrase-form.tsx";
import { RecoveryForm } from "./recovery-form.tsx";
import { useSignIn } from "./use-sign-in.ts";

export type SignInProps = {
  readonly org: OrgSummary;
  /** The person was invited and wants to answer. */
  readonly onInvitation: () => void;
};

type SignInState = ReturnType<typeof useSignIn>;

/** The way in: choose the member, then a passphrase, the keychain, or the recovery key with a new passphrase. */
export function SignIn({ org, onInvitation }: SignInProps) {
  const state = useSignIn(org);
  const [isRecovering, setRecovering] = useState(false);
  const { member, openFor, choose } = state;
  const isOther = openFor !== null && member !== null && openFor.id !== member.id;
  return (
    <div className="flex flex-col gap-6">
      <Heading org={org} openFor={openFor} recovering={isRecovering ? member : null} />
      {org.members.length > 1 && (
        <Field label={t("member.label")} isComposite className="max-w-140">
          <Select
            value={member?.id ?? null}
            onChange={(id) => {
              choose(id);
              setRecovering(false);
            }}
            choices={org.members.map(({ id, name, role }) => ({
              value: id,
              label: name,
              description: t(`role.${role}`),
            }))}
          />
        </Field>
      )}
      {isOther && !isRecovering && (
        <OpenForOther
          openFor={openFor}
          next={member}
          waitingCalls={org.waitingCalls}
          isBusy={state.lock.isBusy}
          problem={state.lock.problem}
          onLock={() => void state.lock.run()}
        />
      )}
      {member !== null && !isOther && (
        <Ways
          key={member.id}
          member={member}
          isLocked={openFor === null}
          isRecovering={isRecovering}
          onRecovering={setRecovering}
          state={state}
        />
      )}
      {org.hasInvitations && !isRecovering && (
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 border-t border-line pt-4 text-sm text-ink-soft">
          <span className="wrap-anywhere">{t("invitation.text", { org: org.name })}</span>
          <Button size="small" icon={Mail} onClick={onInvitation}>
            {t("invitation.answer")}
          </Button>
        </p>
      )}
    </div>
  );
}

type HeadingProps = {
  readonly org: OrgSummary;
  readonly openFor: MemberSummary | null;
  /** Whose recovery key is asked for. */
  readonly recovering: MemberSummary | null;
};

function Heading({ org, openFor, recovering }: HeadingProps) {
  const isLocked = org.openFor === null;
  const waiting = org.waitingCalls;
  const [title, text] =
    recovering !== null
      ? [t("recover.title"), t("recover.text", { member: recovering.name })]
      : isLocked
        ? [t("locked.title", { org: org.name }), t("locked.text", { waiting })]
        : [
            t("signedOut.title", { org: org.name }),
            t("signedOut.text", { member: openFor?.name ?? t("signedOut.nobody"), waiting }),
          ];
  return (
    <header className="flex flex-col gap-1.5">
      <h1 className="flex items-start gap-2.5 text-xl font-semibold wrap-anywhere">
        {isLocked && <Lock size={18} className="mt-1.5 shrink-0 text-ink-faint" aria-hidden />}
        {title}
      </h1>
      <p className="text-base text-ink-soft">{text}</p>
      {org.isStopped && <p className="text-base text-ink-soft">{t("stopped.text")}</p>}
    </header>
  );
}

type WaysProps = {
  readonly member: MemberSummary;
  readonly isLocked: boolean;
  readonly isRecovering: boolean;
  readonly onRecovering: (isRecovering: boolean) => void;
  readonly state: SignInState;
};

function Ways({ member, isLocked, isRecovering, onRecovering, state }: WaysProps) {
  const isReady = useConnection().kind === "connected";
  const { signIn, keychain, recover } = state;
  if (isRecovering) {
    return (
      <RecoveryForm
        isBusy={recover.isBusy}
        problem={recover.problem}
        onRecover={(key, next) => void recover.run(member.id, key, next)}
        onBack={() => onRecovering(false)}
      />
    );
  }
  const startRecovering = (): void => {
    signIn.reset();
    onRecovering(true);
  };
  return (
    <>
      <PassphraseForm
        isLocked={isLocked}
        isReady={isReady}
        isBusy={signIn.isBusy}
        problem={signIn.problem}
        onSignIn={async (passphrase) => (await signIn.run(member.id, passphrase)).kind === "done"}
        onLostPassphrase={member.unlockers.includes("recovery-key") ? startRecovering : undefined}
      />
      {member.unlockers.includes("os-keychain") && (
        <section aria-label={t("keychain.label")} className="flex flex-col items-start gap-3">
          {keychain.problem !== null && <Banner kind="ours" {...problemNotice(keychain.problem)} />}
          <Button
            icon={KeyRound}
            isBusy={keychain.isBusy}
            disabledReason={isReady ? undefined : t("form.notReady")}
            onClick={() => void keychain.run(member.id)}
          >
            {t("keychain.open")}
          </Button>
        </section>
      )}
    </>
  );
}
