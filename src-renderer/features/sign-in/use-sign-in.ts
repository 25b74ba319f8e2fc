import { useState } from "react";
import { useAction, useStudio, type MemberSummary, type OrgSummary } from "../../client/index.ts";
import { firstAsked, rememberMember } from "./remembered-member.ts";

/** Joins the way in to the studio: who is asked for, and each way of opening. */
export function useSignIn(org: OrgSummary) {
  const studio = useStudio();
  const [chosenId, setChosenId] = useState(() => firstAsked(org));
  const member = org.members.find(({ id }) => id === chosenId) ?? org.members[0] ?? null;
  const signIn = useAction(async (memberId: MemberSummary["id"], passphrase: string) => {
    await studio.signIn({ orgId: org.id, memberId, passphrase });
    rememberMember(org, memberId);
  });
  const keychain = useAction(async (memberId: MemberSummary["id"]) => {
    await studio.signInWithKeychain({ orgId: org.id, memberId });
    rememberMember(org, memberId);
  });
  const recover = useAction(async (memberId: MemberSummary["id"], recoveryKey: string, newPassphrase: string) => {
    await studio.recover({ orgId: org.id, memberId, recoveryKey, newPassphrase });
    rememberMember(org, memberId);
  });
  return {
    member,
    openFor: org.members.find(({ id }) => id === org.openFor) ?? null,
    choose: (id: MemberSummary["id"]): void => {
      signIn.reset();
      keychain.reset();
      recover.reset();
      setChosenId(id);
    },
    signIn,
    keychain,
    recover,
    lock: useAction(studio.lock),
  };
}
