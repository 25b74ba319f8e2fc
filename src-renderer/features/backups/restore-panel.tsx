import { useEffect, useRef } from "react";
import { problemNotice } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { Banner } from "../../ui/feedback/banner.tsx";
import { Field } from "../../ui/fields/field.tsx";
import { Form, FormActions } from "../../ui/fields/form.tsx";
import { Input } from "../../ui/fields/input.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { t } from "./messages.ts";
import { RestoreOffer } from "./restore-offer.tsx";
import type { Look } from "./use-look.ts";

/** Looks into a backup first, and restores what a person has seen. */
export function RestorePanel({ look }: { readonly look: Look }) {
  const found = useRef<HTMLDivElement>(null);
  const { path, facts, problem } = look;
  useEffect(() => {
    if (facts === null) return;
    found.current?.focus();
    found.current?.scrollIntoView({ block: "nearest" });
  }, [facts]);
  return (
    <Panel title={t("restore.title")} description={t("restore.text")}>
      <div className="flex flex-col gap-4">
        <Form label={t("restore.title")} onSubmit={() => void look.look(path)}>
          {problem !== null && <Banner kind="ours" {...problemNotice(problem)} />}
          <Field label={t("restore.path")} hint={t("path.hint")} error={look.isEmpty ? t("problem.path") : undefined}>
            <Input value={path} isMono maxLength={4096} onChange={look.setPath} />
          </Field>
          <FormActions>
            <Button type="submit" isBusy={look.isBusy}>
              {t("restore.look")}
            </Button>
          </FormActions>
        </Form>
        {facts !== null && (
          <section ref={found} tabIndex={-1} aria-label={t("restore.found")} className="outline-none">
            <RestoreOffer key={facts.path} facts={facts} />
          </section>
        )}
      </div>
    </Panel>
  );
}
