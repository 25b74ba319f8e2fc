import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

type Oklch = readonly [lightness: number, chroma: number, hue: number];
type Mode = "light" | "dark";

const css = readFileSync(new URL("tokens.css", import.meta.url), "utf8");

function colour(role: string, mode: Mode): Oklch {
  const value = new RegExp(`--${role}: (.*);`).exec(css)?.[1] ?? "";
  const colours = [...value.matchAll(/oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g)];
  const found = mode === "dark" ? colours.at(-1) : colours[0];
  if (found === undefined) throw new Error(`no colour ${role}`);
  return [Number(found[1]), Number(found[2]), Number(found[3])];
}

/** Relative luminance, through linear sRGB. @see WCAG 2.2 and the CSS Color 4 matrices */
function luminance([lightness, chroma, hue]: Oklch): number {
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((part) => Math.min(1, Math.max(0, part)));
  return [0.2126, 0.7152, 0.0722].reduce((sum, weight, index) => sum + weight * (linear[index] ?? 0), 0);
}

function contrast(front: string, back: string, mode: Mode): number {
  const [x, y] = [luminance(colour(front, mode)), luminance(colour(back, mode))];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

const SURFACES = ["canvas", "surface", "sunken", "raised", "selected"];

function below(limit: number, fronts: readonly string[], backs: readonly string[]): readonly string[] {
  return (["light", "dark"] as const).flatMap((mode) =>
    fronts.flatMap((front) =>
      backs
        .map((back) => [`${mode}: ${front} on ${back}`, contrast(front, back, mode)] as const)
        .filter(([, ratio]) => ratio < limit)
        .map(([name]) => name),
    ),
  );
}

test("every text reaches AA on every surface", () => {
  const texts = ["ink", "ink-soft", "ink-faint", "accent-ink", "calm", "amber", "red", "violet", "green"];
  expect(below(4.5, texts, SURFACES)).toEqual([]);
});

test("arguments, and what marks the unseen in them, reach AAA", () => {
  expect([
    ...below(7, ["ink", "code-key", "code-text", "code-number"], SURFACES),
    ...below(7, ["violet"], ["violet-tint"]),
    ...below(7, ["ink"], ["added", "added-strong", "removed", "removed-strong"]),
  ]).toEqual([]);
});

test("badges and filled buttons reach AA on their own colour", () => {
  const pairs = ["calm", "amber", "red", "green"].map((role) => [role, `${role}-tint`] as const);
  expect(
    [...pairs, ["on-accent", "accent"] as const, ["on-red", "red-fill"] as const].flatMap(([front, back]) =>
      below(4.5, [front], [back]),
    ),
  ).toEqual([]);
});

test("what outlines a control or the focus reaches 3 to 1", () => {
  expect(below(3, ["field-line", "focus", "accent"], ["surface"])).toEqual([]);
});
