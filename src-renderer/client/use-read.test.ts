import { ORPCError } from "@orpc/client";
import { expect, test } from "vitest";
import { readOf } from "./use-read.ts";

const failed = (code: string, message: string) =>
  readOf({ data: undefined, error: new ORPCError(code, { message }), isFetching: false, refetch: () => {} });

test("what the studio cannot read in an address is said of the address, not of something that was typed", () => {
  expect(failed("invalid_input", "Some of the input is not valid.")).toMatchObject({
    kind: "failed",
    failure: { what: "There is nothing at this address.", next: expect.stringContaining("from the list") },
  });
  expect(failed("not_found", "That no longer exists.")).toMatchObject({ failure: { what: "That no longer exists." } });
});
