import { useCallback, useRef, useState, type RefCallback } from "react";
import { authFields, type AuthType } from "../../../client/index.ts";
import type { Typed } from "./typed-problems.ts";

/** The fields of one value while it is typed. Secrets stay in their elements and leave with them. */
export interface ValueFields {
  /** The element of a secret field; the same function for the same name, so that a render does not let go of it. */
  readonly refFor: (name: string) => RefCallback<HTMLInputElement>;
  readonly plain: Typed;
  readonly setPlain: (name: string, value: string) => void;
  /** What was typed, read once. */
  readonly read: () => Typed;
  /** Empties everything. */
  readonly clear: () => void;
}

const NONE: Typed = {};

/** Holds what is typed of a value until it is sealed. */
export function useValueFields(authType: AuthType): ValueFields {
  const [plain, setAllPlain] = useState(NONE);
  const elements = useRef(new Map<string, HTMLInputElement>());
  const callbacks = useRef(new Map<string, RefCallback<HTMLInputElement>>());

  const refFor = useCallback((name: string): RefCallback<HTMLInputElement> => {
    const known = callbacks.current.get(name);
    if (known !== undefined) return known;
    const callback: RefCallback<HTMLInputElement> = (element) => {
      if (element === null) return undefined;
      elements.current.set(name, element);
      return () => {
        element.value = "";
        elements.current.delete(name);
      };
    };
    callbacks.current.set(name, callback);
    return callback;
  }, []);

  const read = (): Typed => {
    const typed: Record<string, string> = {};
    for (const { name, isSecret } of authFields[authType]) {
      const value = isSecret ? (elements.current.get(name)?.value ?? "") : (plain[name] ?? "").trim();
      if (value !== "") typed[name] = value;
    }
    return typed;
  };
  const clear = (): void => {
    for (const element of elements.current.values()) element.value = "";
    setAllPlain(NONE);
  };
  return {
    refFor,
    plain,
    setPlain: (name, value) => setAllPlain((before) => ({ ...before, [name]: value })),
    read,
    clear,
  };
}
