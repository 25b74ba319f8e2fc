import { useEffect } from "react";

const CALM_MS = 400;

/** Fetches the chunks of editor, form and comparison once the page stands, so that the first edit opens without a pause. */
export function usePreloadedEditors(): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      // A chunk that cannot be had now is asked for again when it is needed, and fails there in sight.
      void Promise.allSettled([
        import("./card/raw-arguments.tsx"),
        import("./card/last-approved.tsx"),
        import("./edit/edit-arguments.tsx"),
        import("./shape/shape-form.tsx"),
      ]);
    }, CALM_MS);
    return () => clearTimeout(timer);
  }, []);
}
