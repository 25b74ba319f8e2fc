import { Toast } from "@base-ui/react/toast";
import { Check, Info, Wrench, X } from "lucide-react";
import type { ReactNode } from "react";
import { buttonClass } from "../actions/button.tsx";
import { cx } from "../cx.ts";
import { t } from "../messages/ui.ts";

export type ToastKind = "done" | "info" | "ours";

export type Notice = {
  readonly title: string;
  readonly description?: string | undefined;
  readonly kind?: ToastKind | undefined;
  /** One way back or on, such as Undo. */
  readonly action?: { readonly label: string; readonly onPress: () => void } | undefined;
  /** 0 keeps it until dismissed; 6 s otherwise. */
  readonly timeoutMs?: number | undefined;
};

const ICONS = { done: Check, info: Info, ours: Wrench } as const;
const INKS = { done: "text-green", info: "text-calm", ours: "text-amber" } as const;

/** Shows what was just done, in the lower right corner, above the actions of the page. One per window. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  return (
    <Toast.Provider timeout={6000} limit={3}>
      {children}
      <Toast.Portal>
        <Toast.Viewport
          aria-label={t("notices")}
          className="above-page-actions fixed right-4 z-50 flex w-90 flex-col gap-2"
        >
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

/** Adds a toast and returns a function that takes it away. Never for what needs an answer: that is a Banner or a Dialog. */
export function useNotify(): (notice: Notice) => () => void {
  const manager = Toast.useToastManager();
  return ({ title, description, kind = "done", action, timeoutMs }) => {
    const id = manager.add({
      title,
      description,
      type: kind,
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
      ...(action === undefined
        ? {}
        : {
            actionProps: {
              children: action.label,
              onClick: () => {
                action.onPress();
                manager.close(id);
              },
            },
          }),
    });
    return () => manager.close(id);
  };
}

function ToastList() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => {
    const kind = toast.type === "info" || toast.type === "ours" ? toast.type : "done";
    const Icon = ICONS[kind];
    return (
      <Toast.Root
        key={toast.id}
        toast={toast}
        className="rounded-md border border-line-strong bg-raised shadow-pop transition-[opacity,translate] data-ending-style:opacity-0 data-limited:hidden data-starting-style:translate-y-1 data-starting-style:opacity-0"
      >
        <Toast.Content className="flex items-start gap-2.5 px-3 py-2.5">
          <Icon size={16} className={cx("mt-px shrink-0", INKS[kind])} aria-hidden />
          <div className="min-w-0 flex-1">
            <Toast.Title className="text-sm font-medium" />
            <Toast.Description className="text-sm text-ink-soft" />
          </div>
          {toast.actionProps !== undefined && (
            <Toast.Action className={cx(buttonClass("secondary", "small"), "-my-0.5")} />
          )}
          <Toast.Close
            aria-label={t("action.dismiss")}
            className="-my-0.5 -mr-1 flex size-6 items-center justify-center rounded-sm text-ink-faint hover:bg-hover hover:text-ink"
          >
            <X size={14} aria-hidden />
          </Toast.Close>
        </Toast.Content>
      </Toast.Root>
    );
  });
}
