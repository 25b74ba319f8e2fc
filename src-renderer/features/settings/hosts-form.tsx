import { X } from "lucide-react";
import { useRef, useState } from "react";
import { problemNotice, type Problem } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { IconButton } from "../../ui/actions/icon-button.tsx";
import { Banner } from "../../ui/feedback/banner.tsx";
import { Field } from "../../ui/fields/field.tsx";
import { Form } from "../../ui/fields/form.tsx";
import { Input } from "../../ui/fields/input.tsx";
import { hostOf, hostProblem, type HostProblem } from "./hosts.ts";
import { t } from "./messages.ts";

export type HostsFormProps = {
  readonly hosts: readonly string[];
  readonly mayChange: boolean;
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  /** Whether it was saved. */
  readonly onAdd: (host: string) => Promise<boolean>;
  readonly onRemove: (host: string) => void;
};

/** The hosts on this machine or in private networks that may be reached, one by one. */
export function HostsForm({ hosts, mayChange, isBusy, problem, onAdd, onRemove }: HostsFormProps) {
  const add = useRef<HTMLDivElement>(null);
  return (
    <div className="flex flex-col gap-4">
      {problem !== null && <Banner kind="ours" {...problemNotice(problem)} />}
      {hosts.length === 0 ? (
        <p className="text-sm text-ink-soft">{t("hosts.none")}</p>
      ) : (
        <ul aria-label={t("hosts.label")} className="flex flex-col divide-y divide-line">
          {hosts.map((host) => (
            <li key={host} className="flex min-h-8 items-center gap-3 py-0.5">
              <code className="min-w-0 flex-1 font-mono text-xs wrap-anywhere">{host}</code>
              {mayChange && (
                <IconButton
                  icon={X}
                  size="small"
                  label={t("hosts.remove", { host })}
                  onClick={() => {
                    add.current?.querySelector("input")?.focus();
                    onRemove(host);
                  }}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {mayChange ? (
        <div ref={add}>
          <AddHost hosts={hosts} isBusy={isBusy} onAdd={onAdd} />
        </div>
      ) : (
        <p className="text-sm text-ink-soft">{t("hosts.readOnly")}</p>
      )}
    </div>
  );
}

type AddHostProps = Pick<HostsFormProps, "hosts" | "isBusy" | "onAdd">;

function AddHost({ hosts, isBusy, onAdd }: AddHostProps) {
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState<HostProblem | null>(null);
  const submit = async (): Promise<void> => {
    const host = hostOf(typed);
    const found = hostProblem(host, hosts);
    setWrong(found);
    if (found === null && (await onAdd(host))) setTyped("");
  };
  return (
    <Form label={t("hosts.title")} onSubmit={() => void submit()}>
      <div className="flex items-start gap-2">
        <Field
          label={t("hosts.add")}
          hint={t("hosts.addHint")}
          error={wrong === null ? undefined : t(`hosts.${wrong}`)}
          className="min-w-0 flex-1"
        >
          <Input value={typed} isMono maxLength={260} onChange={setTyped} />
        </Field>
        <Button type="submit" className="mt-[23px]" isBusy={isBusy}>
          {t("hosts.submit")}
        </Button>
      </div>
    </Form>
  );
}
