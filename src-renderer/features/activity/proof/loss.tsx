import { useRef, useState } from "react";
import { problemNotice, useAction, useMember, useStudio, type AuditStatus } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import { Form, FormActions } from "../../../ui/fields/form.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { PasswordInput } from "../../../ui/fields/password-input.tsx";
import { KeyValues } from "../../../ui/layout/key-values.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { t } from "../messages.ts";

export type LossProps = { readonly loss: NonNullable<AuditStatus["loss"]>; readonly entries: number };

/** The log lost its end: what is missing, by whose memory, and the admin's way on. */
export function Loss({ loss, entries }: LossProps) {
  const { may } = useMember();
  return (
    <Panel title={t("loss.title")}>
      <div className="flex flex-col gap-4">
        <Banner kind="danger" title={t("loss.unsigned")}>
          {t("loss.text")}
        </Banner>
        <KeyValues
          look="lines"
          items={[
            { id: "here", label: t("loss.here"), value: entries.toLocaleString("en") },
            { id: "proven", label: t("loss.proven"), value: loss.proven.toLocaleString("en") },
            ...loss.remembered.map((one) => ({
              id: one.from,
              label: t("loss.remembered", { from: one.from }),
              value: one.entries.toLocaleString("en"),
            })),
          ]}
        />
        {may("admin") ? <AcceptLoss /> : <p className="text-sm text-ink-soft">{t("loss.forAdmins")}</p>}
      </div>
    </Panel>
  );
}

function AcceptLoss() {
  const { api } = useStudio();
  const accept = useAction(api.audit.acceptLoss);
  const [reason, setReason] = useState("");
  const [isAsking, setAsking] = useState(false);
  const passphrase = useRef<HTMLInputElement>(null);
  const submit = (): void => {
    const typed = passphrase.current?.value ?? "";
    setAsking(typed === "" || reason.trim() === "");
    if (typed === "" || reason.trim() === "") return;
    void accept.run({ passphrase: typed, reason });
    if (passphrase.current !== null) passphrase.current.value = "";
  };
  const refusal = accept.problem?.code === "wrong_passphrase" ? accept.problem.message : undefined;
  return (
    <Form label={t("loss.accept")} onSubmit={submit}>
      <p className="text-sm text-ink-soft">{t("loss.means")}</p>
      {accept.problem !== null && refusal === undefined && <Banner kind="ours" {...problemNotice(accept.problem)} />}
      <Field label={t("loss.reason")} error={isAsking && reason.trim() === "" ? t("loss.empty") : undefined}>
        <Input value={reason} maxLength={500} onChange={setReason} />
      </Field>
      <Field label={t("loss.passphrase")} error={refusal ?? (isAsking ? t("loss.empty") : undefined)}>
        <PasswordInput ref={passphrase} autoComplete="current-password" onFilledChange={() => setAsking(false)} />
      </Field>
      <FormActions>
        <Button type="submit" variant="danger" isBusy={accept.isBusy}>
          {t("loss.accept")}
        </Button>
      </FormActions>
    </Form>
  );
}
