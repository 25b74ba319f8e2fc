import { Download, X } from "lucide-react";
import { useState } from "react";
import { problemNotice, useMember } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { IconButton } from "../../../ui/actions/icon-button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { Progress } from "../../../ui/feedback/progress.tsx";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { RadioCards } from "../../../ui/fields/radio-cards.tsx";
import { t } from "../messages.ts";
import type { LogFilter } from "./log-filter.ts";
import { useExport, type Format } from "./use-export.ts";

export type ExportPanelProps = {
  readonly filter: LogFilter;
  readonly isNarrowed: boolean;
  readonly onClose: () => void;
};

const FORMATS: readonly Format[] = ["jsonl", "csv"];

/** Saves what the filters show as a file. */
export function ExportPanel({ filter, isNarrowed, onClose }: ExportPanelProps) {
  const { org } = useMember();
  const notify = useNotify();
  const [format, setFormat] = useState<Format>("jsonl");
  const work = useExport();
  const save = async (): Promise<void> => {
    const name = fileNameOf(org.name, format);
    const entries = await work.start({ ...filter, format }, name);
    if (entries === null) return;
    notify({ title: t("export.done", { entries, name }) });
    onClose();
  };
  return (
    <section
      aria-label={t("export.title")}
      className="flex shrink-0 flex-col gap-3 border-b border-line bg-sunken px-5 py-3"
    >
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <h2 className="text-sm font-semibold">{t("export.title")}</h2>
          <p className="text-sm text-ink-soft">{t(isNarrowed ? "export.text.some" : "export.text.all")}</p>
        </div>
        <IconButton icon={X} size="small" label={t("export.close")} onClick={onClose} />
      </div>
      <div className="max-w-160">
        <RadioCards
          label={t("export.format")}
          columns={2}
          value={format}
          onChange={setFormat}
          disabled={work.progress !== null}
          choices={FORMATS.map((value) => ({
            value,
            label: t(`export.${value}`),
            description: t(`export.${value}.text`),
          }))}
        />
      </div>
      {work.problem !== null && <Banner kind="ours" {...problemNotice(work.problem)} />}
      <div className="max-w-160">
        {work.progress === null ? (
          <Button variant="primary" icon={Download} onClick={() => void save()}>
            {t("export.start")}
          </Button>
        ) : (
          <Progress label={t("export.running")} {...work.progress} onCancel={work.cancel} />
        )}
      </div>
    </section>
  );
}

function fileNameOf(orgName: string, format: Format): string {
  const slug = orgName.replaceAll(/[^\p{L}\p{N}]+/gu, "-").toLowerCase();
  return `audit-${slug}-${new Date().toISOString().slice(0, 10)}.${format}`;
}
