import { Fragment, useEffect, useState, type ReactNode } from "react";
import { Button } from "../../ui/actions/button.tsx";
import { Checkbox } from "../../ui/fields/checkbox.tsx";
import { Field } from "../../ui/fields/field.tsx";
import { Form, FormActions } from "../../ui/fields/form.tsx";
import { Input } from "../../ui/fields/input.tsx";
import { CopyButton } from "../../ui/text/copy-button.tsx";
import { t } from "./messages.ts";

export type RecoveryKeyProps = { readonly recoveryKey: string; readonly onStored: () => void };

/** Shows the recovery key once, and goes on only when its end was typed back. */
export function RecoveryKey({ recoveryKey, onStored }: RecoveryKeyProps) {
  const [isStored, setStored] = useState(false);
  const [typed, setTyped] = useState("");
  const [isWrong, setWrong] = useState(false);
  useLeaveWarning();

  const submit = (): void => {
    if (isStored && isLastGroup(typed, recoveryKey)) onStored();
    else setWrong(!isLastGroup(typed, recoveryKey));
  };
  return (
    <Form label={t("recovery.title")} onSubmit={submit}>
      <div className="flex flex-col gap-1">
        <span className="text-sm font-medium">{t("recovery.key")}</span>
        <div className="flex items-start gap-2 rounded-md border border-line-strong bg-surface py-2.5 pr-1.5 pl-3.5">
          <code className="flex-1 font-mono text-base leading-relaxed">{inTwoLines(recoveryKey)}</code>
          <CopyButton text={recoveryKey} label={t("recovery.key")} />
        </div>
      </div>
      <Field
        label={t("recovery.group")}
        hint={t("recovery.groupHint")}
        error={isWrong ? t("recovery.groupWrong") : undefined}
      >
        <Input
          value={typed}
          isMono
          maxLength={8}
          className="w-28 uppercase"
          onChange={(next) => {
            setTyped(next);
            setWrong(false);
          }}
        />
      </Field>
      <Checkbox checked={isStored} onChange={setStored} label={t("recovery.stored")} />
      <FormActions>
        <Button type="submit" variant="primary" disabled={!isStored || typed === ""}>
          {t("recovery.continue")}
        </Button>
      </FormActions>
    </Form>
  );
}

function isLastGroup(typed: string, recoveryKey: string): boolean {
  return typed.trim().toUpperCase() === recoveryKey.split("-").at(-1)?.toUpperCase();
}

/** Breaks the key in its middle, where someone who copies it by hand expects it. */
function inTwoLines(recoveryKey: string): ReactNode {
  const groups = recoveryKey.split("-");
  const middle = Math.ceil(groups.length / 2);
  return [groups.slice(0, middle), groups.slice(middle)].map((line, index) => (
    <Fragment key={line.join("-")}>
      {index > 0 && <wbr />}
      <span className="whitespace-nowrap">{index === 0 ? `${line.join("-")}-` : line.join("-")}</span>
    </Fragment>
  ));
}

/** The key is nowhere else: leaving the page asks first. */
function useLeaveWarning(): void {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, []);
}
