import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import {
  problemNotice,
  useAction,
  useStudio,
  type ConnectorApproval,
  type ConnectorDetail,
  type MemberDetail,
} from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useHotkeys } from "../../../ui/actions/hotkeys.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { Checkbox } from "../../../ui/fields/checkbox.tsx";
import { Form, FormActions, FormSection } from "../../../ui/fields/form.tsx";
import { RadioCards } from "../../../ui/fields/radio-cards.tsx";
import { t } from "../messages.ts";
import { Sentences } from "./approval-panel.tsx";
import { approvalProblem } from "./approval-words.ts";
import { ClassRules } from "./class-rules.tsx";
import { ToolRules } from "./tool-rules.tsx";

export type ApprovalFormProps = {
  readonly connector: ConnectorDetail;
  readonly people: readonly MemberDetail[];
  readonly onEnd: () => void;
};

const GESTURES = ["hold", "passphrase"] as const;
const REVIEWS = ["none", "flagged", "all"] as const;

/** What a connector asks of its approvers: it can make things stricter, or let Read-only calls run. */
export function ApprovalForm({ connector, people, onEnd }: ApprovalFormProps) {
  const { api } = useStudio();
  const notify = useNotify();
  const [approval, setApproval] = useState(connector.approval);
  const [problem, setProblem] = useState<string | null>(null);
  const save = useAction((next: ConnectorApproval) => api.connectors.setApproval({ id: connector.id, approval: next }));
  const deciders = people.filter(({ role }) => role !== "member");
  const change = (next: Partial<ConnectorApproval>): void => {
    setApproval({ ...approval, ...next });
    setProblem(null);
  };
  const submit = async (): Promise<void> => {
    const found = approvalProblem(approval, new Set(deciders.map(({ id }) => id)));
    setProblem(found);
    if (found !== null) return;
    const outcome = await save.run(approval);
    if (outcome.kind === "failed") return;
    notify({ title: t("approval.saved", { connector: connector.name }) });
    onEnd();
  };
  const title = t("approval.of", { connector: connector.name });
  useHotkeys(t("page.keys"), [{ keys: "escape", label: t("form.cancel"), run: onEnd }]);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-6 py-5">
      <div className="flex max-w-180 flex-col gap-5">
        <header className="flex flex-col gap-1">
          <a
            href={`#/connectors/${connector.id}`}
            className="inline-flex items-center gap-1 self-start rounded-xs text-sm text-ink-soft hover:text-ink"
          >
            <ArrowLeft size={14} aria-hidden />
            {connector.name}
          </a>
          <h2 className="text-lg font-semibold">{t("approval.title")}</h2>
          <p className="text-sm text-ink-soft">{t("approval.text")}</p>
        </header>
        <section
          aria-label={t("approval.means")}
          aria-live="polite"
          className="flex flex-col gap-1.5 rounded-lg border border-line bg-sunken px-4 py-3"
        >
          <h3 className="text-xs font-medium text-ink-soft">{t("approval.means")}</h3>
          <Sentences approval={approval} names={{ tools: connector.toolList, people }} />
        </section>
        <Form label={title} onSubmit={() => void submit()} className="max-w-180">
          {save.problem !== null && <Banner kind="ours" {...problemNotice(save.problem)} />}
          <FormSection title={t("approval.classes")} description={t("approval.classesText")}>
            <ClassRules approval={approval} onChange={change} />
          </FormSection>
          <FormSection title={t("approval.how")}>
            <RadioCards
              label={t("approval.dangerousNeeds")}
              columns={2}
              value={approval.dangerousNeeds}
              onChange={(dangerousNeeds) => change({ dangerousNeeds })}
              choices={GESTURES.map((value) => ({
                value,
                label: t(`approval.needs.${value}`),
                description: t(`approval.needs.${value}.text`),
              }))}
            />
            <Checkbox
              checked={approval.needsReason}
              onChange={(needsReason) => change({ needsReason })}
              label={t("approval.reason")}
              description={t("approval.reason.text")}
            />
          </FormSection>
          <FormSection title={t("approval.results")} description={t("approval.resultsText")}>
            <RadioCards
              label={t("approval.results")}
              value={approval.reviewsResults}
              onChange={(reviewsResults) => change({ reviewsResults })}
              choices={REVIEWS.map((value) => ({
                value,
                label: t(`approval.results.${value}`),
                description: t(`approval.results.${value}.text`),
              }))}
            />
          </FormSection>
          <FormSection title={t("approval.tools")} description={t("approval.toolsText")}>
            <ToolRules
              rules={approval.tools}
              tools={connector.toolList}
              people={people}
              onChange={(tools) => change({ tools: [...tools] })}
            />
          </FormSection>
          {problem !== null && <Banner kind="warn" title={problem} />}
          <FormActions>
            <Button type="submit" variant="primary" isBusy={save.isBusy}>
              {t("form.save")}
            </Button>
            <Button variant="ghost" onClick={onEnd}>
              {t("form.cancel")}
            </Button>
          </FormActions>
        </Form>
      </div>
    </div>
  );
}
