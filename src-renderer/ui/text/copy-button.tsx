import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { IconButton } from "../actions/icon-button.tsx";
import { useAnnounce } from "../feedback/live-region.tsx";
import { t } from "../messages/ui.ts";

export type CopyButtonProps = {
  readonly text: string;
  readonly label: string;
  readonly className?: string | undefined;
};

const SHOWN_MS = 1600;

/** Copies a text that may be shown, and says so. */
export function CopyButton({ text, label, className }: CopyButtonProps) {
  const announce = useAnnounce();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    announce(t("action.copied"));
  };
  return (
    <IconButton
      icon={isCopied ? Check : Copy}
      label={isCopied ? t("action.copied") : t("action.copyNamed", { name: label })}
      size="small"
      className={className}
      onClick={() => void copy()}
    />
  );
}
