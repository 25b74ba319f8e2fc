import { ORPCError, type ClientContext, type ClientLink } from "@orpc/client";
import { expect, test } from "vitest";
import { createSignIns } from "./sign-ins.ts";

/** A line that notes what is asked over it. */
function line(refuse: (asked: string) => Error | null = () => null) {
  const asked: string[] = [];
  const link: ClientLink<ClientContext> = {
    call: async (path, input) => {
      const words = `${path.join(".")} ${Object.values(input as object).join(" ")}`; // Both procedures take an object of texts.
      asked.push(words);
      const refusal = refuse(words);
      if (refusal !== null) throw refusal;
      return undefined;
    },
  };
  return { link, asked };
}

test("takes each sign-in up in its organization, and ends at the one that is shown", async () => {
  const signIns = createSignIns();
  signIns.keep("acme", "one");
  signIns.keep("globex", "two");
  const { link, asked } = line();
  await signIns.takeUp(link, "acme");
  expect(asked).toEqual([
    "studio.select acme",
    "session.resume one",
    "studio.select globex",
    "session.resume two",
    "studio.select acme",
  ]);
});

test("forgets a sign-in that is refused, and keeps the others", async () => {
  const signIns = createSignIns();
  signIns.keep("acme", "one");
  signIns.keep("globex", "two");
  await signIns.takeUp(line((words) => (words.endsWith(" one") ? new ORPCError("not_signed_in") : null)).link, null);
  const { link, asked } = line();
  await signIns.takeUp(link, null);
  expect(asked).toEqual(["studio.select globex", "session.resume two"]);
});

test("keeps every sign-in when the line breaks on the way", async () => {
  const signIns = createSignIns();
  signIns.keep("acme", "one");
  await expect(signIns.takeUp(line(() => new Error("closed")).link, null)).rejects.toThrow("closed");
  const { link, asked } = line();
  await signIns.takeUp(link, null);
  expect(asked).toHaveLength(2);
});
