import { RANK } from "../scan/detector.ts";
import { rule, type TokenRule } from "./rule.ts";

/** Keys of chains that have no form of their own, in the calls and settings that take them. */
export const WALLETS: readonly TokenRule[] = [
  rule(
    "wallet-key",
    [
      "wallet(",
      "hextoecdsa(",
      "from_key(",
      "fromprivatekey(",
      "privatekeytoaccount(",
      "fromseed(",
      "fromhex(",
      "accounts:",
      "importkey",
      "signingkey(",
      "privkey",
      "private key",
      "fromsecretkey(",
      "importrawkey",
      "cast send",
      "--private-key",
    ],
    /(?:wallet|hextoecdsa|from_?key|fromprivatekey|privatekeytoaccount|fromseed|fromhex|accounts|importkey|signingkey|privkey|private[ -]key|fromsecretkey|importrawkey|cast send)[^\n;]{0,80}?(?<![a-f0-9])(?:0x)?(?<secret>[a-f0-9]{64})(?![a-f0-9])/i,
  ),
  rule(
    "wallet-key",
    ["wif", "importprivkey", "dumpprivkey", "private key", "privkey", "privatekey", "paper wallet", "private_key"],
    /(?:wif|importprivkey|dumpprivkey|priv(?:ate)?[ _]?key|paper wallet)[^\n;]{0,60}?(?<![A-Za-z0-9])(?<secret>[5KLc9][1-9A-HJ-NP-Za-km-z]{50,51})(?![A-Za-z0-9])/i,
  ),
  rule(
    "seed-phrase",
    [
      "phrase",
      "mnemonic",
      "recovery words",
      "seed words",
      "seed:",
      "seed =",
      "wallet words",
      'seed":',
      "words:",
      "bip39",
      "bip-39",
    ],
    /(?:phrase|mnemonic|words|seed|bip-?39)["'`*]{0,3}(?: \([^)\n]{1,40}\))?(?: is| are)?\s{0,3}[:=]?\s{0,12}[[(]?["'`]{0,3}(?<secret>(?:(?:[0-9]{1,2}[.):] ?)?["']?[a-z]{3,8}["']?(?:, ?|\s{1,6}|\\n)){11,23}(?:[0-9]{1,2}[.):] ?)?["']?[a-z]{3,8})(?![a-z])/i,
    {
      rank: RANK.token,
      accept: (secret) =>
        !/\b(?:the|and|with|for|are|was|not|from|has|but|our|your|its|which|were|been|their)\b/i.test(secret),
    },
  ),
];
