import { useEffect } from "react";
import { useStudio } from "./use-studio.ts";

const AT_MOST_EVERY_MS = 60_000;

/** Tells the sidecar that a person is there, at most once a minute, which puts off the idle lock. */
export function usePresence(isSignedIn: boolean): void {
  const { api } = useStudio();
  useEffect(() => {
    if (!isSignedIn) return undefined;
    let toldAt = Number.NEGATIVE_INFINITY;
    const tell = (): void => {
      const now = performance.now();
      if (now - toldAt < AT_MOST_EVERY_MS) return;
      toldAt = now;
      api.session.touch().catch(() => {}); // the next input tells again; a lost session shows itself elsewhere
    };
    window.addEventListener("keydown", tell);
    window.addEventListener("pointerdown", tell);
    return () => {
      window.removeEventListener("keydown", tell);
      window.removeEventListener("pointerdown", tell);
    };
  }, [api, isSignedIn]);
}
