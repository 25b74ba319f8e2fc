import { createContext, use, useCallback, useRef, useState, type ReactNode } from "react";

export type Urgency = "polite" | "assertive";
export type Announce = (text: string, urgency?: Urgency) => void;

const AnnounceContext = createContext<Announce | null>(null);

type Said = { readonly id: number; readonly text: string };
const KEPT_MS = 4000;

/** Holds the two live regions of the window. */
export function LiveRegionProvider({ children }: { readonly children: ReactNode }) {
  const [polite, setPolite] = useState<readonly Said[]>([]);
  const [assertive, setAssertive] = useState<readonly Said[]>([]);
  const nextId = useRef(0);
  const announce = useCallback<Announce>((text, urgency = "polite") => {
    const said = { id: nextId.current++, text };
    const set = urgency === "assertive" ? setAssertive : setPolite;
    set((before) => [...before, said]);
    // Taken away later, so that browsing the page does not meet old news.
    setTimeout(() => set((before) => before.filter((other) => other !== said)), KEPT_MS);
  }, []);
  return (
    <AnnounceContext value={announce}>
      {children}
      <Region urgency="polite" said={polite} />
      <Region urgency="assertive" said={assertive} />
    </AnnounceContext>
  );
}

function Region({ urgency, said }: { readonly urgency: Urgency; readonly said: readonly Said[] }) {
  return (
    <div
      className="sr-only"
      role={urgency === "assertive" ? "alert" : "status"}
      aria-live={urgency}
      aria-relevant="additions"
      aria-atomic="false"
    >
      {said.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  );
}

/** Says something once to whoever listens: politely, or at once when it is Dangerous. */
export function useAnnounce(): Announce {
  const announce = use(AnnounceContext);
  if (announce === null) throw new Error("internal: no live region around this component");
  return announce;
}
