import { createContext, use, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from "react";
import { tellDesktopQuiet } from "../../client/index.ts";
import { createChime } from "./chime.ts";
import { createNotices, isQuiet, type NoticeChoices, type Notices } from "./notices.ts";

type Told = { readonly notices: Notices; readonly chime: (tone: "one" | "two") => void };

const NoticesContext = createContext<Told | null>(null);

/** Holds how this device tells its person that something waits. */
export function NoticesProvider({ children }: { readonly children: ReactNode }) {
  const told = useMemo(() => ({ notices: createNotices(localStorage), chime: createChime() }), []);
  return (
    <NoticesContext value={told}>
      <HostQuiet />
      {children}
    </NoticesContext>
  );
}

/** The choices of this device, with a way to change them and to hear them. */
export function useNotices(): {
  readonly choices: NoticeChoices;
  readonly change: Notices["change"];
  readonly chime: Told["chime"];
} {
  const told = use(NoticesContext);
  if (told === null) throw new Error("internal: no notices around this component");
  const choices = useSyncExternalStore(told.notices.subscribe, told.notices.choices);
  return { choices, change: told.notices.change, chime: told.chime };
}

/** Until when its person is left alone; null: not. Ends by itself. */
export function useQuietUntil(): number | null {
  const { quietUntil } = useNotices().choices;
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (quietUntil === null) return undefined;
    const left = quietUntil - Date.now();
    const timer = setTimeout(() => setNow(Date.now()), Math.max(0, left));
    return () => clearTimeout(timer);
  }, [quietUntil]);
  return isQuiet({ quietUntil }, Math.max(now, 0)) ? quietUntil : null;
}

/** The desktop around the window, if there is one, notifies by itself and is told to leave its person alone. */
function HostQuiet() {
  const until = useQuietUntil();
  useEffect(() => tellDesktopQuiet(until !== null), [until]);
  return null;
}
