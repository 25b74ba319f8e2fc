import { expect, test } from "vitest";
import { remindAfterDaysOf, reminderOf } from "./reminder.ts";

test.each([null, 0, 1, 90, 3650])("reads back the reminder that it shows: %s", (days) => {
  expect(remindAfterDaysOf(reminderOf(days))).toBe(days);
});

test.each(["", "0", "-1", "1.5", "1e2", "3651", "soon"])("takes no reminder after %j days", (days) => {
  expect(remindAfterDaysOf({ kind: "days", days })).toBeUndefined();
});
