import { expect, test } from "vitest";
import { addressKind } from "./http-address.ts";

test.each([
  ["127.0.0.1", "local"],
  ["::1", "local"],
  ["10.1.2.3", "local"],
  ["172.31.255.255", "local"],
  ["172.32.0.0", "public"],
  ["192.168.0.1", "local"],
  ["100.64.0.1", "local"],
  ["fd12:3456::1", "local"],
  ["::ffff:127.0.0.1", "local"],
  ["203.0.113.9", "public"],
  ["2606:4700::1111", "public"],
  ["64:ff9b::cb00:7109", "public"],
  ["0.0.0.0", "refused"],
  ["0.1.2.3", "refused"],
  ["::", "refused"],
  ["169.254.169.254", "refused"],
  ["::ffff:169.254.169.254", "refused"],
  ["::ffff:a9fe:a9fe", "refused"],
  ["64:ff9b::a9fe:a9fe", "refused"],
  ["64:ff9b::7f00:1", "refused"],
  ["2002:a9fe:a9fe::", "refused"],
  ["fe80::1", "refused"],
  ["fe80::1%eth0", "refused"],
  ["febf::1", "refused"],
  ["fd00:ec2::254", "refused"],
  ["100.100.100.200", "refused"],
  ["168.63.129.16", "refused"],
  ["224.0.0.1", "refused"],
  ["255.255.255.255", "refused"],
  ["ff02::1", "refused"],
  ["not an address", "refused"],
  ["", "refused"],
])("%s is %s", (address, kind) => {
  expect(addressKind(address)).toBe(kind);
});
