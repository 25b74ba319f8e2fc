import { Copy, Download } from "lucide-react";
import { useEffect, useRef } from "react";
import type { InvitationDetail } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { KeyValues } from "../../../ui/layout/key-values.tsx";
import { CopyField } from "../../../ui/text/copy-field.tsx";
import { RelativeTime } from "../../../ui/time/relative-time.tsx";
import { t } from "../messages.ts";

export type ShownInvitationProps = {
  readonly invitation: InvitationDetail;
  readonly code: string;
  readonly file: string;
  readonly onDone: () => void;
};

/** An invitation's code and file, this once. */
export function ShownInvitation({ invitation, code, file, onDone }: ShownInvitationProps) {
  const notify = useNotify();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(file);
    notify({ title: t("shown.copied") });
  };
  return (
    <section aria-label={t("shown.title")} className="flex max-w-180 flex-col gap-5">
      <header className="flex flex-col gap-1">
        <h2 ref={heading} tabIndex={-1} className="text-lg font-semibold outline-none">
          {t("shown.title")}
        </h2>
        <p className="text-sm text-ink-soft wrap-anywhere">{t("shown.text", { name: invitation.name })}</p>
      </header>
      <CopyField label={t("shown.code")} text={code} />
      <div className="flex flex-col gap-1.5">
        <span className="text-sm font-medium">{t("shown.file")}</span>
        <div className="flex flex-wrap items-center gap-2">
          <Button icon={Download} onClick={() => download(file, fileNameOf(invitation.name))}>
            {t("shown.download")}
          </Button>
          <Button icon={Copy} variant="ghost" onClick={() => void copy()}>
            {t("shown.copyFile")}
          </Button>
        </div>
      </div>
      <KeyValues
        items={[
          { id: "until", label: t("invitation.until"), value: <RelativeTime at={invitation.expiresAt} /> },
          { id: "role", label: t("member.role"), value: t(`role.${invitation.role}`) },
        ]}
      />
      <div>
        <Button variant="primary" onClick={onDone}>
          {t("shown.done")}
        </Button>
      </div>
    </section>
  );
}

/** Gives the text to the browser to save. Its address in memory is let go at once. */
function download(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

function fileNameOf(name: string): string {
  return t("shown.fileName", { name: name.replaceAll(/[^\p{L}\p{N}]+/gu, "-").toLowerCase() });
}
