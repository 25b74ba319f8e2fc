import { useEffect, useRef, useState } from "react";
import type { ApprovalCard, Problem } from "../../../client/index.ts";
import type { Proof } from "./use-decide.ts";

type Requirements = ApprovalCard["requirements"];

/**
 * What a policy asks of who approves. The passphrase stays in its field: it is read when the approval is sent, and the field is emptied with
 * that.
 */
export function useProof({ gesture, needsReason }: Requirements, problem: Problem | null) {
  const needsPassphrase = gesture === "passphrase";
  const reasonField = useRef<HTMLInputElement>(null);
  const passphraseField = useRef<HTMLInputElement>(null);
  const [reason, setReason] = useState("");
  const [isFilled, setFilled] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const code = problem?.code;
  useEffect(() => {
    if (code === "wrong_passphrase" || code === "passphrase_required") passphraseField.current?.focus();
    if (code === "reason_required") reasonField.current?.focus();
  }, [code, problem]);

  /** What is there, taken out of its fields; null: something is missing, and its field has the focus. */
  const take = (): Proof | null => {
    const given = reason.trim();
    const field = passphraseField.current;
    const passphrase = field?.value ?? "";
    setAsked(true);
    if (needsReason && given === "") return missing(reasonField.current);
    if (needsPassphrase && passphrase === "") return missing(field);
    if (field !== null) field.value = "";
    setFilled(false);
    setAsked(false);
    return { ...(needsReason ? { reason: given } : {}), ...(needsPassphrase ? { passphrase } : {}) };
  };
  return {
    needsReason,
    needsPassphrase,
    reasonField,
    passphraseField,
    reason,
    setReason,
    setFilled,
    lacksReason: isAsked && needsReason && reason.trim() === "",
    lacksPassphrase: isAsked && needsPassphrase && !isFilled,
    take,
  };
}

export type ProofFieldsState = ReturnType<typeof useProof>;

function missing(field: HTMLInputElement | null): null {
  field?.focus();
  return null;
}
