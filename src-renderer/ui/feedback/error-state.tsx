import { RotateCw, Wrench } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../actions/button.tsx";
import { t } from "../messages/ui.ts";

export type ErrorStateProps = {
  /** What happened, in one sentence. */
  readonly what: string;
  /** What is safe: what was not sent, not lost, not changed. */
  readonly safe: string;
  /** What to do now. */
  readonly next: string;
  /** The stable code, for support. */
  readonly code?: string | undefined;
  readonly onRetry?: (() => void) | undefined;
  readonly isRetrying?: boolean | undefined;
  /** Another way out, beside Try again. */
  readonly action?: ReactNode;
};

/** Stands where the content would, when it could not be had. */
export function ErrorState({ what, safe, next, code, onRetry, isRetrying, action }: ErrorStateProps) {
  return (
    <div role="alert" className="flex h-full min-h-60 flex-col items-center justify-center px-6 py-10">
      <div className="flex max-w-112 gap-3.5">
        <span className="flex size-9 shrink-0 items-center justify-center rounded-lg border border-amber-line bg-amber-tint text-amber">
          <Wrench size={18} strokeWidth={1.75} aria-hidden />
        </span>
        <div className="flex flex-col gap-1">
          <p className="text-base font-semibold">{what}</p>
          <p className="text-sm text-ink-soft">{safe}</p>
          <p className="text-sm text-ink-soft">{next}</p>
          <div className="mt-3 flex items-center gap-2">
            {onRetry !== undefined && (
              <Button icon={RotateCw} onClick={onRetry} isBusy={isRetrying}>
                {t("action.retry")}
              </Button>
            )}
            {action}
            {code !== undefined && (
              <span className="ml-1 flex gap-1.5 text-xs text-ink-faint">
                {t("error.code")}
                <code className="font-mono">{code}</code>
              </span>
            )}
          </div>
        </div>
      </div>
    </div>
  );
}
