import { useCallback, useRef, type RefCallback } from "react";

/** The secret fields of a form, by row. Secrets stay in their elements; this only knows where they are. */
export interface SecretFields {
  readonly refFor: (rowId: string) => RefCallback<HTMLInputElement>;
  /** The rows whose field is not empty. */
  readonly filled: () => ReadonlySet<string>;
  /** Reads a secret and empties its field. */
  readonly take: (rowId: string) => string;
}

/** Keeps track of the secret fields while they are on the page. */
export function useSecretFields(): SecretFields {
  const fields = useRef(new Map<string, HTMLInputElement>());
  const refFor = useCallback(
    (rowId: string): RefCallback<HTMLInputElement> =>
      (element) => {
        if (element === null) fields.current.delete(rowId);
        else fields.current.set(rowId, element);
      },
    [],
  );
  const filled = useCallback(
    () => new Set([...fields.current].filter(([, field]) => field.value !== "").map(([rowId]) => rowId)),
    [],
  );
  const take = useCallback((rowId: string) => {
    const field = fields.current.get(rowId);
    const secret = field?.value ?? "";
    if (field !== undefined) field.value = "";
    return secret;
  }, []);
  return { refFor, filled, take };
}
