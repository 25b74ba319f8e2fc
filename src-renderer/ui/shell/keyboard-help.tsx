import { useBoundHotkeys, useHotkeys } from "../actions/hotkeys.tsx";
import { Kbd } from "../actions/kbd.tsx";
import { t } from "../messages/ui.ts";
import { Dialog } from "../overlay/dialog.tsx";
import { useState } from "react";

/** The keys of the page, on `?`. Once per window, inside the shell. */
export function KeyboardHelp() {
  const [isOpen, setOpen] = useState(false);
  useHotkeys(t("keys.everywhere"), [{ keys: "?", label: t("keys.show"), run: () => setOpen(true) }]);
  return (
    <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={t("keys.title")}>
      <Keys />
    </Dialog>
  );
}

/** Asked for only while it is open: what is bound changes with every card. */
function Keys() {
  const groups = useBoundHotkeys().filter((group) => group.hotkeys().length > 0);
  return (
    <div className="flex flex-col gap-4">
      {groups.toReversed().map((group, index) => (
        <section key={`${group.title}-${String(index)}`} aria-label={group.title}>
          <h3 className="mb-1 text-xs font-medium text-ink-faint">{group.title}</h3>
          <dl className="flex flex-col">
            {group.hotkeys().map((hotkey) => (
              <div key={hotkey.keys} className="flex h-7 items-center justify-between text-sm">
                <dt>{hotkey.label}</dt>
                <dd>
                  <Kbd keys={hotkey.keys} />
                  <span className="sr-only">{hotkey.keys}</span>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
