import { personalKind } from "../../../src-contract/redaction.ts";
import { expect, test } from "vitest";
import { createKnownValues, createRedactor } from "../index.ts";

const KEY = new Uint8Array(32).fill(9);
const options = { knownValues: createKnownValues(KEY), sessionKey: KEY };
const redactor = createRedactor({ ...options, personal: personalKind.options });

// Made of the well-known test numbers, joined here so that no whole one stands in the repository.
const CARD = ["4111", "1111", "1111", "1111"].join(" ");
const IBAN = ["DE89", "3704", "0044", "0532", "0130", "00"].join(" ");

test.each([
  ["email", "write to jane.doe+news@mail.example.com now", "jane.doe+news@mail.example.com"],
  ["payment-card", `paid with ${CARD}.`, CARD],
  ["payment-card", `"card":"${CARD.replaceAll(" ", "")}"`, CARD.replaceAll(" ", "")],
  ["iban", `account ${IBAN}, thanks`, IBAN],
  ["iban", IBAN.replaceAll(" ", ""), IBAN.replaceAll(" ", "")],
  ["phone", "call +49 30 901820 today", "+49 30 901820"],
  ["phone", "call (415) 555-2671", "(415) 555-2671"],
  ["us-social-security-number", "ssn 536-22-8726", "536-22-8726"],
])("finds %s in %j", (kind, text, value) => {
  expect(redactor.find(text).map((found) => [found.kind, text.slice(found.start, found.end)])).toEqual([[kind, value]]);
});

test.each([
  "2026-11-21T06:24:57.123Z took 1234567 ms",
  "id 4111111111111112",
  "version 10.20.30.40, port 8080",
  "commit 4b825dc642cb6eb9a060e54bf8d69288fbee4904",
  "DE12 3456 7890 1234 5678 90",
  "@decorator and user@host without a domain",
  "range 100-200-3000",
  "+1 and +2",
])("leaves %j alone", (text) => {
  expect(redactor.find(text)).toEqual([]);
});

test("finds none of it unless asked", () => {
  expect(createRedactor(options).find(`jane@example.com ${CARD} ${IBAN}`)).toEqual([]);
});
