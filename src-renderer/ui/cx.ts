import { clsx, type ClassValue } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({ extend: { theme: { text: ["2xs", "xs", "sm", "base", "lg", "xl"] } } });

/** Joins class names; of two that set the same property the later wins, so a caller's `className` can override. */
export function cx(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
