import { useCallback, useRef, type RefCallback } from "react";

/** The secret fields of a form, by key. Secrets stay in their elements and leave with them; this only knows where they are. */
export interface SecretFields {
  /** The same function for the same key, so that a render does not let go of the element. */
  readonly refFor: (key: string) => RefCallback<HTMLInputElement>;
  /** The keys of the fields that are not empty. */
  readonly filled: () => ReadonlySet<string>;
  readonly read: (key: string) => string;
  /** Empties the fields of a row, once its secrets are sealed. */
  readonly clear: (rowId: string) => void;
}

/** Keeps track of the secret fields while they are on the page. */
export function useSecretFields(): SecretFields {
  const fields = useRef(new Map<string, HTMLInputElement>());
  const callbacks = useRef(new Map<string, RefCallback<HTMLInputElement>>());
  const refFor = useCallback((key: string): RefCallback<HTMLInputElement> => {
    const known = callbacks.current.get(key);
    if (known !== undefined) return known;
    const callback: RefCallback<HTMLInputElement> = (element) => {
      if (element === null) return undefined;
      fields.current.set(key, element);
      return () => {
        element.value = "";
        fields.current.delete(key);
      };
    };
    callbacks.current.set(key, callback);
    return callback;
  }, []);
  const filled = useCallback(
    () => new Set([...fields.current].filter(([, field]) => field.value !== "").map(([key]) => key)),
    [],
  );
  const read = useCallback((key: string) => fields.current.get(key)?.value ?? "", []);
  const clear = useCallback((rowId: string) => {
    for (const [key, field] of fields.current) if (key.startsWith(`${rowId}/`)) field.value = "";
  }, []);
  return { refFor, filled, read, clear };
}
